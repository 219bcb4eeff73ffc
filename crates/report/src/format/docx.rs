//! Reports as word-processor files (Office Open XML, ISO/IEC 29500).

use crate::document::{Block, Document, Origin, Role, Stretch};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// The most a part of the file may unpack to, in bytes.
const PART_MAX: u64 = 256 << 20;

/// A word-processor file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// It is no such file, or is damaged.
    #[error("this is no readable .docx file ({0}); open it in the word processor and save it again as .docx")]
    Package(#[from] zip::result::ZipError),
    /// Its text cannot be unpacked.
    #[error("the text of the .docx file cannot be unpacked ({0}); save it again as .docx")]
    Unpack(#[from] std::io::Error),
    /// Its text is no well-formed XML.
    #[error("the text of the .docx file is damaged at byte {at} ({source}); save it again as .docx")]
    Xml {
        /// Byte of the part where reading stopped.
        at: u64,
        /// What is wrong there.
        source: Box<quick_xml::Error>,
    },
    /// A part is larger than any report.
    #[error("a part of the .docx file unpacks to more than 256 MiB; this is no report")]
    TooLarge,
}

impl DocxError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            DocxError::Package(error) => {
                format!("不是可读取的 .docx 文件（{error}），请用文字处理软件打开后另存为 .docx")
            }
            DocxError::Unpack(error) => format!(".docx 文件正文无法解压（{error}），请重新另存为 .docx"),
            DocxError::Xml { at, source } => {
                format!(".docx 文件正文在第 {at} 字节处损坏（{source}），请重新另存为 .docx")
            }
            DocxError::TooLarge => ".docx 文件解压后超过 256 MiB，不像是工作报告".to_owned(),
        }
    }
}

impl Document {
    /// A document from the bytes of a word-processor file. Deleted text of tracked changes is left out.
    ///
    /// # Errors
    /// When the bytes are no such file or are damaged.
    pub fn docx(bytes: &[u8]) -> Result<Self, DocxError> {
        let mut package = zip::ZipArchive::new(Cursor::new(bytes))?;
        let styles = match part(&mut package, "word/styles.xml") {
            Ok(xml) => heading_styles(&xml)?,
            Err(DocxError::Package(zip::result::ZipError::FileNotFound)) => HashMap::new(),
            Err(error) => return Err(error),
        };
        let body = part(&mut package, "word/document.xml")?;
        Body::read(&body, &styles)
    }
}

