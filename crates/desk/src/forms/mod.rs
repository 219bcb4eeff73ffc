//! Forms: the spreadsheets asked for from above, filled from records.
//!
//! A form is a thing of the town: who asks for it, how often, for what purpose, the workbook as it was sent, and for
//! each blank what belongs there. What is likely is proposed when the workbook comes; only what a person has confirmed
//! is ever filled in. Filling takes one period and answers with the workbook, where each cell comes from, what could
//! not be filled and who knows it, and what is different from what was sent last.

mod catalogue;
mod fill;
mod filled;
mod part;
mod plan;
mod propose;
mod records;
mod sent;
mod why;

pub use catalogue::{FormEntry, SharedQuestion};
pub use filled::{CellSource, FillAsk, FilledCell, FormFilled, Unfilled};
pub use part::{Part, Show, Stretch};
pub use plan::{Answer, Every, FormPlan, FormView, Give, Purpose};
pub use sent::{CellChange, Sending};
