//! Ledgers of the offices that keep cases: disputes, farmland, hazards, projects.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use super::{VILLAGES, person};

/// What a cell is given.
pub(super) enum Put<'t> {
    /// Text.
    T(&'t str),
    /// A number.
    N(f64),
    /// A day as a serial number, with its number format.
    D(u32, &'t str),
    /// A number with a number format.
    P(f64, &'t str),
    /// A formula with its result.
    F(&'t str, f64),
    /// Nothing.
    O,
}

/// A workbook whose bytes are the same each time.
pub(super) fn workbook() -> Workbook {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2024, 12, 1).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    workbook
}

pub(super) fn put(sheet: &mut Worksheet, row: u32, column: u16, value: &Put<'_>) -> Result<(), XlsxError> {
    match value {
        Put::T(text) => sheet.write_string(row, column, *text).map(|_| ()),
        Put::N(number) => sheet.write_number(row, column, *number).map(|_| ()),
        Put::D(serial, format) => {
            let format = Format::new().set_num_format(*format);
            sheet
                .write_number_with_format(row, column, f64::from(*serial), &format)
                .map(|_| ())
        }
        Put::P(number, format) => {
            let format = Format::new().set_num_format(*format);
            sheet
                .write_number_with_format(row, column, *number, &format)
                .map(|_| ())
        }
        Put::F(formula, result) => {
            let formula = Formula::new(*formula).set_result(result.to_string());
            sheet.write_formula(row, column, formula).map(|_| ())
        }
        Put::O => Ok(()),
    }
}

pub(super) fn line(sheet: &mut Worksheet, row: u32, values: &[Put<'_>]) -> Result<(), XlsxError> {
    (0..)
        .zip(values)
        .try_for_each(|(column, value)| put(sheet, row, column, value))
}

pub(super) fn merge(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    text: &str,
) -> Result<(), XlsxError> {
    let centred = Format::new().set_align(FormatAlign::Center);
    sheet
        .merge_range(rows.0, columns.0, rows.1, columns.1, text, &centred)
        .map(|_| ())
}

use Put::{D, F, N, O, P, T};

/// The mediation centre: a title over everything, a line of labels, a header of two rows, days in every spelling.
pub(super) fn disputes() -> Vec<u8> {
    let make = || {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("2024年台账")?;
        merge(sheet, (0, 0), (0, 9), "岔路镇２０２４年矛盾纠纷排查化解工作台账")?;
        merge(sheet, (1, 1), (0, 4), "填报单位：岔路镇综治中心（盖章）")?;
        merge(sheet, (1, 1), (5, 9), "填报日期：2024年11月30日")?;
        for (column, text) in [
            (0, "序　号"),
            (1, "村（社区）"),
            (6, "纠纷\n类别"),
            (7, "化解时间"),
            (8, "办理情况"),
            (9, "备 注"),
        ] {
            merge(sheet, (2, 3), (column, column), text)?;
        }
        merge(sheet, (2, 2), (2, 3), "当事人（甲方）")?;
        merge(sheet, (2, 2), (4, 5), "当事人（乙方）")?;
        line(
            sheet,
            3,
            &[O, O, T("姓名*"), T("联系电话"), T("姓名*"), T("联系电话")],
        )?;
        let days = [
            "2024.3.5",
            "2024年4月12日",
            "24/5/6",
            "2024-06-07 09:30",
            "7月8日",
            "２０２４．８．９",
            "20240910",
            "正在办理",
        ];
        for (at, day) in (0_u32..).zip(days) {
            let number = at as usize;
            let row = at + 4;
            let phone = super::mobile(number);
            line(
                sheet,
                row,
                &[
                    N(f64::from(at + 1)),
                    T(VILLAGES[number % 3]),
                    T(&person(number)),
                    T(&phone),
                    T(&format!(" {}\u{3000}", person(number + 3))),
                    N(13_900_000_000.0 + f64::from(at)),
                    T(["邻里纠纷", "土地山林", "婚姻家庭", "邻里 纠纷"][number % 4]),
                    T(day),
                    T(["已办结", "办理中"][usize::from(number > 5)]),
                    if number == 3 { T("／") } else { O },
                ],
            )?;
        }
        put(sheet, 9, 7, &D(45_482, "yyyy/m/d"))?;
        merge(sheet, (12, 12), (0, 5), "合　计")?;
        put(sheet, 12, 6, &T("8件"))?;
        put(sheet, 14, 0, &T("注：1.本台账每月25日前报送；"))?;
        put(sheet, 15, 0, &T("　　2.类别按综治口径填写。"))?;
        put(sheet, 16, 0, &T("填表人："))?;
        put(sheet, 16, 5, &T("审核人："))?;
        workbook.save_to_buffer()
    };
    make().unwrap()
}

/// The farm office: villages in merged groups with a subtotal below each, areas under one header, money in ten thousands, numbers typed as text.
pub(super) fn farmland() -> Vec<u8> {
    let make = || {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("流转")?;
        merge(sheet, (0, 0), (0, 8), "2023年度农村土地承包经营权流转情况汇总表")?;
        put(sheet, 1, 7, &T("单位：亩、万元"))?;
        merge(sheet, (2, 3), (0, 0), "行政村")?;
        merge(sheet, (2, 3), (1, 1), "承包户主")?;
        merge(sheet, (2, 2), (2, 4), "流转面积（亩）")?;
        line(sheet, 3, &[O, O, T("水田"), T("旱地"), T("小计")])?;
        merge(sheet, (2, 3), (5, 5), "流转期限")?;
        merge(sheet, (2, 3), (6, 6), "流转费(万元)")?;
        merge(sheet, (2, 3), (7, 7), "签订年月")?;
        merge(sheet, (2, 3), (8, 8), "占比")?;
        line(
            sheet,
            4,
            &[
                T("甲"),
                T("乙"),
                T("1"),
                T("2"),
                T("3=1+2"),
                T("4"),
                T("5"),
                T("6"),
                T("7"),
            ],
        )?;
        let mut row = 5;
        for (village, households) in VILLAGES.iter().take(3).zip([3_u32, 2, 4]) {
            let first = row;
            for at in 0..households {
                let paddy = f64::from(at * 7 + 3) + 0.1 + 0.2;
                let dry = format!("{}.{}", at + 1, at * 2);
                let total = format!("=C{0}+D{0}", row + 1);
                line(
                    sheet,
                    row,
                    &[
                        O,
                        T(&person(row as usize)),
                        N(paddy),
                        T(&dry),
                        F(&total, paddy + f64::from(at + 1)),
                        T(&format!("{}年", 3 + at)),
                        N(f64::from(at * 125 + 80) / 1000.0),
                        D(45_000 + at * 31, "yyyy\"年\"m\"月\""),
                        P(f64::from(at + 1) / 40.0, "0.0%"),
                    ],
                )?;
                row += 1;
            }
            merge(sheet, (first, row - 1), (0, 0), village)?;
            let subtotal = format!("=SUM(C{}:C{})", first + 1, row);
            line(sheet, row, &[T(&format!("{village}小计")), O, F(&subtotal, 33.3)])?;
            row += 1;
        }
        line(sheet, row, &[T("总计"), O, F("=C9+C12+C17", 99.9)])?;
        put(sheet, row + 2, 0, &T("说明：流转期限按合同填写。"))?;
        workbook.save_to_buffer()
    };
    make().unwrap()
}

/// The safety office: a sheet for each month with the same columns, a header repeated where the page turns, a hidden sheet and hidden rows.
pub(super) fn hazards() -> Vec<u8> {
    let make = || {
        let mut workbook = workbook();
        for (month, name) in [(1_u32, "1月"), (2, "2月")] {
            let sheet = workbook.add_worksheet().set_name(name)?;
            let title = format!("安全生产隐患排查整改台账（2024年{name}）");
            merge(sheet, (0, 0), (0, 7), &title)?;
            let header = [
                "序号",
                "检查时间",
                "受检单位",
                "隐患描述",
                "隐患等级",
                "整改期限",
                "整改资金（元）",
                "是否整改",
            ];
            let mut row = 1;
            for at in 0..7_u32 {
                if at == 0 || at == 4 {
                    if at == 4 {
                        merge(sheet, (row, row), (0, 7), &title)?;
                        row += 1;
                    }
                    for (column, text) in (0..).zip(header) {
                        put(sheet, row, column, &T(text))?;
                    }
                    row += 1;
                }
                line(
                    sheet,
                    row,
                    &[
                        N(f64::from(at + 1)),
                        D(45_292 + month * 30 + at, "yyyy-mm-dd"),
                        T(&format!("某某{}厂", ["五金", "灯具", "塑料"][at as usize % 3])),
                        T("配电箱未设漏电保护；\n通道堆放杂物"),
                        T(["一般", "一般", "重大"][at as usize % 3]),
                        T(&format!("2024.{}.{}", month + 1, at + 1)),
                        T(&format!("{},{}00.00", at + 1, at)),
                        T(["√", "×"][usize::from(at == 5)]),
                    ],
                )?;
                if at == 2 {
                    sheet.set_row_hidden(row)?;
                }
                row += 1;
            }
            put(sheet, row, 0, &T("第1页，共1页"))?;
        }
        let sheet = workbook.add_worksheet().set_name("码表")?;
        line(sheet, 0, &[T("等级"), T("说明")])?;
        line(sheet, 1, &[T("一般"), T("一般隐患")])?;
        line(sheet, 2, &[T("重大"), T("重大隐患")])?;
        sheet.set_hidden(true);
        workbook.save_to_buffer()
    };
    make().unwrap()
}

/// The project office: a header of three rows, quarters below years, percent as fractions, columns numbered, sums at the top.
pub(super) fn projects() -> Vec<u8> {
    let make = || {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("重点项目")?;
        merge(sheet, (1, 1), (1, 11), "岔路镇2024年重点项目推进情况表")?;
        put(sheet, 2, 11, &T("单位：万元"))?;
        merge(sheet, (3, 5), (1, 1), "序号")?;
        merge(sheet, (3, 5), (2, 2), "项目名称")?;
        merge(sheet, (3, 5), (3, 3), "建设年限")?;
        merge(sheet, (3, 5), (4, 4), "总投资")?;
        merge(sheet, (3, 3), (5, 9), "2024年")?;
        merge(sheet, (4, 5), (5, 5), "年度计划")?;
        merge(sheet, (4, 4), (6, 9), "完成投资")?;
        for (column, text) in (6..).zip(["一季度", "二季度", "三季度", "四季度"]) {
            put(sheet, 5, column, &T(text))?;
        }
        merge(sheet, (3, 5), (10, 10), "完成率（%）")?;
        merge(sheet, (3, 5), (11, 11), "责任\n领导")?;
        line(
            sheet,
            6,
            &[
                O,
                T("合计"),
                O,
                O,
                N(46_300.0),
                N(9_400.0),
                N(1_100.0),
                N(2_000.0),
                N(2_400.0),
                O,
                N(58.5),
            ],
        )?;
        for at in 0..5_u32 {
            line(
                sheet,
                7 + at,
                &[
                    O,
                    N(f64::from(at + 1)),
                    T(&format!(
                        "{}工程",
                        ["污水管网提升", "老街改造", "小微园区二期", "通村公路", "养老中心"][at as usize]
                    )),
                    T(&format!("{}-{}", 2023 + at % 2, 2025 + at % 2)),
                    N(f64::from(at * 4_130 + 1_000)),
                    N(f64::from(at * 500 + 880)),
                    N(f64::from(at) * 110.0),
                    N(200.0 * f64::from(at)),
                    T("—"),
                    O,
                    N([12.5, 0.0, 61.8, 100.0, 33.333_333_333_333_336][at as usize]),
                    T(&person(at as usize)),
                ],
            )?;
        }
        put(sheet, 13, 1, &T("备注：完成率=完成投资/年度计划。"))?;
        workbook.save_to_buffer()
    };
    make().unwrap()
}
