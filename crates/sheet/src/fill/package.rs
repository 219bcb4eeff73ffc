//! Writing the package again: changed and new parts from text, all others copied as they are, compressed bytes and all.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use quick_xml::{Reader, events::Event};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::FillError;
use crate::ooxml::{package::Package, xml::raw_attribute};

/// The part that tells the types of all parts.
const TYPES: &str = "[Content_Types].xml";

/// Parts that change or are new, by name.
#[derive(Default)]
pub(super) struct Changes {
    parts: BTreeMap<String, String>,
}

impl Changes {
    /// Gives a part its new text.
    pub(super) fn put(&mut self, part: &str, text: String) {
        self.parts.insert(part.to_owned(), text);
    }

    /// A part's text as it will be; empty when there is no such part.
    pub(super) fn text(&self, package: &mut Package<'_>, part: &str) -> Result<String, FillError> {
        match self.parts.get(part) {
            Some(text) => Ok(text.clone()),
            None => Ok(package.text(part)?.unwrap_or_default()),
        }
    }

    /// A name for a new part that none has: `xl/comments3.xml`.
    pub(super) fn free_name(&self, package: &Package<'_>, before: &str, after: &str) -> String {
        let mut number = 1_u32;
        loop {
            let name = format!("{before}{number}{after}");
            if !package.has(&name) && !self.parts.contains_key(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// Tells the type of a part, or of all parts with an ending (`Extension`).
    pub(super) fn tell_type(
        &mut self,
        package: &mut Package<'_>,
        element: &str,
        (key, value): (&str, &str),
        kind: &str,
    ) -> Result<(), FillError> {
        let text = self.text(package, TYPES)?;
        let told = format!("{key}=\"{value}\"").to_lowercase();
        if !text.to_lowercase().contains(&told) {
            // Endings go before single parts, as the schema of some readers has it.
            let new = format!("<{element} {key}=\"{value}\" ContentType=\"{kind}\"/>");
            let first = text.find("<Override").filter(|_| element == "Default");
            let at = first.or_else(|| text.rfind("</Types")).unwrap_or(text.len());
            self.put(TYPES, insert(&text, at, &new));
        }
        Ok(())
    }

    /// The workbook's bytes.
    pub(super) fn write(mut self, package: &mut Package<'_>) -> Result<Vec<u8>, FillError> {
        let failed = |error: &dyn ToString| FillError::Write(error.to_string());
        let places: BTreeMap<usize, String> = self
            .parts
            .keys()
            .filter_map(|name| Some((package.index(name)?, name.clone())))
            .collect();
        let archive = package.archive();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|error| failed(&error))?;
            match places.get(&index).and_then(|name| self.parts.remove(name)) {
                Some(text) => {
                    let name = part.name().map_err(|error| failed(&error))?.into_owned();
                    let time = part.last_modified().unwrap_or_default();
                    start(&mut writer, &name, &text, time).map_err(|error| failed(&error))?;
                }
                None => writer.raw_copy_file(part).map_err(|error| failed(&error))?,
            }
        }
        for (name, text) in &self.parts {
            start(&mut writer, name, text, zip::DateTime::default()).map_err(|error| failed(&error))?;
        }
        let written = writer.finish().map_err(|error| failed(&error))?;
        Ok(written.into_inner())
    }
}

fn start(
    writer: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    time: zip::DateTime,
) -> Result<(), zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(time);
    writer.start_file(name, options)?;
    writer.write_all(text.as_bytes())?;
    Ok(())
}

/// A text with another put into it.
pub(super) fn insert(text: &str, at: usize, new: &str) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    [before, new, after].concat()
}

/// The workbook part, telling programs to compute all formulas when they open it.
pub(super) fn computing_anew(text: &str) -> String {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    // Where the element belongs when it is not there (ECMA-376 Part 1, 18.2.27): after whichever of these comes last.
    let before = ["sheets", "functionGroups", "externalReferences", "definedNames"];
    let mut place = None;
    loop {
        let start = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element))
                if element.local_name().as_ref() == "calcPr" =>
            {
                let told = raw_attribute(&element, "fullCalcOnLoad").map(str::to_owned);
                let tag = text.get(start..position(&reader)).unwrap_or_default();
                let new = match told {
                    Some(told) => tag.replace(&format!("fullCalcOnLoad=\"{told}\""), "fullCalcOnLoad=\"1\""),
                    None => {
                        let end = tag.trim_end_matches('>').trim_end_matches('/').trim_end().len();
                        insert(tag, end, " fullCalcOnLoad=\"1\"")
                    }
                };
                return text.replacen(tag, &new, 1);
            }
            Ok(Event::End(element)) if before.contains(&element.local_name().as_ref()) => {
                let name = element.name();
                let whole: &str = name.as_ref();
                let prefix = whole
                    .rsplit_once(':')
                    .map(|(prefix, _)| format!("{prefix}:"))
                    .unwrap_or_default();
                place = Some((position(&reader), prefix));
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    match place {
        Some((at, prefix)) => insert(text, at, &format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>")),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_told_to_compute_anew_in_the_right_place() {
        let bare = "<x:workbook><x:sheets><x:sheet/></x:sheets><x:definedNames></x:definedNames><x:oleSize/></x:workbook>";
        assert!(
            computing_anew(bare).contains("</x:definedNames><x:calcPr fullCalcOnLoad=\"1\"/><x:oleSize/>")
        );
        let known = "<workbook><sheets/><calcPr calcId=\"191029\" /></workbook>";
        assert!(
            computing_anew(known).contains("<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\" />")
                || computing_anew(known).contains("<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/>")
        );
        let off = "<workbook><calcPr fullCalcOnLoad=\"0\"/></workbook>";
        assert!(computing_anew(off).contains("fullCalcOnLoad=\"1\""));
    }
}
