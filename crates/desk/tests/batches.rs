//! Ledgers that were sent and are on their way, batches that are in, and taking them back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{DeskError, Imported, Mode, Seat, Stage, Upload};
use ledger::Cause;
use std::time::Duration;
use town::{TOWN, Town, VILLAGE};

const HEADER: &str = "纠纷名称,发生地,简要情况,类别,涉及人数,受理日期\n";
const FIRST: &str = "排水沟改道,下畈村,两户争执,邻里,3,2024-03-05\n";
const SECOND: &str = "山林界址,湖头村,界址不清,山林土地,2,2024-03-06\n";
const WRONG: &str = "没有村的事,没有村,不知何处,邻里,2,2024-03-07\n";

/// Sends a ledger and waits until it was tried.
fn send(seat: &Seat, rows: &str) -> Upload {
    let upload = seat
        .keep_upload(Some("dispute"), "台账.csv", format!("{HEADER}{rows}").as_bytes())
        .unwrap();
    work(seat, &upload.id, Mode::Preview);
    seat.upload(&upload.id).unwrap()
}

fn work(seat: &Seat, id: &str, mode: Mode) {
    seat.work_on_upload(id, mode).unwrap();
    assert!(seat.wait_for_upload(id, Duration::from_secs(60)));
}

fn result(seat: &Seat, id: &str) -> Imported {
    seat.upload_result(id).unwrap().unwrap()
}

fn refused(result: Result<impl Sized, DeskError>) -> Option<Cause> {
    result.err().and_then(|error| error.cause())
}

#[test]
fn a_ledger_is_kept_from_one_step_to_the_next_and_forgotten_once_it_is_in() {
    let town = Town::open();
    let upload = send(&town.owner, &format!("{FIRST}{SECOND}{WRONG}"));
    assert_eq!(upload.stage, Stage::Tried);
    let tried = result(&town.owner, &upload.id);
    assert_eq!((tried.created, tried.rejected, tried.batch.clone()), (2, 1, None));
    assert_eq!(town.count("dispute"), 0);
    assert!(town.owner.upload_returned(&upload.id, 0).unwrap().is_some());

    work(&town.owner, &upload.id, Mode::Each);
    assert_eq!(town.owner.upload(&upload.id).unwrap().stage, Stage::Kept);
    assert_eq!(result(&town.owner, &upload.id).batch, Some(upload.batch()));
    assert_eq!(town.count("dispute"), 2);
    assert_eq!(refused(town.owner.upload_file(&upload.id)), Some(Cause::State));
    assert_eq!(
        refused(town.owner.work_on_upload(&upload.id, Mode::Each)),
        Some(Cause::State)
    );
    let batch = town.owner.batch(&upload.batch()).unwrap().unwrap();
    assert_eq!(
        (batch.created, batch.rejected, &*batch.file_name),
        (2, 1, "台账.csv")
    );
    town.whole();
}

#[test]
fn nobody_but_who_sent_a_ledger_sees_it_and_on_the_disk_it_cannot_be_read() {
    let town = Town::open();
    let (wang, li) = (town.seat("wang", "office", TOWN), town.seat("li", "office", TOWN));
    let upload = send(&wang, FIRST);
    assert_eq!(wang.uploads().unwrap().len(), 1);
    assert!(li.uploads().unwrap().is_empty());
    assert_eq!(refused(li.upload(&upload.id)), Some(Cause::Missing));
    assert_eq!(refused(li.upload_file(&upload.id)), Some(Cause::Missing));
    let folder = town
        .desk
        .town()
        .folder()
        .join("personal/uploads-of-wang")
        .join(&upload.id);
    for file in std::fs::read_dir(&folder).unwrap() {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        let told = "排水沟".as_bytes();
        assert!(!content.windows(told.len()).any(|part| part == told));
    }
    assert_eq!(refused(wang.upload("../../of-li")), Some(Cause::Missing));
}

#[test]
fn who_may_not_bring_records_in_cannot_send_a_ledger_either() {
    let town = Town::open();
    let cadre = town.seat("cun", "village", VILLAGE);
    assert_eq!(
        refused(cadre.keep_upload(Some("dispute"), "a.csv", b"a")),
        Some(Cause::Forbidden)
    );
    assert_eq!(
        refused(cadre.keep_upload(None, "a.csv", b"a")),
        Some(Cause::Forbidden)
    );
    let upload = send(&town.owner, FIRST);
    work(&town.owner, &upload.id, Mode::Each);
    assert!(cadre.batches().unwrap().is_empty());
    assert_eq!(cadre.batch(&upload.batch()).unwrap(), None);
}

