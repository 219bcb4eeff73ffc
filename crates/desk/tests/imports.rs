//! Files brought into a register: tried, kept, kept again, sent back, taken back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{DeskError, ImportAsk, Imported, Mode, Outcome, Plan, Seat};
use sheet::{Limits, open, tables};
use town::{Town, VILLAGE};

const HEADER: &str =
    "序号,村,纠纷名称,主要内容,纠纷类别,受理时间,涉及金额（万元）,化解时间,化解结果,办理情况\n";
const SETTLED: &str = "1,下畈村,宅基地边界,两户争一墙,邻里,2024.3.5,0.35,2024年3月20日,调解成功,已办结\n";
const OPEN: &str = "2,湖头,拖欠工钱,装修未付清,劳动社保,2024-04-01,1.2,,,办理中\n";

fn ask(mode: Mode) -> ImportAsk {
    ImportAsk {
        register: "dispute".to_owned(),
        mode,
        ..ImportAsk::default()
    }
}

fn import(seat: &Seat, ask: &ImportAsk, text: &str) -> Imported {
    seat.import(ask, text.as_bytes(), &mut |_, _| {})
        .unwrap_or_else(|error| panic!("{:#?}", error.problems()))
}

fn counts(imported: &Imported) -> [usize; 4] {
    [
        imported.created,
        imported.updated,
        imported.unchanged,
        imported.rejected,
    ]
}

fn codes(error: &DeskError) -> Vec<&'static str> {
    error.problems().iter().map(|problem| problem.code).collect()
}

#[test]
fn a_preview_tells_every_row_and_writes_nothing() {
    let town = Town::open();
    let text = format!("{HEADER}{SETTLED}3,没有村,争田埂,争田埂,邻里,2024-02-30,,,,\n");
    let imported = import(&town.owner, &ask(Mode::Preview), &text);
    assert_eq!((counts(&imported), &imported.batch), ([1, 0, 0, 1], &None));
    let told: Vec<(&str, Option<&str>)> = imported.rows[1]
        .problems
        .iter()
        .map(|problem| (&*problem.code, problem.cell.as_deref()))
        .collect();
    assert_eq!(told, [("place.unknown", Some("B3")), ("cell", Some("F3"))]);
    assert_eq!(town.count("dispute"), 0);
}

#[test]
fn what_is_kept_counts_by_its_own_dates_and_units() {
    let town = Town::open();
    let imported = import(&town.owner, &ask(Mode::Each), &format!("{HEADER}{SETTLED}{OPEN}"));
    assert_eq!(counts(&imported), [2, 0, 0, 0]);
    assert_eq!(town.figure("disputes.settled", "2024-03").as_deref(), Some("1"));
    assert_eq!(town.figure("disputes.money", "2024").as_deref(), Some("3500.00"));
    let states = town.column("dispute", "state");
    assert_eq!(states, ["closed", "mediating"]);
    town.whole();
}

#[test]
fn the_same_file_again_updates_instead_of_doubling_and_can_be_taken_back() {
    let town = Town::open();
    import(&town.owner, &ask(Mode::Each), &format!("{HEADER}{SETTLED}{OPEN}"));
    let kept_on = OPEN.replace(",,,办理中", ",2024-05-06,调解成功,已办结");
    let imported = import(
        &town.owner,
        &ask(Mode::Each),
        &format!("{HEADER}{SETTLED}{kept_on}"),
    );
    assert_eq!(counts(&imported), [0, 1, 1, 0]);
    assert_eq!(imported.rows[1].changed, ["outcome", "settled_on"]);
    assert_eq!(town.figure("disputes.settled", "2024").as_deref(), Some("2"));
    let batch = imported.batch.unwrap();
    let back = town.owner.take_back(&batch, "传错了文件").unwrap();
    assert_eq!((back.withdrawn, back.restored, back.left), (0, 1, vec![]));
    assert_eq!(town.figure("disputes.settled", "2024").as_deref(), Some("1"));
    assert_eq!(town.column("dispute", "state"), ["closed", "mediating"]);
    town.whole();
}

#[test]
fn a_row_that_says_the_same_as_another_of_its_file_is_sent_back() {
    let town = Town::open();
    let imported = import(
        &town.owner,
        &ask(Mode::Each),
        &format!("{HEADER}{SETTLED}{SETTLED}"),
    );
    assert_eq!(counts(&imported), [1, 0, 0, 1]);
    assert_eq!(imported.rows[1].problems[0].code, "key.twice");
}

#[test]
fn all_or_none_writes_none_when_one_row_is_rejected() {
    let town = Town::open();
    let imported = import(
        &town.owner,
        &ask(Mode::All),
        &format!("{HEADER}{SETTLED}{}", OPEN.replace("湖头", "没有村")),
    );
    assert_eq!((counts(&imported), &imported.batch), ([1, 0, 0, 1], &None));
    assert_eq!(town.count("dispute"), 0);
    let imported = import(&town.owner, &ask(Mode::All), &format!("{HEADER}{SETTLED}{OPEN}"));
    assert!(imported.batch.is_some());
    assert_eq!(town.count("dispute"), 2);
}

