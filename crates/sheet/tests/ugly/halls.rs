//! Ledgers of the offices that keep lists: the party office, the clinic, the treasury, the villages' inspectors.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{
    VILLAGES,
    clerks::{
        Put::{D, N, O, P, T},
        line, merge, put, workbook,
    },
    mobile, person,
};

fn made(make: impl Fn() -> Result<Vec<u8>, XlsxError>) -> Vec<u8> {
    make().unwrap()
}

/// The party office: a telephone list printed three times side by side, so that it fits on one page.
pub(super) fn phonebook() -> Vec<u8> {
    made(|| {
        let mut workbook: Workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("通讯录")?;
        merge(sheet, (0, 0), (0, 8), "机关干部通讯录")?;
        for column in [0, 3, 6] {
            for (at, text) in (column..).zip(["姓  名", "手机号码", "短号"]) {
                put(sheet, 1, at, &T(text))?;
            }
        }
        for at in 0..11_u32 {
            let (row, column) = (2 + at % 4, u16::try_from(at / 4 * 3).unwrap_or(0));
            put(sheet, row, column, &T(&person(at as usize)))?;
            put(sheet, row, column + 1, &T(&mobile(at as usize)))?;
            put(sheet, row, column + 2, &N(f64::from(660_000 + at)))?;
        }
        workbook.save_to_buffer()
    })
}

/// The clinic: the village typed once and left blank below without merging, days as bare serial numbers, a birth year of two digits.
pub(super) fn medical() -> Vec<u8> {
    made(|| {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("两癌筛查")?;
        line(
            sheet,
            0,
            &[
                T("村名"),
                T("姓名"),
                T("出生日期"),
                T("筛查日期"),
                T("结果"),
                T("复查"),
            ],
        )?;
        for at in 0..9_u32 {
            let number = at as usize;
            line(
                sheet,
                at + 1,
                &[
                    if at % 3 == 0 { T(VILLAGES[number / 3]) } else { O },
                    T(&person(number)),
                    T(&format!("{}.{}.{}", 65 + at, 1 + at, 2 + at)),
                    N(f64::from(45_400 + at)),
                    T(["阴性", "阴性", "阳性"][number % 3]),
                    if at % 3 == 2 { T("是") } else { O },
                ],
            )?;
        }
        workbook.save_to_buffer()
    })
}

/// The treasury: income and spending side by side with a gap between, each with its own numbering, in accountants' spelling.
pub(super) fn funds() -> Vec<u8> {
    made(|| {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("收支")?;
        merge(
            sheet,
            (0, 0),
            (0, 7),
            "上金村股份经济合作社2024年10月财务收支公开表",
        )?;
        put(sheet, 1, 0, &T("单位：元"))?;
        line(
            sheet,
            2,
            &[
                T("序号"),
                T("收入项目"),
                T("金额"),
                O,
                T("序号"),
                T("支出项目"),
                T("金额"),
                T("经手人"),
            ],
        )?;
        let income = [
            ("资产租赁", "¥12,000.00"),
            ("上级补助", "35,600.5"),
            ("利息", "１２０．３６"),
        ];
        let spending = [
            ("保洁工资", 8_600.0),
            ("办公用品", 312.45),
            ("冲账", -200.0),
            ("水电费", 1_203.1),
        ];
        for (row, (name, amount)) in (3..).zip(income) {
            line(sheet, row, &[N(f64::from(row - 2)), T(name), T(amount)])?;
        }
        for (row, (name, amount)) in (3..).zip(spending) {
            put(sheet, row, 4, &N(f64::from(row - 2)))?;
            put(sheet, row, 5, &T(name))?;
            put(sheet, row, 6, &P(amount, "#,##0.00_);(#,##0.00)"))?;
            put(sheet, row, 7, &T(&person(row as usize)))?;
        }
        line(
            sheet,
            7,
            &[T("合计"), O, N(47_720.86), O, T("合计"), O, N(9_915.55)],
        )?;
        workbook.save_to_buffer()
    })
}

/// The inspectors: villages in numbered groups, a score for each month, a rank, blank months as dashes.
pub(super) fn environment() -> Vec<u8> {
    made(|| {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("得分")?;
        merge(sheet, (0, 0), (0, 6), "农村人居环境月度考核得分表")?;
        put(sheet, 1, 0, &T("考核年度：二〇二四年"))?;
        line(
            sheet,
            2,
            &[
                T("村名"),
                T("1月"),
                T("2月"),
                T("3月"),
                T("4月"),
                T("平均分"),
                T("排名"),
            ],
        )?;
        let mut row = 3;
        for (group, from) in [("一、沿线村", 0), ("二、山区村", 3)] {
            merge(sheet, (row, row), (0, 6), group)?;
            row += 1;
            for at in from..from + 3_u32 {
                let score = |month: u32| 80.0 + f64::from(at * 3 + month) / 2.0;
                line(
                    sheet,
                    row,
                    &[
                        T(VILLAGES[at as usize]),
                        N(score(1)),
                        N(score(2)),
                        N(score(3)),
                        T("--"),
                        P(score(2), "0.00"),
                        N(f64::from(6 - at)),
                    ],
                )?;
                row += 1;
            }
        }
        workbook.save_to_buffer()
    })
}

/// Two offices in one sheet: one table below the other with a title each, columns unlike.
pub(super) fn stacked() -> Vec<u8> {
    made(|| {
        let mut workbook = workbook();
        let sheet = workbook.add_worksheet().set_name("两表")?;
        put(sheet, 0, 0, &T("附件1"))?;
        merge(sheet, (1, 1), (0, 3), "2024年退役军人走访慰问名单")?;
        line(sheet, 2, &[T("序号"), T("姓名"), T("村"), T("慰问金（元）")])?;
        for at in 0..4_u32 {
            line(
                sheet,
                3 + at,
                &[
                    N(f64::from(at + 1)),
                    T(&person(at as usize)),
                    T(VILLAGES[at as usize]),
                    N(500.0),
                ],
            )?;
        }
        line(sheet, 7, &[T("合计"), O, O, N(2_000.0)])?;
        put(sheet, 9, 0, &T("附件2"))?;
        merge(sheet, (10, 10), (0, 4), "2024年妇女儿童活动登记表")?;
        line(
            sheet,
            11,
            &[
                T("活动名称"),
                T("活动日期"),
                T("地点"),
                T("参加人数（人）"),
                T("经费（万元）"),
            ],
        )?;
        for at in 0..3_u32 {
            line(
                sheet,
                12 + at,
                &[
                    T(["剪纸课", "亲子跑", "普法讲座"][at as usize]),
                    D(45_420 + at * 7, "m\"月\"d\"日\""),
                    T("文化礼堂"),
                    T(&format!("{}人", 20 + at)),
                    N(f64::from(at + 1) / 100.0),
                ],
            )?;
        }
        workbook.save_to_buffer()
    })
}
