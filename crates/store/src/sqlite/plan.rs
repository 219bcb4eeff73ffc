//! By which way a list is found. SQLite knows neither how many records a condition leaves nor that a page ends after fifty,
//! so it is told: a condition that is not to lead is written so that no index serves it.

use super::read::View;
use super::schema::{Tables, table_name};
use super::select;
use crate::{Column, Filter, Listing, Op, StoreError};
use pack::model::Register;

/// Records that an index may leave for it to lead, where each of them must be fetched, and where the index alone tells.
const FETCHED: i64 = 5_000;
const TOLD: i64 = 200_000;

/// What leads to the records of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Their names.
    Names,
    /// The index by this column, which leaves few.
    Column(Column),
    /// Their state, in the order of their deadlines.
    State,
    /// Their order: it is walked until the page is full.
    Order,
    /// Nothing: all are gone through as they lie.
    Nothing,
}

impl Lead {
    /// Whether a condition on the column, or an order by it, may be served by an index.
    pub(super) fn by(self, column: Column, sort: Column) -> bool {
        match self {
            Lead::Names => column == Column::Id,
            Lead::Column(lead) => column == lead,
            Lead::State => matches!(column, Column::State | Column::Due),
            Lead::Order => column == sort || column == Column::Id,
            Lead::Nothing => false,
        }
    }
}

impl View<'_> {
    /// What leads to the records of a listing, or to how many they are.
    pub(super) fn lead(
        &self,
        register: &Register,
        listing: &Listing,
        counting: bool,
    ) -> Result<Lead, StoreError> {
        let filter = &listing.filter;
        if names_records(filter) {
            return Ok(Lead::Names);
        }
        if listing.sort == Column::Due && asks_for_a_state(filter) {
            return Ok(Lead::State);
        }
        let mut least: Option<(i64, Column)> = None;
        for column in compared(filter) {
            let walked = column == listing.sort && !counting;
            if walked || !self.tables.leads_by(register, column) {
                continue;
            }
            let few = self.few(register, listing, column, counting)?;
            least = least
                .into_iter()
                .chain(few.map(|few| (few, column)))
                .min_by_key(|(few, _)| *few);
        }
        if let Some((_, column)) = least {
            return Ok(Lead::Column(column));
        }
        let ordered = match counting {
            true => covered(filter, None) && self.tables.sorted.has(register, Column::Place),
            false => listing.sort == Column::Id || self.tables.leads_by(register, listing.sort),
        };
        Ok(if ordered { Lead::Order } else { Lead::Nothing })
    }

    /// How many records the listing's conditions on a column leave; none when they are too many for it to lead.
    fn few(
        &self,
        register: &Register,
        listing: &Listing,
        column: Column,
        counting: bool,
    ) -> Result<Option<i64>, StoreError> {
        let told = self.tables.sorted.has(register, column)
            && covered(&listing.filter, Some(column))
            && (listing.sort == Column::Id || beside(listing.sort, Some(column)));
        // To count them, all would have to be gone through otherwise.
        let most = if told || counting { TOLD } else { FETCHED };
        let alone = Listing {
            filter: Filter::And(on(&listing.filter, column).cloned().collect()),
            withdrawn: true,
            ..Listing::default()
        };
        let now = self.head()?.0;
        let counted = self.wishes.map(|wishes| &wishes.counted);
        let condition = format!("{} {} {most} {:?}", self.town, register.name, alone.filter);
        if let Some(known) = counted.and_then(|counted| counted.get(&condition, now)) {
            return Ok(known);
        }
        let part = select::all(register, &alone, self.town, Lead::Column(column));
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {})",
            table_name(&register.name),
            part.condition,
            most + 1
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found: i64 = statement.query_row(rusqlite::params_from_iter(&part.values), |row| row.get(0))?;
        let found = Some(found).filter(|found| *found <= most);
        if let Some(counted) = counted {
            counted.keep(condition, now, found);
        }
        Ok(found)
    }
}

impl Tables {
    /// Whether there is an index that begins with this column.
    pub(super) fn leads_by(&self, register: &Register, column: Column) -> bool {
        let declared = self
            .get(register)
            .is_ok_and(|statements| statements.leads.contains(&column));
        declared || self.sorted.has(register, column)
    }

    /// The column by which an index would have led, had there been one.
    pub(super) fn would_lead(
        &self,
        register: &Register,
        listing: &Listing,
        lead: Lead,
        counting: bool,
    ) -> Option<Column> {
        let compared = || {
            let terms = self.terms(&register.name);
            compared(&listing.filter).into_iter().find(|column| {
                let found_by_words = terms.is_some_and(|terms| terms.compares(*column));
                *column != listing.sort && !found_by_words && !self.sorted.has(register, *column)
            })
        };
        match lead {
            Lead::Nothing if counting && covered(&listing.filter, None) => Some(Column::Place),
            Lead::Nothing if counting => compared(),
            Lead::Nothing => Some(listing.sort),
            Lead::Order => compared().or_else(|| {
                let sort = Some(listing.sort).filter(|sort| *sort != Column::Id);
                sort.filter(|sort| !self.sorted.has(register, *sort))
            }),
            Lead::Names | Lead::Column(_) | Lead::State => None,
        }
    }
}

/// The conditions that all must hold.
fn each(filter: &Filter) -> Vec<&Filter> {
    match filter {
        Filter::And(all) => all.iter().flat_map(each).collect(),
        one => vec![one],
    }
}

/// The column that a condition compares with values, if an index could find them.
fn compares(filter: &Filter) -> Option<Column> {
    match filter {
        Filter::Is(column, op, _) if *op != Op::Ne => Some(*column),
        Filter::In(column, _) => Some(*column),
        Filter::Within(_) => Some(Column::Place),
        _ => None,
    }
    .filter(|column| *column != Column::Id)
}

fn compared(filter: &Filter) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in each(filter).into_iter().filter_map(compares) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

/// The conditions on a column.
fn on(filter: &Filter, column: Column) -> impl Iterator<Item = &Filter> {
    each(filter)
        .into_iter()
        .filter(move |each| compares(each) == Some(column))
}

/// Whether an index made for lists tells of each record whether the filter holds; `lead` is the column that it begins with.
fn covered(filter: &Filter, lead: Option<Column>) -> bool {
    each(filter).into_iter().all(|each| match each {
        Filter::Or(any) => any.iter().all(|one| matches!(one, Filter::Within(_))),
        one => compares(one).is_some_and(|column| beside(column, lead)),
    })
}

/// Whether such an index holds the column.
fn beside(column: Column, lead: Option<Column>) -> bool {
    matches!(column, Column::State | Column::Place) || Some(column) == lead
}

/// Whether a filter lets nothing pass but records that it names.
fn names_records(filter: &Filter) -> bool {
    each(filter).into_iter().any(|each| {
        matches!(
            each,
            Filter::Is(Column::Id, Op::Eq, _) | Filter::In(Column::Id, _)
        )
    })
}

fn asks_for_a_state(filter: &Filter) -> bool {
    each(filter)
        .into_iter()
        .any(|each| matches!(each, Filter::Is(Column::State, Op::Eq, _)))
}
