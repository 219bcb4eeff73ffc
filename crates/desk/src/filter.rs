//! Filters as people and programs write them: the same language as in packs, turned into what a store can search by.
//! `category == 'neighbour' && reported_on >= '2024-03-01' && !overdue`

use crate::error::DeskError;
use ledger::{Cause, Problem, read_value};
use pack::model::{FieldIx, Pack, Register};
use pack::{BinaryOp, ExprError, Node, NodeKind, Value, parse_expression};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value as Json;
use store::{Column, Filter, Op};

/// Reads a filter on a register.
///
/// # Errors
/// When the text is no condition, names an unknown or sensitive field, or compares what cannot be compared.
pub fn parse(pack: &Pack, register: &Register, text: &str) -> Result<Filter, DeskError> {
    if text.trim().is_empty() {
        return Ok(Filter::all());
    }
    let reader = Reader { pack, register };
    parse_expression(text)
        .and_then(|node| reader.condition(&node))
        .map_err(|error| {
            let at = text
                .get(..error.span.start)
                .map_or(0, |before| before.chars().count())
                + 1;
            DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "filter",
                    format!(
                        "筛选条件第 {at} 字：{}{}",
                        error.message.zh,
                        error
                            .hint
                            .as_ref()
                            .map(|h| format!("，{}", h.zh))
                            .unwrap_or_default()
                    ),
                    format!(
                        "filter, character {at}: {}{}",
                        error.message.en,
                        error
                            .hint
                            .as_ref()
                            .map(|h| format!("; {}", h.en))
                            .unwrap_or_default()
                    ),
                )
                .at("filter"),
            )
        })
}

/// The column of that name, for sorting: `-deadline` for greatest first.
pub(crate) fn column(register: &Register, name: &str) -> Result<Column, DeskError> {
    let reader_error =
        |zh: String, en: String| DeskError::refused(Cause::Invalid, Problem::new("sort", zh, en).at("sort"));
    named(register, name).map_err(|error| reader_error(error.message.zh, error.message.en))
}

fn named(register: &Register, name: &str) -> Result<Column, ExprError> {
    if let Some((ix, field)) = register.field(name) {
        // To sort or search by what may not be seen is to see it.
        if field.sensitive.is_some() {
            return Err(wrong(
                0..0,
                format!("“{}”是敏感字段，不能据此筛选或排序", field.title.zh),
                format!("`{name}` is sensitive; it can be neither filtered nor sorted by"),
            ));
        }
        return Ok(Column::Field(ix));
    }
    Ok(match name {
        "id" => Column::Id,
        "place" => Column::Place,
        "number" => Column::Number,
        "state" => Column::State,
        "level" => Column::Level,
        "due" | "due_on" | "due_at" | "deadline" => Column::Due,
        "overdue" => Column::Overdue,
        "created_at" | "created_on" => Column::CreatedAt,
        "created_by" => Column::CreatedBy,
        "changed_at" => Column::ChangedAt,
        "contested" => Column::Contested,
        _ => {
            return Err(wrong(
                0..0,
                format!("没有名为“{name}”的列"),
                format!("there is no column `{name}`"),
            ));
        }
    })
}

fn wrong(span: std::ops::Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> ExprError {
    ExprError {
        span,
        message: pack::Text {
            zh: zh.into(),
            en: en.into(),
        },
        hint: None,
    }
}

struct Reader<'a> {
    pack: &'a Pack,
    register: &'a Register,
}

