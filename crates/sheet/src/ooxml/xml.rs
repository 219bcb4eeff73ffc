//! XML of a part, read event by event: no document types, no outside entities, no piece of endless length.

use std::io::{self, BufRead, Read};

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use crate::read::{Measure, ReadError};

/// A reader of one part.
pub(crate) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    part: String,
}

impl<R: BufRead> Xml<R> {
    pub(crate) fn new(source: R, part: &str) -> Self {
        let mut reader = Reader::from_reader(source);
        // Names of closing tags are not compared: depth decides nothing here, and comparing costs a fifth of the time.
        reader.config_mut().check_end_names = false;
        Self {
            reader,
            buffer: Vec::with_capacity(1 << 12),
            part: part.to_owned(),
        }
    }

    /// The next event.
    ///
    /// # Errors
    /// At a document type declaration, at ill-formed XML, and past the limits.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(ReadError::DocumentType {
                part: self.part.clone(),
            }),
            Ok(event) => Ok(event),
            Err(error) => Err(failure(&self.part, &error)),
        }
    }

    /// The damage of this part for a reason.
    pub(crate) fn damaged(&self, reason: impl ToString) -> ReadError {
        ReadError::damaged(&self.part, reason)
    }
}

/// The error behind a reader's: a limit that was broken is told as such.
fn failure(part: &str, error: &quick_xml::Error) -> ReadError {
    let limit = match error {
        quick_xml::Error::Io(error) => error.get_ref().and_then(|inner| inner.downcast_ref::<TooLong>()),
        _ => None,
    };
    match limit {
        Some(TooLong(most)) => ReadError::TooBig {
            measure: Measure::TextBytes,
            most: *most,
        },
        None => ReadError::damaged(part, error),
    }
}

/// A source that fails when more than so many bytes follow each other without a closing `>`, so that one text cannot fill the memory.
pub(crate) struct Bounded<R> {
    source: R,
    most: u64,
    since: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("a text of more than {0} bytes")]
struct TooLong(u64);

impl<R> Bounded<R> {
    pub(crate) fn new(source: R, most: u64) -> Self {
        Self {
            source,
            most,
            since: 0,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let piece = buffer.get(..count).unwrap_or_default();
        self.since = match piece.iter().rev().position(|byte| *byte == b'>') {
            Some(tail) => tail as u64,
            None => self.since.saturating_add(count as u64),
        };
        if self.since > self.most {
            return Err(io::Error::other(TooLong(self.most)));
        }
        Ok(count)
    }
}

/// An attribute's value by its local name, references resolved.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let raw = raw_attribute(element, name)?;
    quick_xml::escape::unescape(raw)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// An attribute's value by its local name, as it is written.
#[inline]
pub(crate) fn raw_attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<&'e str> {
    raw_attributes(element)
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The attributes by local name, values as they are written. What is malformed ends them.
#[inline]
pub(crate) fn raw_attributes<'e>(element: &'e BytesStart<'_>) -> impl Iterator<Item = (&'e str, &'e str)> {
    let mut rest = element.attributes_raw();
    // Bytes are looked for, not characters: this runs several times for each cell of a ledger.
    std::iter::from_fn(move || {
        let (key, after) = rest.split_at_checked(rest.bytes().position(|byte| byte == b'=')?)?;
        let after = after.get(1..)?.trim_ascii_start();
        let quote = after
            .bytes()
            .next()
            .filter(|quote| matches!(quote, b'"' | b'\''))?;
        let after = after.get(1..)?;
        let end = after.bytes().position(|byte| byte == quote)?;
        let value = after.get(..end)?;
        rest = after.get(end + 1..)?;
        let key = key.trim_ascii();
        let local = key
            .bytes()
            .rposition(|byte| byte == b':')
            .map_or(0, |colon| colon + 1);
        Some((key.get(local..)?, value))
    })
}

/// Whether an attribute says yes.
pub(crate) fn says_yes(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// Adds the character that a reference stands for; a reference to anything but a character is an error, for no part may declare one.
pub(crate) fn push_reference(text: &mut String, reference: &BytesRef<'_>) -> Result<(), String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        text.push(character);
        return Ok(());
    }
    let name = reference.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(resolved) => {
            text.push_str(resolved);
            Ok(())
        }
        None => Err(format!("unknown reference &{name};")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, ReadError> {
        let mut xml = Xml::new(text.as_bytes(), "test.xml");
        let mut seen = Vec::new();
        loop {
            match xml.next()? {
                Event::Eof => return Ok(seen),
                event => seen.push(format!("{event:?}")),
            }
        }
    }

    #[test]
    fn attributes_are_found_by_local_name() {
        let element = BytesStart::from_content(r#"c r:id = "a&amp;b" s='7' t="s""#, 1);
        assert_eq!(attribute(&element, "id").as_deref(), Some("a&b"));
        assert_eq!(raw_attribute(&element, "s"), Some("7"));
        assert_eq!(raw_attribute(&element, "x"), None);
        let torn = BytesStart::from_content(r#"c r="1" s=7 t="s""#, 1);
        assert_eq!(raw_attribute(&torn, "r"), Some("1"));
        assert_eq!(raw_attribute(&torn, "t"), None);
    }

    #[test]
    fn a_document_type_is_refused() {
        let error = read("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>").unwrap_err();
        assert!(matches!(error, ReadError::DocumentType { .. }), "{error}");
    }

    #[test]
    fn a_reference_to_no_character_is_refused() {
        let mut text = String::new();
        assert!(push_reference(&mut text, &BytesRef::new("x")).is_err());
        assert!(push_reference(&mut text, &BytesRef::new("amp")).is_ok());
        assert!(push_reference(&mut text, &BytesRef::new("#x6751")).is_ok());
        assert_eq!(text, "&村");
    }

    #[test]
    fn a_text_without_end_is_refused() {
        let long = format!("<a>{}</a>", "x".repeat(200_000));
        let source = io::BufReader::new(Bounded::new(long.as_bytes(), 100_000));
        let mut xml = Xml::new(source, "test.xml");
        let outcome = std::iter::repeat_with(|| xml.next().map(Event::into_owned))
            .find(|event| !matches!(event, Ok(Event::Start(_))));
        let expected = ReadError::TooBig {
            measure: Measure::TextBytes,
            most: 100_000,
        };
        assert_eq!(outcome.and_then(Result::err), Some(expected));
    }
}
