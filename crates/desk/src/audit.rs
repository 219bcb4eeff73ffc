//! Looking whether the book is whole: the chain link by link, and the tables against a replay of the journal.

use crate::desk::Desk;
use crate::error::DeskError;
use ledger::{Book, Entry, Link, Seq, Timer, read_entry, timers, to_json};
use pack::Shelf;
use serde::Serialize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use store::{Line, Listing, Read, StoreError};

/// Lines read at a time.
const STRETCH: usize = 1_000;
/// Stretches that wait for the next thread.
const AHEAD: usize = 4;

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// Entries looked at.
    pub entries: Seq,
    /// The last link of the chain, in hex.
    pub link: String,
    /// The first thing that is not as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where: an entry, a record, a cell, a timer.
    pub place: String,
    /// What the journal says.
    pub expected: String,
    /// What is kept.
    pub found: String,
}

/// Looks at every link of the chain.
///
/// # Errors
/// When the store cannot be read.
pub fn verify(desk: &Desk, progress: &mut dyn FnMut(Seq, Seq)) -> Result<Audit, DeskError> {
    let town = desk.town();
    let book = town.store.read(&town.code)?;
    let (last, head) = book.head()?;
    let mut link = Link::origin(town.code.as_str());
    let mut seq = 0;
    let broken = |seq: Seq, link: Link, place: String, expected: String, found: String| Audit {
        entries: seq,
        link: link.to_string(),
        difference: Some(Difference {
            place,
            expected,
            found,
        }),
    };
    while seq < last {
        let lines = book.lines(seq, STRETCH)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if line.seq != seq + 1 {
                return Ok(broken(
                    seq,
                    link,
                    format!("entry {}", seq + 1),
                    "an entry".to_owned(),
                    format!("entry {}", line.seq),
                ));
            }
            link = link.next(line.text.as_bytes());
            seq = line.seq;
            if link != line.link {
                return Ok(broken(
                    seq,
                    link,
                    format!("entry {seq}"),
                    link.to_string(),
                    line.link.to_string(),
                ));
            }
        }
        progress(seq, last);
    }
    let end = (link != head).then(|| {
        differs(
            "the end of the journal".to_owned(),
            head.to_string(),
            link.to_string(),
        )
    });
    let difference = match end {
        Some(end) => Some(end),
        None => astray(desk, &*book, seq)?,
    };
    Ok(Audit {
        entries: seq,
        link: link.to_string(),
        difference,
    })
}

/// What the chain itself does not tell: a line filed under what it does not say, and lines cut off at the end, which
/// records still tell of.
fn astray(desk: &Desk, book: &dyn Read, last: Seq) -> Result<Option<Difference>, DeskError> {
    if let Some(seq) = book.misfiled()? {
        let expected = "filed under what it says: its record, submission and batch";
        return Ok(Some(differs(
            format!("entry {seq}"),
            expected,
            "filed under something else",
        )));
    }
    for (_, register) in desk.shelf().registers() {
        if let Some(id) = book.orphaned(&register.name)? {
            let expected = format!("the entry that last changed {} {id}", register.name);
            return Ok(Some(differs(
                format!("entry {}", last + 1),
                expected,
                "the journal ends before it",
            )));
        }
    }
    Ok(None)
}

/// Replays the journal and compares every record, cell, timer, serial number and thing with what is kept.
///
/// # Errors
/// When the store cannot be read.
pub fn rebuild(desk: &Desk, progress: &mut dyn FnMut(Seq, Seq)) -> Result<Audit, DeskError> {
    let town = desk.town();
    let shelf = desk.shelf();
    let book = town.store.read(&town.code)?;
    let link = book.head()?.1.to_string();
    let difference = match replayed(&*book, &shelf, progress)? {
        Ok(replayed) => {
            let difference = compare(&*book, &shelf, &replayed)?;
            return Ok(Audit {
                entries: replayed.seq,
                link,
                difference,
            });
        }
        Err(difference) => difference,
    };
    Ok(Audit {
        entries: book.head()?.0,
        link,
        difference: Some(difference),
    })
}

