//! What a pack says once it is read: plain data, every reference already resolved to an index.

mod document;
mod evaluation;
mod field;
mod indicator;
mod looping;
mod register;

pub use document::Document;
pub use evaluation::{Checklist, ChecklistColumn, ChecklistItem, Evaluation, GradeBand, Term};
pub use field::{Code, CodeList, Field, FieldIx, FieldKind, Mask};
pub use indicator::{Amount, Better, Dimension, Indicator, Measure};
pub use looping::{
    Basis, Clock, Effect, Level, LevelIx, Limit, Loop, OnMiss, State, StateIx, Step, StepIx, Tone,
};
pub use register::{Missing, Number, NumberPart, Recurrence, Register, Round, Rule, Severity};

use serde::{Deserialize, Serialize};

/// One text in the two languages of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A language a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Text {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// One line of business as data.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Lower-case ASCII name, unique among the packs in force.
    pub name: String,
    /// Raised by the author at each change, from 1.
    pub version: u32,
    /// Its name to people.
    pub title: Text,
    /// What it is for.
    pub about: Text,
    /// Systems of the town it serves, such as S29.
    pub systems: Vec<String>,
    /// Named numbers and texts that differ from county to county, read by expressions as `settings.name`.
    pub settings: Vec<Setting>,
    /// Its code lists.
    pub codes: Vec<CodeList>,
    /// Its registers.
    pub registers: Vec<Register>,
    /// Its indicators.
    pub indicators: Vec<Indicator>,
    /// Its checklists.
    pub checklists: Vec<Checklist>,
    /// Its yearly evaluations.
    pub evaluations: Vec<Evaluation>,
    /// The documents that can be made from its records.
    pub documents: Vec<Document>,
    /// The TOML text it was read from, kept byte for byte.
    pub source: String,
}

/// A constant of a pack that a town may set otherwise.
#[derive(Clone, Debug)]
pub struct Setting {
    /// ASCII name.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// The value in force.
    pub value: crate::Value,
    /// Where the default comes from.
    pub source: Option<Text>,
}
