//! Deadlines, reminders and lifts: once each, whatever the program did meanwhile.

use crate::town::{TOWN, VILLAGE};
use desk::{Asked, Desk, Seat, Town, TownPlan};
use jiff::civil::{Date, date};
use ledger::{Moment, RecordId};
use serde_json::{Map, Value as Json, json};
use standards::{PlaceCode, PlaceTree};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A line of business with a limit in working days, a state in which time stands still, and one that keeps the time left.
const LAMPS: &str = r#"
name = "lamps"
version = 1
zh = "路灯"
en = "Street lamps"

[registers.lamp]
zh = "路灯报修"
en = "Lamp repairs"
record = { zh = "一件报修", en = "Repair" }
place = "place"
label = ["what"]
fields = [
  { name = "place", type = "place", zh = "地点", en = "Place", required = true },
  { name = "what", type = "text", zh = "故障", en = "Fault", required = true },
]

[registers.lamp.loop]
remind = [2, 1]
states = [
  { name = "told", zh = "待修", en = "Told", limits = [{ working = 3 }] },
  { name = "waiting", zh = "等配件", en = "Waiting", clock = "pauses" },
  { name = "resumed", zh = "续修", en = "Resumed", clock = "keeps" },
  { name = "done", zh = "已修", en = "Done", closed = true },
]
steps = [
  { name = "wait", zh = "等配件", en = "Wait", from = ["told", "resumed"], to = "waiting", own = true },
  { name = "resume", zh = "续修", en = "Resume", from = ["waiting"], to = "resumed", own = true },
  { name = "finish", zh = "修好", en = "Finish", from = ["told", "waiting", "resumed"], to = "done", own = true },
]
"#;

struct Place {
    folder: PathBuf,
    desk: Option<Arc<Desk>>,
    _kept: tempfile::TempDir,
}

impl Place {
    fn open() -> Self {
        let kept = tempfile::tempdir().unwrap();
        let folder = kept.path().join("town");
        let code: PlaceCode = TOWN.parse().unwrap();
        let plan = TownPlan {
            code,
            zh: "岔路镇".to_owned(),
            en: "Chalu".to_owned(),
            places: PlaceTree::ninghai().subtree(code),
        };
        let desk = Arc::new(Desk::make(&folder, &plan).unwrap());
        let parsed = pack::parse(LAMPS);
        let pack = parsed.pack.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics));
        desk.trusted_seat("owner").adopt_pack(&pack).unwrap();
        Place {
            folder,
            desk: Some(desk),
            _kept: kept,
        }
    }

    fn desk(&self) -> &Arc<Desk> {
        self.desk.as_ref().unwrap()
    }

    fn seat(&self) -> Seat {
        self.desk().trusted_seat("wang")
    }

    /// Closes the program and opens it again at nine o'clock of a day.
    fn restart(&mut self, day: Date) {
        self.desk = None;
        self.desk = Some(Arc::new(reopened(&self.folder)));
        self.go_to(day);
    }

    fn go_to(&self, day: Date) {
        self.desk().set_clock(Moment::start_of(day).plus_hours(9));
    }

    fn fire(&self) -> usize {
        self.desk().fire_timers().unwrap()
    }

    fn make(&self, register: &str, fields: &Json) -> RecordId {
        let fields = fields.as_object().unwrap().clone();
        let receipt = self
            .seat()
            .create(register, None, fields, Asked::default())
            .unwrap();
        receipt.row.unwrap().id
    }

    fn lamp(&self) -> RecordId {
        self.make("lamp", &json!({ "place": VILLAGE, "what": "不亮" }))
    }

    /// A dispute that a village mediates, from this day on.
    fn mediating(&self, day: Date) -> RecordId {
        self.go_to(day);
        let fields = json!({ "title": "x", "place": VILLAGE, "outline": "x", "category": "neighbour", "reported_on": day.to_string() });
        let id = self.make("dispute", &fields);
        self.step("dispute", id, "triage", &json!({ "mediator": "甲" }));
        id
    }

    fn step(&self, register: &str, id: RecordId, step: &str, fields: &Json) {
        let fields = fields.as_object().cloned().unwrap_or_default();
        let note = Some("x".to_owned());
        self.seat()
            .step(register, id, step, fields, note, Asked::default())
            .unwrap();
    }

    /// What timers did to a record.
    fn fired(&self, register: &str, id: RecordId) -> Vec<String> {
        let history = self.seat().history(register, id).unwrap();
        let by_timer = history.into_iter().filter(|item| item.by == "timer");
        by_timer.map(|item| item.deed).collect()
    }

    fn due_on(&self, register: &str, id: RecordId) -> Option<String> {
        self.seat().get(register, id).unwrap().due_on
    }
}

