//! Measures bringing a ledger in and filling a form, from the bytes of the files to the disk:
//! `cargo run --release -p yiben-desk --example importing [rows]`.
//!
//! The ledger has 20 columns and 100,000 rows unless told otherwise, is read, checked and committed; its times are set
//! beside reading alone. The form has 50 sheets with a row for each village.

use desk::{Answer, Desk, Every, FillAsk, FormPlan, ImportAsk, Mode, Purpose, TownPlan};
use pack::parse;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Workbook};
use standards::{PlaceCode, PlaceTree};
use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

const PACK: &str = r#"
name = "subsidies"
version = 1
zh = "补助发放"
en = "Subsidies"

[registers.subsidy]
zh = "补助发放台账"
en = "Subsidies"
place = "village"
label = ["number_of_card"]
key = ["number_of_card"]
"#;

/// Names, titles and types of the 20 columns.
const COLUMNS: [(&str, &str, &str); 20] = [
    ("number_of_card", "凭证号", "text"),
    ("village", "村名", "place"),
    ("head", "户主姓名", "person"),
    ("household", "家庭人口", "integer"),
    ("paid_on", "发放日期", "date"),
    ("amount", "发放金额", "money"),
    ("land", "承包面积", "decimal(2)"),
    ("crop", "作物", "text"),
    ("approved", "是否审批", "bool"),
    ("handler", "经办", "text"),
    ("bank", "开户行", "text"),
    ("rate", "补助标准", "decimal(2)"),
    ("rice", "水稻面积", "decimal(2)"),
    ("rape", "油菜面积", "decimal(2)"),
    ("wheat", "小麦面积", "decimal(2)"),
    ("checked_on", "核查日期", "date"),
    ("checker", "核查人", "text"),
    ("group_name", "村民小组", "text"),
    ("year", "年度", "year"),
    ("remark", "说明", "text"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let rows = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let folder = std::env::temp_dir().join(format!("yiben-importing-{}", std::process::id()));
    let told = measure(rows, &folder);
    std::fs::remove_dir_all(&folder)?;
    writeln!(std::io::stdout(), "{}", told?)?;
    Ok(())
}

fn measure(rows: u32, folder: &std::path::Path) -> Result<String, Box<dyn Error>> {
    let code: PlaceCode = "330226105".parse()?;
    let plan = TownPlan {
        code,
        zh: "岔路镇".to_owned(),
        en: "Chalu".to_owned(),
        places: PlaceTree::ninghai().subtree(code),
    };
    let desk = Arc::new(Desk::make(folder, &plan)?);
    let seat = desk.trusted_seat("owner");
    let mut source = PACK.to_owned();
    for (name, title, kind) in COLUMNS {
        source.push_str(&format!(
            "\n[[registers.subsidy.fields]]\nname = \"{name}\"\ntype = \"{kind}\"\nzh = \"{title}\"\nen = \"{name}\"\nrequired = {}\n",
            matches!(name, "number_of_card" | "village")
        ));
    }
    source.push_str(
        "\n[[indicators]]\nname = \"subsidies.amount\"\nzh = \"发放金额\"\nen = \"Paid\"\nkind = \"flow\"\nregister = \"subsidy\"\non = \"paid_on\"\nsum = \"amount\"\nscale = 2\nunit = \"元\"\n",
    );
    let pack = parse(&source).pack.ok_or("the pack has mistakes")?;
    seat.adopt_pack(&pack)?;

    let villages: Vec<String> = plan
        .places
        .places()
        .iter()
        .skip(1)
        .map(|place| place.name.clone())
        .collect();
    let bytes = ledger(rows, &villages)?;
    let start = Instant::now();
    drop(sheet::open(&bytes, &sheet::Limits::default())?);
    let reading = start.elapsed();
    let ask = ImportAsk {
        register: "subsidy".to_owned(),
        mode: Mode::Each,
        accept_doubts: true,
        ..ImportAsk::default()
    };
    let (start, begun) = (Instant::now(), processor_time()?);
    let imported = seat.import(&ask, &bytes, &mut |_, _| {})?;
    let (importing, worked) = (start.elapsed(), processor_time()? - begun);
    let memory = peak()?;
    let first = imported.rows.iter().flat_map(|row| &row.problems).next();

    let view = seat.add_form("wide", form_plan(), &form(&villages)?)?;
    let confirmed = view
        .plan
        .answers
        .into_iter()
        .map(|answer| Answer { sure: true, ..answer });
    seat.map_form("wide", confirmed.collect())?;
    let ask = FillAsk {
        period: "2024".parse()?,
        notes: false,
        send: false,
        reason: String::new(),
    };
    let start = Instant::now();
    let filled = seat.fill_form("wide", &ask)?;
    let filling = start.elapsed();
    Ok(format!(
        "{rows} rows × 20 columns, {} kB: {} made, {} rejected {}\nreading {:.2} s, importing {:.2} s in all ({worked:.2} s of processors), peak memory {memory} MB\nform of 50 sheets: {} cells filled in {:.2} s",
        bytes.len() / 1000,
        imported.created,
        imported.rejected,
        first
            .map(|problem| problem.message.en.clone())
            .unwrap_or_default(),
        reading.as_secs_f64(),
        importing.as_secs_f64(),
        filled.cells.len(),
        filling.as_secs_f64(),
    ))
}

fn ledger(rows: u32, villages: &[String]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name("发放")?;
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_string(0, 0, "岔路镇2024年补助发放台账")?;
    for (column, (_, title, _)) in (0..).zip(COLUMNS) {
        sheet.write_string(1, column, title)?;
    }
    for at in 0..rows {
        let row = at + 2;
        let village = &villages[at as usize % villages.len()];
        for (column, (name, _, kind)) in (0..).zip(COLUMNS) {
            match kind {
                "place" => sheet.write_string(row, column, village)?,
                "person" => sheet.write_string(row, column, format!("户主{}", at % 997))?,
                "integer" => sheet.write_number(row, column, f64::from(at % 7 + 1))?,
                "year" => sheet.write_number(row, column, 2024.0)?,
                "date" => {
                    let day = u8::try_from(at % 28 + 1)?;
                    let month = u8::try_from(at / 28 % 12 + 1)?;
                    sheet.write_datetime_with_format(
                        row,
                        column,
                        ExcelDateTime::from_ymd(2024, month, day)?,
                        &date,
                    )?
                }
                "bool" => sheet.write_string(row, column, if at % 5 == 0 { "否" } else { "是" })?,
                "text" if name == "number_of_card" => {
                    sheet.write_string(row, column, format!("BZ{at:07}"))?
                }
                "text" => sheet.write_string(row, column, format!("{name}{}", at % 101))?,
                _ => sheet.write_number(row, column, f64::from(at % 10_000) / 4.0)?,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn form_plan() -> FormPlan {
    FormPlan {
        title: "汇总表".to_owned(),
        asked_by: "县财政局".to_owned(),
        every: Every::Year,
        due_days: 10,
        purpose: Purpose::Figures,
        minutes_by_hand: 240,
        file_name: "form.xlsx".to_owned(),
        file: String::new(),
        answers: Vec::new(),
    }
}

fn form(villages: &[String]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let cell = Format::new().set_border(FormatBorder::Thin);
    for number in 1..=50 {
        let sheet = workbook.add_worksheet().set_name(format!("表{number}"))?;
        sheet.merge_range(
            0,
            0,
            0,
            4,
            &format!("补助发放汇总表（{number}）"),
            &Format::new().set_bold(),
        )?;
        sheet.merge_range(1, 0, 2, 0, "村名", &cell)?;
        sheet.merge_range(1, 1, 1, 4, "发放金额（万元）", &cell)?;
        for (column, title) in (1..).zip(["一季度", "二季度", "三季度", "四季度"]) {
            sheet.write_string_with_format(2, column, title, &cell)?;
        }
        for (row, village) in (3..).zip(villages) {
            sheet.write_string_with_format(row, 0, village, &cell)?;
            for column in 1..5 {
                sheet.write_blank(row, column, &cell)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// Seconds that processors have worked for this process, so that a busy machine does not count against it.
fn processor_time() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, after_name) = stat.rsplit_once(')').ok_or("no name")?;
    let mut ticks = after_name.split_whitespace().skip(11).take(2);
    let (user, system): (f64, f64) = (
        ticks.next().ok_or("no time")?.parse()?,
        ticks.next().ok_or("no time")?.parse()?,
    );
    // Linux counts a hundred ticks a second.
    Ok((user + system) / 100.0)
}

/// The most memory this process has held so far, in megabytes.
fn peak() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .ok_or("no VmHWM")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024)
}
