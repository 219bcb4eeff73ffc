//! Calls in expressions: functions, macros over lists and tables, indicators.

use super::{Checker, Found, listed};
use crate::Value;
use crate::expr::ExprError;
use crate::expr::eval::{Macro, Op};
use crate::expr::function::{FUNCTIONS, Function, Signature};
use crate::expr::syntax::{Node, NodeKind};
use crate::expr::types::Type;
use crate::model::Checklist;
use std::ops::Range;
use std::sync::Arc;

/// Most places a number is rounded to.
const MOST_PLACES: i64 = 12;

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        on: Option<&Node>,
        arguments: &[Node],
        span: &Range<usize>,
    ) -> Found {
        if let Some(which) = Macro::named(name) {
            return match on {
                Some(on) => self.walk(which, on, arguments, span),
                None => Err(ExprError::new(
                    span.clone(),
                    format!("{name} 应写在列表之后，如 rows.{name}(r, …)"),
                    format!("`{name}` follows a list, as in rows.{name}(r, …)"),
                )),
            };
        }
        if name == "ind" && on.is_none() {
            return self.indicator(arguments, span);
        }
        let Some(signature) = Function::named(name) else {
            let known = || FUNCTIONS.iter().map(|each| each.name).chain(Macro::NAMES);
            let error = ExprError::new(
                span.clone(),
                format!("没有函数“{name}”"),
                format!("there is no function `{name}`"),
            );
            return Err(ExprError {
                hint: listed("可用", "it can be", known()),
                ..error
            }
            .did_you_mean(name, known()));
        };
        let all: Vec<&Node> = on.into_iter().chain(arguments).collect();
        let mut types = Vec::with_capacity(all.len());
        let mut ops = Vec::with_capacity(all.len());
        for argument in &all {
            let (ty, op) = match signature.function {
                Function::Has => self.presence(argument)?,
                _ => self.node(argument)?,
            };
            types.push(ty);
            ops.push(op);
        }
        let Some(ty) = signature.result(&types) else {
            return Err(ExprError::new(
                span.clone(),
                format!("应写作 {}", signature.zh),
                format!("it is written {}", signature.en),
            ));
        };
        if let (Function::Contains, [list, one], Type::List(of)) = (signature.function, &all[..], &types[0]) {
            self.can_meet(of, list, one)?;
        }
        let op = self.made(signature, ops, &types, &all, span)?;
        Ok((ty, op))
    }

    /// What `has` asks of: the one place where a sensitive field may be named.
    fn presence(&mut self, argument: &Node) -> Found {
        if let NodeKind::Name(name) = &argument.kind
            && !self.variables.iter().any(|(variable, _)| variable == name)
            && let Some(at) = self.names.fields.iter().position(|field| field.name == *name)
        {
            return self.field(at, &argument.span, true);
        }
        self.node(argument)
    }

    /// The call, with what must be written rather than worked out read once, so that no record meets it.
    fn made(
        &self,
        signature: &Signature,
        mut ops: Vec<Op>,
        types: &[Type],
        nodes: &[&Node],
        span: &Range<usize>,
    ) -> Result<Op, ExprError> {
        let written = |at: usize| {
            ops.get(at)
                .and_then(Op::constant)
                .and_then(Value::as_text)
                .map(str::to_owned)
        };
        let place = |at: usize| {
            nodes
                .get(at)
                .map_or_else(|| span.clone(), |node| node.span.clone())
        };
        let unwritten = |at: usize| {
            Err(ExprError::new(
                place(at),
                "此处应为写定的文字，不能是算出来的",
                "a written text is expected here, not something worked out",
            ))
        };
        Ok(match (signature.function, ops.len()) {
            (Function::Date, 1) => match written(0) {
                Some(text) => Op::Constant(Value::Date(day(&text, &place(0))?)),
                None => return unwritten(0),
            },
            (Function::Within, _) => match written(1) {
                Some(text) => Op::Within(
                    Box::new(ops.swap_remove(0)),
                    super::compare::place_code(&text, &place(1))?,
                ),
                None => return unwritten(1),
            },
            (Function::Matches, _) => match written(1) {
                Some(pattern) => {
                    let regex = Arc::new(pattern_of(&pattern, &place(1))?);
                    Op::Matches(Box::new(ops.swap_remove(0)), regex)
                }
                None => return unwritten(1),
            },
            (Function::Found | Function::Relapsed, count) => {
                let relapses = signature.function == Function::Relapsed;
                let item = match (count, written(1)) {
                    (1, _) => None,
                    (_, Some(item)) => Some(self.checklist_item(item, types, &place(1))?),
                    (_, None) => return unwritten(1),
                };
                Op::Found {
                    rows: Box::new(ops.swap_remove(0)),
                    item,
                    relapses,
                }
            }
            (Function::Score, _) => {
                let Some(list) = self.checklist(types).cloned().map(Arc::new) else {
                    return Ok(Op::Constant(Value::Null));
                };
                let mut ops = ops.into_iter();
                let rows = Box::new(ops.next().unwrap_or(Op::Constant(Value::Null)));
                Op::Score {
                    rows,
                    list,
                    factor: ops.next().map(Box::new),
                }
            }
            (Function::Round, _) => {
                let places = match ops.get(1).and_then(Op::constant) {
                    Some(Value::Int(places)) if (0..=MOST_PLACES).contains(places) => {
                        u32::try_from(*places).ok()
                    }
                    _ => None,
                };
                let Some(places) = places else {
                    return Err(ExprError::new(
                        place(1),
                        "位数应为写定的 0 到 12",
                        "the number of places is written, from 0 to 12",
                    ));
                };
                Op::Round(Box::new(ops.swap_remove(0)), places)
            }
            (Function::Coalesce, _) => Op::Coalesce(ops),
            (function, _) => Op::Call(function, ops),
        })
    }

    /// The checklist that the first argument is a walk of.
    fn checklist(&self, types: &[Type]) -> Option<&Checklist> {
        match types.first() {
            Some(Type::Checklist(list)) => self.names.checklists.get(*list),
            _ => None,
        }
    }

    /// Refuses an item that the checklist does not have.
    fn checklist_item(&self, item: String, types: &[Type], span: &Range<usize>) -> Result<String, ExprError> {
        let items = self.checklist(types).map_or(&[][..], |list| &list.items);
        let known: Vec<&str> = items.iter().map(|each| &*each.code).collect();
        if known.contains(&&*item) {
            return Ok(item);
        }
        let error = ExprError::new(
            span.clone(),
            format!("检查表没有“{item}”这一项，可用：{}", known.join("、")),
            format!("the checklist has no item `{item}`; it has {}", known.join(", ")),
        );
        Err(error.did_you_mean(&item, known.into_iter()))
    }

    fn indicator(&mut self, arguments: &[Node], span: &Range<usize>) -> Found {
        let [
            Node {
                kind: NodeKind::Text(name),
                ..
            },
        ] = arguments
        else {
            return Err(ExprError::new(
                span.clone(),
                "写作 ind('指标名')",
                "write ind('name of indicator')",
            ));
        };
        if !self.names.indicators {
            return Err(ExprError::new(
                span.clone(),
                "只有公式指标能引用其他指标",
                "only a formula indicator may read other indicators",
            ));
        }
        if !self.indicators.contains(name) {
            self.indicators.push(name.clone());
        }
        Ok((Type::Number, Op::Indicator(name.clone())))
    }

    /// A macro: the variable stands for each row or value in turn.
    fn walk(&mut self, which: Macro, on: &Node, arguments: &[Node], span: &Range<usize>) -> Found {
        let (ty, list) = self.node(on)?;
        let each = match &ty {
            Type::Table(table) => Type::Row(*table),
            Type::List(of) => (**of).clone(),
            _ => {
                return Err(ExprError::new(
                    on.span.clone(),
                    format!("此处应为列表或表格，而不是{}", ty.zh()),
                    format!("a list or table is expected here, not {}", ty.en()),
                ));
            }
        };
        let [
            Node {
                kind: NodeKind::Name(variable),
                span: at,
                ..
            },
            body,
        ] = arguments
        else {
            return Err(ExprError::new(
                span.clone(),
                "应写作 rows.exists(r, 条件)",
                "write it as rows.exists(r, condition)",
            ));
        };
        // A variable that hides a field would have one name mean two things.
        if variable == "settings" || self.type_of_name(variable).is_some() {
            return Err(ExprError::new(
                at.clone(),
                format!("“{variable}”已有所指，请换一个名字，如 r"),
                format!("`{variable}` means something already; choose another name, such as r"),
            ));
        }
        self.variables.push((variable.clone(), each));
        let checked = match which {
            Macro::Map => self.node(body),
            _ => self.expect(body, &Type::Bool).map(|op| (Type::Bool, op)),
        };
        self.variables.pop();
        let (body_ty, body) = checked?;
        let result = match which {
            Macro::Exists | Macro::All => Type::Bool,
            Macro::Filter => ty,
            Macro::Map => Type::List(Box::new(body_ty)),
        };
        Ok((result, Op::Macro(which, Box::new([list, body]))))
    }
}

fn day(text: &str, span: &Range<usize>) -> Result<jiff::civil::Date, ExprError> {
    let day = text.parse().ok().filter(|_| text.len() == "2024-03-05".len());
    day.ok_or_else(|| {
        ExprError::new(
            span.clone(),
            format!("“{text}”不是有效日期，应如 2024-03-05"),
            format!("`{text}` is no day of the calendar; write 2024-03-05"),
        )
    })
}

fn pattern_of(pattern: &str, span: &Range<usize>) -> Result<regex_lite::Regex, ExprError> {
    regex_lite::Regex::new(pattern).map_err(|error| {
        ExprError::new(
            span.clone(),
            format!("正则写法有误：{error}"),
            format!("the pattern: {error}"),
        )
    })
}
