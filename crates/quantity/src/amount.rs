//! Numbers with their units and comparators: what is counted and measured.

use crate::cursor::{Cursor, is_digit, is_han};
use crate::date::DASHES;
use crate::figure::{Draft, Kind, Soft};
use crate::numeral::{Numeral, Sharpness};
use crate::place::Place;
use crate::{Change, Comparator, Dimension, Unit, change, comparator, han, names, numeral};
use rust_decimal::Decimal;

/// A number with what stands around it, before it is known to be a figure.
struct Reading {
    number: Numeral,
    upper: Option<Decimal>,
    number_end: usize,
    unit: Option<Unit>,
    end: usize,
    comparator: Option<Comparator>,
}

/// Reads a counted or measured amount that begins with a number.
pub(crate) fn read(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let number = numeral::read(&mut cursor)?;
    let mut reading = with_unit(number, cursor)?;
    after(&mut reading, place.text());
    let (start, before) = comparator_before(place, &reading);
    let vague = match reading.number.sharpness {
        Sharpness::Exact => None,
        Sharpness::More => Some(Comparator::Gt),
        Sharpness::Several => Some(Comparator::Several),
        Sharpness::Between => Some(Comparator::Between),
    };
    let ranged = reading.upper.map(|_| Comparator::Between);
    let told = before
        .or(reading.comparator)
        .or(ranged)
        .or(vague)
        .or_else(|| shared_comparator(place, &reading));
    if !stands(place, &reading, told) {
        return None;
    }
    let change = change_before(place, start, &reading);
    let (kind, soft) = sort(place, &reading, change)?;
    let mut draft = Draft::new(kind, start, reading.end);
    let digits = place
        .text()
        .get(place.at()..reading.number_end)
        .unwrap_or_default();
    draft.number = Some((
        place.at(),
        place.at() + digits.trim_end_matches(['余', '馀', '多', '来', '几']).len(),
    ));
    draft.value = Some(reading.number.decimal());
    if let Some(sign) = minus(place).filter(|_| start == place.at()) {
        draft.start = sign;
        draft.value = Some(-reading.number.decimal());
    }
    draft.upper = reading.upper;
    draft.unit = reading.unit;
    draft.comparator = told.unwrap_or(Comparator::Eq);
    draft.change = change;
    draft.soft = soft;
    let share = reading.number.over.is_some() && reading.unit.is_some();
    if share {
        draft.value = Some(reading.number.value);
    }
    Some(draft)
}

/// Where a minus sign stands before the number: 增长-3.2%. Between two numbers it is a dash.
fn minus(place: &Place<'_>) -> Option<usize> {
    let before = place.before();
    let sign = before
        .chars()
        .next_back()
        .filter(|c| matches!(c, '-' | '－' | '−'))?;
    let words = before.get(..before.len() - sign.len_utf8())?;
    let told = change::before(words, 0).is_some() || words.ends_with(['为', '达', '长', '比', '别', '均']);
    // 同比分别-4.1%、-12.5%
    let listed = matches!(words.trim(), "、" | "和" | "及" | "与")
        && place
            .prior
            .and_then(|prior| prior.value)
            .is_some_and(|value| value.is_sign_negative());
    (told || listed).then(|| place.at() - sign.len_utf8())
}

/// Reads the range and the unit after a number.
fn with_unit(mut number: Numeral, mut cursor: Cursor<'_>) -> Option<Reading> {
    let mut number_end = cursor.at();
    if let Some(unit) = number.over.and_then(share_unit) {
        return Some(Reading {
            number,
            upper: number.upper,
            number_end,
            unit: Some(unit),
            end: cursor.at(),
            comparator: None,
        });
    }
    let mut upper = number.upper;
    let mut unit = unit_at(&mut cursor, &number);
    let mut ahead = cursor;
    ahead.pass_spaces();
    if upper.is_none()
        && number.over.is_none()
        && ahead.eat_any(&DASHES).is_some()
        && let Some((higher, end)) = upper_end(&mut ahead, &mut number, &mut unit)
    {
        upper = Some(higher);
        number_end = end;
        cursor = ahead;
    }
    if unit.is_none() && upper.is_none() && !number.han {
        unit = shared_unit(cursor);
    }
    Some(Reading {
        number,
        upper,
        number_end,
        unit,
        end: cursor.at(),
        comparator: None,
    })
}

/// The unit of `百分之八` and `千分之三`.
fn share_unit(over: Decimal) -> Option<Unit> {
    if over == Decimal::ONE_HUNDRED {
        Some(Unit::percent())
    } else if over == Decimal::ONE_THOUSAND {
        Some(Unit::per_mille())
    } else {
        None
    }
}

