//! The head of a Markdown paper: `key: value` lines between two lines of `---`.
//!
//! | key | English | meaning |
//! |---|---|---|
//! | 类型 | kind | 公文 (official) or 文书 (form) |
//! | 标题 | title | the title; `# …` in the text does as well |
//! | 副题 | subtitle | a line under the title; may be repeated |
//! | 发文机关 | issuer | the red head, or a form's first line |
//! | 文号 | number | 发文字号, or a form's number |
//! | 主送 | to | recipient or salutation |
//! | 附件 | attachment | one attachment's name; may be repeated |
//! | 署名 | signed | who signs |
//! | 日期 | date | when; `2024-01-08` becomes `2024年1月8日` |
//! | 抄送 | copies | who else gets it |
//! | 印发机关, 印发日期 | printer, printed | the last line of the colophon |
//! | 编号 | numbering | 自动 (always), 不编 (never); otherwise when no heading has a number |
//!
//! Values are plain text; what [`super::literal`] has made of one is read back. A key without a value may be followed by `- item` lines, each as if the key were repeated.

use jiff::civil::Date;

use super::literal::read_back;
use crate::numbering::Numbering;
use crate::paper::{Colophon, Kind, Paper, Signature};
use crate::warning::Warning;

/// What the head says.
#[derive(Default)]
pub(super) struct Head {
    pub(super) paper: Paper,
    pub(super) numbering: Numbering,
    pub(super) warnings: Vec<Warning>,
    /// How many bytes of the text it takes.
    pub(super) length: usize,
}

/// Reads the head, if the text begins with one that also ends.
pub(super) fn read(text: &str) -> Head {
    let mut head = Head::default();
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return head;
    };
    let mut length = first.len();
    let mut entries: Vec<(usize, &str, String)> = Vec::new();
    let mut key = "";
    for (n, line) in lines.enumerate() {
        length += line.len();
        let line_number = n + 2;
        let line = line.trim();
        if line == "---" {
            for (line, key, value) in entries {
                head.put(line, key, &value);
            }
            head.length = length;
            return head;
        }
        if let Some(item) = line.strip_prefix("- ") {
            entries.push((line_number, key, unquoted(item)));
        } else if let Some((name, value)) = line.split_once([':', '：']) {
            key = name.trim();
            if !value.trim().is_empty() {
                entries.push((line_number, key, unquoted(value)));
            }
        } else if !line.is_empty() && !line.starts_with('#') {
            entries.push((line_number, line, String::new()));
        }
    }
    head
}

/// The value without blanks and one pair of quotes around it.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    read_back(inner.unwrap_or(value))
}

impl Head {
    /// Puts one value where it belongs.
    fn put(&mut self, line: usize, key: &str, value: &str) {
        let paper = &mut self.paper;
        let text = value.to_owned();
        match key.to_ascii_lowercase().as_str() {
            "类型" | "kind" => match value {
                "公文" | "official" => paper.kind = Kind::Official,
                "文书" | "表单" | "form" => paper.kind = Kind::Form,
                _ => self.warnings.push(Warning::UnknownValue {
                    line,
                    key: key.into(),
                    value: text,
                }),
            },
            "编号" | "numbering" => match value {
                "自动" | "always" => self.numbering = Numbering::Always,
                "不编" | "never" => self.numbering = Numbering::Never,
                _ => self.warnings.push(Warning::UnknownValue {
                    line,
                    key: key.into(),
                    value: text,
                }),
            },
            "标题" | "title" => paper.title = text,
            "副题" | "subtitle" => paper.subtitle.push(text),
            "发文机关" | "issuer" => paper.issuer = Some(text),
            "文号" | "number" => paper.number = Some(text),
            "主送" | "to" => paper.recipient = Some(text),
            "附件" | "attachment" | "attachments" => paper.attachments.push(text),
            "署名" | "signed" => signature(paper).issuer = Some(text),
            "日期" | "date" => signature(paper).date = Some(spelled(value)),
            "抄送" | "copies" => colophon(paper).copies = Some(text),
            "印发机关" | "printer" => colophon(paper).printer = Some(text),
            "印发日期" | "printed" => colophon(paper).date = Some(spelled(value)),
            _ => self.warnings.push(Warning::UnknownKey {
                line,
                key: key.into(),
            }),
        }
    }
}

fn signature(paper: &mut Paper) -> &mut Signature {
    paper.signature.get_or_insert_default()
}

fn colophon(paper: &mut Paper) -> &mut Colophon {
    paper.colophon.get_or_insert_default()
}

/// A date as the standard writes it, section 7.3.5.4: Arabic numerals, no leading zeros.
fn spelled(date: &str) -> String {
    match date.parse::<Date>() {
        Ok(date) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Err(_) => date.to_owned(),
    }
}
