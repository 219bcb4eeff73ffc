//! Opens a report whose format is told by its name and its bytes.

use super::DocxError;
use crate::document::Document;

/// The formats a report comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A word-processor file.
    Docx,
}

/// A file that cannot be read as a report.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A word-processor file that cannot be read.
    #[error(transparent)]
    Docx(#[from] DocxError),
    /// A format that holds no text to read.
    #[error("{0} files are not read; save the report as .docx, .html, .md or .txt")]
    Unread(&'static str),
    /// The text is in none of the encodings that Chinese offices use.
    #[error("the text is neither UTF-8 nor GB 18030 nor UTF-16; save it as UTF-8")]
    Encoding,
}

impl OpenError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            OpenError::Docx(error) => error.zh(),
            OpenError::Unread(format) => format!("不支持 {format} 文件，请另存为 .docx、.html、.md 或 .txt"),
            OpenError::Encoding => "文本编码不是 UTF-8、GB 18030 或 UTF-16，请另存为 UTF-8".to_owned(),
        }
    }
}

impl Format {
    /// The format of a file, by its first bytes and its name.
    ///
    /// # Errors
    /// When the bytes show a format that is not read.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, OpenError> {
        const UNREAD: [(&[u8], &str); 3] = [
            (b"%PDF", ".pdf"),
            (b"\xd0\xcf\x11\xe0", ".doc"),
            (b"{\\rtf", ".rtf"),
        ];
        if bytes.starts_with(b"PK\x03\x04") {
            return Ok(Format::Docx);
        }
        if let Some((_, format)) = UNREAD.iter().find(|(mark, _)| bytes.starts_with(mark)) {
            return Err(OpenError::Unread(format));
        }
        let name = name.to_lowercase();
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        let head: String =
            String::from_utf8_lossy(bytes.get(..bytes.len().min(1024)).unwrap_or_default()).to_lowercase();
        let page = ["<!doctype html", "<html", "<body", "<p>", "<div"]
            .iter()
            .any(|tag| head.contains(tag));
        Ok(
            if ends(&[".html", ".htm", ".shtml"]) || page && !ends(&[".md", ".txt"]) {
                Format::Html
            } else if ends(&[".md", ".markdown"]) {
                Format::Markdown
            } else {
                Format::Text
            },
        )
    }
}

impl Document {
    /// Opens a report from the bytes of a file; `name` is the file's name.
    ///
    /// Text may be UTF-8, GB 18030 (and so GBK and GB 2312), or UTF-16. A file that is cut short in the
    /// middle of a character is read. Positions count characters of the
    /// decoded text.
    ///
    /// ```
    /// use report::Document;
    ///
    /// let gbk = [0xb9, 0xe6, 0xc9, 0xcf, 0xc6, 0xf3, 0xd2, 0xb5, b'5', 0xbc, 0xd2];
    /// assert_eq!(Document::open("report.txt", &gbk)?.text(), "规上企业5家");
    /// # Ok::<(), report::OpenError>(())
    /// ```
    ///
    /// # Errors
    /// When the format is not read, the file is damaged, or the text has no known encoding.
    pub fn open(name: &str, bytes: &[u8]) -> Result<Self, OpenError> {
        let format = Format::of(name, bytes)?;
        if format == Format::Docx {
            return Ok(Document::docx(bytes)?);
        }
        let text = decode(bytes)?;
        Ok(match format {
            Format::Html => Document::html(&text),
            Format::Markdown => Document::markdown(&text),
            Format::Text | Format::Docx => Document::plain(text),
        })
    }
}

fn decode(bytes: &[u8]) -> Result<String, OpenError> {
    use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
    let marked = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8);
    if let Some((encoding, mark)) = marked {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return Ok(text.into_owned());
    }
    // No other encoding of text holds a zero byte; in UTF-16 every digit and every line break has one.
    if bytes.contains(&0) {
        let zeros = |half: usize| {
            bytes
                .iter()
                .skip(half)
                .step_by(2)
                .filter(|byte| **byte == 0)
                .count()
        };
        let unmarked = if zeros(1) > zeros(0) { UTF_16LE } else { UTF_16BE };
        return mostly(unmarked, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    mostly(GB18030, bytes)
}

/// How many characters there must be to one that cannot be read: a file may be cut short or have a byte broken.
const TO_ONE_BROKEN: usize = 200;

fn mostly(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, OpenError> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
    if broken * TO_ONE_BROKEN > text.chars().count() {
        return Err(OpenError::Encoding);
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_told_by_bytes_and_name() {
        assert_eq!(Format::of("a.txt", b"PK\x03\x04").unwrap(), Format::Docx);
        assert_eq!(Format::of("a", b"<!DOCTYPE html><p>").unwrap(), Format::Html);
        assert_eq!(Format::of("a.md", b"# 5").unwrap(), Format::Markdown);
        assert_eq!(Format::of("a.txt", "5家".as_bytes()).unwrap(), Format::Text);
        assert!(matches!(
            Format::of("a.pdf", b"%PDF-1.7"),
            Err(OpenError::Unread(".pdf"))
        ));
    }

    #[test]
    fn encodings_of_chinese_offices_are_read() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("5家".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(Document::open("a.txt", &utf16).unwrap().text(), "5家");
        assert_eq!(Document::open("a.txt", &utf16[2..]).unwrap().text(), "5家");
        let (gbk, ..) = encoding_rs::GBK.encode("新增规上企业５家，同比增长８.６％。");
        let long = [&gbk.repeat(20)[..], &gbk[..1]].concat();
        let text = Document::open("a.txt", &long).unwrap();
        assert!(text.text().starts_with("新增规上企业５家"));
        assert!(matches!(
            Document::open("a.txt", b"\xff\xff5"),
            Err(OpenError::Encoding)
        ));
    }
}
