//! The grammar of expressions, read by precedence climbing.

use super::ExprError;
use super::token::{Token, tokens};
use rust_decimal::Decimal;
use std::ops::Range;

/// Most parts within parts of an expression. Whatever walks an expression calls itself once per part within a part, so
/// this is what keeps a hostile text from exhausting the stack.
const TALLEST: u16 = 96;

/// A part of an expression, made by [`parse`] only: never more than 96 parts within parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes in the expression.
    pub span: Range<usize>,
    height: u16,
}

impl Node {
    /// The parts whose value the whole may take: the branches of a choice, what `coalesce` picks from, or itself.
    pub(crate) fn outcomes(&self) -> Vec<&Node> {
        match &self.kind {
            NodeKind::Choice(_, yes, no) => [yes, no].into_iter().flat_map(|part| part.outcomes()).collect(),
            NodeKind::Call {
                name,
                on: None,
                arguments,
            } if name == "coalesce" => arguments.iter().flat_map(Node::outcomes).collect(),
            _ => vec![self],
        }
    }
}

impl NodeKind {
    /// The parts it is made of.
    fn parts(&self) -> Vec<&Node> {
        match self {
            NodeKind::Number(_)
            | NodeKind::Text(_)
            | NodeKind::Bool(_)
            | NodeKind::Null
            | NodeKind::Name(_) => Vec::new(),
            NodeKind::List(items) => items.iter().collect(),
            NodeKind::Member(on, _) | NodeKind::Not(on) | NodeKind::Negative(on) => vec![on],
            NodeKind::Call { on, arguments, .. } => on.as_deref().into_iter().chain(arguments).collect(),
            NodeKind::Binary(_, left, right) => vec![left, right],
            NodeKind::Choice(condition, yes, no) => vec![condition, yes, no],
        }
    }
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// true or false.
    Bool(bool),
    /// null.
    Null,
    /// A name.
    Name(String),
    /// `[a, b]`
    List(Vec<Node>),
    /// `a.b`
    Member(Box<Node>, String),
    /// `f(a, b)`, or `a.f(b)` with the first argument in front.
    Call {
        /// The function.
        name: String,
        /// The part before the dot.
        on: Option<Box<Node>>,
        /// The arguments in brackets.
        arguments: Vec<Node>,
    },
    /// `!a`
    Not(Box<Node>),
    /// `-a`
    Negative(Box<Node>),
    /// `a op b`
    Binary(BinaryOp, Box<Node>, Box<Node>),
    /// `a ? b : c`
    Choice(Box<Node>, Box<Node>, Box<Node>),
}

/// An operator between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    Or,
    And,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl BinaryOp {
    /// Every operator as it is written, with how strongly it binds.
    const ALL: [(&'static str, BinaryOp, u8); 14] = [
        ("||", BinaryOp::Or, 1),
        ("&&", BinaryOp::And, 2),
        ("==", BinaryOp::Eq, 3),
        ("!=", BinaryOp::Ne, 3),
        ("<", BinaryOp::Lt, 3),
        ("<=", BinaryOp::Le, 3),
        (">", BinaryOp::Gt, 3),
        (">=", BinaryOp::Ge, 3),
        ("in", BinaryOp::In, 3),
        ("+", BinaryOp::Add, 4),
        ("-", BinaryOp::Subtract, 4),
        ("*", BinaryOp::Multiply, 5),
        ("/", BinaryOp::Divide, 5),
        ("%", BinaryOp::Remainder, 5),
    ];

    fn of(token: &Token) -> Option<(Self, u8)> {
        let written = match token {
            Token::Mark(mark) => mark,
            Token::Name(name) => &**name,
            _ => return None,
        };
        let (_, op, strength) = Self::ALL.into_iter().find(|(sign, ..)| *sign == written)?;
        Some((op, strength))
    }

    /// How it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(_, op, _)| *op == self)
            .map_or("", |(sign, ..)| sign)
    }

    /// How strongly it binds; more is stronger.
    pub(super) fn strength(self) -> u8 {
        Self::ALL
            .into_iter()
            .find(|(_, op, _)| *op == self)
            .map_or(0, |(.., strength)| strength)
    }
}

/// Reads an expression without looking at what its names mean.
///
/// # Errors
/// When the text is no expression; the first place where it stops being one.
pub fn parse(source: &str) -> Result<Node, ExprError> {
    let tokens = tokens(source)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: source.len(),
        depth: 0,
    };
    let node = parser.choice()?;
    match parser.tokens.get(parser.at) {
        None => Ok(node),
        Some((_, span)) => Err(ExprError::new(
            span.clone(),
            "表达式应在此之前结束",
            "the expression should have ended before this",
        )),
    }
}

