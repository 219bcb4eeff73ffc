//! Forms as counties send them, to be filled and sent back with everything else as it was.

use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{VILLAGES, clerks::workbook, hand};

/// Draws a frame of empty cells.
fn frame(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    format: &Format,
) -> Result<(), XlsxError> {
    for row in rows.0..=rows.1 {
        for column in columns.0..=columns.1 {
            sheet.write_blank(row, column, format)?;
        }
    }
    Ok(())
}

fn framed() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}

fn formula(text: &str) -> Formula {
    Formula::new(text).set_result("0")
}

/// A row for each village, sums by formula, a second sheet that looks at the first, a chart, print setup, a conditional format.
pub fn villages() -> Vec<u8> {
    let make = |workbook: &mut Workbook| {
        let cell = framed();
        let money = framed().set_num_format("#,##0.00");
        let percent = framed().set_num_format("0.0%");
        let sheet = workbook.add_worksheet().set_name("汇总表")?;
        sheet.merge_range(
            0,
            0,
            0,
            6,
            "2024年人居环境整治情况统计表",
            &Format::new().set_bold(),
        )?;
        sheet.write_string(1, 0, "填报单位：")?;
        sheet.write_string(1, 5, "单位：处、万元")?;
        sheet.merge_range(2, 0, 3, 0, "序号", &cell)?;
        sheet.merge_range(2, 1, 3, 1, "村名", &cell)?;
        sheet.merge_range(2, 2, 2, 3, "问题（处）", &cell)?;
        sheet.write_string_with_format(3, 2, "发现", &cell)?;
        sheet.write_string_with_format(3, 3, "整改", &cell)?;
        sheet.merge_range(2, 4, 3, 4, "投入资金（万元）", &cell)?;
        sheet.merge_range(2, 5, 3, 5, "整改率", &cell)?;
        sheet.merge_range(2, 6, 3, 6, "备注", &cell)?;
        let first = 4;
        let last = first + u32::try_from(VILLAGES.len()).unwrap_or(0) - 1;
        for (row, village) in (first..).zip(VILLAGES) {
            sheet.write_number_with_format(row, 0, f64::from(row - 3), &cell)?;
            sheet.write_string_with_format(row, 1, village, &cell)?;
            frame(sheet, (row, row), (2, 3), &cell)?;
            sheet.write_blank(row, 4, &money)?;
            sheet.write_formula_with_format(row, 5, formula(&format!("=D{0}/C{0}", row + 1)), &percent)?;
            sheet.write_blank(row, 6, &cell)?;
        }
        sheet.merge_range(last + 1, 0, last + 1, 1, "合计", &cell)?;
        for (column, letter) in [(2, 'C'), (3, 'D'), (4, 'E')] {
            let sum = format!("=SUM({letter}{}:{letter}{})", first + 1, last + 1);
            sheet.write_formula_with_format(last + 1, column, formula(&sum), &cell)?;
        }
        sheet.write_blank(last + 1, 5, &cell)?;
        sheet.write_string(last + 2, 0, "注：整改率=整改/发现。")?;
        sheet.write_string(last + 3, 0, "填表人：")?;
        sheet.write_blank(last + 3, 1, &cell)?;
        sheet.write_string(last + 3, 4, "审核人：____")?;
        sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_area(0, 0, last + 3, 6)?;
        sheet.set_repeat_rows(2, 3)?;
        let red = Format::new().set_font_color(Color::Red);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::LessThan(0.5))
            .set_format(red);
        sheet.add_conditional_format(first, 5, last, 5, &rule)?;
        let mut chart = Chart::new(ChartType::Column);
        chart.add_series().set_values(("汇总表", first, 2, last, 2));
        sheet.insert_chart(12, 1, &chart)?;
        let other = workbook.add_worksheet().set_name("分析")?;
        other.write_string(0, 0, "发现总数")?;
        other.write_formula(0, 1, formula(&format!("=汇总表!C{}*1", last + 2)))?;
        other.write_string(1, 0, "去年")?;
        other.write_formula(1, 1, formula("=100+20"))?;
        Ok(())
    };
    made(make)
}

/// A registration card: labels with blanks beside them, a section label over several rows, a label waiting after its colon.
pub fn card() -> Vec<u8> {
    made(|workbook| {
        let cell = framed();
        let sheet = workbook.add_worksheet().set_name("登记表")?;
        sheet.merge_range(0, 0, 0, 4, "困难家庭救助申请登记表", &Format::new().set_bold())?;
        sheet.write_string(1, 0, "填报单位：        ")?;
        sheet.write_string(1, 3, "受理日期：____")?;
        sheet.merge_range(2, 0, 4, 0, "申请人\n情况", &cell)?;
        for (row, labels) in (2..).zip([
            ["姓名", "性别"],
            ["身份证号", "联系电话"],
            ["家庭人口（人）", "月收入（元）"],
        ]) {
            for (column, label) in [(1, labels[0]), (3, labels[1])] {
                sheet.write_string_with_format(row, column, label, &cell)?;
                sheet.write_blank(row, column + 1, &cell)?;
            }
        }
        sheet.write_blank(3, 2, &framed().set_num_format("@"))?;
        sheet.write_string_with_format(5, 0, "家庭住址", &cell)?;
        sheet.merge_range(5, 1, 5, 4, "", &cell)?;
        sheet.write_string_with_format(6, 0, "申请理由", &cell)?;
        sheet.merge_range(6, 1, 6, 4, "", &cell)?;
        let list = DataValidation::new().allow_list_strings(&["男", "女"])?;
        sheet.add_data_validation(2, 4, 2, 4, &list)?;
        Ok(())
    })
}

