//! XML that cannot come out malformed: every element is closed, every text and value escaped.

use std::fmt::{Display, Write};

use crate::press::printable;

/// The attributes of an element.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// XML while it is written.
#[derive(Default)]
pub(crate) struct Xml {
    out: String,
}

impl Xml {
    /// A part of a package, with its declaration and one root element.
    pub(crate) fn part(root: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(),
        };
        xml.element(root, attributes, inside);
        xml.out
    }

    /// A piece to be put into a part.
    pub(crate) fn piece(inside: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml::default();
        inside(&mut xml);
        xml.out
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// An element with something in it.
    pub(crate) fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Xml)) {
        self.open(name, attributes);
        self.out.push('>');
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with nothing in it.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.out.push_str("/>");
    }

    /// Text of an author.
    pub(crate) fn text(&mut self, text: &str) {
        for c in printable(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                c => self.out.push(c),
            }
        }
    }

    /// XML made by another [`Xml`].
    pub(crate) fn splice(&mut self, piece: &str) {
        self.out.push_str(piece);
    }

    fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            // Writing into a string cannot fail.
            let _ = write!(self.out, " {key}=\"");
            self.text(&value.to_string());
            self.out.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_values_cannot_break_out() {
        let xml = Xml::piece(|x| x.element("a", &[("b", &"\"><c/>")], |x| x.text("</a>&\u{0}\u{8}")));
        assert_eq!(xml, "<a b=\"&quot;&gt;&lt;c/&gt;\">&lt;/a&gt;&amp;</a>");
    }
}
