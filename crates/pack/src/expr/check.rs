//! Checking an expression: every name known, every type fitting, before any record is looked at.

use super::eval::{Macro, Op};
use super::function::Function;
use super::syntax::{BinaryOp, Node, NodeKind};
use super::types::{Type, type_of};
use super::{ExprError, SystemName};
use crate::Value;
use crate::model::{Checklist, CodeList, Field, FieldIx, FieldKind, Setting};
use rust_decimal::Decimal;
use std::ops::Range;
use std::sync::Arc;

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
    /// Whether indicators may be read, by `ind('name')`.
    pub indicators: bool,
    /// Only fields before this one may be read, as for computed fields.
    pub before: Option<usize>,
}

pub(super) struct Checked {
    pub(super) ty: Type,
    pub(super) op: Op,
    pub(super) reads: Vec<FieldIx>,
    pub(super) indicators: Vec<String>,
}

pub(super) fn check(node: &Node, names: &Names<'_>) -> Result<Checked, ExprError> {
    let mut checker = Checker {
        names,
        variables: Vec::new(),
        reads: Vec::new(),
        indicators: Vec::new(),
    };
    let (ty, op) = checker.node(node)?;
    Ok(Checked {
        ty,
        op,
        reads: checker.reads,
        indicators: checker.indicators,
    })
}

struct Checker<'a> {
    names: &'a Names<'a>,
    variables: Vec<(String, Type)>,
    reads: Vec<FieldIx>,
    indicators: Vec<String>,
}

type Found = Result<(Type, Op), ExprError>;