impl Reader<'_> {
    fn condition(&self, node: &Node) -> Result<Filter, ExprError> {
        match &node.kind {
            NodeKind::Bool(yes) => Ok(if *yes {
                Filter::all()
            } else {
                Filter::Or(Vec::new())
            }),
            NodeKind::Not(inner) => Ok(Filter::Not(Box::new(self.condition(inner)?))),
            NodeKind::Binary(BinaryOp::And, left, right) => {
                Ok(Filter::And(vec![self.condition(left)?, self.condition(right)?]))
            }
            NodeKind::Binary(BinaryOp::Or, left, right) => {
                Ok(Filter::Or(vec![self.condition(left)?, self.condition(right)?]))
            }
            NodeKind::Binary(op, left, right) => self.comparison(*op, left, right, node),
            NodeKind::Name(_) => {
                let column = self.column(node)?;
                Ok(Filter::Is(column, Op::Eq, Value::Bool(true)))
            }
            NodeKind::Call { name, on, arguments } => {
                let all: Vec<&Node> = on.as_deref().into_iter().chain(arguments).collect();
                self.call(name, &all, node)
            }
            _ => Err(wrong(
                node.span.clone(),
                "此处应为条件",
                "a condition is expected here",
            )),
        }
    }

    fn column(&self, node: &Node) -> Result<Column, ExprError> {
        let NodeKind::Name(name) = &node.kind else {
            return Err(wrong(
                node.span.clone(),
                "此处应为字段名",
                "the name of a field is expected here",
            ));
        };
        named(self.register, name).map_err(|error| ExprError {
            span: node.span.clone(),
            ..error
        })
    }

    fn comparison(&self, op: BinaryOp, left: &Node, right: &Node, whole: &Node) -> Result<Filter, ExprError> {
        if !matches!(left.kind, NodeKind::Name(_)) && matches!(right.kind, NodeKind::Name(_)) {
            let turned = match op {
                BinaryOp::Lt => BinaryOp::Gt,
                BinaryOp::Le => BinaryOp::Ge,
                BinaryOp::Gt => BinaryOp::Lt,
                BinaryOp::Ge => BinaryOp::Le,
                same => same,
            };
            return self.comparison(turned, right, left, whole);
        }
        let column = self.column(left)?;
        if op == BinaryOp::In {
            let NodeKind::List(items) = &right.kind else {
                return Err(wrong(
                    right.span.clone(),
                    "in 之后应为列表 […]",
                    "a list […] is expected after `in`",
                ));
            };
            let values = items
                .iter()
                .filter(|item| self.between(column, item).is_none())
                .map(|item| self.value(column, item))
                .collect::<Result<_, _>>()?;
            return Ok(Filter::In(column, values));
        }
        let op = match op {
            BinaryOp::Eq => Op::Eq,
            BinaryOp::Ne => Op::Ne,
            BinaryOp::Lt => Op::Lt,
            BinaryOp::Le => Op::Le,
            BinaryOp::Gt => Op::Gt,
            BinaryOp::Ge => Op::Ge,
            _ => {
                return Err(wrong(
                    whole.span.clone(),
                    "筛选条件中不能计算",
                    "a filter compares, it does not calculate",
                ));
            }
        };
        if right.kind == NodeKind::Null {
            return match op {
                Op::Eq => Ok(Filter::Null(column)),
                Op::Ne => Ok(Filter::Not(Box::new(Filter::Null(column)))),
                _ => Err(wrong(
                    right.span.clone(),
                    "空值不分大小",
                    "null is neither less nor more",
                )),
            };
        }
        if let Some((below, above)) = self.between(column, right) {
            return Ok(match op {
                Op::Eq => Filter::Or(Vec::new()),
                Op::Ne => Filter::all(),
                Op::Lt | Op::Le => Filter::Is(column, Op::Le, below),
                Op::Gt | Op::Ge => Filter::Is(column, Op::Ge, above),
            });
        }
        Ok(Filter::Is(column, op, self.value(column, right)?))
    }

    /// The values next below and above a number that has more digits after the point than the column holds.
    fn between(&self, column: Column, node: &Node) -> Option<(Value, Value)> {
        let Column::Field(ix) = column else { return None };
        let number = match &node.kind {
            NodeKind::Number(number) => *number,
            NodeKind::Negative(inner) => match &inner.kind {
                NodeKind::Number(number) => -*number,
                _ => return None,
            },
            NodeKind::Text(text) => Decimal::from_str_exact(text).ok()?,
            _ => return None,
        };
        let scale = self.register[ix].scale()?;
        if number.normalize().scale() <= u32::from(scale) {
            return None;
        }
        let to = |strategy| {
            let rounded = number.round_dp_with_strategy(scale.into(), strategy);
            match scale {
                0 => i64::try_from(rounded).ok().map(Value::Int),
                _ => Some(Value::Decimal(rounded)),
            }
        };
        let below = to(RoundingStrategy::ToNegativeInfinity)?;
        Some((below, to(RoundingStrategy::ToPositiveInfinity)?))
    }

    fn call(&self, name: &str, arguments: &[&Node], whole: &Node) -> Result<Filter, ExprError> {
        match (name, arguments) {
            ("has", [field]) => Ok(Filter::Not(Box::new(Filter::Null(self.column(field)?)))),
            (
                "contains" | "startsWith",
                [
                    field,
                    Node {
                        kind: NodeKind::Text(part),
                        ..
                    },
                ],
            ) => {
                let column = self.column(field)?;
                Ok(if name == "contains" {
                    Filter::Contains(column, part.clone())
                } else {
                    Filter::StartsWith(column, part.clone())
                })
            }
            (
                "within",
                [
                    _,
                    Node {
                        kind: NodeKind::Text(code),
                        span,
                        ..
                    },
                ],
            ) => match code.parse() {
                Ok(place) => Ok(Filter::Within(place)),
                Err(_) => Err(wrong(
                    span.clone(),
                    format!("“{code}”不是区划代码"),
                    format!("`{code}` is no place"),
                )),
            },
            _ => Err(wrong(
                whole.span.clone(),
                "筛选可用的函数：has(字段)、contains(字段, '文字')、startsWith(字段, '文字')、within(place, '代码')",
                "a filter knows has(field), contains(field, 'text'), startsWith(field, 'text') and within(place, 'code')",
            )),
        }
    }

    /// A written value in the type of the column it is compared with.
    fn value(&self, column: Column, node: &Node) -> Result<Value, ExprError> {
        let json = match &node.kind {
            NodeKind::Text(text) => Json::String(text.clone()),
            NodeKind::Number(number) => Json::String(number.to_string()),
            NodeKind::Bool(yes) => Json::Bool(*yes),
            NodeKind::Negative(inner) => match &inner.kind {
                NodeKind::Number(number) => Json::String((-*number).to_string()),
                _ => {
                    return Err(wrong(
                        node.span.clone(),
                        "此处应为一个值",
                        "a value is expected here",
                    ));
                }
            },
            NodeKind::Call {
                name,
                on: None,
                arguments,
            } if name == "date" => match arguments.first().map(|a| &a.kind) {
                Some(NodeKind::Text(text)) => Json::String(text.clone()),
                _ => {
                    return Err(wrong(
                        node.span.clone(),
                        "写作 date('2024-03-05')",
                        "write date('2024-03-05')",
                    ));
                }
            },
            _ => {
                return Err(wrong(
                    node.span.clone(),
                    "此处应为一个值",
                    "a value is expected here",
                ));
            }
        };
        match column {
            Column::Field(ix) => self.field_value(ix, json, node),
            Column::Due | Column::CreatedAt | Column::ChangedAt => {
                let text = json.as_str().unwrap_or_default().to_owned();
                let day = text.parse().map(ledger::Moment::start_of);
                let moment = text
                    .parse::<jiff::Timestamp>()
                    .map(|at| ledger::Moment(at.as_millisecond()));
                day.or(moment).map(|at| Value::Time(at.0)).map_err(|_| {
                    wrong(
                        node.span.clone(),
                        format!("“{text}”不是日期"),
                        format!("`{text}` is no day or moment"),
                    )
                })
            }
            Column::Overdue | Column::Contested => match json {
                Json::Bool(yes) => Ok(Value::Bool(yes)),
                _ => Err(wrong(
                    node.span.clone(),
                    "此处应为 true 或 false",
                    "true or false is expected here",
                )),
            },
            _ => match json {
                Json::String(text) => Ok(Value::Text(text)),
                _ => Err(wrong(
                    node.span.clone(),
                    "此处应为文字",
                    "a text is expected here",
                )),
            },
        }
    }

    fn field_value(&self, ix: FieldIx, json: Json, node: &Node) -> Result<Value, ExprError> {
        let field = &self.register[ix];
        // Bounds are for what is given, not for what is looked for.
        let mut lenient = field.clone();
        (lenient.min, lenient.max, lenient.pattern, lenient.multiple) = (None, None, None, false);
        read_value(self.pack, &lenient, json).map_err(|problems| {
            let message = problems
                .into_iter()
                .next()
                .map(|problem| problem.message)
                .unwrap_or_default();
            wrong(node.span.clone(), message.zh, message.en)
        })
    }
}
