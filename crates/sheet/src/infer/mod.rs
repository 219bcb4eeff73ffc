//! From a ledger to a draft of what its columns are: types, code lists, what is required, what is a key, what is sensitive.

mod column;
mod name;
mod tally;

use serde::Serialize;

use self::{name::Names, tally::Tally};
use crate::{grid::Sheet, layout::Table, mapping::Signature, normal::Kind, unit::Unit};

/// A draft of a register, made from a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What the ledger's title calls it.
    pub title: Option<String>,
    /// What the header is known by.
    pub signature: Signature,
    /// How many records it was drawn from.
    pub records: u32,
    /// Its columns; those that only count rows are left out.
    pub columns: Vec<DraftColumn>,
    /// The name of the column that likely tells the records apart.
    pub key: Option<String>,
}

/// A draft of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DraftColumn {
    /// The column in the sheet, from zero.
    pub column: u16,
    /// An ASCII name: an English word where one is known, else the title's sounds.
    pub name: String,
    /// The title, as the ledger has it.
    pub title: String,
    /// What it likely holds. Codes are the words that were seen.
    #[serde(flatten)]
    pub kind: Kind,
    /// The unit its header states.
    pub unit: Option<Unit>,
    /// Whether every record has it.
    pub required: bool,
    /// Whether no two records have the same.
    pub unique: bool,
    /// Why it should be kept from most eyes.
    pub sensitive: Option<Sensitive>,
    /// How many records have it.
    pub filled: u32,
    /// How many of them cannot be read as its kind.
    pub unreadable: u32,
}

/// Why a field should be kept from most eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    /// It names a person.
    Name,
    /// It is a citizen's number.
    Id,
    /// It is a telephone number.
    Phone,
    /// It is the number of a card or account.
    Account,
    /// It tells of health, disability or need.
    Condition,
    /// It tells where a person lives.
    Home,
}

/// Draws up a draft from tables with the same header, such as the sheets of a ledger kept by month.
///
/// None when there are no tables.
#[must_use]
pub fn infer(tables: &[(&Sheet, &Table)]) -> Option<Draft> {
    let (_, first) = tables.first()?;
    let mut tallies: Vec<Tally> = first.columns.iter().map(Tally::of).collect();
    let mut records = 0;
    for (sheet, table) in tables {
        // A blank that repeats the value above is no blank.
        let repeats = table
            .columns
            .iter()
            .filter(|column| column.sparse)
            .map(|column| column.index)
            .collect();
        for record in table.records(sheet, repeats) {
            records += 1;
            for (tally, held) in tallies.iter_mut().zip(&record.cells) {
                tally.count(held.cell);
            }
        }
    }
    let mut names = Names::default();
    let drafted = first
        .columns
        .iter()
        .zip(&tallies)
        .filter(|(column, tally)| !column.serial && (tally.filled > 0 || !column.path.is_empty()));
    let columns: Vec<DraftColumn> = drafted
        .map(|(column, tally)| column::draft(first, column, tally, records, &mut names))
        .collect();
    let key = key(&columns);
    Some(Draft {
        title: first.title.clone(),
        signature: Signature::of(first),
        records,
        columns,
        key,
    })
}

/// The column that likely tells records apart: numbers that identify before numbers of papers before names of things. Two people may
/// have the same name.
fn key(columns: &[DraftColumn]) -> Option<String> {
    let rank = |column: &&DraftColumn| match column.kind {
        Kind::CitizenId | Kind::CreditCode => 0,
        Kind::Text if name::is_number_of(&column.title) => 1,
        Kind::BankCard => 2,
        Kind::Text | Kind::Place => 3,
        _ => 4,
    };
    let unique = columns.iter().filter(|column| column.unique && column.required);
    unique
        .filter(|column| rank(column) < 4)
        .min_by_key(rank)
        .map(|column| column.name.clone())
}
