//! Text of a paragraph: runs, links and the ends of remarks.

use super::body::Body;
use super::styles::face;
use super::xml::Xml;
use crate::fonts::Role;
use crate::link;
use crate::paper::{Run, Style};

impl Body<'_> {
    /// The runs of a paragraph; a remark begins at its first run and ends at its last.
    pub(super) fn runs(&mut self, x: &mut Xml, runs: &[Run]) {
        let mut open = None;
        for run in runs {
            if run.remark != open {
                close(x, open);
                if let Some(id) = run.remark {
                    x.empty("w:commentRangeStart", &[("w:id", &id)]);
                }
                open = run.remark;
            }
            self.run(x, run);
        }
        close(x, open);
    }

    fn run(&mut self, x: &mut Xml, run: &Run) {
        match run
            .target
            .as_ref()
            .and_then(|target| link::address(target, self.imprint))
        {
            Some(url) => {
                let id = self.package.address(&url);
                x.element("w:hyperlink", &[("r:id", &id)], |x| text(x, run));
            }
            None => text(x, run),
        }
    }
}

/// Ends the range of a remark and puts its mark there.
fn close(x: &mut Xml, remark: Option<usize>) {
    let Some(id) = remark else { return };
    x.splice(&super::comments::end(id));
}

/// A run without its link.
pub(crate) fn text(x: &mut Xml, run: &Run) {
    x.element("w:r", &[], |x| {
        match run.style {
            Style::Plain => {}
            Style::Strong => x.element("w:rPr", &[], |x| x.empty("w:b", &[])),
            Style::Kai => x.element("w:rPr", &[], |x| face(x, Role::Kai)),
        }
        for (n, line) in run.text.split('\n').enumerate() {
            if n > 0 {
                x.empty("w:br", &[]);
            }
            for (n, stretch) in line.split('\t').enumerate() {
                if n > 0 {
                    x.empty("w:tab", &[]);
                }
                if !stretch.is_empty() {
                    x.element("w:t", &[("xml:space", &"preserve")], |x| x.text(stretch));
                }
            }
        }
    });
}
