//! Checking an expression: every name known, every type fitting, before any record is looked at.

mod call;
mod compare;
mod name;

use super::ExprError;
use super::eval::Op;
use super::syntax::{Node, NodeKind};
use super::types::{Type, type_of};
use crate::Value;
use crate::model::{Checklist, CodeList, Field, FieldIx, FieldKind, Setting, Text};
use rust_decimal::Decimal;
use std::ops::Range;

/// The names an expression may use.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    /// Fields of the register.
    pub fields: &'a [Field],
    /// Code lists of the pack.
    pub codes: &'a [CodeList],
    /// Settings of the pack.
    pub settings: &'a [Setting],
    /// Checklists of the pack.
    pub checklists: &'a [Checklist],
    /// Names of the loop's states.
    pub states: &'a [String],
    /// Names of the loop's levels.
    pub levels: &'a [String],
    /// Whether `today` may be read.
    pub today: bool,
    /// Whether indicators may be read, by `ind('name')`; nothing else of a record can then be.
    pub indicators: bool,
    /// Positions of fields that may not be read: for a computed field itself and the computed fields that follow it.
    pub later: &'a [usize],
}

pub(super) struct Checked {
    pub(super) ty: Type,
    pub(super) op: Op,
    pub(super) reads: Vec<FieldIx>,
    pub(super) indicators: Vec<String>,
}

/// Checks an expression of whatever type.
pub(super) fn check(node: &Node, names: &Names<'_>) -> Result<Checked, ExprError> {
    let mut checker = Checker::new(names);
    let (ty, op) = checker.node(node)?;
    Ok(checker.checked(ty, op))
}

/// Checks an expression whose value a field is to hold.
pub(super) fn check_for(node: &Node, names: &Names<'_>, ix: FieldIx) -> Result<Checked, ExprError> {
    let mut checker = Checker::new(names);
    let (ty, op) = checker.node(node)?;
    let Some(field) = names.fields.get(usize::from(ix.0)) else {
        return Ok(checker.checked(ty, op));
    };
    checker.fits(node, &ty, field, ix)?;
    let op = match field.kind {
        FieldKind::Month => Op::FirstOfMonth(Box::new(op)),
        _ => op,
    };
    Ok(checker.checked(ty, op))
}

struct Checker<'a> {
    names: &'a Names<'a>,
    /// Names given by macros, outermost first.
    variables: Vec<(String, Type)>,
    reads: Vec<FieldIx>,
    indicators: Vec<String>,
}

type Found = Result<(Type, Op), ExprError>;

impl<'a> Checker<'a> {
    fn new(names: &'a Names<'a>) -> Self {
        Checker {
            names,
            variables: Vec::new(),
            reads: Vec::new(),
            indicators: Vec::new(),
        }
    }

    fn checked(self, ty: Type, op: Op) -> Checked {
        Checked {
            ty,
            op,
            reads: self.reads,
            indicators: self.indicators,
        }
    }

    fn node(&mut self, node: &Node) -> Found {
        match &node.kind {
            NodeKind::Number(number) => Ok((Type::Number, Op::Constant(number_value(*number)))),
            NodeKind::Text(text) => Ok((Type::Text, Op::Constant(Value::Text(text.clone())))),
            NodeKind::Bool(yes) => Ok((Type::Bool, Op::Constant(Value::Bool(*yes)))),
            NodeKind::Null => Ok((Type::Null, Op::Constant(Value::Null))),
            NodeKind::Name(name) => self.name(name, &node.span),
            NodeKind::List(items) => self.list(items),
            NodeKind::Member(on, name) => self.member(on, name, &node.span),
            NodeKind::Call { name, on, arguments } => self.call(name, on.as_deref(), arguments, &node.span),
            NodeKind::Not(inner) => {
                let op = self.expect(inner, &Type::Bool)?;
                Ok((Type::Bool, Op::Not(Box::new(op))))
            }
            NodeKind::Negative(inner) => {
                let op = self.expect(inner, &Type::Number)?;
                Ok((Type::Number, Op::Negative(Box::new(op))))
            }
            NodeKind::Binary(op, left, right) => self.binary(*op, left, right, &node.span),
            NodeKind::Choice(condition, yes, no) => {
                let condition = self.expect(condition, &Type::Bool)?;
                let (yes_ty, yes) = self.node(yes)?;
                let (no_ty, no_op) = self.node(no)?;
                let ty = yes_ty
                    .join(&no_ty)
                    .ok_or_else(|| mixed(&no.span, &yes_ty, &no_ty))?;
                Ok((ty, Op::Choice(Box::new([condition, yes, no_op]))))
            }
        }
    }

    fn expect(&mut self, node: &Node, wanted: &Type) -> Result<Op, ExprError> {
        let (ty, op) = self.node(node)?;
        expected(&ty, wanted, node).map(|()| op)
    }

