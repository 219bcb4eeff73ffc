//! From an office's ledger to the county's form, as a person does it at the command line: a pack is drafted from the old
//! binary workbook, adopted, the ledger brought in, the form taken in, confirmed, filled, sent, and compared next time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../../sheet/tests/ugly/mod.rs"]
mod ugly;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Town {
    folder: tempfile::TempDir,
}

impl Town {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_yiben"))
            .args(["--data", "town", "--lang", "en"])
            .args(words)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let (told, wrong) = (text(&output.stdout), text(&output.stderr));
        assert!(
            output.status.success(),
            "yiben {}: {told}{wrong}",
            words.join(" ")
        );
        told
    }

    fn json(&self, words: &[&str]) -> Json {
        let mut all = vec!["--json"];
        all.extend(words);
        serde_json::from_str(&text(&self.run(&all).stdout)).unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn opened() -> Town {
    let town = Town {
        folder: tempfile::tempdir().unwrap(),
    };
    let mut places = "code,name,english,from,until,merged_into\n330226105,岔路镇,Chalu,,,\n".to_owned();
    for (at, village) in ugly::VILLAGES.iter().enumerate() {
        places.push_str(&format!("3302261052{:02},{village},,,,\n", at + 1));
    }
    town.put("places.csv", places.as_bytes());
    town.done(&["init", "--code", "330226105", "--places", "places.csv"]);
    town
}

/// The county's form: a row for each village, a sum by formula, in 万元.
fn form() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("汇总表").unwrap();
    let cell = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    sheet
        .merge_range(0, 0, 0, 3, "低保金发放情况汇总表", &Format::new().set_bold())
        .unwrap();
    sheet.write_string(1, 0, "填报单位：").unwrap();
    for (column, title) in (0..).zip(["村名", "发放金额（万元）", "件数（件）", "村干部签字"])
    {
        sheet.write_string_with_format(2, column, title, &cell).unwrap();
    }
    for (row, village) in (3..).zip(ugly::VILLAGES) {
        sheet.write_string_with_format(row, 0, village, &cell).unwrap();
        for column in 1..4 {
            sheet.write_blank(row, column, &cell).unwrap();
        }
    }
    let last = 3 + u32::try_from(ugly::VILLAGES.len()).unwrap();
    sheet.write_string_with_format(last, 0, "合计", &cell).unwrap();
    sheet
        .write_formula_with_format(last, 1, format!("=SUM(B4:B{last})").as_str(), &cell)
        .unwrap();
    sheet
        .write_formula_with_format(last, 2, format!("=SUM(C4:C{last})").as_str(), &cell)
        .unwrap();
    workbook.save_to_buffer().unwrap()
}

fn ledger() -> Vec<u8> {
    let made = ugly::all().into_iter().find(|made| made.name == "subsidies.xls");
    made.unwrap().bytes
}

fn cell(path: &Path, at: &str) -> String {
    let opened = sheet::open(&std::fs::read(path).unwrap(), &sheet::Limits::default()).unwrap();
    opened.workbook.sheets[0].value(at.parse().unwrap()).to_string()
}

#[test]
fn an_ugly_ledger_becomes_a_pack_and_fills_the_countys_form() {
    let town = opened();
    town.put("ledger.xls", &ledger());
    town.put("form.xlsx", &form());

    town.done(&[
        "pack",
        "infer",
        "ledger.xls",
        "--name",
        "subsidy",
        "--out",
        "subsidy.toml",
    ]);
    town.done(&["pack", "check", "subsidy.toml"]);
    town.done(&["pack", "adopt", "subsidy.toml"]);

    let preview = town.json(&[
        "import",
        "subsidy",
        "ledger.xls",
        "--preview",
        "--map",
        "map.json",
    ]);
    assert_eq!(
        (&preview["created"], &preview["rejected"]),
        (&Json::from(5), &Json::from(1)),
        "{preview:#}"
    );
    assert!(preview["batch"].is_null());
    let kept = town.json(&[
        "import",
        "subsidy",
        "ledger.xls",
        "--map",
        "map.json",
        "--rejected",
        "back.xlsx",
    ]);
    assert_eq!(kept["created"], 5);
    assert!(
        town.path("back.xlsx").exists(),
        "the row whose card lost its digits comes back"
    );
    let again = town.json(&["import", "subsidy", "ledger.xls"]);
    assert_eq!(
        (&again["created"], &again["unchanged"]),
        (&Json::from(0), &Json::from(5))
    );

    let proposed = town.json(&[
        "form",
        "add",
        "relief",
        "form.xlsx",
        "--title",
        "低保金发放情况汇总表",
        "--asked-by",
        "县民政局",
        "--every",
        "quarter",
        "--minutes",
        "90",
    ]);
    assert_eq!(proposed["blanks"][0]["shape"], "grid");
    // What is only likely is never filled in; a person says what the count is of.
    let mut answers = proposed["answers"].clone();
    assert_eq!(
        (&answers[0]["sure"], &answers[1]["sure"]),
        (&Json::from(true), &Json::from(false))
    );
    answers[1]["indicator"] = "subsidy.count".into();
    answers[1]["sure"] = true.into();
    town.put("answers.json", answers.to_string().as_bytes());
    town.done(&["form", "map", "relief", "answers.json"]);
    let filled = town.json(&[
        "form",
        "fill",
        "relief",
        "--period",
        "2024-Q3",
        "--out",
        "filled.xlsx",
        "--notes",
        "--send",
    ]);
    assert_eq!(filled["unfilled"], Json::from(Vec::<Json>::new()), "{filled:#}");
    let whole = town.json(&[
        "indicator",
        "show",
        "subsidy.fa_fang_jin_e",
        "--period",
        "2024-Q3",
    ]);
    assert_eq!(whole["lines"][0]["value"], "8865.00");
    let filled_cells = filled["cells"].as_array().unwrap();
    let first = filled_cells.iter().find(|cell| cell["at"] == "B4").unwrap();
    assert_eq!(first["source"]["indicator"], "subsidy.fa_fang_jin_e");
    assert_eq!(
        cell(&town.path("filled.xlsx"), "B4"),
        first["value"].as_str().unwrap()
    );
    assert_eq!(cell(&town.path("filled.xlsx"), "A2"), "填报单位：岔路镇");

    // The mended row comes in, and the form tells what that changes.
    let record = town.json(&["record", "list", "subsidy"])["records"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    town.done(&["record", "withdraw", "subsidy", &record, "--reason", "重复发放"]);
    let differences = town.json(&["form", "diff", "relief", "--period", "2024-Q3"]);
    assert_eq!(differences["last"], "2024-Q3");
    assert_eq!(
        differences["changes"].as_array().unwrap().len(),
        2,
        "the money and the count of one village"
    );

    let catalogue = town.json(&["form", "list"]);
    assert_eq!(catalogue[0]["last_sent"], "2024-Q3");
    assert_eq!(catalogue[0]["minutes_saved"], 90);
    town.done(&["export", "subsidy", "list.xlsx", "--format", "xlsx"]);
    town.done(&["rebuild"]);
    town.done(&["verify"]);
}
