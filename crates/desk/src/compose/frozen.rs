//! A report kept as it was told: its template, its moment and every figure, so that it can be made again byte for byte and
//! held against what the records say later.

use super::{BoundFigure, ComposeAsk, Composed};
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::{Cause, Problem, Seq};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A frozen report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// What it was composed from.
    pub template: String,
    /// The place it is of.
    pub place: String,
    /// When it was frozen; papers made of it carry this moment.
    pub frozen_at: String,
    /// The same in milliseconds since 1970.
    pub moment: i64,
    /// SHA-256 of its text, which names it.
    pub digest: String,
    /// What it says.
    pub composed: Composed,
}

/// A figure that says something else by now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The figure as it was told.
    pub figure: BoundFigure,
    /// What the report would say now; none when the template no longer asks for it.
    pub now: Option<String>,
    /// What the records say now.
    pub value: Option<String>,
}

impl Seat {
    /// Composes a report and keeps it as it is told now.
    ///
    /// # Errors
    /// As for [`Seat::compose`]; also when a number in its prose is bound to nothing.
    pub fn freeze(&self, template: &str, ask: &ComposeAsk) -> Result<Frozen, DeskError> {
        let composed = self.compose(template, ask)?;
        if let Some(loose) = composed.loose.first() {
            let (line, text, around) = (loose.line, &loose.text, &loose.around);
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "report.loose",
                    format!(
                        "第 {line} 行的“{text}”（…{around}…）没有绑定指标；确为固定数字的写 {{{{ fixed(\"{text}\") }}}}"
                    ),
                    format!(
                        "“{text}” in line {line} is bound to no indicator; write {{{{ fixed(\"{text}\") }}}} if it stays so"
                    ),
                ),
            ));
        }
        let now = self.desk.now();
        Ok(Frozen {
            template: template.to_owned(),
            place: ask.place.unwrap_or(self.desk.town().code).to_string(),
            frozen_at: now.to_string(),
            moment: now.0,
            digest: digest(&composed.markdown),
            composed,
        })
    }

    /// What of a frozen report would be told otherwise, as the journal stands after `as_of`, or now.
    ///
    /// # Errors
    /// As for [`Seat::compose`].
    pub fn changed_since(&self, frozen: &Frozen, as_of: Option<Seq>) -> Result<Vec<Change>, DeskError> {
        let ask = ComposeAsk {
            place: frozen.place.parse().ok(),
            as_of,
        };
        let now = self.compose(&frozen.template, &ask)?;
        let mut left: Vec<Option<BoundFigure>> = now.figures.into_iter().map(Some).collect();
        let mut changes = Vec::new();
        for figure in &frozen.composed.figures {
            let same = |other: &BoundFigure| {
                (&other.indicator, &other.place, &other.period, &other.style)
                    == (&figure.indicator, &figure.place, &figure.period, &figure.style)
            };
            let at = left.iter().position(|other| other.as_ref().is_some_and(same));
            let other = at.and_then(|at| left.get_mut(at)?.take());
            if other
                .as_ref()
                .is_none_or(|other| other.value != figure.value || other.text != figure.text)
            {
                changes.push(Change {
                    figure: figure.clone(),
                    value: other.as_ref().and_then(|other| other.value.clone()),
                    now: other.map(|other| other.text),
                });
            }
        }
        Ok(changes)
    }
}

impl Frozen {
    /// Whether its text is still the one it was named by.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        digest(&self.composed.markdown) == self.digest
    }
}

fn digest(markdown: &str) -> String {
    Sha256::digest(markdown.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