struct Parser<'a> {
    tokens: &'a [(Token, Range<usize>)],
    at: usize,
    end: usize,
    depth: u16,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn here(&self) -> Range<usize> {
        self.tokens
            .get(self.at)
            .map_or(self.end..self.end, |(_, span)| span.clone())
    }

    fn eat(&mut self, mark: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Mark(found)) if *found == mark);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: &str) -> Result<(), ExprError> {
        if self.eat(mark) {
            return Ok(());
        }
        Err(ExprError::new(
            self.here(),
            format!("此处应为“{mark}”"),
            format!("`{mark}` is expected here"),
        ))
    }

    /// A part made of parts that were made here, unless that makes it too tall.
    fn made(&self, kind: NodeKind, span: Range<usize>) -> Result<Node, ExprError> {
        let height = 1 + kind
            .parts()
            .into_iter()
            .map(|part| part.height)
            .max()
            .unwrap_or(0);
        if height > TALLEST {
            return Err(too_deep(span));
        }
        Ok(Node { kind, span, height })
    }

    /// Runs `read` one bracket or sign further in.
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ExprError>) -> Result<T, ExprError> {
        if self.depth >= TALLEST {
            return Err(too_deep(self.here()));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn choice(&mut self) -> Result<Node, ExprError> {
        let condition = self.binary(1)?;
        if !self.eat("?") {
            return Ok(condition);
        }
        let yes = self.inside(Self::choice)?;
        self.expect(":")?;
        let no = self.inside(Self::choice)?;
        let span = condition.span.start..no.span.end;
        self.made(
            NodeKind::Choice(Box::new(condition), Box::new(yes), Box::new(no)),
            span,
        )
    }

    fn binary(&mut self, least: u8) -> Result<Node, ExprError> {
        let mut left = self.unary()?;
        while let Some((op, strength)) = self
            .peek()
            .and_then(BinaryOp::of)
            .filter(|(_, strength)| *strength >= least)
        {
            self.at += 1;
            let right = self.binary(strength + 1)?;
            let span = left.span.start..right.span.end;
            left = self.made(NodeKind::Binary(op, Box::new(left), Box::new(right)), span)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, ExprError> {
        let start = self.here().start;
        let wrap = if self.eat("!") {
            NodeKind::Not
        } else if self.eat("-") {
            NodeKind::Negative
        } else {
            return self.postfix();
        };
        let inner = self.inside(Self::unary)?;
        let span = start..inner.span.end;
        self.made(wrap(Box::new(inner)), span)
    }

    fn postfix(&mut self) -> Result<Node, ExprError> {
        let mut node = self.primary()?;
        while self.eat(".") {
            let Some(Token::Name(name)) = self.peek().cloned() else {
                return Err(ExprError::new(
                    self.here(),
                    "“.”之后应为名称",
                    "a name is expected after the dot",
                ));
            };
            self.at += 1;
            let start = node.span.start;
            let kind = if self.eat("(") {
                let arguments = self.arguments(")")?;
                NodeKind::Call {
                    name,
                    on: Some(Box::new(node)),
                    arguments,
                }
            } else {
                NodeKind::Member(Box::new(node), name)
            };
            node = self.made(kind, start..self.before())?;
        }
        Ok(node)
    }

    /// Where the last token ended.
    fn before(&self) -> usize {
        self.at
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or(0, |(_, span)| span.end)
    }

    fn arguments(&mut self, close: &str) -> Result<Vec<Node>, ExprError> {
        let mut arguments = Vec::new();
        if self.eat(close) {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.inside(Self::choice)?);
            if self.eat(close) {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    fn primary(&mut self) -> Result<Node, ExprError> {
        let span = self.here();
        let Some(token) = self.peek().cloned() else {
            return Err(ExprError::new(span, "此处缺少一个值", "a value is missing here"));
        };
        self.at += 1;
        let kind = match token {
            Token::Number(number) => NodeKind::Number(number),
            Token::Text(text) => NodeKind::Text(text),
            Token::Name(name) => match &*name {
                "true" => NodeKind::Bool(true),
                "false" => NodeKind::Bool(false),
                "null" => NodeKind::Null,
                "in" => return Err(no_value(span, "in")),
                _ if self.eat("(") => NodeKind::Call {
                    name,
                    on: None,
                    arguments: self.arguments(")")?,
                },
                _ => NodeKind::Name(name),
            },
            Token::Mark("(") => {
                let inner = self.inside(Self::choice)?;
                self.expect(")")?;
                return Ok(Node {
                    span: span.start..self.before(),
                    ..inner
                });
            }
            Token::Mark("[") => NodeKind::List(self.arguments("]")?),
            Token::Mark(mark) => return Err(no_value(span, mark)),
        };
        self.made(kind, span.start..self.before())
    }
}

fn no_value(span: Range<usize>, found: &str) -> ExprError {
    ExprError::new(
        span,
        format!("此处应为一个值，而不是“{found}”"),
        format!("a value is expected here, not `{found}`"),
    )
}

fn too_deep(span: Range<usize>) -> ExprError {
    ExprError::new(
        span,
        "表达式套得太深或太长",
        "the expression is nested too deeply or too long",
    )
    .hint(
        "请拆成几个计算字段，或用 in [甲, 乙] 代替一连串 ||",
        "split it into computed fields, or write `in [a, b]` instead of a long run of `||`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nested_too_deeply_or_strung_too_long_is_refused_and_not_overflowed() {
        for open in ["(", "!", "-", "[", "a?", "f(", "a.f(", "a+", "a||", "a ? a :"] {
            assert!(parse(&open.repeat(100_000)).is_err(), "{open}");
        }
        for link in ["+1", ".a", ".f()", "&&1", "==1", " in 1"] {
            let text = format!("a{}", link.repeat(100_000));
            assert!(parse(&text).is_err(), "{link}");
        }
        let sums_in_sums = (0..90).fold("1".to_owned(), |inner, _| format!("({inner}{})", "+1".repeat(90)));
        assert!(parse(&sums_in_sums).is_err());
        assert!(parse(&["a"; 90].join(" || ")).is_ok());
    }

    #[test]
    fn products_bind_before_sums_and_sums_before_comparisons() {
        let NodeKind::Binary(BinaryOp::Lt, left, _) = parse("a + b * c < d").unwrap().kind else {
            panic!()
        };
        let NodeKind::Binary(BinaryOp::Add, _, right) = left.kind else {
            panic!()
        };
        assert!(matches!(right.kind, NodeKind::Binary(BinaryOp::Multiply, ..)));
    }

    #[test]
    fn a_part_knows_its_bytes_even_among_chinese() {
        let NodeKind::Binary(_, left, right) = parse("'村名' == (a.b)").unwrap().kind else {
            panic!()
        };
        assert_eq!((left.span, right.span), (0..8, 12..17));
    }
}