fn reopened(folder: &Path) -> Desk {
    Desk::open(Town::open(folder).unwrap()).unwrap()
}

#[test]
fn a_deadline_missed_while_the_program_was_closed_fires_once_after_it_opens() {
    let mut place = Place::open();
    place.go_to(date(2024, 3, 4));
    let id = place.lamp();
    assert_eq!(place.due_on("lamp", id).as_deref(), Some("2024-03-07"));
    place.restart(date(2024, 4, 20));
    place.fire();
    assert_eq!(
        place
            .fired("lamp", id)
            .iter()
            .filter(|deed| *deed == "overdue")
            .count(),
        1
    );
    let fired = place.fired("lamp", id);
    for day in [date(2024, 4, 20), date(2024, 5, 1), date(2025, 1, 1)] {
        place.restart(day);
        assert_eq!(place.fire(), 0);
    }
    assert_eq!(place.fired("lamp", id), fired);
}

#[test]
fn the_clockwork_and_a_command_that_fire_at_once_fire_once() {
    let place = Place::open();
    place.go_to(date(2024, 3, 4));
    let ids: Vec<RecordId> = (0..20).map(|_| place.lamp()).collect();
    place.go_to(date(2024, 4, 20));
    place.desk().wind().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| place.fire());
        }
    });
    for id in ids {
        assert_eq!(
            place
                .fired("lamp", id)
                .iter()
                .filter(|deed| *deed == "overdue")
                .count(),
            1
        );
    }
    let audit = desk::rebuild(place.desk(), &mut |_, _| {}).unwrap();
    assert_eq!(audit.difference, None);
}

#[test]
fn each_reminder_is_given_once_on_its_day() {
    let mut place = Place::open();
    place.go_to(date(2024, 3, 4));
    let id = place.lamp();
    let mut given = Vec::new();
    for day in 4..=8 {
        place.restart(date(2024, 3, day));
        place.fire();
        place.fire();
        given.push(place.fired("lamp", id).len());
    }
    // The 5th and the 6th are two days and one before the 7th; on the 8th it is late.
    assert_eq!(given, [0, 1, 2, 2, 3]);
    assert_eq!(place.fired("lamp", id), ["remind", "remind", "overdue"]);
}

#[test]
fn reminders_whose_day_passed_unseen_are_not_all_given_at_once_after_the_deadline() {
    let mut place = Place::open();
    place.go_to(date(2024, 3, 4));
    let id = place.lamp();
    place.restart(date(2024, 4, 1));
    place.fire();
    let fired = place.fired("lamp", id);
    assert_eq!(fired.last().map(String::as_str), Some("overdue"));
    assert!(
        fired.iter().filter(|deed| *deed == "remind").count() <= 2,
        "{fired:?}"
    );
}

#[test]
fn a_case_rises_level_by_level_and_rests_at_the_top() {
    let place = Place::open();
    let id = place.mediating(date(2024, 3, 4));
    let level = || place.seat().get("dispute", id).unwrap().level;
    assert_eq!(level().as_deref(), Some("village"));
    let mut levels = Vec::new();
    let mut day = date(2024, 3, 4);
    for _ in 0..120 {
        day = day.tomorrow().unwrap();
        place.go_to(day);
        place.fire();
        levels.extend(level().filter(|level| levels.last() != Some(level)));
    }
    assert_eq!(levels, ["village", "town", "county"]);
    let fired = place.fired("dispute", id);
    let count = |deed: &str| fired.iter().filter(|each| *each == deed).count();
    assert_eq!((count("lift"), count("overdue")), (2, 1), "{fired:?}");
    assert!(place.seat().get("dispute", id).unwrap().overdue);
}

