//! An expression written out again: one space around operators, brackets only where the meaning needs them.

use super::syntax::{Node, NodeKind};
use std::fmt::{Display, Formatter, Result};

/// How strongly `-a` and `!a` bind; what has a dot behind it binds more strongly still.
const SIGN: u8 = 6;
const DOT: u8 = 7;

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            NodeKind::Number(number) => write!(f, "{number}"),
            NodeKind::Text(text) => quoted(text, f),
            NodeKind::Bool(yes) => write!(f, "{yes}"),
            NodeKind::Null => f.write_str("null"),
            NodeKind::Name(name) => f.write_str(name),
            NodeKind::List(items) => {
                f.write_str("[")?;
                separated(items, f)?;
                f.write_str("]")
            }
            NodeKind::Member(on, name) => {
                bracketed(on, DOT, f)?;
                write!(f, ".{name}")
            }
            NodeKind::Call { name, on, arguments } => {
                if let Some(on) = on {
                    bracketed(on, DOT, f)?;
                    f.write_str(".")?;
                }
                write!(f, "{name}(")?;
                separated(arguments, f)?;
                f.write_str(")")
            }
            NodeKind::Not(inner) => {
                f.write_str("!")?;
                bracketed(inner, SIGN, f)
            }
            NodeKind::Negative(inner) => {
                f.write_str("-")?;
                bracketed(inner, SIGN, f)
            }
            NodeKind::Binary(op, left, right) => {
                bracketed(left, op.strength(), f)?;
                write!(f, " {} ", op.sign())?;
                bracketed(right, op.strength() + 1, f)
            }
            NodeKind::Choice(condition, yes, no) => {
                bracketed(condition, 1, f)?;
                write!(f, " ? {yes} : {no}")
            }
        }
    }
}

fn strength(node: &Node) -> u8 {
    match &node.kind {
        NodeKind::Choice(..) => 0,
        NodeKind::Binary(op, ..) => op.strength(),
        NodeKind::Not(_) | NodeKind::Negative(_) => SIGN,
        // The dot of `1.size()` would be read as the number's.
        NodeKind::Number(_) => SIGN,
        _ => DOT,
    }
}

fn bracketed(node: &Node, least: u8, f: &mut Formatter<'_>) -> Result {
    if strength(node) < least {
        write!(f, "({node})")
    } else {
        write!(f, "{node}")
    }
}

fn separated(items: &[Node], f: &mut Formatter<'_>) -> Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

fn quoted(text: &str, f: &mut Formatter<'_>) -> Result {
    f.write_str("'")?;
    for each in text.chars() {
        match each {
            '\\' => f.write_str("\\\\")?,
            '\'' => f.write_str("\\'")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            each => write!(f, "{each}")?,
        }
    }
    f.write_str("'")
}
