//! The grammar of expressions, read by precedence climbing.

use super::ExprError;
use super::token::{Token, tokens};
use rust_decimal::Decimal;
use std::ops::Range;

/// Deepest nesting of an expression.
const DEEPEST: usize = 64;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes in the expression.
    pub span: Range<usize>,
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
    fn of(token: &Token) -> Option<(Self, u8)> {
        Some(match token {
            Token::Mark("||") => (BinaryOp::Or, 1),
            Token::Mark("&&") => (BinaryOp::And, 2),
            Token::Mark("==") => (BinaryOp::Eq, 3),
            Token::Mark("!=") => (BinaryOp::Ne, 3),
            Token::Mark("<") => (BinaryOp::Lt, 3),
            Token::Mark("<=") => (BinaryOp::Le, 3),
            Token::Mark(">") => (BinaryOp::Gt, 3),
            Token::Mark(">=") => (BinaryOp::Ge, 3),
            Token::Name(name) if name == "in" => (BinaryOp::In, 3),
            Token::Mark("+") => (BinaryOp::Add, 4),
            Token::Mark("-") => (BinaryOp::Subtract, 4),
            Token::Mark("*") => (BinaryOp::Multiply, 5),
            Token::Mark("/") => (BinaryOp::Divide, 5),
            Token::Mark("%") => (BinaryOp::Remainder, 5),
            _ => return None,
        })
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
    depth: usize,
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

    fn choice(&mut self) -> Result<Node, ExprError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ExprError::new(
                self.here(),
                "表达式嵌套太深",
                "the expression is nested too deeply",
            ));
        }
        let condition = self.binary(1)?;
        let node = if self.eat("?") {
            let yes = self.choice()?;
            self.expect(":")?;
            let no = self.choice()?;
            let span = condition.span.start..no.span.end;
            Node {
                kind: NodeKind::Choice(Box::new(condition), Box::new(yes), Box::new(no)),
                span,
            }
        } else {
            condition
        };
        self.depth -= 1;
        Ok(node)
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
            left = Node {
                kind: NodeKind::Binary(op, Box::new(left), Box::new(right)),
                span,
            };
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, ExprError> {
        let start = self.here().start;
        for (mark, wrap) in [
            ("!", NodeKind::Not as fn(Box<Node>) -> NodeKind),
            ("-", NodeKind::Negative),
        ] {
            if self.eat(mark) {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(ExprError::new(
                        self.here(),
                        "表达式嵌套太深",
                        "the expression is nested too deeply",
                    ));
                }
                let inner = self.unary()?;
                self.depth -= 1;
                let span = start..inner.span.end;
                return Ok(Node {
                    kind: wrap(Box::new(inner)),
                    span,
                });
            }
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Result<Node, ExprError> {
        let mut node = self.primary()?;
        while self.eat(".") {
            let span = self.here();
            let Some(Token::Name(name)) = self.peek().cloned() else {
                return Err(ExprError::new(
                    span,
                    "“.”之后应为名称",
                    "a name is expected after the dot",
                ));
            };
            self.at += 1;
            let start = node.span.start;
            node = if self.eat("(") {
                let arguments = self.arguments(")")?;
                let kind = NodeKind::Call {
                    name,
                    on: Some(Box::new(node)),
                    arguments,
                };
                Node {
                    kind,
                    span: start..self.before(),
                }
            } else {
                Node {
                    kind: NodeKind::Member(Box::new(node), name),
                    span: start..span.end,
                }
            };
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
            arguments.push(self.choice()?);
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
                _ if self.eat("(") => NodeKind::Call {
                    name,
                    on: None,
                    arguments: self.arguments(")")?,
                },
                _ => NodeKind::Name(name),
            },
            Token::Mark("(") => {
                let inner = self.choice()?;
                self.expect(")")?;
                return Ok(Node {
                    kind: inner.kind,
                    span: span.start..self.before(),
                });
            }
            Token::Mark("[") => NodeKind::List(self.arguments("]")?),
            Token::Mark(mark) => {
                return Err(ExprError::new(
                    span,
                    format!("此处应为一个值，而不是“{mark}”"),
                    format!("a value is expected here, not `{mark}`"),
                ));
            }
        };
        Ok(Node {
            kind,
            span: span.start..self.before(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn no_run_of_tokens_breaks_the_parser(words in prop::collection::vec(
            prop::sample::select(vec!["a", "1.5", "'x'", "(", ")", "[", "]", ",", ".", "?", ":", "!", "-", "&&", "in", "=="]), 0..40)) {
            let _ = parse(&words.join(" "));
        }
    }

    #[test]
    fn deep_nesting_is_refused_not_overflowed() {
        for open in ["(", "!", "-", "[", "a?"] {
            assert!(parse(&open.repeat(100_000)).is_err());
        }
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
}