#[test]
fn rejected_rows_come_back_as_a_workbook_that_can_be_mended_and_brought_in() {
    let town = Town::open();
    let wrong = OPEN.replace("湖头", "没有村");
    let imported = import(
        &town.owner,
        &ask(Mode::Each),
        &format!("{HEADER}{SETTLED}{wrong}"),
    );
    let [returned] = imported.returned.as_slice() else {
        panic!("one workbook")
    };
    let opened = open(returned, &Limits::default()).unwrap();
    let sheet = &opened.workbook.sheets[0];
    assert_eq!(tables(sheet)[0].count(), 1);
    let again = town
        .owner
        .import(&ask(Mode::Preview), returned, &mut |_, _| {})
        .unwrap();
    assert_eq!(again.rows[0].problems[0].code, "place.unknown");
    assert_eq!(
        again.plan.map(|plan| plan.mapping.choices),
        imported.plan.map(|plan| plan.mapping.choices)
    );
}

#[test]
fn doubts_are_asked_about_before_anything_is_written_and_the_answer_is_remembered() {
    let town = Town::open();
    let header = HEADER.replace("纠纷类别", "归口");
    let text = format!("{header}{SETTLED}{OPEN}")
        .replace("邻里", "甲类")
        .replace("劳动社保", "乙类");
    let refused = town
        .owner
        .import(&ask(Mode::Each), text.as_bytes(), &mut |_, _| {})
        .unwrap_err();
    assert_eq!(codes(&refused), ["column.missing"]);

    let mut plan = import(&town.owner, &ask(Mode::Preview), &text).plan.unwrap();
    let column = plan
        .mapping
        .choices
        .iter_mut()
        .find(|choice| choice.column == "归口")
        .unwrap();
    column.target = Some("category".to_owned());
    column.words = [("甲类", "neighbour"), ("乙类", "labour")]
        .map(|(word, code)| (word.to_owned(), code.to_owned()))
        .into();
    let confirmed = ImportAsk {
        plan: Some(plan),
        ..ask(Mode::Each)
    };
    assert_eq!(counts(&import(&town.owner, &confirmed, &text)), [2, 0, 0, 0]);
    // The header comes again with a column more, and nobody is asked.
    let wider = text
        .replace("办理情况", "办理情况,备注")
        .replace("争田埂", "争水");
    assert_eq!(
        counts(&import(&town.owner, &ask(Mode::Each), &wider)),
        [0, 0, 2, 0]
    );
    town.whole();
}

#[test]
fn groups_under_the_name_of_a_village_belong_to_it() {
    let town = Town::open();
    let header = HEADER.replace("村,", "").replace("序号,", "");
    let row = SETTLED.replace("1,下畈村,", "");
    let other = row.replace("宅基地边界", "争水");
    let text = format!("{header}一、下畈村,,,,,,,\n{row}二、湖头村,,,,,,,\n{other}");
    let imported = import(&town.owner, &ask(Mode::Each), &text);
    assert_eq!(counts(&imported), [2, 0, 0, 0]);
    assert_eq!(town.column("dispute", "place"), [VILLAGE, "330226105209"]);
}

#[test]
fn what_was_exported_is_known_by_its_id_when_it_comes_back() {
    let town = Town::open();
    import(&town.owner, &ask(Mode::Each), &format!("{HEADER}{OPEN}"));
    let mut out = Vec::new();
    let all = desk::ListAsk::default();
    town.owner
        .export("dispute", &all, desk::FileForm::Csv, true, &mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap().replace("拖欠工钱", "拖欠工程款");
    let accepted = ImportAsk {
        accept_doubts: true,
        ..ask(Mode::Each)
    };
    let imported = import(&town.owner, &accepted, &text);
    assert_eq!(counts(&imported), [0, 1, 0, 0]);
    assert_eq!(imported.rows[0].changed, ["title"]);
    assert_eq!(imported.rows[0].outcome, Outcome::Updated);
}

#[test]
fn who_may_not_import_or_not_for_that_village_cannot() {
    let town = Town::open();
    let text = format!("{HEADER}{SETTLED}{OPEN}");
    let village = town.seat("li", "village", VILLAGE);
    let refused = village
        .import(&ask(Mode::Preview), text.as_bytes(), &mut |_, _| {})
        .unwrap_err();
    assert_eq!(codes(&refused), ["forbidden"]);
    let office = town.seat("wang", "office", VILLAGE);
    let imported = import(&office, &ask(Mode::Each), &text);
    assert_eq!(counts(&imported), [1, 0, 0, 1]);
    assert_eq!(imported.rows[1].problems[0].code, "forbidden");
}

#[test]
fn a_plan_survives_being_written_down() {
    let town = Town::open();
    let plan = import(&town.owner, &ask(Mode::Preview), &format!("{HEADER}{OPEN}"))
        .plan
        .unwrap();
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
}
