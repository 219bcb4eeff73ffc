//! A draft given back as a Word document, with a comment beside every figure that needs putting right.

use super::CheckAsk;
use super::mark::MarkSort;
use crate::error::DeskError;
use crate::press::{DraftFile, Press};
use crate::seat::Seat;
use pack::Lang;
use report::{Document, Options, read};
use std::ops::Range;

impl Seat {
    /// The draft with comments. It is read anew as the text that comments point to.
    ///
    /// # Errors
    /// When the draft cannot be read, or as for [`Seat::check_report`].
    pub fn annotate(
        &self,
        draft: &DraftFile,
        year: Option<i16>,
        ask: &CheckAsk,
        press: &dyn Press,
        lang: Lang,
    ) -> Result<Vec<u8>, DeskError> {
        let text = press.text_of(draft)?;
        let reading = read(Document::plain(text), &Options { year });
        let check = self.check_report(&reading, ask)?;
        let comments: Vec<(Range<usize>, String)> = check
            .marks()
            .into_iter()
            .filter(|mark| mark.sort != MarkSort::Agrees)
            .map(|mark| {
                let (title, note) = (mark.sort.title(), mark.note.get(lang).to_owned());
                (mark.bytes, format!("{}：{note}", title.get(lang)))
            })
            .collect();
        let author = match lang {
            Lang::Zh => "一本账",
            Lang::En => "Yiben",
        };
        Ok(press.comment(draft, author, &comments, self.desk.now().0)?)
    }
}
