//! A field's value, exact: what a record holds, an expression yields and the journal writes.

use jiff::civil::Date;
use rust_decimal::Decimal;
use standards::PlaceCode;

/// One value of one field.
///
/// Money and measured figures are [`Value::Decimal`], normalised to the field's scale when they are read,
/// so that equal values are equal bytes. There is no binary float among values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was given. Not zero, not an empty text.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An exact decimal: money in 元 with two places, areas, rates.
    Decimal(Decimal),
    /// Text, a code of a code list, the id of a linked record, a unified social credit code, an attachment's hash.
    Text(String),
    /// A calendar day.
    Date(Date),
    /// A moment, in milliseconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// A node of the place tree.
    Place(PlaceCode),
    /// A point, line or polygon in CGCS2000 degrees.
    Geometry(Geometry),
    /// Several values of one kind: chosen codes, attachments.
    List(Vec<Value>),
    /// Rows of a table field, each with one value per column in the order of the pack.
    Table(Vec<Vec<Value>>),
    /// A sensitive value, encrypted; only its mask may be shown without a reason.
    Sealed(Box<Sealed>),
}

impl Value {
    /// Whether nothing was given.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The text inside, where there is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The day inside, where there is one.
    #[must_use]
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The figure inside, where there is one: whole numbers and decimals alike.
    #[must_use]
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Value::Int(number) => Some(Decimal::from(*number)),
            Value::Decimal(number) => Some(*number),
            _ => None,
        }
    }
}

/// A shape on the map: longitude and latitude in degrees, CGCS2000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// One position.
    Point(Position),
    /// Two positions or more.
    Line(Vec<Position>),
    /// Rings, the first the outer one, each closed (its last position is its first).
    Polygon(Vec<Vec<Position>>),
}

/// Longitude and latitude in degrees, exact as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Degrees east, −180 to 180.
    pub longitude: Decimal,
    /// Degrees north, −90 to 90.
    pub latitude: Decimal,
}

/// A sensitive value as it rests: ciphertext, the mask everyone may see, and a keyed digest by which equal values
/// are found without being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Nonce and ciphertext, base64.
    pub cipher: String,
    /// What is shown by default, such as `330226********1234`.
    pub mask: String,
    /// Keyed digest of the plain value, base64.
    pub digest: String,
}