    fn list(&mut self, items: &[Node]) -> Found {
        let mut of = Type::Null;
        let mut ops = Vec::with_capacity(items.len());
        for item in items {
            let (ty, op) = self.node(item)?;
            of = of.join(&ty).ok_or_else(|| mixed(&item.span, &of, &ty))?;
            ops.push(op);
        }
        let constants = ops.iter().map(Op::constant).collect::<Option<Vec<&Value>>>();
        let constants = constants.map(|values| values.into_iter().cloned().collect());
        let op = constants.map_or(Op::List(ops), |values| Op::Constant(Value::List(values)));
        Ok((Type::List(Box::new(of)), op))
    }

    /// Refuses a value that the field cannot hold.
    fn fits(&self, node: &Node, ty: &Type, field: &Field, ix: FieldIx) -> Result<(), ExprError> {
        let wanted = type_of(field, ix);
        let holds = match (ty, &wanted) {
            (Type::Null, _) => true,
            (Type::List(of), Type::List(wanted)) => {
                **of == Type::Null || of == wanted || of.is_text() && wanted.is_text()
            }
            (ty, wanted) => ty == wanted || ty.is_text() && wanted.is_text(),
        };
        if !holds {
            return Err(ExprError::new(
                node.span.clone(),
                format!("“{}”应为{}，而不是{}", field.title.zh, wanted.zh(), ty.zh()),
                format!("`{}` holds {}, not {}", field.name, wanted.en(), ty.en()),
            ));
        }
        let FieldKind::Code { list } = field.kind else {
            return Ok(());
        };
        let Some(list) = self.names.codes.get(list) else {
            return Ok(());
        };
        let items = match &node.kind {
            NodeKind::List(items) if field.multiple => items.iter().collect(),
            _ => vec![node],
        };
        items
            .into_iter()
            .try_for_each(|item| self.is_code_of(item, list, ty, &wanted))
    }

    /// Refuses a text that may be no code of the list.
    fn is_code_of(&self, node: &Node, list: &CodeList, ty: &Type, wanted: &Type) -> Result<(), ExprError> {
        let known: Vec<&str> = list.codes.iter().map(|code| &*code.code).collect();
        let mut open = false;
        for outcome in node.outcomes() {
            match (&outcome.kind, self.possible(outcome)) {
                (NodeKind::Text(code), _) if !known.contains(&&**code) => {
                    let error = ExprError::new(
                        outcome.span.clone(),
                        format!("“{code}”不在“{}”之列：{}", list.title.zh, known.join("、")),
                        format!(
                            "`{code}` is no code of `{}`, which has {}",
                            list.name,
                            known.join(", ")
                        ),
                    );
                    return Err(error.did_you_mean(code, known.into_iter()));
                }
                (_, Some(codes)) => open |= !codes.iter().all(|code| known.contains(code)),
                (_, None) => open = true,
            }
        }
        if open && ty != wanted && *ty != Type::Null {
            return Err(ExprError::new(
                node.span.clone(),
                format!("此处的文字不一定是“{}”的代码", list.title.zh),
                format!("this text need not be a code of `{}`", list.name),
            )
            .hint(
                "请用代码字段或写定的代码",
                "use a field of that code list or written codes",
            ));
        }
        Ok(())
    }
}

fn expected(ty: &Type, wanted: &Type, node: &Node) -> Result<(), ExprError> {
    if ty == wanted || *ty == Type::Null {
        return Ok(());
    }
    Err(ExprError::new(
        node.span.clone(),
        format!("此处应为{}，而不是{}", wanted.zh(), ty.zh()),
        format!("{} is expected here, not {}", wanted.en(), ty.en()),
    ))
}

fn mixed(span: &Range<usize>, one: &Type, other: &Type) -> ExprError {
    ExprError::new(
        span.clone(),
        format!("{}与{}不能混用", one.zh(), other.zh()),
        format!("{} and {} cannot be mixed", one.en(), other.en()),
    )
}

/// A number as it is kept: whole ones as such.
fn number_value(number: Decimal) -> Value {
    if number.scale() == 0
        && let Ok(whole) = i64::try_from(number)
    {
        return Value::Int(whole);
    }
    Value::Decimal(number)
}

impl ExprError {
    /// Adds the known name nearest to a misspelt one.
    fn did_you_mean<'n>(self, name: &str, known: impl Iterator<Item = &'n str>) -> Self {
        ExprError {
            hint: crate::diagnostic::did_you_mean(name, known).or(self.hint),
            ..self
        }
    }
}

/// The hint that a name is not known, where no name is near.
fn listed<'n>(zh: &str, en: &str, known: impl Iterator<Item = &'n str>) -> Option<Text> {
    let known: Vec<&str> = known.collect();
    (!known.is_empty()).then(|| Text {
        zh: format!("{zh}：{}", known.join("、")),
        en: format!("{en}: {}", known.join(", ")),
    })
}
