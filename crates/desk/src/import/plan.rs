//! What a file's columns were confirmed to mean, remembered for the next file with the same header.

use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::Seat;
use pack::model::Register;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// Kind of things of the town under which plans are kept.
const SUBJECT: &str = "mapping";

/// What the columns of a ledger mean in a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What each column means.
    #[serde(flatten)]
    pub mapping: sheet::Mapping,
    /// Fields by which a row is known again; empty for the register's own key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Values of fields that the ledger does not tell, the same for each row.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Json>,
}

impl Plan {
    /// A plan that says nothing but what columns mean.
    #[must_use]
    pub fn of(mapping: sheet::Mapping) -> Self {
        Plan {
            mapping,
            key: Vec::new(),
            set: Map::new(),
        }
    }
}

impl Seat {
    /// The plans that were confirmed for files brought into a register.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plans(&self, register: &str) -> Result<Vec<Plan>, DeskError> {
        let mut plans = Vec::new();
        for (name, body) in self.book()?.things(SUBJECT)? {
            if name.split_once('.').is_some_and(|(of, _)| of == register) {
                plans.push(from_json(body)?);
            }
        }
        Ok(plans)
    }

    /// Keeps a plan for the next file with the same header, unless it is known as it is.
    pub(super) fn remember(&self, register: &Register, plan: Option<&Plan>) -> Result<(), DeskError> {
        let Some(plan) = plan else { return Ok(()) };
        let name = format!("{}.{}", register.name, plan.mapping.signature.id());
        let body = json!(plan);
        if self.book()?.thing(SUBJECT, &name)?.as_ref() != Some(&body) {
            self.keep_own(SUBJECT, &name, body)?;
        }
        Ok(())
    }
}
