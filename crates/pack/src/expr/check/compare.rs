//! Operators in expressions: what may be compared with what, and texts that can never be equal.

use super::{Checker, Found, expected};
use crate::expr::ExprError;
use crate::expr::eval::Op;
use crate::expr::syntax::{BinaryOp, Node, NodeKind};
use crate::expr::types::Type;
use std::ops::Range;

impl Checker<'_> {
    pub(super) fn binary(&mut self, op: BinaryOp, left: &Node, right: &Node, span: &Range<usize>) -> Found {
        let (left_ty, left_op) = self.node(left)?;
        let (right_ty, right_op) = self.node(right)?;
        let ty = match op {
            BinaryOp::And | BinaryOp::Or => {
                expected(&left_ty, &Type::Bool, left)?;
                expected(&right_ty, &Type::Bool, right)?;
                Type::Bool
            }
            BinaryOp::Eq | BinaryOp::Ne => {
                comparable(&left_ty, &right_ty, right)?;
                self.can_meet(&left_ty, left, right)?;
                self.can_meet(&right_ty, right, left)?;
                Type::Bool
            }
            BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {
                comparable(&left_ty, &right_ty, right)?;
                ordered(&left_ty, span)?;
                ordered(&right_ty, span)?;
                Type::Bool
            }
            BinaryOp::In => {
                let Type::List(of) = &right_ty else {
                    return Err(ExprError::new(
                        right.span.clone(),
                        "in 之后应为列表",
                        "a list is expected after `in`",
                    ));
                };
                comparable(&left_ty, of, right)?;
                self.can_meet(of, right, left)?;
                if let NodeKind::List(items) = &right.kind {
                    items
                        .iter()
                        .try_for_each(|item| self.can_meet(&left_ty, left, item))?;
                }
                Type::Bool
            }
            BinaryOp::Subtract if left_ty == Type::Date && right_ty == Type::Date => {
                return Err(ExprError::new(
                    span.clone(),
                    "两个日期相减请写 days(起日, 止日)",
                    "the difference of two days is written days(from, to)",
                ));
            }
            BinaryOp::Add | BinaryOp::Subtract if left_ty == Type::Date => {
                return Err(ExprError::new(
                    span.clone(),
                    "日期加减天数请写 add_days(日期, 天数)",
                    "days are added with add_days(day, number)",
                ));
            }
            BinaryOp::Add if left_ty.is_text() && right_ty.is_text() && left_ty != Type::Null => Type::Text,
            _ => {
                expected(&left_ty, &Type::Number, left)?;
                expected(&right_ty, &Type::Number, right)?;
                Type::Number
            }
        };
        let pair = Box::new([left_op, right_op]);
        let made = match op {
            BinaryOp::And => Op::And(pair),
            BinaryOp::Or => Op::Or(pair),
            BinaryOp::In => Op::In(pair),
            BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Remainder => Op::Arithmetic(op, pair),
            _ => Op::Compare(op, pair),
        };
        Ok((ty, made))
    }

    /// Refuses a written text that can never equal what `one` gives.
    pub(super) fn can_meet(&self, ty: &Type, one: &Node, other: &Node) -> Result<(), ExprError> {
        let texts = other
            .outcomes()
            .into_iter()
            .filter_map(|outcome| match &outcome.kind {
                NodeKind::Text(text) => Some((text, &outcome.span)),
                _ => None,
            });
        if *ty == Type::Place {
            for (text, span) in texts {
                place_code(text, span)?;
            }
            return Ok(());
        }
        let mut known = Vec::new();
        for outcome in one.outcomes() {
            match (&outcome.kind, self.possible(outcome)) {
                // Two written texts may well be compared; it is only of no use.
                (NodeKind::Text(_), _) if one.outcomes().len() == 1 => return Ok(()),
                (_, Some(some)) => known.extend(some),
                (_, None) => return Ok(()),
            }
        }
        if known.is_empty() {
            return Ok(());
        }
        for (text, span) in texts {
            if !known.contains(&&**text) {
                let error = ExprError::new(
                    span.clone(),
                    format!("“{text}”不在其列：{}", known.join("、")),
                    format!("`{text}` is none of {}", known.join(", ")),
                );
                return Err(error.did_you_mean(text, known.into_iter()));
            }
        }
        Ok(())
    }
}

/// The place that a written code stands for.
pub(super) fn place_code(text: &str, span: &Range<usize>) -> Result<standards::PlaceCode, ExprError> {
    text.parse().map_err(|_| {
        ExprError::new(
            span.clone(),
            format!("“{text}”不是区划代码"),
            format!("`{text}` is no division code"),
        )
        .hint(
            "应为 2、4、6、9 或 12 位数字，网格在其后",
            "it has 2, 4, 6, 9 or 12 digits, more for a grid",
        )
    })
}

fn comparable(one: &Type, other: &Type, at: &Node) -> Result<(), ExprError> {
    if one.meets(other) {
        return Ok(());
    }
    Err(ExprError::new(
        at.span.clone(),
        format!("{}与{}不能比较", one.zh(), other.zh()),
        format!("{} cannot be compared with {}", one.en(), other.en()),
    ))
}

fn ordered(ty: &Type, span: &Range<usize>) -> Result<(), ExprError> {
    if matches!(ty, Type::Number | Type::Date | Type::Time | Type::Null) {
        return Ok(());
    }
    Err(ExprError::new(
        span.clone(),
        format!("{}之间不分大小", ty.zh()),
        format!("{} is neither less nor more than another", ty.en()),
    ))
}
