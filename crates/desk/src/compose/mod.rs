//! Reports composed of prose and bound figures: a template in, Markdown out, with every figure that was asked and what it
//! said. A composition is of one moment of the journal; frozen, it can be made again byte for byte.

mod draft;
mod figure;
mod frozen;
mod lint;
mod review;
mod style;

pub use frozen::{Change, Frozen};
pub use lint::Loose;
pub use review::Review;

use crate::error::DeskError;
use crate::seat::Seat;
use figure::Figures;
use ledger::{Cause, Problem, Seq};
use serde::{Deserialize, Serialize};
use standards::PlaceCode;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What a report is composed for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ComposeAsk {
    /// The place; the town if not said.
    pub place: Option<PlaceCode>,
    /// As the journal stood after this entry.
    pub as_of: Option<Seq>,
}

/// A report composed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composed {
    /// Its text: Markdown in which figures are links to `fig:`.
    pub markdown: String,
    /// Drawings by name, as SVG.
    pub charts: BTreeMap<String, String>,
    /// The figures in it, in order.
    pub figures: Vec<BoundFigure>,
    /// Numbers in its prose that are bound to nothing.
    pub loose: Vec<Loose>,
    /// The journal entry it is of.
    pub as_of: Seq,
}

/// A figure that a report is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundFigure {
    /// The indicator.
    pub indicator: String,
    /// The place.
    pub place: String,
    /// The period.
    pub period: String,
    /// How it is told.
    pub style: String,
    /// What the records say, exact; none when there is nothing.
    pub value: Option<String>,
    /// What the report says.
    pub text: String,
}

impl Seat {
    /// Composes a report from a template. Figures are asked as this seat may see them.
    ///
    /// # Errors
    /// When the template has a mistake, told with its line, a figure in it cannot be told, or the store cannot be read.
    pub fn compose(&self, template: &str, ask: &ComposeAsk) -> Result<Composed, DeskError> {
        let head = self.book()?.head()?.0;
        let as_of = ask.as_of.unwrap_or(head).min(head);
        let figures = Arc::new(Mutex::new(Figures::new(
            self.again(),
            ask.place.unwrap_or(self.desk.town().code),
            as_of,
        )));
        let markdown = render(template, &figures, false)?;
        let prose = render(template, &Arc::new(Mutex::new(locked(&figures).silent())), true)?;
        let figures = std::mem::take(&mut *locked(&figures).told());
        Ok(Composed {
            markdown,
            charts: figures.charts,
            figures: figures.figures,
            loose: lint::loose(&prose),
            as_of,
        })
    }
}

/// Steps that a template may take: far more than a report needs, and over in a moment when a loop does not end.
const STEPS: u64 = 200_000;

/// A figure in a hidden rendering: bound, whatever it says.
const BOUND: &str = "〓";

fn locked(figures: &Mutex<Figures>) -> std::sync::MutexGuard<'_, Figures> {
    figures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn render(template: &str, figures: &Arc<Mutex<Figures>>, hidden: bool) -> Result<String, DeskError> {
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    figure::offer(&mut environment, figures, hidden);
    let context = locked(figures).context();
    environment
        .render_str(template, context)
        .map_err(|error| wrong_template(&error))
}

/// A mistake of a template, at its line.
pub(crate) fn wrong_template(error: &minijinja::Error) -> DeskError {
    let line = error.line().unwrap_or_default();
    let mut said = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    if let Some(cause) = std::error::Error::source(error) {
        said = cause.to_string();
    }
    let (zh, en) = if error.kind() == minijinja::ErrorKind::OutOfFuel {
        (
            "循环次数太多，请减少循环",
            "it goes round too often; make its loops shorter",
        )
    } else {
        (&*said, &*said)
    };
    DeskError::refused(
        Cause::Invalid,
        Problem::new(
            "template",
            format!("模板第 {line} 行：{zh}"),
            format!("line {line} of the template: {en}"),
        ),
    )
}