/// The town's book as the journal tells it, in memory and compared with nothing.
///
/// # Errors
/// When the store cannot be read or an entry does not follow from those before it.
pub fn replay(desk: &Desk) -> Result<Book, DeskError> {
    let town = desk.town();
    let book = town.store.read(&town.code)?;
    match replayed(&*book, &desk.shelf(), &mut |_, _| {})? {
        Ok(book) => Ok(book),
        Err(difference) => {
            Err(StoreError::Damaged(format!("{}: {}", difference.place, difference.found)).into())
        }
    }
}

/// The book as the journal tells it, or the first entry that does not follow. The lines are fetched, understood and applied
/// by a thread each.
fn replayed(
    book: &dyn Read,
    shelf: &Shelf,
    progress: &mut dyn FnMut(Seq, Seq),
) -> Result<Result<Book, Difference>, StoreError> {
    std::thread::scope(|scope| {
        let (give_lines, lines) = sync_channel::<Vec<Line>>(AHEAD);
        let (give_entries, entries) = sync_channel::<Vec<Entry>>(AHEAD);
        let understood = scope.spawn(move || understand(lines, shelf, &give_entries));
        let applied = scope.spawn(move || {
            let mut replayed = Book::default();
            for entry in entries.into_iter().flatten() {
                let seq = entry.seq;
                replayed
                    .take(shelf, entry)
                    .map_err(|error| unfollowing(seq, error.to_string()))?;
            }
            Ok(replayed)
        });
        let fetched = fetch(book, &give_lines, progress);
        // The threads end one after another when nothing more comes.
        drop(give_lines);
        let broke_off = || {
            StoreError::Damaged("replaying the journal broke off; this is a fault of the program".to_owned())
        };
        let understood = understood.join().map_err(|_| broke_off())?;
        let applied = applied.join().map_err(|_| broke_off())?;
        fetched?;
        // What does not follow comes before the line that could not be read: nothing is applied after that one.
        Ok(applied.and_then(|book| understood.map(|()| book)))
    })
}

/// Fetches the journal's lines, until it ends or nobody takes them any more.
fn fetch(
    book: &dyn Read,
    give: &SyncSender<Vec<Line>>,
    progress: &mut dyn FnMut(Seq, Seq),
) -> Result<(), StoreError> {
    let last = book.head()?.0;
    let mut seq = 0;
    while seq < last {
        let lines = book.lines(seq, STRETCH)?;
        let Some(newest) = lines.last() else { break };
        seq = newest.seq;
        if give.send(lines).is_err() {
            break;
        }
        progress(seq, last);
    }
    Ok(())
}

/// Makes entries of lines, up to the first that is none.
fn understand(
    lines: Receiver<Vec<Line>>,
    shelf: &Shelf,
    give: &SyncSender<Vec<Entry>>,
) -> Result<(), Difference> {
    for stretch in lines {
        let mut entries = Vec::with_capacity(stretch.len());
        let mut broken = Ok(());
        for line in stretch {
            match read_entry(&line.text, shelf) {
                Ok(entry) => entries.push(entry),
                Err(error) => {
                    broken = Err(unfollowing(line.seq, error.to_string()));
                    break;
                }
            }
        }
        if give.send(entries).is_err() || broken.is_err() {
            return broken;
        }
    }
    Ok(())
}

fn unfollowing(seq: Seq, why: String) -> Difference {
    Difference {
        place: format!("entry {seq}"),
        expected: "an entry that follows from those before it".to_owned(),
        found: why,
    }
}

fn compare(book: &dyn Read, shelf: &Shelf, replayed: &Book) -> Result<Option<Difference>, StoreError> {
    if let Some(found) = compare_rows(book, shelf, replayed)? {
        return Ok(Some(found));
    }
    if let Some(found) = compare_timers(book, shelf, replayed)? {
        return Ok(Some(found));
    }
    for (series, serial) in &replayed.serials {
        let kept = book.last_serial(series)?;
        if kept != *serial {
            return Ok(Some(differs(
                format!("series {series}"),
                serial.to_string(),
                kept.to_string(),
            )));
        }
    }
    for ((subject, name), body) in &replayed.town {
        let kept = book.thing(subject, name)?;
        if kept.as_ref() != Some(body) {
            let found = kept.map_or_else(|| "nothing".to_owned(), |kept| kept.to_string());
            return Ok(Some(differs(
                format!("{subject} {name}"),
                body.to_string(),
                found,
            )));
        }
    }
    compare_cells(book, replayed)
}

