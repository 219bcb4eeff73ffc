//! Reading the main part of a Word document: its text, and where in the XML each piece of it stands.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::Error;

/// The text of a document and its pieces in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Paragraphs with `\n` between them.
    pub(super) text: String,
    /// Every piece of text; together they are the text without the `\n` between paragraphs.
    pub(super) pieces: Vec<Piece>,
    /// The runs the pieces stand in.
    pub(super) runs: Vec<RunPlace>,
}

/// A piece of text that stands in one place of the XML.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its bytes of the text.
    pub(super) text: Range<usize>,
    /// Its bytes of the XML.
    pub(super) xml: Range<usize>,
    /// Its run.
    pub(super) run: usize,
    /// The opening tag of the `w:t` it stands in; none for a tab or line break.
    pub(super) tag: Option<Range<usize>>,
    /// Whether text and XML are the same bytes, so that it can be cut anywhere.
    pub(super) literal: bool,
}

/// Where a run stands in the XML.
#[derive(Clone, Debug)]
pub(super) struct RunPlace {
    /// All of it, tags included.
    pub(super) whole: Range<usize>,
    /// Its properties, possibly empty.
    pub(super) properties: Range<usize>,
}

/// The namespace of the documents that Word, WPS and LibreOffice write.
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Parts of a paragraph that are not its text: the older twin of newer content, text boxes, what was moved
/// away, reading aids over characters.
const PASSED_OVER: [&str; 4] = ["mc:Fallback", "w:txbxContent", "w:moveFrom", "w:rt"];

/// Reads the main part.
pub(super) fn read(xml: &str) -> Result<Reading, Error> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut state = State::default();
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(|error| not_docx(error.to_string()))?;
        let range = from..position(&reader);
        match event {
            Event::Eof => break,
            Event::Start(tag) => state.open(&tag, range)?,
            Event::Empty(tag) => state.empty(tag.name().as_ref(), range),
            Event::End(tag) => state.close(tag.name().as_ref(), range),
            Event::Text(text) => state.text(&text, range, true),
            Event::CData(text) => state.text(&text, range, false),
            Event::GeneralRef(reference) => {
                let text = resolved(&reference)?;
                state.text(&text, range, false);
            }
            Event::DocType(_) => return Err(not_docx("it declares a document type".into())),
            _ => {}
        }
    }
    state.finish()
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

pub(super) fn not_docx(reason: String) -> Error {
    Error::NotDocx { reason }
}

/// The character of `&#x4e00;` or `&amp;`.
fn resolved(reference: &BytesRef<'_>) -> Result<String, Error> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character.to_string());
    }
    let name: &str = reference;
    quick_xml::escape::resolve_predefined_entity(name)
        .map(str::to_owned)
        .ok_or_else(|| not_docx(format!("it uses the unknown entity {name}")))
}

/// Where reading is.
#[derive(Default)]
struct State {
    reading: Reading,
    rooted: bool,
    paragraphs: usize,
    /// The open runs; one stands in another where a character has a reading aid.
    open: Vec<usize>,
    /// Where the open run's properties began, and how many stand in one another (old ones in new ones).
    properties: Option<(usize, usize)>,
    /// The opening tag of the open `w:t`.
    tag: Option<Range<usize>>,
    /// How deep inside something passed over.
    passing: usize,
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>, range: Range<usize>) -> Result<(), Error> {
        let name = tag.name();
        let name = name.as_ref();
        if !self.rooted {
            self.root(tag)?;
        }
        if self.passing > 0 || PASSED_OVER.contains(&name) {
            self.passing += 1;
            return Ok(());
        }
        match name {
            "w:p" => self.paragraph(),
            "w:r" => {
                self.open.push(self.reading.runs.len());
                let place = RunPlace {
                    whole: range.start..range.end,
                    properties: range.end..range.end,
                };
                self.reading.runs.push(place);
            }
            "w:rPr" if !self.open.is_empty() => {
                let (start, depth) = self.properties.unwrap_or((range.start, 0));
                self.properties = Some((start, depth + 1));
            }
            "w:t" => self.tag = Some(range),
            _ => {}
        }
        Ok(())
    }

    /// Only documents whose main namespace has its usual name can be marked.
    fn root(&mut self, tag: &BytesStart<'_>) -> Result<(), Error> {
        let usual = tag.name().as_ref() == "w:document"
            && tag
                .try_get_attribute("xmlns:w")
                .is_ok_and(|found| found.is_some_and(|a| a.value == NAMESPACE));
        if !usual {
            return Err(not_docx(
                "its main part is not in the usual (transitional) form".into(),
            ));
        }
        self.rooted = true;
        Ok(())
    }

    fn paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.reading.text.push('\n');
        }
        self.paragraphs += 1;
    }

    fn empty(&mut self, name: &str, range: Range<usize>) {
        if self.passing > 0 {
            return;
        }
        match name {
            "w:p" => self.paragraph(),
            "w:tab" => self.mark("\t", range),
            "w:br" | "w:cr" => self.mark("\n", range),
            "w:noBreakHyphen" => self.mark("-", range),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, range: Range<usize>) {
        if self.passing > 0 {
            self.passing -= 1;
            return;
        }
        match name {
            "w:r" => {
                if let Some(run) = self.open.pop().and_then(|run| self.reading.runs.get_mut(run)) {
                    run.whole.end = range.end;
                }
            }
            "w:rPr" => self.close_properties(range.end),
            "w:t" => self.tag = None,
            _ => {}
        }
    }

    fn close_properties(&mut self, end: usize) {
        let Some((start, depth)) = self.properties else {
            return;
        };
        self.properties = (depth > 1).then_some((start, depth - 1));
        let run = self.open.last().and_then(|run| self.reading.runs.get_mut(*run));
        if let (Some(run), None) = (run, self.properties) {
            run.properties = start..end;
        }
    }

    /// Text inside `w:t`; elsewhere there is only the white space of the file.
    fn text(&mut self, text: &str, xml: Range<usize>, literal: bool) {
        if let (Some(tag), 0) = (self.tag.clone(), self.passing) {
            let literal = literal && text.len() == xml.len();
            self.push(text, xml, Some(tag), literal);
        }
    }

    /// An element that stands for a character.
    fn mark(&mut self, text: &str, xml: Range<usize>) {
        self.push(text, xml, None, false);
    }

    fn push(&mut self, text: &str, xml: Range<usize>, tag: Option<Range<usize>>, literal: bool) {
        let Some(&run) = self.open.last() else { return };
        let start = self.reading.text.len();
        self.reading.text.push_str(text);
        let text = start..self.reading.text.len();
        self.reading.pieces.push(Piece {
            text,
            xml,
            run,
            tag,
            literal,
        });
    }

    fn finish(self) -> Result<Reading, Error> {
        if self.rooted {
            Ok(self.reading)
        } else {
            Err(not_docx("its main part is empty".into()))
        }
    }
}