impl Checker<'_> {
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
                if !yes_ty.meets(&no_ty) {
                    return Err(mixed(&no.span, &yes_ty, &no_ty));
                }
                let ty = if yes_ty == Type::Null { no_ty } else { yes_ty };
                Ok((ty, Op::Choice(Box::new([condition, yes, no_op]))))
            }
        }
    }

    fn expect(&mut self, node: &Node, wanted: &Type) -> Result<Op, ExprError> {
        let (ty, op) = self.node(node)?;
        if ty == *wanted || ty == Type::Null {
            return Ok(op);
        }
        Err(ExprError::new(
            node.span.clone(),
            format!("此处应为{}，而不是{}", wanted.zh(), ty.zh()),
            format!("{} is expected here, not {}", wanted.en(), ty.en()),
        ))
    }

    fn name(&mut self, name: &str, span: &Range<usize>) -> Found {
        if let Some(at) = self.variables.iter().rposition(|(variable, _)| variable == name) {
            return Ok((self.variables[at].1.clone(), Op::Variable(at)));
        }
        if let Some(at) = self.names.fields.iter().position(|field| field.name == name) {
            return self.field(at, span, false);
        }
        let system = |ty, name| Ok((ty, Op::System(name)));
        match name {
            "state" if !self.names.states.is_empty() => system(Type::State, SystemName::State),
            "level" if !self.names.levels.is_empty() => system(Type::Level, SystemName::Level),
            "overdue" if !self.names.states.is_empty() => system(Type::Bool, SystemName::Overdue),
            "reopened" if !self.names.states.is_empty() => system(Type::Number, SystemName::Reopened),
            "lifted" if !self.names.states.is_empty() => system(Type::Number, SystemName::Lifted),
            "created_on" => system(Type::Date, SystemName::CreatedOn),
            "today" if self.names.today => system(Type::Date, SystemName::Today),
            "today" => Err(ExprError::new(
                span.clone(),
                "这里不能用 today：数值不得随日子自行变化",
                "`today` cannot be used here: a figure must not change by itself",
            )),
            _ => Err(self.unknown_name(name, span)),
        }
    }

    fn unknown_name(&self, name: &str, span: &Range<usize>) -> ExprError {
        let error = ExprError::new(
            span.clone(),
            format!("没有名为“{name}”的字段"),
            format!("there is no field `{name}`"),
        );
        let known =
            self.names
                .fields
                .iter()
                .map(|field| &*field.name)
                .chain(["state", "level", "created_on"]);
        match crate::diagnostic::nearest(name, known) {
            Some(near) => error.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
            None => error,
        }
    }

    fn field(&mut self, at: usize, span: &Range<usize>, only_asked_for: bool) -> Found {
        let field = &self.names.fields[at];
        if field.sensitive.is_some() && !only_asked_for {
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
        if self
            .names
            .before
            .is_some_and(|before| at >= before && field.computed.is_some() || Some(at) == self.names.before)
        {
            return Err(ExprError::new(
                span.clone(),
                format!("计算字段只能引用排在它前面的计算字段，“{}”在其后", field.name),
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

    fn list(&mut self, items: &[Node]) -> Found {
        let mut of = Type::Null;
        let mut ops = Vec::with_capacity(items.len());
        for item in items {
            let (ty, op) = self.node(item)?;
            if !ty.meets(&of) {
                return Err(mixed(&item.span, &of, &ty));
            }
            if of == Type::Null {
                of = ty;
            }
            ops.push(op);
        }
        let constants: Option<Vec<Value>> = ops
            .iter()
            .map(|op| match op {
                Op::Constant(value) => Some(value.clone()),
                _ => None,
            })
            .collect();
        let op = constants.map_or(Op::List(ops), |values| Op::Constant(Value::List(values)));
        Ok((Type::List(Box::new(of)), op))
    }

    fn member(&mut self, on: &Node, name: &str, span: &Range<usize>) -> Found {
        if let NodeKind::Name(first) = &on.kind
            && first == "settings"
        {
            let Some(setting) = self.names.settings.iter().find(|setting| setting.name == name) else {
                let error = ExprError::new(
                    span.clone(),
                    format!("没有设置项“{name}”"),
                    format!("there is no setting `{name}`"),
                );
                let known = self.names.settings.iter().map(|setting| &*setting.name);
                return Err(match crate::diagnostic::nearest(name, known) {
                    Some(near) => error.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                    None => error,
                });
            };
            let ty = match &setting.value {
                Value::Bool(_) => Type::Bool,
                Value::Int(_) | Value::Decimal(_) => Type::Number,
                _ => Type::Text,
            };
            return Ok((ty, Op::Constant(setting.value.clone())));
        }
        let (ty, op) = self.node(on)?;
        let Type::Row(table) = ty else {
            return Err(ExprError::new(
                span.clone(),
                format!("{}没有“.{name}”", ty.zh()),
                format!("{} has no `.{name}`", ty.en()),
            ));
        };
        let columns = match &self.names.fields[usize::from(table.0)].kind {
            FieldKind::Table { columns } => columns.as_slice(),
            _ => &[],
        };
        let Some(at) = columns.iter().position(|column| column.name == name) else {
            return Err(ExprError::new(
                span.clone(),
                format!("表格没有“{name}”这一列"),
                format!("the table has no column `{name}`"),
            ));
        };
        let column = FieldIx(u16::try_from(at).unwrap_or(u16::MAX));
        Ok((type_of(&columns[at], column), Op::Column(Box::new(op), at)))
    }

    fn call(&mut self, name: &str, on: Option<&Node>, arguments: &[Node], span: &Range<usize>) -> Found {
        if let (Some(on), Some(which)) = (on, Macro::named(name)) {
            return self.macro_call(which, on, arguments, span);
        }
        if name == "ind" {
            return self.indicator(arguments, span);
        }
        let Some(function) = Function::named(name) else {
            let error = ExprError::new(
                span.clone(),
                format!("没有函数“{name}”"),
                format!("there is no function `{name}`"),
            );
            let known = Function::NAMES
                .iter()
                .map(|(name, _)| *name)
                .chain(["exists", "all", "filter", "map"]);
            return Err(match crate::diagnostic::nearest(name, known) {
                Some(near) => error.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => error,
            });
        };
        let mut types = Vec::new();
        let mut ops = Vec::new();
        for argument in on.into_iter().chain(arguments) {
            let (ty, op) = match (&argument.kind, function) {
                (NodeKind::Name(field), Function::Has) => {
                    match self.names.fields.iter().position(|each| each.name == *field) {
                        Some(at) => self.field(at, &argument.span, true)?,
                        None => self.node(argument)?,
                    }
                }
                _ => self.node(argument)?,
            };
            types.push(ty);
            ops.push(op);
        }
        let ty = function.result(&types).map_err(|(zh, en)| {
            ExprError::new(
                span.clone(),
                format!("{name} 需要：{zh}"),
                format!("{name} takes {en}"),
            )
        })?;
        self.constants(function, &ops, &types, span, ty)
    }

    /// Checks constant arguments once, so that no record meets them.
    fn constants(
        &self,
        function: Function,
        ops: &[Op],
        types: &[Type],
        span: &Range<usize>,
        ty: Type,
    ) -> Found {
        match (function, ops) {
            (Function::Date, [Op::Constant(Value::Text(text))]) => match text.parse() {
                Ok(date) => Ok((Type::Date, Op::Constant(Value::Date(date)))),
                Err(_) => Err(ExprError::new(
                    span.clone(),
                    format!("“{text}”不是有效日期，应如 2024-03-05"),
                    format!("`{text}` is no day of the calendar; write 2024-03-05"),
                )),
            },
            (Function::Date, [_, _, _]) | (Function::Within, [.., Op::Constant(_)]) => {
                Ok((ty, Op::Call(function, ops.to_vec())))
            }
            (Function::Date | Function::Within, _) => Err(ExprError::new(
                span.clone(),
                "最后一个参数应为写定的文字",
                "the last argument is a written text, not something worked out",
            )),
            (Function::Matches, [text, Op::Constant(Value::Text(pattern))]) => {
                match regex_lite::Regex::new(pattern) {
                    Ok(regex) => Ok((ty, Op::Matches(Box::new(text.clone()), Arc::new(regex)))),
                    Err(error) => Err(ExprError::new(
                        span.clone(),
                        format!("正则写法有误：{error}"),
                        format!("the pattern: {error}"),
                    )),
                }
            }
            (Function::Matches, _) => Err(ExprError::new(
                span.clone(),
                "正则应为写定的文字",
                "the pattern is a written text",
            )),
            (Function::Found, [op]) => Ok((ty, Op::Found(Box::new(op.clone()), None))),
            (Function::Found, [op, Op::Constant(Value::Text(item))]) => {
                self.checklist_item(item, types, span)?;
                Ok((ty, Op::Found(Box::new(op.clone()), Some(item.clone()))))
            }
            (Function::Found, _) => Err(ExprError::new(
                span.clone(),
                "检查项应为写定的文字",
                "the item is a written text, not something worked out",
            )),
            (Function::Score, [op]) => {
                let list = self.checklist(types);
                let list = list.cloned().unwrap_or_else(|| Checklist {
                    name: String::new(),
                    title: crate::Text::default(),
                    points: Decimal::ZERO,
                    items: Vec::new(),
                });
                Ok((ty, Op::Score(Box::new(op.clone()), Arc::new(list))))
            }
            _ => Ok((ty, Op::Call(function, ops.to_vec()))),
        }
    }

    /// The checklist that the first argument is a walk of.
    fn checklist(&self, types: &[Type]) -> Option<&Checklist> {
        match types.first() {
            Some(Type::Checklist(list)) => self.names.checklists.get(*list),
            _ => None,
        }
    }

    /// Refuses an item that the checklist does not have.
    fn checklist_item(&self, item: &str, types: &[Type], span: &Range<usize>) -> Result<(), ExprError> {
        let known: Vec<&str> = self
            .checklist(types)
            .map(|list| list.items.iter().map(|each| &*each.code).collect())
            .unwrap_or_default();
        if known.contains(&item) {
            return Ok(());
        }
        let error = ExprError::new(
            span.clone(),
            format!("检查表没有“{item}”这一项，可用：{}", known.join("、")),
            format!("the checklist has no item `{item}`; it has {}", known.join(", ")),
        );
        Err(match crate::diagnostic::nearest(item, known.into_iter()) {
            Some(near) => error.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
            None => error,
        })
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

    fn macro_call(&mut self, which: Macro, on: &Node, arguments: &[Node], span: &Range<usize>) -> Found {
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
        self.variables.push((variable.clone(), each));
        let checked = if which == Macro::Map {
            self.node(body)
        } else {
            self.expect(body, &Type::Bool).map(|op| (Type::Bool, op))
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

    fn binary(&mut self, op: BinaryOp, left: &Node, right: &Node, span: &Range<usize>) -> Found {
        let (left_ty, left_op) = self.node(left)?;
        let (right_ty, right_op) = self.node(right)?;
        let boxed = |left: Op, right: Op| Box::new([left, right]);
        let wants = |ty: &Type, wanted: &Type, node: &Node| {
            if ty == wanted || *ty == Type::Null {
                return Ok(());
            }
            Err(ExprError::new(
                node.span.clone(),
                format!("此处应为{}，而不是{}", wanted.zh(), ty.zh()),
                format!("{} is expected here, not {}", wanted.en(), ty.en()),
            ))
        };
        match op {
            BinaryOp::And | BinaryOp::Or => {
                wants(&left_ty, &Type::Bool, left)?;
                wants(&right_ty, &Type::Bool, right)?;
                let pair = boxed(left_op, right_op);
                Ok((
                    Type::Bool,
                    if op == BinaryOp::And {
                        Op::And(pair)
                    } else {
                        Op::Or(pair)
                    },
                ))
            }
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {
                if !left_ty.meets(&right_ty) {
                    return Err(mixed(&right.span, &left_ty, &right_ty));
                }
                let ordered = !matches!(op, BinaryOp::Eq | BinaryOp::Ne);
                let orders = |ty: &Type| matches!(ty, Type::Number | Type::Date | Type::Time | Type::Null);
                if ordered && !(orders(&left_ty) && orders(&right_ty)) {
                    return Err(ExprError::new(
                        span.clone(),
                        format!("{}之间不分大小", left_ty.zh()),
                        format!("{} is neither less nor more than another", left_ty.en()),
                    ));
                }
                self.literal(&left_ty, &right_op, right)?;
                self.literal(&right_ty, &left_op, left)?;
                Ok((Type::Bool, Op::Compare(op, boxed(left_op, right_op))))
            }
            BinaryOp::In => {
                let Type::List(of) = &right_ty else {
                    return Err(ExprError::new(
                        right.span.clone(),
                        "in 之后应为列表",
                        "a list is expected after `in`",
                    ));
                };
                if !of.meets(&left_ty) {
                    return Err(mixed(&right.span, &left_ty, of));
                }
                if let NodeKind::List(items) = &right.kind {
                    for item in items {
                        let (_, op) = self.node(item)?;
                        self.literal(&left_ty, &op, item)?;
                    }
                }
                Ok((Type::Bool, Op::In(boxed(left_op, right_op))))
            }
            BinaryOp::Subtract if left_ty == Type::Date && right_ty == Type::Date => Err(ExprError::new(
                span.clone(),
                "两个日期相减请写 days(起日, 止日)",
                "the difference of two days is written days(from, to)",
            )),
            BinaryOp::Add if left_ty.is_text() && right_ty.is_text() && left_ty != Type::Null => {
                Ok((Type::Text, Op::Arithmetic(op, boxed(left_op, right_op))))
            }
            _ => {
                wants(&left_ty, &Type::Number, left)?;
                wants(&right_ty, &Type::Number, right)?;
                Ok((Type::Number, Op::Arithmetic(op, boxed(left_op, right_op))))
            }
        }
    }

    /// Refuses a written text that can never equal a value of this type.
    fn literal(&self, ty: &Type, other: &Op, node: &Node) -> Result<(), ExprError> {
        let Op::Constant(Value::Text(text)) = other else {
            return Ok(());
        };
        let known: Vec<&str> = match ty {
            Type::Code(list) => match self.names.codes.get(*list) {
                Some(list) => list.codes.iter().map(|code| &*code.code).collect(),
                None => return Ok(()),
            },
            Type::State => self.names.states.iter().map(String::as_str).collect(),
            Type::Level => self.names.levels.iter().map(String::as_str).collect(),
            _ => return Ok(()),
        };
        if known.contains(&&**text) {
            return Ok(());
        }
        let error = ExprError::new(
            node.span.clone(),
            format!("“{text}”不在其列：{}", known.join("、")),
            format!("`{text}` is none of {}", known.join(", ")),
        );
        Err(match crate::diagnostic::nearest(text, known.into_iter()) {
            Some(near) => error.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
            None => error,
        })
    }
}

fn mixed(span: &Range<usize>, one: &Type, other: &Type) -> ExprError {
    ExprError::new(
        span.clone(),
        format!("{}与{}不能比较", one.zh(), other.zh()),
        format!("{} cannot be compared with {}", one.en(), other.en()),
    )
}

fn number_value(number: Decimal) -> Value {
    if number.scale() == 0
        && let Ok(whole) = i64::try_from(number)
    {
        return Value::Int(whole);
    }
    Value::Decimal(number)
}