fn unit_at(cursor: &mut Cursor<'_>, number: &Numeral) -> Option<Unit> {
    let mut ahead = *cursor;
    if !number.han {
        ahead.pass_spaces();
    }
    let (unit, length) = Unit::read(ahead.rest())?;
    // 三里 and 五方 make names; 三百里 does not.
    if number.han && unit.digits_only() && number.value < Decimal::ONE_HUNDRED {
        return None;
    }
    ahead = Cursor::new(cursor.text(), ahead.at() + length);
    *cursor = ahead;
    Some(unit)
}

/// The upper end of a range: `10—15个`, `5万-8万元`, `100万元至200万元`, `1-5亿`.
fn upper_end(
    cursor: &mut Cursor<'_>,
    low: &mut Numeral,
    unit: &mut Option<Unit>,
) -> Option<(Decimal, usize)> {
    cursor.pass_spaces();
    let digits = *cursor;
    let high = numeral::read(cursor).filter(|high| high.han == low.han && high.over.is_none())?;
    let end = cursor.at();
    let mut plain = digits;
    let bare_high = numeral::plain_digits(&mut plain);
    let high_unit = unit_at(cursor, &high);
    match (&unit, high_unit) {
        (Some(before), Some(after)) if *before != after => return None,
        (Some(_), None) => return None,
        _ => {}
    }
    // 1-5亿: the magnitude belongs to both ends.
    if unit.is_none()
        && let Some(bare) = bare_high.filter(|bare| !bare.is_zero() && *bare != high.value)
        && low.value <= bare
        && let Some(by) = high.value.checked_div(bare)
        && let Some(scaled) = low.value.checked_mul(by)
    {
        low.value = scaled;
    }
    *unit = high_unit.or(*unit);
    (high.value > low.value).then_some((high.value, end))
}

/// `3.2和4.1个百分点`, `7、8和9%`: a number without a unit takes that of the number it is listed with.
fn shared_unit(mut cursor: Cursor<'_>) -> Option<Unit> {
    for _ in 0..6 {
        cursor.eat_any(&["、", "和", "与", "及", "以及"])?;
        cursor.pass_spaces();
        cursor.peek().filter(|c| is_digit(*c))?;
        let number = numeral::read(&mut cursor)?;
        if let Some(unit) = unit_at(&mut cursor, &number) {
            let listed = matches!(
                unit.dimension(),
                Dimension::Share | Dimension::Points | Dimension::Multiple
            );
            return (listed || unit.is_measure()).then_some(unit);
        }
    }
    None
}

/// `分别控制在9‰和14‰以内`: what stands after the last of a list holds for each of it.
fn shared_comparator(place: &Place<'_>, reading: &Reading) -> Option<Comparator> {
    let unit = reading.unit?;
    let mut cursor = Cursor::new(place.text(), reading.end);
    for nth in 0..6 {
        cursor.eat_any(&["、", "和", "与", "及", "以及"])?;
        // Most figures are in no list, so the clause is looked through only for those that are.
        if nth == 0 && !place.clause().contains("分别") {
            return None;
        }
        let number = numeral::read(&mut cursor)?;
        let other = unit_at(&mut cursor, &number)?;
        let found = comparator::at_the_start_of(cursor.rest());
        if other != unit || found.is_some() {
            return found.filter(|_| other == unit).map(|(comparator, _)| comparator);
        }
    }
    None
}

/// Words after the unit: `以上`, `左右`, `多` in `三年多`, and `半` in `一年半`.
fn after(reading: &mut Reading, text: &str) {
    let mut cursor = Cursor::new(text, reading.end);
    let mut ahead = cursor;
    if reading.unit.is_some()
        && ahead.eat("半")
        && !ahead.starts_any(&["数", "年", "价", "天", "成", "导", "挂", "月", "程", "径"])
        && let Some(more) = reading.number.value.checked_add(Decimal::new(5, 1))
    {
        reading.number.value = more;
        cursor = ahead;
    }
    ahead = cursor;
    if reading.unit.is_some()
        && ahead.eat_any(&["多", "余"]).is_some()
        && !ahead
            .peek()
            .is_some_and(|c| is_han(c) && !"的来前后以了".contains(c))
    {
        reading.comparator = Some(Comparator::Gt);
        cursor = ahead;
    }
    ahead = cursor;
    if !reading.number.han {
        ahead.pass_spaces();
    }
    reading.end = cursor.at();
    if let Some((comparator, rest)) = comparator::at_the_start_of(ahead.rest()) {
        reading.comparator = Some(comparator);
        reading.end = text.len() - rest.len();
    }
}