fn part(package: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, DocxError> {
    let file = package.by_name(name)?;
    let mut xml = String::new();
    file.take(PART_MAX + 1).read_to_string(&mut xml)?;
    if xml.len() as u64 > PART_MAX {
        Err(DocxError::TooLarge)
    } else {
        Ok(xml)
    }
}

/// The outline level of each paragraph style that is a heading, by the style's id.
fn heading_styles(xml: &str) -> Result<HashMap<String, u8>, DocxError> {
    let mut reader = Reader::from_str(xml);
    let mut styles = HashMap::new();
    let mut style: Option<String> = None;
    loop {
        match next(&mut reader)? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "style" => style = value(&tag, "styleId"),
                "outlineLvl" => {
                    let level = value(&tag, "val")
                        .and_then(|level| level.parse::<u8>().ok())
                        .filter(|level| *level < 9);
                    if let (Some(style), Some(level)) = (&style, level) {
                        styles.insert(style.clone(), level + 1);
                    }
                }
                "name" => {
                    let name = value(&tag, "val").unwrap_or_default().to_lowercase();
                    let level = name
                        .strip_prefix("heading ")
                        .and_then(|level| level.parse::<u8>().ok());
                    if let (Some(style), Some(level)) = (&style, level) {
                        styles.entry(style.clone()).or_insert(level);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn next<'x>(reader: &mut Reader<&'x [u8]>) -> Result<Event<'x>, DocxError> {
    let at = reader.buffer_position();
    reader.read_event().map_err(|source| DocxError::Xml {
        at,
        source: Box::new(source),
    })
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.value.into_owned())
}

/// A paragraph that is being read. Text boxes hold paragraphs within paragraphs.
struct Open {
    number: usize,
    text: String,
    level: Option<u8>,
    cell: Option<(u32, u32)>,
}

struct Table {
    row: u32,
    column: u32,
}

struct Body<'s> {
    styles: &'s HashMap<String, u8>,
    text: String,
    characters: usize,
    blocks: Vec<Block>,
    stretches: Vec<Stretch>,
    open: Vec<Open>,
    tables: Vec<Table>,
    /// Paragraphs met so far.
    paragraphs: usize,
    in_text: bool,
    /// How many elements are open whose text is left out.
    skipped: usize,
}

impl<'s> Body<'s> {
    fn read(xml: &str, styles: &'s HashMap<String, u8>) -> Result<Document, DocxError> {
        let mut body = Body {
            styles,
            text: String::new(),
            characters: 0,
            blocks: Vec::new(),
            stretches: Vec::new(),
            open: Vec::new(),
            tables: Vec::new(),
            paragraphs: 0,
            in_text: false,
            skipped: 0,
        };
        let mut reader = Reader::from_str(xml);
        loop {
            match next(&mut reader)? {
                Event::Start(tag) => body.start(&tag),
                Event::Empty(tag) => {
                    body.start(&tag);
                    body.end(tag.local_name().as_ref());
                }
                Event::End(tag) => body.end(tag.local_name().as_ref()),
                Event::Text(text) => body.add(&text),
                Event::CData(text) => body.add(&text),
                Event::GeneralRef(entity) => body.add(&resolve(&entity)),
                Event::Eof => break,
                _ => {}
            }
        }
        while !body.open.is_empty() {
            body.end_paragraph();
        }
        Ok(Document::new(
            body.text,
            body.blocks,
            Origin::Paper(body.stretches),
        ))
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            // The same drawing again for old programs; text moved away; the names of fields.
            "Fallback" | "del" | "moveFrom" | "instrText" => self.skipped += 1,
            "p" => {
                let cell = self
                    .tables
                    .last()
                    .map(|table| (table.row, table.column.saturating_sub(1)));
                self.open.push(Open {
                    number: self.paragraphs,
                    text: String::new(),
                    level: None,
                    cell,
                });
                self.paragraphs += 1;
            }
            "t" => self.in_text = true,
            "tab" => self.push('\t'),
            "br" | "cr" => self.push(' '),
            "noBreakHyphen" => self.push('-'),
            "pStyle" => {
                let level = value(tag, "val").and_then(|style| self.styles.get(&style).copied());
                if let Some(open) = self.open.last_mut() {
                    open.level = level.or(open.level);
                }
            }
            "outlineLvl" => {
                let level = value(tag, "val")
                    .and_then(|level| level.parse::<u8>().ok())
                    .filter(|level| *level < 9);
                if let Some(open) = self.open.last_mut() {
                    open.level = level.map(|level| level + 1).or(open.level);
                }
            }
            "tbl" => self.tables.push(Table { row: 0, column: 0 }),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" | "del" | "moveFrom" | "instrText" => self.skipped = self.skipped.saturating_sub(1),
            "p" => self.end_paragraph(),
            "t" => self.in_text = false,
            "tbl" => {
                self.tables.pop();
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row += 1;
                    table.column = 0;
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.in_text
            && self.skipped == 0
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn push(&mut self, character: char) {
        if self.skipped == 0
            && let Some(open) = self.open.last_mut()
        {
            open.text.push(character);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.text.trim().is_empty() || self.skipped > 0 {
            return;
        }
        let start = self.text.len();
        let length = open.text.chars().count();
        self.text.push_str(&open.text);
        let role = match (open.level, open.cell) {
            (_, Some((row, column))) => Role::Cell { row, column },
            (Some(level), None) => Role::Heading(level),
            (None, None) => Role::Paragraph,
        };
        self.blocks.push(Block {
            bytes: start..self.text.len(),
            role,
        });
        self.stretches.push(Stretch {
            text: self.characters,
            file: open.number,
            length,
        });
        self.text.push('\n');
        self.characters += length + 1;
    }
}

/// The text an entity stands for; nothing for one that XML does not define.
fn resolve(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = entity;
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Position;
    use std::io::Write;

    fn package(document: &str, styles: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, xml) in [("word/document.xml", document), ("word/styles.xml", styles)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(xml.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_headings_cells_and_tracked_changes_are_read() {
        let document = r#"<w:document><w:body>
            <w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>二、任务</w:t></w:r></w:p><w:p/>
            <w:p><w:r><w:t xml:space="preserve">新建公厕</w:t></w:r><w:ins><w:r><w:t>9</w:t></w:r></w:ins>
              <w:del><w:r><w:delText>8</w:delText></w:r></w:del><w:r><w:t>处 &amp; 改造&#50;条</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>产值</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3亿元</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            </w:body></w:document>"#;
        let styles = r#"<w:styles><w:style w:styleId="2"><w:name w:val="heading 1"/></w:style></w:styles>"#;
        let document = Document::docx(&package(document, styles)).unwrap();
        let lines: Vec<&str> = document
            .blocks()
            .iter()
            .map(|block| &document.text()[block.bytes.clone()])
            .collect();
        assert_eq!(lines, ["二、任务", "新建公厕9处 & 改造2条", "产值", "3亿元"]);
        assert_eq!(document.blocks()[0].role, Role::Heading(1));
        assert_eq!(document.blocks()[3].role, Role::Cell { row: 0, column: 1 });
        let nine = document.text().chars().position(|c| c == '9').unwrap();
        assert_eq!(
            document.position(nine),
            Position::Paragraph {
                paragraph: 2,
                offset: 4
            }
        );
    }

    #[test]
    fn what_is_no_such_file_is_told() {
        assert!(matches!(
            Document::docx(b"PK\x03\x04"),
            Err(DocxError::Package(_))
        ));
        assert!(Document::docx(&package("<w:p><w:r></w:p>", "<s/>")).is_err());
    }
}
