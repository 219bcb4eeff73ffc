//! A paper before it is set: what it says and what each part of it is, nothing about how it looks.

use serde::Serialize;

/// A document to be set.
///
/// The parts stand in the order in which the standard puts them on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Whether it is an official document or a filled form.
    pub kind: Kind,
    /// 发文机关: the red head of an official document, the line above the title of a form.
    pub issuer: Option<String>,
    /// 发文字号, such as `岔政〔2024〕12号`.
    pub number: Option<String>,
    /// The title; a line break in it is kept, otherwise the lines are balanced.
    pub title: String,
    /// Lines under the title: the meeting and its date, the speaker.
    pub subtitle: Vec<String>,
    /// 主送机关 or the salutation, flush left above the body.
    pub recipient: Option<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// 附件说明: the names of the attachments, without numbers and full stops.
    pub attachments: Vec<String>,
    /// 署名 and 成文日期.
    pub signature: Option<Signature>,
    /// 版记 at the foot of the last page.
    pub colophon: Option<Colophon>,
    /// Remarks that runs point at by their place in this list.
    pub remarks: Vec<Remark>,
}

/// The two families of paper an office writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 公文: red head when there is an issuer, page numbers on every page.
    #[default]
    Official,
    /// 文书 and 表单 (调解协议书, 整改通知书, 督办单): black head, number at the right, page numbers only
    /// from two pages on.
    Form,
}

/// One piece of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading with its number, if it has one.
    Heading {
        /// Its rank.
        level: Level,
        /// Its number with punctuation, such as `一、`; none when the text has its own or is to have none.
        number: Option<String>,
        /// Its text.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A drawing.
    Chart(Chart),
    /// What follows begins a page.
    PageBreak,
}

/// The four ranks of heading of an official document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `一、`, set in 黑体.
    One,
    /// `（一）`, set in 楷体.
    Two,
    /// `1.`, set in 仿宋 bold.
    Three,
    /// `（1）`, set in 仿宋.
    Four,
}

impl Level {
    /// The rank from 1 to 4.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Level::One => 1,
            Level::Two => 2,
            Level::Three => 3,
            Level::Four => 4,
        }
    }
}

/// A paragraph of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text.
    pub runs: Vec<Run>,
    /// Where its lines stand.
    pub align: Align,
}

/// Where lines stand between the margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Body text: first line two characters in, both edges even. In a table: chosen from the content.
    #[default]
    Body,
    /// Left edge.
    Left,
    /// Centred.
    Center,
    /// Right edge.
    Right,
}

/// A stretch of text of one look and one meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text; `\n` ends a line within the paragraph.
    pub text: String,
    /// Its look.
    pub style: Style,
    /// Where it leads.
    pub target: Option<Target>,
    /// The remark on it, as a place in [`Paper::remarks`].
    pub remark: Option<usize>,
}

impl Run {
    /// Plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Run {
            text: text.into(),
            ..Run::default()
        }
    }
}

/// The look of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// As the paragraph.
    #[default]
    Plain,
    /// Bold, Markdown's `**…**`.
    Strong,
    /// 楷体, Markdown's `*…*`: Chinese type has no italics.
    Kai,
}

/// Where a run leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A bound figure, such as `disputes.settled?period=2024`; its address is [`crate::Imprint::figures`]
    /// followed by this.
    Figure(String),
    /// An address of the web or of mail.
    Address(String),
}

/// A table. Every row has as many places as there are columns once merged cells are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The line above it.
    pub caption: Option<String>,
    /// How each column stands; its length is the number of columns.
    pub columns: Vec<Align>,
    /// Rows repeated at the top of each page the table runs over; may be empty.
    pub header: Vec<Vec<Cell>>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text.
    pub runs: Vec<Run>,
    /// How many columns it takes, at least 1.
    pub across: usize,
    /// How many rows it takes, at least 1.
    pub down: usize,
}

impl Cell {
    /// A cell of one column and one row.
    #[must_use]
    pub fn of(runs: Vec<Run>) -> Self {
        Cell {
            runs,
            across: 1,
            down: 1,
        }
    }

    /// Its text without looks and links.
    #[must_use]
    pub fn text(&self) -> String {
        plain(&self.runs)
    }
}

/// A drawing in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The drawing, an SVG document. Files and addresses it names are not loaded.
    pub svg: String,
    /// The line under it, also read out in place of the drawing.
    pub caption: String,
}

/// Who signs and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// 发文机关署名 or the signer.
    pub issuer: Option<String>,
    /// 成文日期 in Arabic numerals without leading zeros, such as `2024年1月8日`.
    pub date: Option<String>,
}

/// 版记: who else gets the document and who printed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colophon {
    /// 抄送机关, without the word 抄送 and without the full stop.
    pub copies: Option<String>,
    /// 印发机关.
    pub printer: Option<String>,
    /// 印发日期, without the word 印发.
    pub date: Option<String>,
}

/// A comment on a stretch of text, shown beside it in Word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Who makes it.
    pub author: String,
    /// What it says.
    pub text: String,
}

/// Underscores from which on they are a blank to be filled in by hand.
pub(crate) const BLANK: &str = "___";

/// The text of runs without looks and links.
pub(crate) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
