//! Reading how records are numbered: `{place}调〔{year}〕{serial:4}`.

use super::notes::Note;
use super::walk::{Placed, Table};
use crate::diagnostic::{Mistake, did_you_mean};
use crate::model::{Field, FieldIx, FieldKind, Number, NumberPart};
use std::ops::Range;

const WORDS: [&str; 4] = ["year", "month", "place", "serial"];

pub(super) fn read(table: &Table<'_>, (text, span): &Placed, fields: &[Field]) -> Option<Number> {
    let told = |inner: Range<usize>, note: Note| table.notes.add(table.notes.inside(span, &inner), note);
    let (mut parts, mut at, mut whole) = (Vec::new(), 0, true);
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        if open > at {
            parts.push(NumberPart::Fixed(text[at..open].to_owned()));
        }
        let Some(close) = text[open..].find('}').map(|found| open + found) else {
            told(
                open..text.len(),
                Note::new(Mistake::WrongValue, "花括号没有闭合", "a brace is not closed"),
            );
            return None;
        };
        match part(&text[open + 1..close], fields) {
            Ok(part) => parts.push(part),
            Err(note) => {
                whole = false;
                let name = text[open + 1..close].split(':').next().unwrap_or_default();
                if !table.notes.doubts(name) {
                    told(open..close + 1, note);
                }
            }
        }
        at = close + 1;
    }
    if at < text.len() {
        parts.push(NumberPart::Fixed(text[at..].to_owned()));
    }
    let serial = |part: &NumberPart| matches!(part, NumberPart::Serial(_));
    let after = parts.iter().position(serial).map(|at| &parts[at + 1..]);
    let last = after.is_some_and(|after| after.iter().all(|part| matches!(part, NumberPart::Fixed(_))));
    if !last && whole {
        let note = Note::new(
            Mistake::WrongValue,
            "编号须含一个 {serial}，其后只能是固定文字",
            "a number has one {serial}, with only fixed text after it",
        );
        told(0..text.len(), note);
    }
    (last && whole).then_some(Number { parts })
}

fn part(word: &str, fields: &[Field]) -> Result<NumberPart, Note> {
    match word.split_once(':') {
        None => match word {
            "year" => Ok(NumberPart::Year),
            "month" => Ok(NumberPart::Month),
            "place" => Ok(NumberPart::Place),
            "serial" => Ok(NumberPart::Serial(1)),
            name => field(name, fields),
        },
        Some(("serial", width)) => match width.parse() {
            Ok(width) if (1..=9).contains(&width) => Ok(NumberPart::Serial(width)),
            _ => Err(Note::new(
                Mistake::WrongValue,
                format!("流水号位数应为 1 到 9，而不是“{width}”"),
                format!("a serial has 1 to 9 digits, not `{width}`"),
            )),
        },
        Some((name, _)) => Err(Note::new(
            Mistake::WrongValue,
            format!("只有 serial 有位数，写作 {{{name}}}"),
            format!("only the serial has a width; write {{{name}}}"),
        )),
    }
}

/// The field whose value stands in the number: always given, readable by all, and of a code or a short text.
fn field(name: &str, fields: &[Field]) -> Result<NumberPart, Note> {
    let Some(at) = fields.iter().position(|field| field.name == name) else {
        let note = Note::new(
            Mistake::UnknownName,
            format!("编号规则不认识“{{{name}}}”"),
            format!(
                "`{{{name}}}` is neither a field nor one of {}",
                WORDS.map(|word| format!("{{{word}}}")).join(" ")
            ),
        );
        let known = fields.iter().map(|field| &*field.name).chain(WORDS);
        return Err(note.hint(did_you_mean(name, known)));
    };
    let field = &fields[at];
    let kind = matches!(field.kind, FieldKind::Code { .. } | FieldKind::Text);
    let given = field.required || field.default.is_some() || field.computed.is_some();
    match u16::try_from(at) {
        Ok(at) if kind && given && !field.multiple && field.sensitive.is_none() => {
            Ok(NumberPart::Field(FieldIx(at)))
        }
        _ => Err(Note::new(
            Mistake::WrongField,
            format!("“{name}”不能放进编号：应为必填或有默认值、单值、不敏感的 code 或 text 字段"),
            format!(
                "`{name}` cannot stand in a number: a single field of type code or text can that is required or has a default, and is not sensitive"
            ),
        )),
    }
}
