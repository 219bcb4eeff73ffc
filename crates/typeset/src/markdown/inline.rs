//! Text within a block: runs with their looks, links and remarks.

use crate::link;
use crate::paper::{Align, Remark, Run, Style, Target};

/// The runs of the block at hand.
#[derive(Default)]
pub(super) struct Inlines {
    runs: Vec<Run>,
    styles: Vec<Style>,
    target: Option<Target>,
    remark: Option<usize>,
    /// A line of the source ended; whether a space stands there is known with the next character.
    soft: bool,
}

impl Inlines {
    /// Adds text in the look of the moment.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.soft) {
            let before = self.runs.last().and_then(|run| run.text.chars().last());
            let spaced = before.is_some_and(|c| !is_chinese(c) && c != '\n')
                && text.chars().next().is_some_and(|c| !is_chinese(c));
            if spaced {
                self.add(" ");
            }
        }
        self.add(text);
    }

    fn add(&mut self, text: &str) {
        let run = Run {
            text: text.to_owned(),
            style: self.look(),
            target: self.target.clone(),
            remark: self.remark,
        };
        match self.runs.last_mut() {
            Some(last) if last.text != "\n" && same_look(last, &run) => last.text.push_str(text),
            _ => self.runs.push(run),
        }
    }

    /// Bold is stronger than 楷体 when both are asked for.
    fn look(&self) -> Style {
        if self.styles.contains(&Style::Strong) {
            Style::Strong
        } else {
            self.styles.last().copied().unwrap_or_default()
        }
    }

    /// The source's line ends here, the paragraph's does not.
    pub(super) fn soft_break(&mut self) {
        self.soft = true;
    }

    /// The paragraph's line ends here.
    pub(super) fn hard_break(&mut self) {
        self.soft = false;
        self.runs.push(Run {
            text: "\n".into(),
            remark: self.remark,
            ..Run::default()
        });
    }

    /// Of HTML only the line break means something and a comment says nothing; the rest stays text.
    pub(super) fn html(&mut self, html: &str) {
        let tag = html.trim();
        if ["<br>", "<br/>", "<br />"]
            .iter()
            .any(|br| tag.eq_ignore_ascii_case(br))
        {
            self.hard_break();
        } else if !(tag.starts_with("<!--") && tag.ends_with("-->")) {
            self.text(html.trim_end_matches('\n'));
        }
    }

    pub(super) fn style(&mut self, style: Style) {
        self.styles.push(style);
    }

    pub(super) fn end_style(&mut self) {
        self.styles.pop();
    }

    /// Opens a link; gives its address back when it leads nowhere.
    pub(super) fn link(&mut self, address: &str, title: &str, remarks: &mut Vec<Remark>) -> Option<String> {
        if let Some(figure) = address.strip_prefix("fig:") {
            self.target = Some(Target::Figure(figure.to_owned()));
        } else if let Some(author) = address.strip_prefix("comment:") {
            self.remark = Some(remarks.len());
            remarks.push(Remark {
                author: author.to_owned(),
                text: title.to_owned(),
            });
        } else if link::allowed(address) {
            self.target = Some(Target::Address(address.to_owned()));
        } else {
            return Some(address.to_owned());
        }
        None
    }

    pub(super) fn end_link(&mut self) {
        self.target = None;
        self.remark = None;
    }

    /// The runs of the block, which is over.
    pub(super) fn finish(&mut self) -> Vec<Run> {
        self.soft = false;
        std::mem::take(&mut self.runs)
    }
}

/// Whether two runs are one.
fn same_look(a: &Run, b: &Run) -> bool {
    a.style == b.style && a.target == b.target && a.remark == b.remark
}

/// Whether a line may end at this character without a space being meant.
fn is_chinese(c: char) -> bool {
    c as u32 >= 0x2e80 || matches!(c, '—' | '…' | '“' | '”' | '‘' | '’')
}

/// Takes the marks `->…->` and `->…<-` off a paragraph and says what they mean.
pub(super) fn alignment(runs: &mut [Run]) -> Align {
    if !runs.first().is_some_and(|run| run.text.starts_with("->")) {
        return Align::Body;
    }
    let Some(last) = runs.last_mut() else {
        return Align::Body;
    };
    let (align, mark) = match last.text.as_str() {
        text if text.len() > 3 && text.ends_with("->") => (Align::Right, "->"),
        text if text.ends_with("<-") => (Align::Center, "<-"),
        _ => return Align::Body,
    };
    if let Some(kept) = last.text.strip_suffix(mark) {
        last.text = kept.trim_end().to_owned();
    }
    if let Some(first) = runs.first_mut()
        && let Some(kept) = first.text.strip_prefix("->")
    {
        first.text = kept.trim_start().to_owned();
    }
    align
}
