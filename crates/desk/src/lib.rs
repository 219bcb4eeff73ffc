//! Use cases: who may do what, one transaction each; the only door to writes.
//!
//! A [`Town`] is a folder on disk: its book, its attachments, its keys. [`Desk::open`] opens it and starts the one writer.
//! Everything is done from a [`Seat`], a desk with a person in it: there is no way to read or write without saying who
//! asks. What a seat may do follows from the person's posts ([`access`]).
//!
//! ```
//! use desk::{Asked, Desk, TownPlan};
//! use standards::PlaceTree;
//! use std::sync::Arc;
//!
//! let folder = tempfile::tempdir()?;
//! let code = "330226105".parse()?;
//! let plan = TownPlan {
//!     code,
//!     zh: "岔路镇".to_owned(),
//!     en: "Chalu".to_owned(),
//!     places: PlaceTree::ninghai().subtree(code),
//! };
//! let desk = Arc::new(Desk::make(&folder.path().join("town"), &plan)?);
//!
//! let fields = serde_json::json!({
//!     "title": "屋檐滴水", "place": "330226105208", "outline": "两户争执", "category": "housing", "people_count": 2,
//! });
//! let fields = fields.as_object().cloned().unwrap_or_default();
//! let receipt = desk.trusted_seat("owner").create("dispute", None, fields, Asked::default())?;
//! assert_eq!(receipt.register, "dispute");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod access;
mod adding_up;
mod adopting;
mod as_of;
mod audit;
mod base_map;
mod cells;
mod claims;
mod clockwork;
mod commitments;
mod compose;
mod dealt;
mod desk;
mod draft;
mod error;
mod evaluation;
mod exhibit;
mod export;
mod exposure;
mod figures;
mod file;
mod filter;
mod forms;
mod history;
mod import;
mod journal;
mod lineage;
mod message;
mod packs;
mod paper;
mod past;
mod personal;
mod press;
mod remembered;
mod reports;
mod round;
mod seal;
mod seat;
mod second_step;
mod secrets;
mod sign_in;
mod town;
mod view;
mod worked_out;
mod works;
mod writer;

pub use access::{Action, Actor, Person, Post, Role};
pub use adding_up::{AddingUp, Whole};
pub use adopting::AdoptionEnd;
pub use audit::{Audit, Difference, rebuild, replay, verify};
pub use base_map::{BaseMap, BaseMapFlaw};
pub use claims::{
    Aspect, Check, CheckAsk, CheckTally, CheckedClaim, Contradiction, FigureAt, Mark, MarkSort, Near, Piece,
    Verdict, page as check_page, pieces,
};
pub use commitments::{
    AdoptAsk, Adopted, Course, CourseMonth, Light, Notice, Overview, Pace, Proposal, Standing, TakenUp,
    Target, division_table, light, reason,
};
pub use compose::{BoundFigure, Change, ComposeAsk, Composed, Frozen, Loose, Review};
pub use dealt::Dealt;
pub use desk::Desk;
pub use draft::{DraftAsk, Guess, PackDraft, draft_pack};
pub use error::DeskError;
pub use evaluation::{
    Because, EvaluationAsk, EvaluationName, EvaluationView, GradeView, LeftOut, OpenStep, Reason, ScoredView,
    TermView, WorkingView,
};
pub use exhibit::Exhibit;
pub use export::{Exported, FileForm};
pub use exposure::{Exposure, Personal};
pub use figures::{Ask, By, FigureLine, FigureTable};
pub use filter::parse as parse_filter;
pub use forms::{
    Answer, CellChange, CellSource, Every, FillAsk, FilledCell, FormEntry, FormFilled, FormPlan, FormView,
    Give, Part, Purpose, Sending, SharedQuestion, Show, Stretch, Unfilled,
};
pub use import::{
    Aside, AsideKind, Batch, BatchRecord, ColumnRead, ImportAsk, Imported, Left, Mode, Outcome, Plan,
    RowOutcome, RowProblem, Stage, TableRead, TakenBack, Upload, WentBack,
};
pub use journal::{JournalAsk, JournalItem};
pub use lineage::{Contributor, Lineage};
pub use message::{Address, Channel, Courier, Delivery, DeliveryState, NewChannel, Parcel, Shape, Told};
pub use packs::{Adoption, built_in};
pub use past::{Past, PastAct, PastDeed, PastError};
pub use personal::Draft;
pub use press::{DraftFile, Manuscript, Paper, PaperForm, Press, PressError};
pub use reports::{Beginning, FreezeMark, Report};
pub use round::{Found, RelapsesIn, RoundName, RoundView, Walked};
pub use seat::{Asked, Due, HistoryItem, ListAsk, Seat};
pub use secrets::{Secrets, Session};
pub use sign_in::{Entered, OpenSession};
pub use town::{Town, TownError, TownPlan};
pub use view::{ContestedView, RecordView};
pub use writer::{Receipt, Reply};
