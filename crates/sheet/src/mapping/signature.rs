//! What a form's header is known by, and the mapping that was confirmed for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    layout::{Column, Table},
    text::fold,
    unit::Unit,
};

/// What a form's header is known by: the names of its columns, whatever their spacing, width and order of sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signature {
    names: Vec<String>,
}

/// What a column was confirmed to mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The column's path, as [`Column::name`] has it.
    pub column: String,
    /// The field it means; none when it is left out on purpose.
    pub target: Option<String>,
    /// The unit its figures are in, where the header does not say or says it wrongly.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// Whether a blank in it repeats the value above.
    #[serde(default)]
    pub repeats: bool,
    /// What its words mean where the field's codes have no such word: by word, the code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
}

/// A confirmed mapping, to be kept and used again when the form comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The header it was confirmed for.
    pub signature: Signature,
    /// What each column means, in the order of the columns.
    pub choices: Vec<Choice>,
}

impl Signature {
    /// The signature of a table's header.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        Self::of_names(table.columns.iter().map(Column::name))
    }

    /// The signature of a list of names.
    pub(crate) fn of_names(names: impl Iterator<Item = String>) -> Self {
        Self {
            names: names
                .map(|name| fold(&name))
                .filter(|name| !name.is_empty())
                .collect(),
        }
    }

    /// A short text by which the header is found again: 32 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        let digest = Sha256::digest(self.names.join("\n"));
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// How much of two headers is the same, from 0 to 100: the columns in common among all columns of both.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> u32 {
        if self == other {
            return 100;
        }
        let mut rest: Vec<&String> = other.names.iter().collect();
        let common = self.names.iter().filter(|name| {
            let at = rest.iter().position(|known| known == name);
            at.map(|at| rest.swap_remove(at)).is_some()
        });
        let common = common.count();
        let all = self.names.len() + other.names.len() - common;
        let share = (common * 100).checked_div(all).unwrap_or(0);
        u32::try_from(share).unwrap_or(0).min(99)
    }
}

/// Finds the mapping that was confirmed for the header most like this one, if more than half of it is the same.
#[must_use]
pub fn recognise<'m>(mappings: &'m [Mapping], signature: &Signature) -> Option<(&'m Mapping, u32)> {
    let scored = mappings
        .iter()
        .map(|mapping| (mapping, mapping.signature.likeness(signature)));
    // Of two alike the later confirmed is taken.
    scored
        .filter(|(_, score)| *score > 50)
        .max_by_key(|(_, score)| *score)
}

impl Mapping {
    /// What a column was confirmed to mean.
    #[must_use]
    pub fn choice(&self, column: &Column) -> Option<&Choice> {
        let name = column.name();
        let folded = fold(&name);
        let exact = self.choices.iter().find(|choice| choice.column == name);
        exact.or_else(|| self.choices.iter().find(|choice| fold(&choice.column) == folded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(names: &[&str]) -> Signature {
        Signature::of_names(names.iter().map(|name| (*name).to_owned()))
    }

    #[test]
    fn a_header_is_known_again_whatever_its_spacing() {
        let (first, second) = (
            signature(&["姓 名", "面积（亩）"]),
            signature(&["姓名", "面积(亩)"]),
        );
        assert_eq!(first.id(), second.id());
        assert_ne!(first.id(), signature(&["姓名"]).id());
        assert_eq!(first.id().len(), 32);
    }

    #[test]
    fn the_mapping_of_the_most_alike_header_is_taken() {
        let mapping = |names: &[&str]| Mapping {
            signature: signature(names),
            choices: Vec::new(),
        };
        let known = [mapping(&["姓名", "村"]), mapping(&["姓名", "村", "金额", "日期"])];
        let found = recognise(&known, &signature(&["姓名", "村", "金额", "日期", "备注"]));
        assert_eq!(found, Some((&known[1], 80)));
        assert_eq!(recognise(&known, &signature(&["企业", "产值"])), None);
    }
}
