//! A field that a column may mean.

use serde::{Deserialize, Serialize};

use crate::{normal::Kind, unit::Unit};

/// A field that a column may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its name, by which mappings know it.
    pub name: String,
    /// Its titles, in every language.
    pub titles: Vec<String>,
    /// Other headers under which ledgers know it.
    #[serde(default)]
    pub also_called: Vec<String>,
    /// What it holds.
    #[serde(flatten)]
    pub kind: Kind,
    /// The unit its values are in.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// Whether each record must have it.
    #[serde(default)]
    pub required: bool,
}
