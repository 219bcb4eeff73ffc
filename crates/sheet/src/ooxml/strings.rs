//! The table of strings that cells share.

use std::{io::BufRead, sync::Arc};

use quick_xml::events::Event;

use super::xml::{Xml, push_reference};
use crate::read::ReadError;

/// Reads the shared strings in their order. Runs of rich text are joined; the readings of phonetic guides are left out.
pub(crate) fn shared<R: BufRead>(xml: &mut Xml<R>) -> Result<Vec<Arc<str>>, ReadError> {
    let mut strings = Vec::new();
    let mut text = String::new();
    let mut collecting = false;
    let mut guide = false;
    loop {
        let trouble = match xml.next()? {
            Event::Start(element) => {
                match element.local_name().as_ref() {
                    "si" => text.clear(),
                    "rPh" => guide = true,
                    "t" => collecting = !guide,
                    _ => {}
                }
                Ok(())
            }
            Event::Empty(element) if element.local_name().as_ref() == "si" => {
                strings.push(Arc::from(""));
                Ok(())
            }
            Event::End(element) => {
                match element.local_name().as_ref() {
                    "si" => strings.push(plain(&text).into()),
                    "rPh" => guide = false,
                    "t" => collecting = false,
                    _ => {}
                }
                Ok(())
            }
            Event::Text(piece) if collecting => {
                text.push_str(&piece.xml10_content());
                Ok(())
            }
            Event::CData(piece) if collecting => {
                text.push_str(&piece.xml10_content());
                Ok(())
            }
            Event::GeneralRef(reference) if collecting => push_reference(&mut text, &reference),
            Event::Eof => return Ok(strings),
            _ => Ok(()),
        };
        trouble.map_err(|reason| xml.damaged(reason))?;
    }
}

/// The text that a string of the file means: `_x000D_` and its like stand for characters that XML cannot hold
/// (ECMA-376 Part 1, 22.9.2.19).
pub(crate) fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let (before, from) = rest.split_at(start);
        plain.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
        {
            Some(character) => {
                plain.push(character);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rich_text_is_joined_and_phonetic_guides_left_out() {
        let text = r#"<sst><si><t>姓名</t></si><si><r><t xml:space="preserve">面积 </t></r><r><rPr><b/></rPr><t>&#x4EA9;&amp;</t></r>
            <rPh sb="0" eb="1"><t>ミエン</t></rPh></si><si/><si><t><![CDATA[<a>]]></t></si><si><t>a_x000D_b</t></si></sst>"#;
        let strings = shared(&mut Xml::new(text.as_bytes(), "strings")).unwrap();
        let strings: Vec<&str> = strings.iter().map(AsRef::as_ref).collect();
        assert_eq!(strings, ["姓名", "面积 亩&", "", "<a>", "a\rb"]);
    }

    #[test]
    fn only_whole_escapes_are_resolved() {
        assert_eq!(plain("a_x0041_b"), "aAb");
        assert_eq!(plain("_x005F_x0041_"), "_x0041_");
        assert_eq!(plain("_x00_ _xZZZZ_ _x"), "_x00_ _xZZZZ_ _x");
        assert_eq!(plain("_x村x1_"), "_x村x1_");
        assert_eq!(plain("_xD800_"), "_xD800_");
    }
}
