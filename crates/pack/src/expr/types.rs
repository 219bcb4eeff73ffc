//! The types of expressions, and which of them a field holds.

use crate::model::{Field, FieldIx, FieldKind};

/// The type of an expression's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Only null.
    Null,
    /// Yes or no.
    Bool,
    /// A number, whole or decimal.
    Number,
    /// Any text.
    Text,
    /// A code of a list, by the list's index.
    Code(usize),
    /// Name of a state.
    State,
    /// Name of a level.
    Level,
    /// A day.
    Date,
    /// A moment.
    Time,
    /// A place.
    Place,
    /// A shape.
    Geometry,
    /// A list.
    List(Box<Type>),
    /// Rows of a table field.
    Table(FieldIx),
    /// One row of a table field.
    Row(FieldIx),
    /// The rows of a checklist, by its index.
    Checklist(usize),
}

impl Type {
    /// Whether values of the two can be compared.
    #[must_use]
    pub fn meets(&self, other: &Type) -> bool {
        self == other
            || *self == Type::Null
            || *other == Type::Null
            || (self.is_text() && other.is_text() && (*self == Type::Text || *other == Type::Text))
            || matches!((self, other), (Type::List(a), Type::List(b)) if a.meets(b))
            || matches!(
                (self, other),
                (Type::Place, Type::Text) | (Type::Text, Type::Place)
            )
    }

    /// The type of a value that is of the one or of the other; none when no expression may be so.
    pub(super) fn join(&self, other: &Type) -> Option<Type> {
        match (self, other) {
            (a, b) if a == b => Some(a.clone()),
            (Type::Null, one) | (one, Type::Null) => Some(one.clone()),
            (Type::List(a), Type::List(b)) => Some(Type::List(Box::new(a.join(b)?))),
            (a, b) if a.is_text() && b.is_text() => Some(Type::Text),
            _ => None,
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(
            self,
            Type::Text | Type::Code(_) | Type::State | Type::Level | Type::Null
        )
    }

    /// Its name in Chinese.
    pub(crate) fn zh(&self) -> &'static str {
        match self {
            Type::Null => "空值",
            Type::Bool => "是否",
            Type::Number => "数字",
            Type::Text => "文字",
            Type::Code(_) => "代码",
            Type::State => "状态",
            Type::Level => "层级",
            Type::Date => "日期",
            Type::Time => "时间",
            Type::Place => "区划",
            Type::Geometry => "图形",
            Type::List(_) => "列表",
            Type::Table(_) | Type::Checklist(_) => "表格",
            Type::Row(_) => "表格行",
        }
    }

    /// Its name in English.
    pub(crate) fn en(&self) -> &'static str {
        match self {
            Type::Null => "null",
            Type::Bool => "a yes-or-no",
            Type::Number => "a number",
            Type::Text => "a text",
            Type::Code(_) => "a code",
            Type::State => "a state",
            Type::Level => "a level",
            Type::Date => "a day",
            Type::Time => "a moment",
            Type::Place => "a place",
            Type::Geometry => "a shape",
            Type::List(_) => "a list",
            Type::Table(_) | Type::Checklist(_) => "a table",
            Type::Row(_) => "a row",
        }
    }
}

/// The type of a field's values.
pub(crate) fn type_of(field: &Field, ix: FieldIx) -> Type {
    let single = match &field.kind {
        FieldKind::Bool => Type::Bool,
        FieldKind::Integer | FieldKind::Year | FieldKind::Decimal { .. } | FieldKind::Money => Type::Number,
        FieldKind::Date | FieldKind::Month => Type::Date,
        FieldKind::Time => Type::Time,
        FieldKind::Code { list } => Type::Code(*list),
        FieldKind::Place => Type::Place,
        FieldKind::Point | FieldKind::Line | FieldKind::Polygon => Type::Geometry,
        FieldKind::Table { .. } => return Type::Table(ix),
        FieldKind::Checklist { list } => return Type::Checklist(*list),
        _ => Type::Text,
    };
    if field.multiple {
        Type::List(Box::new(single))
    } else {
        single
    }
}
