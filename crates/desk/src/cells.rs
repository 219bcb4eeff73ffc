//! Values of records as spreadsheets hold them: typed, codes and places in words.

use crate::view::words;
use pack::Value;
use pack::model::{Field, FieldKind, Pack};
use rust_decimal::Decimal;
use standards::{PlaceCode, PlaceTree};

/// A value as a spreadsheet's cell; sensitive values are masked.
pub(crate) fn cell(pack: &Pack, places: &PlaceTree, field: &Field, value: &Value, zh: bool) -> sheet::Value {
    match value {
        Value::Null => sheet::Value::Empty,
        Value::Int(number) => Decimal::from(*number).into(),
        Value::Decimal(number) => (*number).into(),
        // A month is shown as its first day by the format of its column.
        Value::Date(day) => (*day).into(),
        Value::Time(at) => sheet::Value::Moment(ledger::Moment(*at).civil()),
        Value::Place(place) => place_name(places, *place).into(),
        value => (&*words(pack, field, value, zh)).into(),
    }
}

/// What a column of a field's values holds.
pub(crate) fn kind(field: &Field) -> sheet::Kind {
    match &field.kind {
        _ if field.sensitive.is_some() || field.multiple => sheet::Kind::Text,
        FieldKind::Integer => sheet::Kind::Integer,
        FieldKind::Decimal { scale } => sheet::Kind::Decimal {
            scale: u32::from(*scale),
        },
        FieldKind::Money => sheet::Kind::Money,
        FieldKind::Date => sheet::Kind::Date,
        FieldKind::Month => sheet::Kind::Month,
        FieldKind::Year => sheet::Kind::Year,
        FieldKind::Time => sheet::Kind::Moment,
        _ => sheet::Kind::Text,
    }
}

/// What a place is called, or was called last; its code where the town does not know it.
pub(crate) fn place_name(places: &PlaceTree, place: PlaceCode) -> &str {
    let last = places.periods(place).last();
    last.map_or_else(
        || standards::division::name(place).unwrap_or_default(),
        |place| &place.name,
    )
}
