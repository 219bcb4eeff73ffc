//! Names in expressions: fields, settings, columns, what the program knows of a record.

use super::{Checker, Found, listed};
use crate::Value;
use crate::expr::eval::Op;
use crate::expr::syntax::{Node, NodeKind};
use crate::expr::types::{Type, type_of};
use crate::expr::{ExprError, SystemName};
use crate::model::{FieldIx, FieldKind};
use std::ops::Range;

impl Checker<'_> {
    pub(super) fn name(&mut self, name: &str, span: &Range<usize>) -> Found {
        if let Some(at) = self.variables.iter().rposition(|(variable, _)| variable == name) {
            let outward = self.variables.len() - 1 - at;
            return Ok((self.variables[at].1.clone(), Op::Variable(outward)));
        }
        if let Some(at) = self.names.fields.iter().position(|field| field.name == name) {
            return self.field(at, span, false);
        }
        if name == "today" && !self.names.today {
            return Err(ExprError::new(
                span.clone(),
                "这里不能用 today：数值不得随日子自行变化",
                "`today` cannot be used here: a figure must not change by itself",
            ));
        }
        let system = self.system().find(|(known, ..)| *known == name);
        match system {
            Some((_, ty, name)) => Ok((ty, Op::System(name))),
            None => Err(self.unknown_name(name, span)),
        }
    }

    /// What the program knows of a record here, by name.
    fn system(&self) -> impl Iterator<Item = (&'static str, Type, SystemName)> + use<> {
        let (cycle, record) = (!self.names.states.is_empty(), !self.names.indicators);
        let today = self.names.today;
        [
            ("state", Type::State, SystemName::State, cycle),
            (
                "level",
                Type::Level,
                SystemName::Level,
                cycle && !self.names.levels.is_empty(),
            ),
            ("overdue", Type::Bool, SystemName::Overdue, cycle),
            ("reopened", Type::Number, SystemName::Reopened, cycle),
            ("lifted", Type::Number, SystemName::Lifted, cycle),
            ("created_on", Type::Date, SystemName::CreatedOn, record),
            ("today", Type::Date, SystemName::Today, today),
        ]
        .into_iter()
        .filter(|(.., here)| *here)
        .map(|(name, ty, system, _)| (name, ty, system))
    }

    fn unknown_name(&self, name: &str, span: &Range<usize>) -> ExprError {
        let error = ExprError::new(
            span.clone(),
            format!("没有名为“{name}”的字段"),
            format!("there is no field `{name}`"),
        );
        if name == "settings" {
            return error.hint("设置项写作 settings.名称", "a setting is written settings.name");
        }
        if self.names.indicators {
            return error.hint(
                "指标写作 ind('指标名')",
                "an indicator is written ind('its name')",
            );
        }
        let variables = self.variables.iter().map(|(variable, _)| &**variable);
        let fields = self.names.fields.iter().map(|field| &*field.name);
        error.did_you_mean(
            name,
            variables
                .chain(fields)
                .chain(self.system().map(|(known, ..)| known)),
        )
    }

    /// A field; one that is sensitive only where nothing but its presence is asked for.
    pub(super) fn field(&mut self, at: usize, span: &Range<usize>, presence: bool) -> Found {
        let field = &self.names.fields[at];
        if field.sensitive.is_some() && !presence {
            return Err(ExprError::new(
                span.clone(),
                format!(
                    "“{}”是敏感字段，表达式只能用 has({}) 判断有无",
                    field.title.zh, field.name
                ),
                format!(
                    "`{}` is sensitive; an expression may only ask has({})",
                    field.name, field.name
                ),
            ));
        }
        if self.names.later.contains(&at) {
            return Err(ExprError::new(
                span.clone(),
                format!("计算字段只能引用排在它前面的计算字段，“{}”不在其前", field.name),
                format!(
                    "a computed field may only read computed fields that stand before it; `{}` does not",
                    field.name
                ),
            ));
        }
        let ix = FieldIx(u16::try_from(at).unwrap_or(u16::MAX));
        if !self.reads.contains(&ix) {
            self.reads.push(ix);
        }
        Ok((type_of(field, ix), Op::Field(ix)))
    }

    pub(super) fn member(&mut self, on: &Node, name: &str, span: &Range<usize>) -> Found {
        if matches!(&on.kind, NodeKind::Name(first) if first == "settings") {
            return self.setting(name, span);
        }
        let (ty, op) = self.node(on)?;
        let Type::Row(table) = ty else {
            return Err(ExprError::new(
                span.clone(),
                format!("{}没有“.{name}”", ty.zh()),
                format!("{} has no `.{name}`", ty.en()),
            ));
        };
        let columns = match self
            .names
            .fields
            .get(usize::from(table.0))
            .map(|field| &field.kind)
        {
            Some(FieldKind::Table { columns }) => columns.as_slice(),
            _ => &[],
        };
        let Some(at) = columns.iter().position(|column| column.name == name) else {
            let known = || columns.iter().map(|column| &*column.name);
            let error = ExprError::new(
                span.clone(),
                format!("表格没有“{name}”这一列"),
                format!("the table has no column `{name}`"),
            );
            return Err(ExprError {
                hint: listed("它的列", "its columns", known()),
                ..error
            }
            .did_you_mean(name, known()));
        };
        let column = FieldIx(u16::try_from(at).unwrap_or(u16::MAX));
        Ok((type_of(&columns[at], column), Op::Column(Box::new(op), at)))
    }

    fn setting(&self, name: &str, span: &Range<usize>) -> Found {
        let Some(setting) = self.names.settings.iter().find(|setting| setting.name == name) else {
            let known = || self.names.settings.iter().map(|setting| &*setting.name);
            let error = ExprError::new(
                span.clone(),
                format!("没有设置项“{name}”"),
                format!("there is no setting `{name}`"),
            );
            return Err(ExprError {
                hint: listed("设置项", "settings", known()),
                ..error
            }
            .did_you_mean(name, known()));
        };
        let ty = match &setting.value {
            Value::Bool(_) => Type::Bool,
            Value::Int(_) | Value::Decimal(_) => Type::Number,
            _ => Type::Text,
        };
        Ok((ty, Op::Constant(setting.value.clone())))
    }

    /// The texts that a part can give, where they are a closed set. Looks at names only, never into parts of parts, so
    /// that checking stays linear.
    pub(super) fn possible<'n>(&'n self, node: &'n Node) -> Option<Vec<&'n str>> {
        let ty = match &node.kind {
            NodeKind::Text(text) => return Some(vec![text]),
            NodeKind::Null => return Some(Vec::new()),
            NodeKind::Name(name) => self.type_of_name(name)?,
            NodeKind::Member(on, column) => {
                let NodeKind::Name(variable) = &on.kind else {
                    return None;
                };
                self.type_of_column(variable, column)?
            }
            _ => return None,
        };
        let ty = match ty {
            Type::List(of) => *of,
            ty => ty,
        };
        match ty {
            Type::Code(list) => self
                .names
                .codes
                .get(list)
                .map(|list| list.codes.iter().map(|code| &*code.code).collect()),
            Type::State => Some(self.names.states.iter().map(String::as_str).collect()),
            Type::Level => Some(self.names.levels.iter().map(String::as_str).collect()),
            _ => None,
        }
    }

    /// The type of what a name means here; none when it means nothing.
    pub(super) fn type_of_name(&self, name: &str) -> Option<Type> {
        if let Some((_, ty)) = self.variables.iter().rev().find(|(variable, _)| variable == name) {
            return Some(ty.clone());
        }
        if let Some(at) = self.names.fields.iter().position(|field| field.name == name) {
            return Some(type_of(&self.names.fields[at], FieldIx(0)));
        }
        self.system()
            .find(|(known, ..)| *known == name)
            .map(|(_, ty, _)| ty)
    }

    fn type_of_column(&self, variable: &str, column: &str) -> Option<Type> {
        let (_, ty) = self.variables.iter().rev().find(|(name, _)| name == variable)?;
        let Type::Row(table) = ty else { return None };
        let FieldKind::Table { columns } = &self.names.fields.get(usize::from(table.0))?.kind else {
            return None;
        };
        columns
            .iter()
            .find(|each| each.name == column)
            .map(|each| type_of(each, FieldIx(0)))
    }
}
