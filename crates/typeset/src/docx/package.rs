//! The zip of parts that a DOCX file is: content types, relationships, and bytes that never vary.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::Xml;
use crate::error::Error;

/// What the namespaces of relationships begin with.
const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// What the media types of Word's parts begin with.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A package in the making. Parts stand in it in the order in which they were added.
#[derive(Default)]
pub(crate) struct Package {
    parts: Vec<(String, Vec<u8>)>,
    overrides: Vec<(String, String)>,
    links: Vec<Link>,
}

/// A relationship of the main part.
struct Link {
    kind: &'static str,
    target: String,
    outside: bool,
}

impl Package {
    /// Adds a part that the main part refers to, and gives the id to refer by.
    pub(crate) fn part(&mut self, kind: &'static str, name: &str, bytes: impl Into<Vec<u8>>) -> String {
        self.parts.push((format!("word/{name}"), bytes.into()));
        // Pictures go by their file extension.
        if kind != "image" {
            self.overrides
                .push((format!("/word/{name}"), format!("{WORD}.{kind}+xml")));
        }
        self.link(Link {
            kind,
            target: name.to_owned(),
            outside: false,
        })
    }

    /// Adds an address the main part leads to, and gives the id to refer by.
    pub(crate) fn address(&mut self, url: &str) -> String {
        let known = self
            .links
            .iter()
            .position(|link| link.outside && link.target == url);
        match known {
            Some(at) => id(at),
            None => self.link(Link {
                kind: "hyperlink",
                target: url.to_owned(),
                outside: true,
            }),
        }
    }

    fn link(&mut self, link: Link) -> String {
        self.links.push(link);
        id(self.links.len() - 1)
    }

    /// The finished file.
    ///
    /// # Errors
    /// When the zip cannot be written, which is a defect.
    pub(crate) fn finish(self, document: &str, core: &str) -> Result<Vec<u8>, Error> {
        let types = self.content_types();
        let links = self.relationships();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, bytes: &[u8]| -> Result<(), zip::result::ZipError> {
            zip.start_file(name, options())?;
            Ok(zip.write_all(bytes)?)
        };
        let written = (|| {
            put("[Content_Types].xml", types.as_bytes())?;
            put("_rels/.rels", package_relationships().as_bytes())?;
            put("docProps/core.xml", core.as_bytes())?;
            put("word/document.xml", document.as_bytes())?;
            put("word/_rels/document.xml.rels", links.as_bytes())?;
            self.parts.iter().try_for_each(|(name, bytes)| put(name, bytes))
        })();
        written
            .and_then(|()| zip.finish())
            .map(Cursor::into_inner)
            .map_err(|error| unwritten(&error))
    }

    fn content_types(&self) -> String {
        let main = (
            "/word/document.xml".to_owned(),
            format!("{WORD}.document.main+xml"),
        );
        let core = (
            "/docProps/core.xml".to_owned(),
            "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
        );
        let namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
        Xml::part("Types", &[("xmlns", &namespace)], |x| {
            for (extension, kind) in [
                ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                ("xml", "application/xml"),
                ("png", "image/png"),
                ("svg", "image/svg+xml"),
            ] {
                x.empty("Default", &[("Extension", &extension), ("ContentType", &kind)]);
            }
            for (name, kind) in [main, core].iter().chain(&self.overrides) {
                x.empty("Override", &[("PartName", name), ("ContentType", kind)]);
            }
        })
    }

    fn relationships(&self) -> String {
        relationships(|x| {
            for (at, link) in self.links.iter().enumerate() {
                relationship(x, &id(at), link.kind, &link.target, link.outside);
            }
        })
    }
}

/// How every part is stored: deflated, dated to the zip format's first day.
pub(crate) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
}

/// A zip that could not be written.
pub(crate) fn unwritten(error: &zip::result::ZipError) -> Error {
    Error::Typesetting {
        reason: error.to_string(),
    }
}

/// The id of the relationship at a place.
fn id(at: usize) -> String {
    format!("rId{}", at + 1)
}

/// What the package itself consists of.
fn package_relationships() -> String {
    relationships(|x| {
        relationship(x, "rId1", "officeDocument", "word/document.xml", false);
        x.empty(
            "Relationship",
            &[
                ("Id", &"rId2"),
                (
                    "Type",
                    &"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                ),
                ("Target", &"docProps/core.xml"),
            ],
        );
    })
}

fn relationships(inside: impl FnOnce(&mut Xml)) -> String {
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    Xml::part("Relationships", &[("xmlns", &namespace)], inside)
}

/// One relationship.
pub(crate) fn relationship(x: &mut Xml, id: &str, kind: &str, target: &str, outside: bool) {
    let kind = format!("{RELATIONSHIP}/{kind}");
    if outside {
        x.empty(
            "Relationship",
            &[
                ("Id", &id),
                ("Type", &kind),
                ("Target", &target),
                ("TargetMode", &"External"),
            ],
        );
    } else {
        x.empty(
            "Relationship",
            &[("Id", &id), ("Type", &kind), ("Target", &target)],
        );
    }
}
