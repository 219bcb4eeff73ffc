//! The DOCX file around the main part: reading its parts, adding comments to it.

use std::io::{Cursor, Read, Write};

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::{ZipArchive, ZipWriter};

use super::read::not_docx;
use crate::docx::comments;
use crate::docx::package::{options, relationship, unwritten};
use crate::docx::xml::Xml;
use crate::error::Error;
use crate::paper::Remark;

const DOCUMENT: &str = "word/document.xml";
const TYPES: &str = "[Content_Types].xml";
const LINKS: &str = "word/_rels/document.xml.rels";
/// A part larger than this, unpacked, is not a text someone wrote.
const LARGEST: u64 = 256 << 20;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The main part of a file.
pub(super) fn document(bytes: &[u8]) -> Result<String, Error> {
    part(&mut open(bytes)?, DOCUMENT)?.ok_or_else(|| not_docx("it has no main part".into()))
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, Error> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| not_docx(error.to_string()))
}

/// A part as text, if there is one of that name.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, Error> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(not_docx(error.to_string())),
    };
    let mut text = String::new();
    let read = file
        .take(LARGEST + 1)
        .read_to_string(&mut text)
        .map_err(|error| not_docx(format!("{name}: {error}")))?;
    if read as u64 > LARGEST {
        return Err(not_docx(format!("{name} is too large")));
    }
    Ok(Some(text))
}

/// The parts that have to do with comments, as they are in the file.
pub(super) struct Comments {
    types: String,
    links: Option<String>,
    /// Name and content of the comments part, if there is one.
    present: Option<(String, String)>,
    highest: Option<usize>,
}

impl Comments {
    /// Reads them.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, Error> {
        let mut archive = open(bytes)?;
        let types =
            part(&mut archive, TYPES)?.ok_or_else(|| not_docx("it has no list of its parts".into()))?;
        let links = part(&mut archive, LINKS)?;
        let mut present = None;
        if let Some(name) = links.as_deref().and_then(comments_target) {
            present = part(&mut archive, &name)?.map(|text| (name, text));
        }
        let highest = present.as_ref().and_then(|(_, text)| highest_id(text));
        Ok(Comments {
            types,
            links,
            present,
            highest,
        })
    }

    /// The first id no comment of the file has.
    pub(super) fn next_id(&self) -> usize {
        self.highest.map_or(0, |highest| highest + 1)
    }

    /// The file with its new main part and the comments; all other parts are copied as they are.
    pub(super) fn write<'a>(
        &self,
        bytes: &[u8],
        document: &str,
        remarks: impl Iterator<Item = (usize, &'a Remark)>,
        made_at: Timestamp,
    ) -> Result<Vec<u8>, Error> {
        let mut changed = vec![(DOCUMENT.to_owned(), document.to_owned())];
        if let Some((name, text)) = &self.present {
            let list = comments::list(remarks, made_at);
            let text = before_end(text, "</w:comments>", &list)
                .ok_or_else(|| not_docx("its comments part is not in the usual form".into()))?;
            changed.push((name.clone(), text));
        } else {
            let taken = |name: &str| self.types.contains(name);
            let name = (0..)
                .map(|n| format!("yiben-comments{n}.xml"))
                .find(|name| !taken(name))
                .unwrap_or_default();
            changed.push((format!("word/{name}"), comments::part(remarks, made_at)));
            changed.push((TYPES.to_owned(), self.types_with(&name)?));
            changed.push((LINKS.to_owned(), self.links_with(&name)?));
        }
        rewrite(bytes, &changed)
    }

    fn types_with(&self, name: &str) -> Result<String, Error> {
        let entry = Xml::piece(|x| {
            let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
            x.empty(
                "Override",
                &[("PartName", &format!("/word/{name}")), ("ContentType", &kind)],
            );
        });
        before_end(&self.types, "</Types>", &entry)
            .ok_or_else(|| not_docx("its list of parts is broken".into()))
    }

    fn links_with(&self, name: &str) -> Result<String, Error> {
        let entry = Xml::piece(|x| relationship(x, "rIdYibenComments", "comments", name, false));
        let empty = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                     </Relationships>";
        before_end(self.links.as_deref().unwrap_or(empty), "</Relationships>", &entry)
            .ok_or_else(|| not_docx("its list of relationships is broken".into()))
    }
}

/// The text with something put in before its last closing tag.
fn before_end(text: &str, tag: &str, insertion: &str) -> Option<String> {
    let (head, tail) = text.split_at_checked(text.rfind(tag)?)?;
    Some([head, insertion, tail].concat())
}

/// The comments part's name, from the relationships of the main part.
fn comments_target(links: &str) -> Option<String> {
    attributes(links, "Relationship", |get| {
        let kind = get("Type")?;
        let target = get("Target")?;
        kind.ends_with("/comments").then(|| {
            target
                .strip_prefix('/')
                .map_or_else(|| format!("word/{target}"), str::to_owned)
        })
    })
    .next()
}

/// The highest id of a comment.
fn highest_id(text: &str) -> Option<usize> {
    attributes(text, "w:comment", |get| get("w:id")?.parse().ok()).max()
}

/// What `take` makes of the attributes of each element of a name.
fn attributes<T>(
    xml: &str,
    name: &str,
    take: impl Fn(&dyn Fn(&str) -> Option<String>) -> Option<T>,
) -> impl Iterator<Item = T> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == name => {
                found.extend(take(&|key| {
                    let value = tag.try_get_attribute(key).ok()??;
                    Some(value.value.into_owned())
                }));
            }
            _ => {}
        }
    }
    found.into_iter()
}

/// The file with some parts changed or added.
fn rewrite(bytes: &[u8], changed: &[(String, String)]) -> Result<Vec<u8>, Error> {
    let mut archive = open(bytes)?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let mut added: Vec<&(String, String)> = changed.iter().collect();
    for index in 0..archive.len() {
        let file = archive
            .by_index_raw(index)
            .map_err(|error| not_docx(error.to_string()))?;
        let own = file
            .name()
            .map_err(|error| not_docx(error.to_string()))?
            .into_owned();
        match changed.iter().find(|(name, _)| *name == own) {
            None => zip.raw_copy_file(file).map_err(|error| unwritten(&error))?,
            Some((name, text)) => {
                drop(file);
                added.retain(|(other, _)| other != name);
                put(&mut zip, name, text)?;
            }
        }
    }
    for (name, text) in added {
        put(&mut zip, name, text)?;
    }
    zip.finish()
        .map(Cursor::into_inner)
        .map_err(|error| unwritten(&error))
}

fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) -> Result<(), Error> {
    zip.start_file(name, options())
        .map_err(|error| unwritten(&error))?;
    zip.write_all(text.as_bytes())
        .map_err(|error| unwritten(&error.into()))
}
