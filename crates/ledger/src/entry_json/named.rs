//! Values by the names of their fields, in the order in which they were written. A journal is read line by line a million
//! times, and a list of borrowed names costs a fraction of a map.

use super::Text;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::fmt;

/// Names with their values.
#[derive(Default)]
pub(super) struct Named<'a>(pub(super) Vec<(Cow<'a, str>, Json)>);

impl<'a> Named<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, name: &'a str, value: Json) {
        self.0.push((Cow::Borrowed(name), value));
    }

    /// The value of a name, taken out.
    pub(super) fn take(&mut self, name: &str) -> Option<Json> {
        let (_, value) = self.0.iter_mut().find(|(other, _)| other == name)?;
        Some(value.take())
    }
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Named<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Named<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values by the names of their fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<'de>, A::Error> {
        let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(16));
        while let Some((Text(name), value)) = map.next_entry()? {
            pairs.push((name, value));
        }
        Ok(Named(pairs))
    }
}