/// A roster: empty rows below a header, numbered beforehand, a column for days, notes below.
pub fn roster() -> Vec<u8> {
    made(|workbook| {
        let cell = framed();
        let sheet = workbook.add_worksheet().set_name("花名册")?;
        sheet.merge_range(0, 0, 0, 5, "退役军人慰问花名册", &Format::new().set_bold())?;
        for (column, label) in (0..).zip(["序号", "姓名", "所在村", "慰问日期", "慰问金（元）", "签字"])
        {
            sheet.write_string_with_format(1, column, label, &cell)?;
        }
        for row in 2..8_u32 {
            sheet.write_number_with_format(row, 0, f64::from(row - 1), &cell)?;
            frame(sheet, (row, row), (1, 5), &cell)?;
            sheet.write_blank(row, 3, &framed().set_num_format("yyyy\"年\"m\"月\"d\"日\""))?;
        }
        sheet.write_string(8, 0, "单位负责人：")?;
        Ok(())
    })
}

/// Figures by row and quarter, rows in groups, a formula by column shared down, a protected sheet with unlocked blanks.
pub fn figures() -> Vec<u8> {
    made(|workbook| {
        let cell = framed();
        let open = framed().set_unlocked();
        let sheet = workbook.add_worksheet().set_name("指标")?;
        sheet.merge_range(0, 0, 0, 6, "2024年经济指标季度报表", &Format::new().set_bold())?;
        for (column, label) in (0..).zip(["类别", "指标名称", "一季度", "二季度", "三季度", "四季度", "全年"])
        {
            sheet.write_string_with_format(1, column, label, &cell)?;
        }
        let rows = [
            ("工业", "规上产值（万元）"),
            ("工业", "用电量（万千瓦时）"),
            ("农业", "粮食面积（亩）"),
            ("农业", "流转面积（亩）"),
        ];
        for (row, (_, name)) in (2..).zip(rows) {
            sheet.write_string_with_format(row, 1, name, &cell)?;
            frame(sheet, (row, row), (2, 5), &open)?;
            sheet.write_formula_with_format(row, 6, formula(&format!("=SUM(C{0}:F{0})", row + 1)), &cell)?;
        }
        sheet.merge_range(2, 0, 3, 0, "工业", &cell)?;
        sheet.merge_range(4, 0, 5, 0, "农业", &cell)?;
        sheet.protect();
        Ok(())
    })
}

/// A county's monthly form on hazards: figures by row, months and sums to date by column, one that nobody here keeps.
pub fn hazards() -> Vec<u8> {
    made(|workbook| {
        let cell = framed();
        let sheet = workbook.add_worksheet().set_name("月报")?;
        sheet.merge_range(
            0,
            0,
            0,
            4,
            "安全生产隐患排查整改情况月报表",
            &Format::new().set_bold(),
        )?;
        sheet.write_string(1, 0, "填报单位：")?;
        for (column, label) in (0..).zip(["序号", "指标名称", "本月", "本年累计", "备注"]) {
            sheet.write_string_with_format(2, column, label, &cell)?;
        }
        let rows = ["安全生产隐患排查整改台账件数", "整改资金（万元）", "消防演练次数"];
        for (row, name) in (3..).zip(rows) {
            sheet.write_number_with_format(row, 0, f64::from(row - 2), &cell)?;
            sheet.write_string_with_format(row, 1, name, &cell)?;
            frame(sheet, (row, row), (2, 4), &cell)?;
        }
        sheet.write_string(7, 0, "填表人：")?;
        sheet.write_string(7, 3, "审核人：")?;
        Ok(())
    })
}

fn made(make: impl Fn(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut workbook = workbook();
    make(&mut workbook).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// What no well-behaved program writes: prefixed names, shared formulas, an array formula, a row without cells, notes that are there already.
pub fn odd() -> Vec<u8> {
    let sheet = r#"<?xml version="1.0" encoding="UTF-8"?>
<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:dimension ref="A1:D4"/><x:sheetData><x:row r="1" spans="1:4"><x:c r="A1" t="inlineStr"><x:is><x:t>村名</x:t></x:is></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>数量</x:t></x:is></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>倍数</x:t></x:is></x:c></x:row><x:row r="2" spans="1:3"><x:c r="A2" t="inlineStr"><x:is><x:t>上金村</x:t></x:is></x:c><x:c r="B2" s="0"/><x:c r="C2"><x:f t="shared" ref="C2:C3" si="0">B2*2</x:f><x:v>0</x:v></x:c></x:row><x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>湖头村</x:t></x:is></x:c><x:c r="C3"><x:f t="shared" si="0"/><x:v>0</x:v></x:c><x:c r="D3"><x:f t="array" ref="D3:D4">B2:B3*3</x:f><x:v>0</x:v></x:c></x:row><x:row r="4"/></x:sheetData><x:legacyDrawing r:id="rId2"/></x:worksheet>"#;
    hand::workbook(
        sheet,
        &[
            (
                "xl/worksheets/_rels/sheet1.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"../comments1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing\" Target=\"../drawings/vmlDrawing1.vml\"/></Relationships>",
            ),
            (
                "xl/comments1.xml",
                "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>县局</author></authors><commentList><comment ref=\"B2\" authorId=\"0\"><text><t>按实填写</t></text></comment></commentList></comments>",
            ),
            (
                "xl/drawings/vmlDrawing1.vml",
                "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape id=\"_x0000_s1025\"/></xml>",
            ),
        ],
    )
}
