//! Spreadsheets: ledgers read as they are, forms filled in place, tables written.
//!
//! An old ledger comes in by five steps, each a value that a person can look at before the next: [`open`] reads the file, [`tables`] finds
//! the tables in its sheets, [`propose`] says what the columns mean (or [`infer`] drafts what they could be), a person confirms a
//! [`Mapping`], and [`rows`] reads the records by it, telling for each cell what was seen and what it became.
//!
//! A form from above is opened as a [`Form`], shows its [`Blank`]s, and is filled without any other byte of it changing.
//!
//! The crate knows nothing of packs and registers: what is expected of columns comes in as [`Target`]s, plain data.

mod fill;
mod grid;
mod infer;
mod layout;
mod mapping;
mod normal;
mod ooxml;
mod read;
mod text;
mod unit;
mod write;

pub use fill::{
    About, Blank, BlankColumn, BlankRow, Difference, Entry, FillError, Filled, Form, Grid, GridKind, Records,
    Refused, Replaced, Single, WhyNot, differences, suited,
};
pub use grid::{
    At, AtError, Block, Cell, Epoch, Fault, FileKind, Format, MOST_COLUMNS, MOST_ROWS, Row, Sheet, Value,
    Workbook, column_letters,
};
pub use infer::{Draft, DraftColumn, Sensitive, infer};
pub use layout::{Caption, Column, Held, Line, LineKind, Record, Table, tables};
pub use mapping::{
    Candidate, Choice, Doubt, MappedField, MappedRow, Mapping, Proposal, ProposedColumn, Reason, Rows,
    Signature, Target, likely, propose, recognise, rows,
};
pub use normal::{Change, CodeWords, Expected, Kind, Normal, Refusal};
pub use read::{Limits, Measure, Notice, Opened, ReadError, open};
pub use unit::{Unit, UnitError};
pub use write::{List, ListColumn, Rejection, WriteError, sheet_name, write_csv, write_rejected, write_xlsx};
