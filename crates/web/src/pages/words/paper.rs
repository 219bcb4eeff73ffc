//! Words of papers made of records.

use super::{Say, say};

pub(crate) const PAPERS: Say = say("文书", "Papers");
pub(crate) const PDF: Say = say("下载 PDF", "Download PDF");
pub(crate) const DOCX: Say = say("下载 Word", "Download Word");
pub(crate) const MADE_NOW: Say = say("这一步要出的文书", "Papers of this step");
pub(crate) const IN_CLEAR: Say = say("出具含原文的文书", "With sensitive fields in clear");
pub(crate) const IN_CLEAR_HELP: Say = say(
    "文书里的姓名、证件、电话默认遮盖。要出具正式文书，请写明原因：谁、何时、为什么出具，都会记入流水。",
    "Names, ids and telephones are masked on papers. To issue one in clear say why: who issued it, when and why goes into the journal.",
);
pub(crate) const WHICH: Say = say("哪份文书", "Which paper");
pub(crate) const WHY: Say = say("出具原因", "Why it is issued");
pub(crate) const ISSUE_PDF: Say = say("出具 PDF", "Issue as PDF");
pub(crate) const ISSUE_DOCX: Say = say("出具 Word", "Issue as Word");
