//! Fields and code lists.

use super::Text;
use crate::{Expr, Value};
use rust_decimal::Decimal;

/// Position of a field in its register (or of a column in its table field).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldIx(pub u16);

/// One field of a register.
#[derive(Clone, Debug)]
pub struct Field {
    /// ASCII name, the column's name and the key in JSON.
    pub name: String,
    /// Its name to people; also the header of a spreadsheet's column.
    pub title: Text,
    /// A sentence under the input.
    pub help: Option<Text>,
    /// What it holds.
    pub kind: FieldKind,
    /// Must be given when the record is made.
    pub required: bool,
    /// Must be given when this holds.
    pub required_when: Option<Expr>,
    /// Several values; codes, links, files and photos only.
    pub multiple: bool,
    /// Set when the field is sensitive: encrypted at rest and shown masked.
    pub sensitive: Option<Mask>,
    /// Taken when nothing is given at creation.
    pub default: Option<Expr>,
    /// Never given, always worked out from the other fields.
    pub computed: Option<Expr>,
    /// Smallest value allowed; days as `YYYYMMDD` are not used here, see rules.
    pub min: Option<Decimal>,
    /// Largest value allowed.
    pub max: Option<Decimal>,
    /// Greatest number of characters of a text.
    pub max_len: Option<u32>,
    /// A regular expression the whole text must match.
    pub pattern: Option<String>,
    /// Unit shown after the value, such as 亩.
    pub unit: Option<String>,
    /// Other headers under which ledgers know this field.
    pub also_called: Vec<String>,
    /// Filled by the loop or the program only; refused from people.
    pub automatic: bool,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// Yes or no.
    Bool,
    /// A whole number.
    Integer,
    /// A decimal with this many places.
    Decimal {
        /// Digits after the point, 0 to 9.
        scale: u8,
    },
    /// Money in 元, exact to the 分.
    Money,
    /// A calendar day.
    Date,
    /// A calendar month, kept as its first day.
    Month,
    /// A calendar year, kept as a whole number.
    Year,
    /// A moment.
    Time,
    /// One code of a list of this pack.
    Code {
        /// Index into [`super::Pack::codes`].
        list: usize,
    },
    /// A node of the place tree.
    Place,
    /// A position on the map.
    Point,
    /// A line on the map.
    Line,
    /// A polygon on the map.
    Polygon,
    /// A person's name.
    Person,
    /// A citizen id (GB 11643).
    CitizenId,
    /// A telephone number.
    Phone,
    /// An enterprise by its unified social credit code (GB 32100).
    Enterprise,
    /// An industry code (GB/T 4754).
    Industry,
    /// An office or post of the town, by its name in the town's list.
    Office,
    /// A record of another register.
    Link {
        /// Name of that register, which may belong to another pack.
        register: String,
    },
    /// An attached file, by content hash.
    File,
    /// An attached picture, by content hash.
    Photo,
    /// A hand-written signature, by content hash.
    Signature,
    /// Rows of columns.
    Table {
        /// The columns; never tables themselves.
        columns: Vec<Field>,
    },
    /// The result of walking a checklist: one row per item with findings, columns as
    /// [`super::ChecklistColumn`] says; points are worked out by `score`.
    Checklist {
        /// Index into [`super::Pack::checklists`].
        list: usize,
    },
}

/// How a sensitive value is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// 张*
    Name,
    /// 330226********1234
    Id,
    /// 138****1234
    Phone,
    /// First six and last four characters kept.
    Account,
    /// Nothing is shown.
    All,
}

/// A closed list of codes.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// ASCII name, unique in the pack.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// The standard or practice it follows.
    pub source: Option<Text>,
    /// The codes in their order.
    pub codes: Vec<Code>,
}

/// One code of a list.
#[derive(Clone, Debug)]
pub struct Code {
    /// What is stored.
    pub code: String,
    /// What people read.
    pub title: Text,
    /// Other words ledgers use for it.
    pub also_called: Vec<String>,
    /// No longer offered; records that hold it keep it.
    pub retired: bool,
}

/// Kinds are the same when their values are kept the same way: tables when their columns agree in name and kind.
impl PartialEq for FieldKind {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (FieldKind::Decimal { scale: a }, FieldKind::Decimal { scale: b }) => a == b,
            (FieldKind::Code { list: a }, FieldKind::Code { list: b })
            | (FieldKind::Checklist { list: a }, FieldKind::Checklist { list: b }) => a == b,
            (FieldKind::Link { register: a }, FieldKind::Link { register: b }) => a == b,
            (FieldKind::Table { columns: a }, FieldKind::Table { columns: b }) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.name == b.name && a.kind == b.kind)
            }
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }
}

impl CodeList {
    /// The code stored as `code`.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|each| each.code == code)
    }
}

impl Field {
    /// Whether people may give this field a value.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.computed.is_none() && !self.automatic
    }

    /// Digits after the point of this field's numbers; none for what is not a number.
    #[must_use]
    pub fn scale(&self) -> Option<u8> {
        match self.kind {
            FieldKind::Integer | FieldKind::Year => Some(0),
            FieldKind::Decimal { scale } => Some(scale),
            FieldKind::Money => Some(2),
            _ => None,
        }
    }

    /// The value a record has before anything is given.
    #[must_use]
    pub fn empty(&self) -> Value {
        Value::Null
    }
}
