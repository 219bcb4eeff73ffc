//! Making messages of what loops did by themselves. The mark of how far was looked moves in the same transaction as what
//! was made, so that nothing is told twice or never.

use super::Told;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::seat::label;
use ledger::{Act, Deed, Moment, Seq, read_entry};
use pack::{Shelf, Text};
use serde_json::json;
use std::sync::atomic::Ordering;
use store::{Line, Read, StoreError};

/// Journal lines looked at in one go.
const STRETCH: usize = 500;
/// A mark that lies so far behind is moved even where nothing was to be told, so that a start does not look at it all.
const FAR_BEHIND: Seq = 10_000;

/// What happened longer ago is no news: a town whose past is written, or whose program stood still for a season, does not
/// send it all out.
const STALE: i64 = 30 * ledger::DAY;

/// A stretch of the journal, looked at.
struct Looked {
    to: Seq,
    told: Vec<Told>,
}

impl Desk {
    /// Makes messages and deliveries of what happened since the last look; answers with how many were told.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn gather(&self) -> Result<usize, DeskError> {
        let mut marked = self.marked()?;
        let mut from = marked.max(self.shared.looked.load(Ordering::Relaxed));
        let mut count = 0;
        loop {
            let looked = self.look_on(from)?;
            // Moving the mark is an entry of its own, and not worth one for a stretch about nothing.
            if !looked.told.is_empty() || looked.to - marked >= FAR_BEHIND {
                self.tell_all(&looked)?;
                // The mark's own entry lies past it: were it held against the old mark, marks would follow marks for ever.
                marked = looked.to;
                count += looked.told.len();
            }
            self.shared.looked.store(looked.to, Ordering::Relaxed);
            if looked.to == from {
                return Ok(count);
            }
            from = looked.to;
        }
    }

    fn tell_all(&self, looked: &Looked) -> Result<(), DeskError> {
        let channels = self.channels()?;
        let mut jobs = Vec::new();
        for told in &looked.told {
            jobs.extend(self.sent_out(told, &channels));
            jobs.push(self.own("message", format!("{:012}", told.seq), json!(told)));
        }
        jobs.push(self.own("mark", "messages".to_owned(), json!(looked.to)));
        self.keep_own(jobs)
    }

    fn marked(&self) -> Result<Seq, DeskError> {
        let town = self.town();
        let mark = town.store.read(&town.code)?.thing("mark", "messages")?;
        Ok(mark.and_then(|mark| mark.as_u64()).unwrap_or_default())
    }

    fn look_on(&self, from: Seq) -> Result<Looked, DeskError> {
        let shelf = self.shelf();
        let town = self.town();
        let book = town.store.read(&town.code)?;
        let lines = book.lines(from, STRETCH)?;
        let since = Moment(self.now().0 - STALE);
        let mut told = Vec::new();
        for line in &lines {
            told.extend(tell(&*book, &shelf, since, line)?);
        }
        Ok(Looked {
            to: lines.last().map_or(from, |line| line.seq),
            told,
        })
    }
}

/// What is to be told of an entry, if anything.
fn tell(book: &dyn Read, shelf: &Shelf, since: Moment, line: &Line) -> Result<Option<Told>, StoreError> {
    // Told by the word, so that quiet entries cost nothing.
    let loud = ["\"act\":\"lift\"", "\"act\":\"overdue\"", "\"act\":\"remind\""];
    if !loud.iter().any(|act| line.text.contains(act)) {
        return Ok(None);
    }
    let entry = read_entry(&line.text, shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let Act::Record(act) = &entry.act else {
        return Ok(None);
    };
    if entry.head.at < since {
        return Ok(None);
    }
    let Some((pack, register)) = shelf.register(&act.register) else {
        return Ok(None);
    };
    let Some(row) = book.row(register, act.id)? else {
        return Ok(None);
    };
    Ok(Some(Told {
        seq: line.seq,
        at: entry.head.at,
        pack: pack.name.clone(),
        register: register.name.clone(),
        id: act.id,
        place: row.place,
        deed: act.deed.name().to_owned(),
        text: words(&act.deed, &register.title, &label(pack, register, &row)),
    }))
}

fn words(deed: &Deed, register: &Text, label: &str) -> Text {
    let (zh, en) = match deed {
        Deed::Lift => ("超期未办结，已上报上一级", "missed its limit and rose one level"),
        Deed::Overdue => ("已超期", "is overdue"),
        _ => ("即将到期", "is due soon"),
    };
    Text {
        zh: format!("【{}】{label}：{zh}", register.zh),
        en: format!("[{}] {label} {en}", register.en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TownPlan;
    use ledger::DAY;
    use serde_json::Value as Json;
    use standards::PlaceTree;
    use std::sync::Arc;

    fn desk(folder: &std::path::Path) -> Arc<Desk> {
        let code = "330226105".parse().unwrap();
        let plan = TownPlan {
            code,
            zh: "测试镇".to_owned(),
            en: "Test town".to_owned(),
            places: PlaceTree::ninghai().subtree(code),
        };
        Arc::new(Desk::make(&folder.join("town"), &plan).unwrap())
    }

    fn dispute(desk: &Arc<Desk>) {
        let fields = json!({
            "title": "屋檐滴水", "place": "330226105208", "outline": "两户争执", "category": "housing", "people_count": 2,
        });
        let fields = fields.as_object().cloned().unwrap_or_default();
        let seat = desk.trusted_seat("owner");
        seat.create("dispute", None, fields, crate::Asked::default())
            .unwrap();
    }

    #[test]
    fn a_look_from_far_behind_moves_the_mark_once_and_then_rests() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let quiet = (0..=FAR_BEHIND).map(|at| desk.own("note", format!("{at}"), Json::from(at)));
        desk.keep_own(quiet.collect()).unwrap();
        let head = || {
            desk.town()
                .store
                .read(&desk.town().code)
                .unwrap()
                .head()
                .unwrap()
                .0
        };
        let before = head();
        assert_eq!(desk.gather().unwrap(), 0);
        assert_eq!(head(), before + 1, "the mark is one entry");
        assert_eq!(desk.gather().unwrap(), 0);
        assert_eq!(head(), before + 1);
    }

    #[test]
    fn what_happened_a_season_ago_is_no_news() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let day = |day: i64| Moment(Moment::start_of(jiff::civil::date(2024, 3, 4)).0 + day * DAY);
        desk.set_clock(day(0));
        dispute(&desk);
        desk.set_clock(day(20));
        assert!(desk.fire_timers().unwrap() > 0);
        desk.set_clock(day(120));
        assert_eq!(desk.gather().unwrap(), 0, "told too late, it is not told");
        dispute(&desk);
        desk.set_clock(day(140));
        assert!(desk.fire_timers().unwrap() > 0);
        assert!(desk.gather().unwrap() > 0, "what happens now is told");
    }
}