/// Where the figure begins with its comparator, and which it is.
fn comparator_before(place: &Place<'_>, reading: &Reading) -> (usize, Option<Comparator>) {
    let before = place.before();
    let trimmed = if reading.number.han {
        before
    } else {
        before.trim_end_matches([' ', '\u{a0}'])
    };
    let here = place.at() - (before.len() - trimmed.len());
    if reading.number.bare && trimmed.ends_with('上') && !trimmed.ends_with("以上") {
        return (here - '上'.len_utf8(), Some(Comparator::Ge));
    }
    let Some((length, word, comparator)) = comparator::at_the_end_of(trimmed) else {
        return (place.at(), None);
    };
    let head = trimmed.get(..trimmed.len() - length).unwrap_or_default();
    if comparator::belongs_to_a_word(word, head.chars().next_back()) {
        return (place.at(), None);
    }
    (here - length, Some(comparator))
}

/// Whether the number is a figure at all, and not part of a name or an idiom.
fn stands(place: &Place<'_>, reading: &Reading, told: Option<Comparator>) -> bool {
    let number = &reading.number;
    let rest = Cursor::new(place.text(), reading.end);
    // 零部件, 零距离: none of something is told by a word of its own.
    let nothing = number.han && number.value.is_zero() && !number.row;
    if nothing || number.han && place.quote.is_some() {
        return false;
    }
    if number.bare && number.sharpness == Sharpness::Exact {
        // 投资超千万的5家
        let whole = number.value >= Decimal::from(1_000_000) && rest.starts("的");
        return told.is_some() && (reading.unit.is_some() || whole);
    }
    match reading.unit {
        Some(unit) => {
            let time = matches!(unit.dimension(), Dimension::Clock | Dimension::Calendar);
            if time && told.is_some() && number.value == Decimal::ONE && place.quote.is_none() {
                // 一年左右; 一年 alone is mostly no number.
                return true;
            }
            let row_of_digits = number.row && !unit.is_measure();
            !row_of_digits && !names::is_name(place, number, unit, rest) && quoted_stands(place, reading)
        }
        None if number.over.is_some() => true,
        None if number.han => closes_its_clause(number, rest),
        None => {
            // 从0到1 is no range.
            let ranged = reading.upper.is_some_and(|upper| upper > Decimal::TWO);
            number.value != plain(place) || told.is_some_and(|told| told != Comparator::Between) || ranged
        }
    }
}

/// A large number in words with no unit is a figure at the end of its clause: 总投资三千五百万。
fn closes_its_clause(number: &Numeral, rest: Cursor<'_>) -> bool {
    let large = number.value >= Decimal::from(10_000) && !number.bare && !number.row;
    large && rest.peek().is_none_or(|next| "，,。；;、\n".contains(next))
}

/// In a short quotation only an amount that fills it is a figure: “零记录” is, “15分钟生活圈” is a name.
fn quoted_stands(place: &Place<'_>, reading: &Reading) -> bool {
    const SHORT: usize = 42;
    match place.quote {
        Some((open, close)) if close - open <= SHORT => open == place.at() && reading.end == close,
        _ => true,
    }
}

/// The digits at the place with no magnitude.
fn plain(place: &Place<'_>) -> Decimal {
    numeral::plain_digits(&mut place.cursor()).unwrap_or_default()
}

/// Growth told before the figure, or shared with the figure it is listed with.
fn change_before(place: &Place<'_>, start: usize, reading: &Reading) -> Option<Change> {
    use Dimension::{Doubling, Multiple, Points, Share};
    let unit = reading.unit?;
    let relative = matches!(unit.dimension(), Share | Points | Multiple | Doubling);
    let before = place.before();
    let offset = place.at() - before.len();
    let words = before
        .get(..start.saturating_sub(offset))
        .unwrap_or_default()
        .trim_end_matches(['-', '－', '−']);
    let told = if relative {
        change::before(words, offset)
    } else {
        change::of_amount(words, offset)
    };
    let joined = matches!(words.trim(), "、" | "和" | "与" | "及" | "以及");
    told.or_else(|| {
        place
            .prior
            .filter(|prior| joined && prior.unit == Some(unit))?
            .change
    })
}

