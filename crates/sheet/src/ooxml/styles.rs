//! The styles part, as far as it tells what kind of value a cell is made for.

use std::{collections::HashMap, io::BufRead};

use quick_xml::events::Event;

use super::xml::{Xml, attribute, raw_attribute, says_yes};
use crate::{grid::Format, read::ReadError};

/// What a cell style tells of the cells that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) format: Format,
    /// Whether its cells may be changed in a protected sheet.
    pub(crate) unlocked: bool,
}

/// Reads the cell styles in their order.
pub(crate) fn styles<R: BufRead>(xml: &mut Xml<R>) -> Result<Vec<Style>, ReadError> {
    let mut codes: HashMap<u32, Format> = HashMap::new();
    let mut styles: Vec<Style> = Vec::new();
    let mut cells = false;
    loop {
        match xml.next()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = raw_attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&element, "formatCode")) {
                        codes.insert(id, of_code(&code));
                    }
                }
                "cellXfs" => cells = true,
                "xf" if cells => {
                    let id = raw_attribute(&element, "numFmtId")
                        .and_then(|id| id.parse().ok())
                        .unwrap_or(0);
                    let format = codes.get(&id).copied().unwrap_or_else(|| of_builtin(id));
                    styles.push(Style {
                        format,
                        unlocked: false,
                    });
                }
                "protection" if cells => {
                    let unlocked =
                        raw_attribute(&element, "locked").is_some_and(|locked| !says_yes(Some(locked)));
                    if let Some(style) = styles.last_mut() {
                        style.unlocked = unlocked;
                    }
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => cells = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// The formats that are known by number, those of the Chinese edition among them (ECMA-376 Part 1, 18.8.30).
pub(crate) fn of_builtin(id: u32) -> Format {
    match id {
        1..=8 | 11..=13 | 37..=44 | 48 => Format::Number,
        9 | 10 => Format::Percent,
        14..=16 | 28..=31 | 51 | 53 | 54 | 58 => Format::Date,
        17 | 27 | 36 | 50 | 52 | 57 => Format::Month,
        22 => Format::Moment,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Format::Time,
        49 => Format::Text,
        _ => Format::General,
    }
}

/// What kind of value a format code is made for, told by its first section.
pub(crate) fn of_code(code: &str) -> Format {
    let bare = bare(code);
    let lower = bare.to_ascii_lowercase();
    if lower.is_empty() || lower.contains("general") || lower.contains("通用格式") || lower.contains("常规")
    {
        return Format::General;
    }
    if lower.contains('%') {
        return Format::Percent;
    }
    if lower.contains('@') {
        return Format::Text;
    }
    let has = |mark: char| lower.contains(mark);
    if has('0') || has('#') || has('?') {
        // Seconds may have decimals: `ss.00` is a time.
        return if has('s') { Format::Time } else { Format::Number };
    }
    let year = has('y') || has('e') || has('g');
    let day = has('d');
    let time = has('h') || has('s');
    match (year, has('m'), day, time) {
        (_, _, _, true) if year || day => Format::Moment,
        (_, _, _, true) => Format::Time,
        (true, true, false, false) => Format::Month,
        (true, ..) | (_, true, _, _) | (_, _, true, _) => Format::Date,
        _ => Format::General,
    }
}

/// The marks of a code's first section that stand for parts of the value: what is quoted, escaped, spaced or in brackets left out.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    let mut marks = code.chars();
    while let Some(mark) = marks.next() {
        match mark {
            ';' => break,
            '"' => {
                marks.by_ref().find(|mark| *mark == '"');
            }
            '\\' | '_' | '*' | '!' => {
                marks.next();
            }
            '[' => {
                let inside: String = marks.by_ref().take_while(|mark| *mark != ']').collect();
                // Elapsed hours, minutes and seconds are parts of the value: [h]:mm.
                if inside
                    .chars()
                    .all(|mark| matches!(mark, 'h' | 'H' | 'm' | 'M' | 's' | 'S'))
                {
                    bare.push_str(&inside);
                }
            }
            mark => bare.push(mark),
        }
    }
    bare.replace("AM/PM", "h")
        .replace("am/pm", "h")
        .replace("A/P", "h")
        .replace("上午/下午", "h")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes_tell_what_they_are_made_for() {
        for (code, format) in [
            ("General", Format::General),
            ("G/通用格式", Format::General),
            ("@", Format::Text),
            ("0.00_ ", Format::Number),
            ("#,##0.00;[Red]-#,##0.00", Format::Number),
            ("\"¥\"#,##0.00_);[Red]\\(\"¥\"#,##0.00\\)", Format::Number),
            ("0!.0,\"万\"", Format::Number),
            ("0.00E+00", Format::Number),
            ("0.0%", Format::Percent),
            ("yyyy/m/d;@", Format::Date),
            ("yyyy\"年\"m\"月\"d\"日\";@", Format::Date),
            ("[$-804]yyyy\"年\"m\"月\"", Format::Month),
            ("yyyy\\.mm", Format::Month),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", Format::Date),
            ("m\"月\"d\"日\"", Format::Date),
            ("yyyy-mm-dd hh:mm", Format::Moment),
            ("[$-409]h:mm AM/PM", Format::Time),
            ("[h]:mm:ss", Format::Time),
            ("mm:ss.0", Format::Time),
            ("\"year\"", Format::General),
            ("yyyy", Format::Date),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }

    #[test]
    fn styles_are_told_in_the_order_of_cells_and_not_of_names() {
        let text = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="176"><alignment/></xf><xf numFmtId="49"/><xf numFmtId="10"><protection locked="0"/></xf><xf numFmtId="31"/></cellXfs></styleSheet>"#;
        let styles = styles(&mut Xml::new(text.as_bytes(), "styles")).unwrap();
        let formats: Vec<Format> = styles.iter().map(|style| style.format).collect();
        assert_eq!(
            formats,
            [
                Format::General,
                Format::Month,
                Format::Text,
                Format::Percent,
                Format::Date
            ]
        );
        let unlocked: Vec<bool> = styles.iter().map(|style| style.unlocked).collect();
        assert_eq!(unlocked, [false, false, false, true, false]);
    }
}