fn differs(place: String, expected: impl Into<String>, found: impl Into<String>) -> Difference {
    Difference {
        place,
        expected: expected.into(),
        found: found.into(),
    }
}

fn compare_rows(book: &dyn Read, shelf: &Shelf, replayed: &Book) -> Result<Option<Difference>, StoreError> {
    for (_, register) in shelf.registers() {
        let mut listing = Listing {
            descending: false,
            limit: STRETCH,
            withdrawn: true,
            ..Listing::default()
        };
        let mut kept = 0;
        loop {
            let page = book.list(register, &listing)?;
            for row in &page.rows {
                kept += 1;
                let place = || format!("{} {}", register.name, row.id);
                let Some(expected) = replayed.row(register, row.id) else {
                    return Ok(Some(differs(place(), "no record", "a record")));
                };
                if expected == *row {
                    continue;
                }
                for (at, field) in register.fields.iter().enumerate() {
                    let (wanted, have) = (&expected.values[at], &row.values[at]);
                    if wanted != have {
                        return Ok(Some(differs(
                            format!("{}, {}", place(), field.name),
                            to_json(field, wanted).to_string(),
                            to_json(field, have).to_string(),
                        )));
                    }
                }
                return Ok(Some(differs(
                    place(),
                    format!("version {} {:?}", expected.version, expected.case),
                    format!("version {} {:?}", row.version, row.case),
                )));
            }
            match page.next {
                Some(next) => listing.after = Some(next),
                None => break,
            }
        }
        let expected = replayed.count(register);
        if expected != kept {
            return Ok(Some(differs(
                register.name.clone(),
                format!("{expected} records"),
                format!("{kept} records"),
            )));
        }
    }
    Ok(None)
}

fn compare_timers(book: &dyn Read, shelf: &Shelf, replayed: &Book) -> Result<Option<Difference>, StoreError> {
    let mut expected: Vec<(String, ledger::RecordId, Timer)> = Vec::new();
    for (_, register) in shelf.registers() {
        for row in replayed.rows(register) {
            expected.extend(
                timers(register, &row)
                    .into_iter()
                    .map(|timer| (register.name.clone(), row.id, timer)),
            );
        }
    }
    let told = |(register, id, timer): &(String, ledger::RecordId, Timer)| {
        format!("{register} {id} {} at {}", timer.what.name(), timer.at)
    };
    let mut kept = book.all_timers()?;
    let key = |timer: &(String, ledger::RecordId, Timer)| (timer.0.clone(), timer.1, timer.2);
    expected.sort_by_key(key);
    kept.sort_by_key(key);
    for at in 0..expected.len().max(kept.len()) {
        let (wanted, have) = (expected.get(at), kept.get(at));
        if wanted != have {
            let text = |timer: Option<&_>| timer.map_or_else(|| "no timer".to_owned(), told);
            return Ok(Some(differs("timers".to_owned(), text(wanted), text(have))));
        }
    }
    Ok(None)
}

fn compare_cells(book: &dyn Read, replayed: &Book) -> Result<Option<Difference>, StoreError> {
    let wanted = replayed.deltas.cells();
    let mut found = None;
    let mut kept = 0;
    book.all_cells(&mut |key, tally| {
        kept += 1;
        let name = || {
            format!(
                "cell {} {} {} {} {}",
                key.indicator,
                key.place,
                key.grain.letter(),
                key.start,
                key.dimensions
            )
        };
        match wanted.get(&key) {
            Some(expected) if *expected == tally => true,
            expected => {
                let text = expected.map_or_else(|| "no cell".to_owned(), |cell| format!("{cell:?}"));
                found = Some(differs(name(), text, format!("{tally:?}")));
                false
            }
        }
    })?;
    if found.is_none() && kept != wanted.len() {
        found = Some(differs(
            "cells".to_owned(),
            format!("{} cells", wanted.len()),
            format!("{kept} cells"),
        ));
    }
    Ok(found)
}
