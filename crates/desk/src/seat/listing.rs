//! Lists of records: a page at a time, narrowed to what the seat may see.

use super::Seat;
use crate::access::{Action, forbidden};
use crate::error::DeskError;
use crate::filter;
use crate::view::{RecordView, view};
use crate::writer::find;
use ledger::{Cause, Problem};
use pack::Value;
use pack::model::{Pack, Register};
use serde_json::{Value as Json, json};
use store::{Filter, Listing, Page};

/// Greatest page.
const MOST: usize = 500;

/// What is asked of a list.
#[derive(Clone, Debug, Default)]
pub struct ListAsk {
    /// A filter, as [`crate::parse_filter`] reads it; empty for all.
    pub filter: String,
    /// Only records of this place and below.
    pub place: Option<standards::PlaceCode>,
    /// A column; `-` in front for greatest first. Empty for the latest first.
    pub sort: String,
    /// Where the page before ended.
    pub after: Option<String>,
    /// Records on the page, 50 if not said.
    pub limit: Option<usize>,
    /// Only these fields.
    pub fields: Option<Vec<String>>,
    /// Withdrawn records too.
    pub withdrawn: bool,
}

impl Seat {
    /// The listing narrowed to what this seat may see.
    pub(crate) fn narrowed(
        &self,
        pack: &Pack,
        register: &Register,
        listing: Listing,
    ) -> Result<Listing, DeskError> {
        self.within_reach(Action::Read, pack, register, listing)
    }

    /// The listing narrowed to what this seat may do this to.
    pub(crate) fn within_reach(
        &self,
        action: Action,
        pack: &Pack,
        register: &Register,
        listing: Listing,
    ) -> Result<Listing, DeskError> {
        let Some(places) = self.actor.reach(action, &pack.name) else {
            return Ok(listing);
        };
        if places.is_empty() {
            return Err(DeskError::Refused(forbidden(action, pack, register)));
        }
        let town = self.desk.town().code;
        if places.iter().any(|place| place.contains(&town)) {
            return Ok(listing);
        }
        let within = Filter::Or(places.into_iter().map(Filter::Within).collect());
        Ok(Listing {
            filter: within.and(listing.filter),
            ..listing
        })
    }

    /// A page of records as this seat may see them.
    ///
    /// # Errors
    /// When the seat may not see the register, the filter is wrong, or the store cannot be read.
    pub fn list(
        &self,
        register: &str,
        ask: &ListAsk,
    ) -> Result<(Vec<RecordView>, Option<String>), DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let chosen = ask.fields.as_deref();
        let field = |name: &String| {
            let found = register.field(name).map(|(field, _)| field);
            found.ok_or_else(|| no_field(register, name))
        };
        let listing = Listing {
            only: chosen
                .map(|chosen| chosen.iter().map(field).collect::<Result<_, _>>())
                .transpose()?,
            ..self.listing(pack, register, ask)?
        };
        let page = self.book()?.list(register, &listing)?;
        let rows = page.rows.iter().map(|row| view(register, row, chosen)).collect();
        Ok((rows, page.next.map(|next| write_cursor(&next))))
    }

    pub(crate) fn page(&self, pack: &Pack, register: &Register, ask: &ListAsk) -> Result<Page, DeskError> {
        let listing = self.listing(pack, register, ask)?;
        Ok(self.book()?.list(register, &listing)?)
    }

    pub(crate) fn listing(
        &self,
        pack: &Pack,
        register: &Register,
        ask: &ListAsk,
    ) -> Result<Listing, DeskError> {
        let (descending, name) = match ask.sort.strip_prefix('-') {
            Some(name) => (true, name),
            None => (ask.sort.is_empty(), &*ask.sort),
        };
        let sort = if name.is_empty() {
            store::Column::Id
        } else {
            filter::column(register, name)?
        };
        let mut condition = filter::parse(pack, register, &ask.filter)?;
        if let Some(place) = ask.place {
            condition = condition.and(Filter::Within(place));
        }
        let listing = Listing {
            filter: condition,
            sort,
            descending,
            after: ask.after.as_deref().map(read_cursor).transpose()?,
            limit: ask.limit.unwrap_or(50).clamp(1, MOST),
            withdrawn: ask.withdrawn,
            only: None,
        };
        self.narrowed(pack, register, listing)
    }

    /// How many records a listing has in all.
    ///
    /// # Errors
    /// As for [`Seat::list`].
    pub fn count(&self, register: &str, ask: &ListAsk) -> Result<u64, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let listing = self.listing(pack, register, ask)?;
        Ok(self.book()?.count(register, &listing)?)
    }
}

/// The refusal of a field that the register does not have.
pub(super) fn no_field(register: &Register, name: &str) -> DeskError {
    DeskError::refused(
        Cause::Invalid,
        Problem::new(
            "field.unknown",
            format!("台账“{}”没有字段“{name}”", register.title.zh),
            format!("the register `{}` has no field `{name}`", register.name),
        )
        .at("fields"),
    )
}

/// A page's end as text: opaque to whoever hands it back.
pub(crate) fn write_cursor(cursor: &store::Cursor) -> String {
    use base64::Engine as _;
    let value = match &cursor.value {
        Value::Null => Json::Null,
        Value::Bool(yes) => json!({ "b": yes }),
        Value::Int(number) => json!({ "i": number }),
        Value::Time(at) => json!({ "t": at }),
        Value::Decimal(number) => json!({ "d": number.to_string() }),
        Value::Date(date) => json!({ "y": date.to_string() }),
        Value::Place(place) => json!({ "p": place.to_string() }),
        Value::Text(text) => json!({ "s": text }),
        _ => Json::Null,
    };
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json!([value, cursor.id.to_string()]).to_string())
}

/// The page's end that was written as `text`.
pub(crate) fn read_cursor(text: &str) -> Result<store::Cursor, DeskError> {
    use base64::Engine as _;
    let read = || -> Option<store::Cursor> {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(text)
            .ok()?;
        let json: Json = serde_json::from_slice(&bytes).ok()?;
        let id = json.get(1)?.as_str()?.parse().ok()?;
        let value = match json.get(0)? {
            Json::Object(object) => {
                let (kind, value) = object.iter().next()?;
                match &**kind {
                    "b" => Value::Bool(value.as_bool()?),
                    "i" => Value::Int(value.as_i64()?),
                    "t" => Value::Time(value.as_i64()?),
                    "d" => Value::Decimal(rust_decimal::Decimal::from_str_exact(value.as_str()?).ok()?),
                    "y" => Value::Date(value.as_str()?.parse().ok()?),
                    "p" => Value::Place(value.as_str()?.parse().ok()?),
                    _ => Value::Text(value.as_str()?.to_owned()),
                }
            }
            _ => Value::Null,
        };
        Some(store::Cursor { value, id })
    };
    read().ok_or_else(|| {
        DeskError::refused(
            Cause::Invalid,
            Problem::new(
                "after",
                "翻页标记无效，请从第一页重新开始",
                "this page mark is not valid; begin with the first page",
            )
            .at("after"),
        )
    })
}
