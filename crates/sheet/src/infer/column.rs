//! What a column likely is, told from its header and its values together.

use quantity::Dimension;

use super::{
    DraftColumn, Sensitive,
    name::{Names, is_number_of},
    tally::Tally,
};
use crate::{
    layout::{Column, Table},
    normal::{CodeWords, Kind},
    text::fold,
    unit::Unit,
};

/// A list of codes has no more words than this.
const CODES: usize = 40;
/// A word of a code has no more characters than this.
const WORD: usize = 12;

/// Words in headers of money whose unit is not stated.
const MONEY: &str = "金额 资金 经费 补助 补贴 工资 投资 产值 税收 收入 支出 租金 慰问金";
/// Words in headers of what is counted, never money though the table's unit be yuan.
const COUNTS: &str = "数 人 户 率 比 排名 名次 得分 分 年 月 个 面积";
/// Words in headers of persons' names.
const PERSONS: &str = "姓名 户主 当事人 联系人 负责人 责任人 申请人 经手人 反映人 领导 法人 调解员 网格员 承包户 经办人 领款人 党员 干部 老人 学生";
/// Words in headers of digits that are a label and no amount.
const LABELS: &str = "编号 编码 代码 证号 户号 文号 短号 门牌";
/// Words in headers of texts that are no codes though they come again.
const FREE: &str = "备注 说明 地址 名称 内容 事由";
/// Words in headers of what tells of a person's health or need.
const CONDITIONS: &str = "残疾 病 疾 诊断 筛查结果 体检 困难 致贫 精神 低保类别 救助原因";

pub(super) fn draft(
    table: &Table,
    column: &Column,
    tally: &Tally,
    records: u32,
    names: &mut Names,
) -> DraftColumn {
    let title = if column.path.is_empty() {
        crate::grid::column_letters(column.index)
    } else {
        column.name()
    };
    let kind = kind(table, column, tally);
    let distinct = u32::try_from(tally.values.len()).unwrap_or(u32::MAX);
    DraftColumn {
        column: column.index,
        name: names.of(&column.path, column.index),
        title,
        unit: unit(table, column, tally, &kind),
        required: records >= 3 && tally.filled == records,
        unique: tally.filled >= 3 && distinct == tally.filled && !tally.overflow,
        sensitive: sensitive(column, &kind),
        filled: tally.filled,
        unreadable: unreadable(&kind, tally),
        kind,
    }
}

/// Whether the lowest header has one of the words.
fn has(column: &Column, words: &str) -> bool {
    let lowest = column.path.last().map(|words| fold(words)).unwrap_or_default();
    words.split_whitespace().any(|word| lowest.contains(word))
}

fn is_yuan(unit: &Unit) -> bool {
    unit.dimension() == Dimension::Money("元")
}

fn kind(table: &Table, column: &Column, tally: &Tally) -> Kind {
    if tally.tried == 0 {
        return by_header(column);
    }
    if let Some(kind) = identity(column, tally).or_else(|| in_time(column, tally)) {
        return kind;
    }
    if is_question(column, tally) {
        return Kind::Truth;
    }
    let numbers = tally.percent(tally.numbers) >= 80 && tally.percent(tally.words) < 50;
    if numbers && !is_label(column, tally) {
        return number(table, column, tally);
    }
    if has(column, "村 社区 网格") && tally.longest <= WORD && !has(column, "数 户 人") {
        return Kind::Place;
    }
    if is_name(column) && tally.percent(tally.short_han) >= 70 {
        return Kind::Person;
    }
    codes(column, tally).unwrap_or(Kind::Text)
}

/// What a column without values is, by its header alone.
fn by_header(column: &Column) -> Kind {
    let money = column.unit.is_some_and(|unit| is_yuan(&unit)) || has(column, MONEY);
    match () {
        () if has(column, "身份证") => Kind::CitizenId,
        () if has(column, "信用代码") => Kind::CreditCode,
        () if has(column, "电话 手机") => Kind::Phone,
        () if has(column, "日期 时间") => Kind::Date,
        () if money => Kind::Money,
        () if column.unit.is_some() => Kind::Decimal { scale: 2 },
        () if is_name(column) => Kind::Person,
        () => Kind::Text,
    }
}

/// Numbers that name people and organisations: by what they are, or by their header and length.
fn identity(column: &Column, tally: &Tally) -> Option<Kind> {
    let most = |kind: &Kind| tally.share(kind) >= 60;
    let long = tally.values.keys().all(|value| value.chars().count() >= 15);
    if most(&Kind::CitizenId) || (has(column, "身份证") && long) {
        return Some(Kind::CitizenId);
    }
    if most(&Kind::CreditCode) {
        return Some(Kind::CreditCode);
    }
    if has(column, "电话 手机 联系方式 短号") && most(&Kind::Phone) {
        return Some(Kind::Phone);
    }
    let card = has(column, "卡号 账号 账户 一卡通 银行卡") && (most(&Kind::BankCard) || tally.longest >= 15);
    card.then_some(Kind::BankCard)
}

