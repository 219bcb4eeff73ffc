//! Remarks as Word comments.

use jiff::Timestamp;

use super::xml::Xml;
use super::{MAIN, w3c};
use crate::paper::Remark;

/// The comments part for remarks with their ids.
pub(crate) fn part<'a>(remarks: impl Iterator<Item = (usize, &'a Remark)>, made_at: Timestamp) -> String {
    Xml::part("w:comments", &[("xmlns:w", &MAIN)], |x| {
        x.splice(&list(remarks, made_at));
    })
}

/// The comments themselves, to be put into a part that has others already.
pub(crate) fn list<'a>(remarks: impl Iterator<Item = (usize, &'a Remark)>, made_at: Timestamp) -> String {
    let date = w3c(made_at);
    Xml::piece(|x| {
        for (id, remark) in remarks {
            let initials: String = remark.author.chars().take(2).collect();
            let attributes: super::xml::Attributes<'_> = &[
                ("w:id", &id),
                ("w:author", &remark.author),
                ("w:date", &date),
                ("w:initials", &initials),
            ];
            x.element("w:comment", attributes, |x| {
                for line in remark.text.split('\n') {
                    x.element("w:p", &[], |x| {
                        x.element("w:r", &[], |x| {
                            x.element("w:t", &[("xml:space", &"preserve")], |x| x.text(line));
                        });
                    });
                }
            });
        }
    })
}

/// The beginning of a remark's range.
pub(crate) fn start(id: usize) -> String {
    Xml::piece(|x| x.empty("w:commentRangeStart", &[("w:id", &id)]))
}

/// The end of a remark's range with the mark that shows it.
pub(crate) fn end(id: usize) -> String {
    Xml::piece(|x| {
        x.empty("w:commentRangeEnd", &[("w:id", &id)]);
        x.element("w:r", &[], |x| x.empty("w:commentReference", &[("w:id", &id)]));
    })
}