#[test]
fn time_that_stands_still_misses_nothing_and_runs_on_with_what_was_left() {
    let place = Place::open();
    place.go_to(date(2024, 3, 4));
    let id = place.lamp();
    place.go_to(date(2024, 3, 5));
    place.step("lamp", id, "wait", &json!({}));
    assert_eq!(place.due_on("lamp", id), None);
    place.go_to(date(2024, 6, 5));
    assert_eq!(place.fire(), 0, "time stands still");
    place.step("lamp", id, "resume", &json!({}));
    assert_eq!(
        place.due_on("lamp", id).as_deref(),
        Some("2024-06-07"),
        "two days were left"
    );
    place.go_to(date(2024, 6, 7));
    place.fire();
    assert!(!place.seat().get("lamp", id).unwrap().overdue);
    place.go_to(date(2024, 6, 8));
    place.fire();
    assert!(place.seat().get("lamp", id).unwrap().overdue);
}

#[test]
fn what_was_left_is_counted_in_working_days_whatever_the_hour_time_stood_still() {
    let place = Place::open();
    place.go_to(date(2024, 3, 4));
    let id = place.lamp();
    place.go_to(date(2024, 3, 5));
    place.step("lamp", id, "wait", &json!({}));
    // Later in the day than it was paused, on the eve of a weekend; Monday the 10th was the Dragon Boat holiday.
    place
        .desk()
        .set_clock(Moment::start_of(date(2024, 6, 6)).plus_hours(16));
    place.step("lamp", id, "resume", &json!({}));
    assert_eq!(place.due_on("lamp", id).as_deref(), Some("2024-06-11"));
}

#[test]
fn a_closed_or_withdrawn_case_misses_nothing() {
    let place = Place::open();
    place.go_to(date(2024, 3, 4));
    let (done, gone) = (place.lamp(), place.lamp());
    place.step("lamp", done, "finish", &json!({}));
    place
        .seat()
        .withdraw("lamp", gone, false, "x", Asked::default())
        .unwrap();
    place.go_to(date(2024, 6, 4));
    assert_eq!(place.fire(), 0);
    place
        .seat()
        .withdraw("lamp", gone, true, "x", Asked::default())
        .unwrap();
    place.fire();
    assert_eq!(
        place.fired("lamp", gone).last().map(String::as_str),
        Some("overdue"),
        "brought back, it is late"
    );
}

#[test]
fn working_days_skip_holidays_and_count_the_days_worked_instead() {
    let place = Place::open();
    // Sunday the 29th was worked; the 1st to the 7th of October were holidays (State Council notice for 2024).
    for (day, due) in [
        (date(2024, 9, 28), "2024-10-08"),
        (date(2024, 9, 29), "2024-10-09"),
        (date(2024, 10, 10), "2024-10-14"),
    ] {
        place.go_to(day);
        let id = place.lamp();
        assert_eq!(place.due_on("lamp", id).as_deref(), Some(due), "from {day}");
    }
}

#[test]
fn a_year_whose_holidays_are_not_published_is_told_and_not_guessed_in_silence() {
    let place = Place::open();
    let warned = |day: Date| {
        place.go_to(day);
        let fields = json!({ "place": VILLAGE, "what": "不亮" });
        let fields: Map<String, Json> = fields.as_object().unwrap().clone();
        let receipt = place
            .seat()
            .create("lamp", None, fields, Asked::default())
            .unwrap();
        receipt.warnings
    };
    assert!(warned(date(2024, 5, 6)).is_empty());
    let told = warned(date(2031, 5, 6));
    assert_eq!(
        told.first().map(|problem| problem.code),
        Some("calendar.unpublished"),
        "{told:?}"
    );
    assert!(
        told[0].message.zh.contains("2031") && told[0].message.en.contains("2031"),
        "{told:?}"
    );
}

#[test]
fn timers_follow_a_pack_that_changes_its_reminders() {
    let place = Place::open();
    place.go_to(date(2024, 3, 4));
    let id = place.lamp();
    let changed = LAMPS.replace("remind = [2, 1]", "remind = []");
    let pack = pack::parse(&changed).pack.unwrap();
    place.seat().adopt_pack(&pack).unwrap();
    let audit = desk::rebuild(place.desk(), &mut |_, _| {}).unwrap();
    assert_eq!(audit.difference, None);
    place.go_to(date(2024, 3, 9));
    place.fire();
    assert_eq!(place.fired("lamp", id), ["overdue"]);
}