/// Days, months and years: typed as such, or texts and numbers that read as such under a header that says so.
fn in_time(column: &Column, tally: &Tally) -> Option<Kind> {
    let months = tally.share(&Kind::Month);
    if tally.percent(tally.months) >= 60 || (has(column, "年月 月份") && months >= 60) {
        return Some(Kind::Month);
    }
    if has(column, "年份 年度") && tally.share(&Kind::Year) >= 80 {
        return Some(Kind::Year);
    }
    let named = has(column, "日期 时间 年月 期限 日 生日");
    let days = tally.share(&Kind::Date);
    if tally.percent(tally.dates) >= 60 || (days >= 60 && (named || tally.percent(tally.words) >= 60)) {
        return Some(Kind::Date);
    }
    // Days and months mixed are no months: the days would be lost.
    (named && months >= 80 && days < 20).then_some(Kind::Month)
}

/// Whether a column of yes and no asks a question: 是否整改, or has nothing but marks.
fn is_question(column: &Column, tally: &Tally) -> bool {
    if tally.percent(tally.truths) >= 80 {
        return true;
    }
    let marks = || {
        tally
            .values
            .keys()
            .any(|value| ["是", "否", "√", "×", "✓"].contains(&value.as_str()))
    };
    tally.share(&Kind::Truth) >= 95 && tally.words > 0 && (has(column, "是否 有无 能否") || marks())
}

/// Whether digits are a label and not an amount: they begin with zeros, or their header says so.
fn is_label(column: &Column, tally: &Tally) -> bool {
    let digits = |value: &String| value.len() > 1 && value.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = tally
        .values
        .keys()
        .any(|value| value.starts_with('0') && digits(value));
    zeros || has(column, LABELS) || is_number_of(&column.name())
}

fn number(table: &Table, column: &Column, tally: &Tally) -> Kind {
    let by_table = table.unit.is_some_and(|unit| is_yuan(&unit)) && !has(column, COUNTS);
    let money = match column.unit {
        Some(unit) => is_yuan(&unit),
        None => by_table || has(column, MONEY),
    };
    if money {
        return Kind::Money;
    }
    // A percent without decimals today has some tomorrow.
    let share = column.unit.is_some_and(|unit| unit.is_share()) || tally.percent(tally.percents) >= 60;
    let whole = tally.whole == tally.numbers;
    if whole && !share && column.unit.is_none_or(|unit| !unit.is_measure()) {
        return Kind::Integer;
    }
    let scale = if share { 2 } else { tally.scale.clamp(1, 6) };
    Kind::Decimal { scale }
}

/// The unit of a column's figures: stated, or percent when they are shown so.
fn unit(table: &Table, column: &Column, tally: &Tally, kind: &Kind) -> Option<Unit> {
    match kind {
        Kind::Money => column.unit.or(table.unit.filter(is_yuan)),
        Kind::Integer | Kind::Decimal { .. } => {
            let shown = tally.percent(tally.percents) >= 60 && column.unit.is_none();
            let by_table = || table.unit.filter(|unit| !is_yuan(unit));
            if shown {
                Some(Unit::percent())
            } else {
                column.unit.or_else(by_table)
            }
        }
        _ => None,
    }
}

fn is_name(column: &Column) -> bool {
    has(column, PERSONS) && !has(column, "数 类型 类别 单位")
}

/// A list of codes: few words, each short and coming again.
fn codes(column: &Column, tally: &Tally) -> Option<Kind> {
    let (distinct, filled) = (tally.values.len(), usize::try_from(tally.filled).unwrap_or(0));
    let short = tally.longest <= WORD && !tally.overflow;
    let again = filled >= 6 && distinct * 3 <= filled * 2;
    let often = distinct <= 12 || (distinct <= CODES && distinct * 10 <= filled);
    if !short || !again || !often || has(column, FREE) {
        return None;
    }
    let mut codes: Vec<CodeWords> = Vec::new();
    for word in tally.ordered() {
        let same = |code: &&mut CodeWords| code.words.first().is_some_and(|first| fold(first) == fold(&word));
        // The same word spaced or spelled otherwise is the same code.
        match codes.iter_mut().find(same) {
            Some(code) => code.words.push(word),
            None => codes.push(CodeWords {
                code: String::new(),
                words: vec![word],
            }),
        }
    }
    let mut names = Names::default();
    for code in &mut codes {
        let first = code.words.first().cloned().unwrap_or_default();
        code.code = names.of(&[first], 0);
    }
    Some(Kind::Code { codes })
}

fn unreadable(kind: &Kind, tally: &Tally) -> u32 {
    let read = match kind {
        Kind::Integer => tally.whole,
        Kind::Decimal { .. } | Kind::Money => tally.numbers,
        Kind::Text | Kind::Person | Kind::Place | Kind::Code { .. } | Kind::Moment => return 0,
        kind => tally.read(kind),
    };
    tally.tried.saturating_sub(read)
}

fn sensitive(column: &Column, kind: &Kind) -> Option<Sensitive> {
    match kind {
        Kind::CitizenId => return Some(Sensitive::Id),
        Kind::Phone => return Some(Sensitive::Phone),
        Kind::BankCard => return Some(Sensitive::Account),
        Kind::Person => return Some(Sensitive::Name),
        Kind::Text if is_name(column) => return Some(Sensitive::Name),
        _ => {}
    }
    if has(column, "住址 家庭地址 户籍地") {
        return Some(Sensitive::Home);
    }
    has(column, CONDITIONS).then_some(Sensitive::Condition)
}