#[test]
fn a_file_that_is_no_ledger_says_why_and_can_be_sent_elsewhere() {
    let town = Town::open();
    let upload = town
        .owner
        .keep_upload(Some("dispute"), "照片.xlsx", b"PK\x03\x04 no workbook")
        .unwrap();
    work(&town.owner, &upload.id, Mode::Preview);
    let Stage::Failed { why } = town.owner.upload(&upload.id).unwrap().stage else {
        panic!("it cannot be read");
    };
    assert!(!why.is_empty());
    town.owner.drop_upload(&upload.id).unwrap();
    assert!(town.owner.uploads().unwrap().is_empty());
}

#[test]
fn an_import_that_was_broken_off_goes_on_in_the_same_batch_and_doubles_nothing() {
    let town = Town::open();
    let upload = send(&town.owner, &format!("{FIRST}{SECOND}"));
    // As if the program had stopped after one of two rows: the batch has begun.
    let begun = desk::ImportAsk {
        register: "dispute".to_owned(),
        mode: Mode::Each,
        batch: Some(upload.batch()),
        ..desk::ImportAsk::default()
    };
    let part = format!("{HEADER}{SECOND}");
    town.owner
        .import(&begun, part.as_bytes(), &mut |_, _| {})
        .unwrap();
    work(&town.owner, &upload.id, Mode::Each);
    assert_eq!(town.count("dispute"), 2);
    assert_eq!(town.owner.batch(&upload.batch()).unwrap().unwrap().created, 2);
    let back = town.owner.take_back(&upload.batch(), "重来").unwrap();
    assert_eq!(
        (back.withdrawn, back.left.len(), town.count("dispute")),
        (2, 0, 0)
    );
}

#[test]
fn what_was_changed_since_is_left_and_told_and_a_batch_goes_back_once() {
    let town = Town::open();
    let first = send(&town.owner, &format!("{FIRST}{SECOND}"));
    work(&town.owner, &first.id, Mode::Each);
    let again = FIRST.replace(",3,", ",5,");
    let second = send(&town.owner, &format!("{again}{SECOND}"));
    let tried = result(&town.owner, &second.id);
    assert_eq!((tried.created, tried.updated, tried.unchanged), (0, 1, 1));
    work(&town.owner, &second.id, Mode::Each);

    let records = town.owner.batch_records(&first.batch(), 10).unwrap();
    let told: Vec<_> = records
        .iter()
        .map(|record| (&*record.label, record.made, record.untouched))
        .collect();
    assert_eq!(told, [("排水沟改道", true, false), ("山林界址", true, true)]);

    let back = town.owner.take_back(&first.batch(), "导错了").unwrap();
    assert_eq!((back.withdrawn, back.restored, back.left.len()), (1, 0, 1));
    assert_eq!(back.left[0].why.zh, "其后又改动过");
    assert_eq!(
        refused(town.owner.take_back(&first.batch(), "再来")),
        Some(Cause::Conflict)
    );
    assert_eq!(
        refused(town.owner.take_back(&second.batch(), "  ")),
        Some(Cause::Invalid)
    );
    let back = town.owner.take_back(&second.batch(), "导错了").unwrap();
    assert_eq!((back.withdrawn, back.restored, back.left.len()), (0, 1, 0));
    assert_eq!(town.column("dispute", "people_count"), ["3"]);
    let noted = town.owner.batch(&second.batch()).unwrap().unwrap().back.unwrap();
    assert_eq!((noted.restored, &*noted.reason), (1, "导错了"));
    town.whole();
}

#[test]
fn a_batch_beyond_ones_posts_is_not_taken_back_by_halves() {
    let town = Town::open();
    let upload = send(&town.owner, &format!("{FIRST}{SECOND}"));
    work(&town.owner, &upload.id, Mode::Each);
    let near = town.seat("near", "office", VILLAGE);
    assert_eq!(
        refused(near.take_back(&upload.batch(), "导错了")),
        Some(Cause::Forbidden)
    );
    assert_eq!(town.count("dispute"), 2);
}

#[test]
fn words_that_no_code_is_called_by_are_told_for_a_person_to_decide() {
    let town = Town::open();
    let upload = send(&town.owner, &FIRST.replace("邻里", "隔壁吵架"));
    let tried = result(&town.owner, &upload.id);
    assert_eq!(tried.rejected, 1);
    assert!(tried.strange["category"].contains("隔壁吵架"));
    let mut plan = tried.plan.unwrap();
    let category = |choice: &&mut sheet::Choice| choice.target.as_deref() == Some("category");
    let choice = plan.mapping.choices.iter_mut().find(category).unwrap();
    choice.words.insert("隔壁吵架".to_owned(), "neighbour".to_owned());
    town.owner
        .plan_upload(&upload.id, "dispute", None, Some(plan))
        .unwrap();
    work(&town.owner, &upload.id, Mode::Preview);
    assert_eq!(result(&town.owner, &upload.id).created, 1);
}