/// What sort of figure it is.
fn sort(place: &Place<'_>, reading: &Reading, change: Option<Change>) -> Option<(Kind, Option<Soft>)> {
    let number = &reading.number;
    let Some(unit) = reading.unit else {
        return Some((
            if number.over.is_some() {
                Kind::Ratio
            } else {
                Kind::Count
            },
            None,
        ));
    };
    Some(match unit.dimension() {
        Dimension::Share if change.is_some() => (Kind::Growth, None),
        Dimension::Share => (Kind::Ratio, None),
        Dimension::Points => (Kind::Growth, None),
        Dimension::Multiple | Dimension::Doubling => (Kind::Multiple, None),
        Dimension::Order("等奖") => (Kind::Rank, None),
        Dimension::Order("梯队" | "等") => return None,
        Dimension::Order("级") => {
            let many = number.han && number.value > Decimal::ONE && !names::graded(place);
            let kind = if many { Kind::Count } else { Kind::Ordinal };
            let soft = if many { Soft::Structural } else { Soft::OrdinalName };
            (kind, number.han.then_some(soft))
        }
        Dimension::Order("批" | "期") if !number.han => (Kind::Count, None),
        Dimension::Order(_) => (Kind::Ordinal, Some(Soft::OrdinalName)),
        _ if unit.is_measure() => (Kind::Amount, None),
        Dimension::Rate => (Kind::Amount, None),
        _ => {
            let rest = Cursor::new(place.text(), reading.end);
            let structural = names::is_structural(place, number, unit, rest);
            (Kind::Count, structural.then_some(Soft::Structural))
        }
    })
}

/// Reads `零记录`, `零事故`, `零增长`: none of something.
pub(crate) fn zero(place: &Place<'_>) -> Option<Draft> {
    const NOTHING: &[&str] = &[
        "记录", "事故", "发生", "死亡", "上访", "投诉", "差错", "案件", "伤亡", "增长", "非访", "信访",
        "积案", "举报", "新增", "违建", "失误", "感染", "缺陷", "亡人", "火灾", "越级", "抛荒", "复发",
        "返贫", "反弹", "遗漏", "失联", "进京", "火点", "诉讼", "再访", "败诉", "差评", "发案", "逾期",
        "延误", "瞒报", "漏报", "滞留", "辍学", "欠薪", "拖欠", "复访",
    ];
    let mut cursor = place.cursor();
    cursor.eat_any(&["零", "0"])?;
    let number_end = cursor.at();
    cursor.eat_any(NOTHING)?;
    let mut draft = Draft::new(Kind::Count, place.at(), cursor.at()).counting(0, None);
    draft.number = Some((place.at(), number_end));
    Some(draft)
}

/// Reads `翻一番`, `翻两番`, `过半`, `全覆盖`, `持平`: amounts told in a word.
pub(crate) fn in_a_word(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let start = place.at();
    match cursor.peek()? {
        '翻' => {
            cursor.bump();
            cursor.eat("了");
            let digits = cursor.at();
            let number = numeral::read(&mut cursor)?;
            let number_end = cursor.at();
            let unit = Unit::named("番").filter(|_| cursor.eat("番"))?;
            let change = Change {
                direction: crate::Direction::Up,
                basis: None,
            };
            let mut draft = Draft::new(Kind::Multiple, start, cursor.at());
            draft.number = Some((digits, number_end));
            draft.value = Some(number.value);
            draft.unit = Some(unit);
            draft.change = Some(change);
            Some(draft)
        }
        '过' | '超' => {
            cursor.eat_any(&["过半数", "过半", "超半数", "超一半", "超过一半", "超过半数"])?;
            let mut draft = Draft::new(Kind::Ratio, start, cursor.at()).counting(50, Some(Unit::percent()));
            draft.comparator = Comparator::Gt;
            Some(draft)
        }
        '全' => {
            cursor.eat("全覆盖").then_some(())?;
            let draft = Draft::new(Kind::Ratio, start, cursor.at()).counting(100, Some(Unit::percent()));
            (place.previous() != Some('安')).then(|| draft.soft(Soft::Coverage))
        }
        '持' => {
            cursor.eat("持平").then_some(())?;
            if place.previous().is_some_and(|c| "支保维坚扶主把".contains(c)) {
                return None;
            }
            let mut draft = Draft::new(Kind::Growth, start, cursor.at()).counting(0, Some(Unit::percent()));
            let basis = change::before(&format!("{}增长", place.clause()), 0).and_then(|change| change.basis);
            let basis =
                basis.filter(|basis| matches!(basis, crate::Basis::YearBefore | crate::Basis::PeriodBefore));
            draft.change = Some(Change {
                direction: crate::Direction::Up,
                basis,
            });
            Some(draft.soft(Soft::Level))
        }
        first if han::is_numeral(first) || is_digit(first) => None,
        _ => None,
    }
}
