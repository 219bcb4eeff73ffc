//! An annotation made by hand, read from lines of JSON.

use crate::claim::Tense;
use jiff::civil::Date;
use quantity::{Comparator, Kind};
use serde::Deserialize;

/// An annotation: claims that must be found, claims that may be, and commitments that carry a number or a day.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    pub(crate) claims: Vec<GoldClaim>,
    pub(crate) commitments: Vec<GoldCommitment>,
}

/// A line of an annotation that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the annotation cannot be read: {source}; each line must be one JSON object")]
pub struct GoldError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    #[source]
    pub source: serde_json::Error,
}

impl GoldError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        format!(
            "标注文件第 {} 行无法读取：{}；每行应为一个 JSON 对象",
            self.line, self.source
        )
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct GoldClaim {
    pub(crate) span: [usize; 2],
    pub(crate) text: String,
    pub(crate) value: Option<serde_json::Number>,
    pub(crate) unit: Option<String>,
    pub(crate) comparator: Comparator,
    pub(crate) kind: Kind,
    pub(crate) subject: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) tense: Option<Tense>,
    #[serde(default)]
    pub(crate) optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct GoldCommitment {
    pub(crate) text: String,
    pub(crate) subject: Option<String>,
    pub(crate) target: Option<serde_json::Number>,
    pub(crate) unit: Option<String>,
    pub(crate) comparator: String,
    pub(crate) deadline: Option<Date>,
    pub(crate) span: [usize; 2],
    pub(crate) expr_span: Option<[usize; 2]>,
}

impl Gold {
    /// Reads lines of JSON. A line with the key `kind` is a claim, one with `target` a commitment; others say what is
    /// no claim and need no reading, since every claim found beside the annotated ones counts as wrong.
    ///
    /// # Errors
    /// When a line is no JSON object, or is a claim or commitment that lacks a key.
    pub fn read(lines: &str) -> Result<Self, GoldError> {
        let mut gold = Gold::default();
        for (number, line) in lines
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let wrong = |source| GoldError {
                line: number + 1,
                source,
            };
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).map_err(wrong)?;
            if object.contains_key("kind") {
                gold.claims.push(serde_json::from_str(line).map_err(wrong)?);
            } else if object.contains_key("target") {
                gold.commitments.push(serde_json::from_str(line).map_err(wrong)?);
            }
        }
        Ok(gold)
    }

    /// Adds the lines of another annotation.
    #[must_use]
    pub fn and(mut self, other: Gold) -> Self {
        self.claims.extend(other.claims);
        self.commitments.extend(other.commitments);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_is_named() {
        assert_eq!(Gold::read("\n{\n").unwrap_err().line, 2);
    }
}
