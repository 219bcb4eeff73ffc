//! Looking through the journal, and asking whether it is whole: administrators only.

use crate::audit::{self, Audit};
use crate::error::DeskError;
use crate::seat::Seat;
use jiff::civil::Date;
use ledger::{Moment, Seq};
use serde_json::Value as Json;
use std::time::Duration;
use store::{Line, Read, StoreError};

/// Lines read at a time, and most looked through for one answer.
const STRETCH: u64 = 1000;
const FARTHEST: u64 = 50_000;

/// What is looked for in the journal; empty parts fit everything.
#[derive(Clone, Debug, Default)]
pub struct JournalAsk {
    /// Login of who wrote.
    pub by: String,
    /// The register.
    pub register: String,
    /// What was done, such as `reveal`.
    pub act: String,
    /// A part of the line, such as a record's id.
    pub word: String,
    /// Only lines before this one; none for the latest.
    pub before: Option<Seq>,
}

/// A line of the journal, as told. What was written into fields is not: it stands in the record's history, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalItem {
    /// Position.
    pub seq: Seq,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// In which post.
    pub post: Option<String>,
    /// What was done.
    pub act: String,
    /// The register, or the kind of thing of the town.
    pub subject: String,
    /// The record, or the thing's name.
    pub name: String,
    /// The step taken.
    pub step: Option<String>,
    /// Names of the fields that were set.
    pub fields: Vec<String>,
    /// The line's link in the chain, in hex.
    pub link: String,
}

impl Seat {
    /// Lines that fit, the latest first, at most `limit`; and the position to go on before, when there may be more.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn search_journal(
        &self,
        ask: &JournalAsk,
        limit: usize,
    ) -> Result<(Vec<JournalItem>, Option<Seq>), DeskError> {
        self.needs_admin()?;
        let head = self.desk.wait_past(u64::MAX, Duration::ZERO);
        let mut end = ask
            .before
            .map_or(head, |before| before.saturating_sub(1).min(head));
        let floor = end.saturating_sub(FARTHEST);
        let mut found = Vec::new();
        let book = self.book()?;
        while end > floor {
            let begin = end.saturating_sub(STRETCH).max(floor);
            let lines = book.lines(begin, usize::try_from(end - begin).unwrap_or(usize::MAX))?;
            for line in lines.iter().rev() {
                if !line.text.contains(&*ask.word) {
                    continue;
                }
                let item = item(line.seq, &parsed(line)?, line.link.to_string());
                if fits(ask, &item) {
                    found.push(item);
                    if found.len() == limit {
                        return Ok((found, Some(line.seq).filter(|seq| *seq > 1)));
                    }
                }
            }
            end = begin;
        }
        Ok((found, (end > 0).then_some(end + 1)))
    }

    /// The last entry that was written by the end of a day, 0 when the journal begins later.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_entry_of(&self, day: Date) -> Result<Seq, DeskError> {
        let book = self.book()?;
        let end = Moment::end_of(day);
        let (mut written, mut later) = (0, book.head()?.0 + 1);
        while later - written > 1 {
            let middle = written.midpoint(later);
            if written_at(&*book, middle)?.is_some_and(|at| at < end) {
                written = middle;
            } else {
                later = middle;
            }
        }
        Ok(written)
    }

    /// When an entry was written; none when the journal has no such entry.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn written_at(&self, seq: Seq) -> Result<Option<Moment>, DeskError> {
        Ok(written_at(&*self.book()?, seq)?)
    }

    /// Looks at every link of the chain.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn verify_journal(&self) -> Result<Audit, DeskError> {
        self.needs_admin()?;
        audit::verify(&self.desk, &mut |_, _| {})
    }
}

fn written_at(book: &dyn Read, seq: Seq) -> Result<Option<Moment>, StoreError> {
    // Before the first entry there is none.
    let Some(before) = seq.checked_sub(1) else {
        return Ok(None);
    };
    let line = book.lines(before, 1)?.pop();
    let json = line.as_ref().map(parsed).transpose()?;
    Ok(json.as_ref().and_then(at))
}

fn parsed(line: &Line) -> Result<Json, StoreError> {
    serde_json::from_str(&line.text)
        .map_err(|error| StoreError::Damaged(format!("entry {}: {error}", line.seq)))
}

fn at(json: &Json) -> Option<Moment> {
    json.get("at").and_then(Json::as_i64).map(Moment)
}

fn fits(ask: &JournalAsk, item: &JournalItem) -> bool {
    let same = |wanted: &str, held: &str| wanted.is_empty() || wanted == held;
    same(&ask.by, &item.by) && same(&ask.register, &item.subject) && same(&ask.act, &item.act)
}

fn item(seq: Seq, json: &Json, link: String) -> JournalItem {
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let first = |keys: &[&str]| keys.iter().find_map(|key| text(key)).unwrap_or_default();
    let set = json.get("set").and_then(Json::as_object);
    JournalItem {
        seq,
        at: at(json).unwrap_or(Moment(0)),
        by: first(&["by"]),
        post: text("post"),
        act: first(&["act"]),
        subject: first(&["reg", "pack"]),
        name: first(&["id", "name"]),
        step: text("step"),
        fields: set.map(|set| set.keys().cloned().collect()).unwrap_or_default(),
        link,
    }
}
