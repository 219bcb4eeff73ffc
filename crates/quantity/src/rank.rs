//! Places among others: `全县前三`, `第2名`, `全省第一`, `一等奖` apart, `历史新高`, `全县首个`.

use crate::cursor::{Cursor, closes, is_digit, is_han};
use crate::figure::{Draft, Kind, Soft};
use crate::place::Place;
use crate::{Comparator, Unit, numeral};

/// Among whom a rank is held, longest first.
const SCOPES: [&str; 32] = [
    "全国",
    "全省",
    "全市",
    "全县",
    "全区",
    "全镇",
    "全乡",
    "全州",
    "全旗",
    "全盟",
    "全疆",
    "全球",
    "全街道",
    "全行业",
    "全系统",
    "世界",
    "国际",
    "国内",
    "省内",
    "市内",
    "县内",
    "区内",
    "省级",
    "市级",
    "县级",
    "历史",
    "长三角",
    "华东",
    "同类",
    "同期",
    "历年",
    "历届",
];

/// Who stands in the ranking, between the scope and the rank.
const FIELDS: [&str; 16] = [
    "各乡镇街道",
    "各镇街道",
    "乡镇街道",
    "镇街道",
    "各乡镇",
    "各镇街",
    "各县区",
    "各区县",
    "区县市",
    "县市区",
    "各区县市",
    "同类乡镇",
    "乡镇",
    "镇街",
    "街道",
    "各镇",
];

/// Verbs after which a bare ordinal is a rank.
const HOLDS: [&str; 24] = [
    "位居", "位列", "排名", "居", "列", "排", "名列", "获", "获得", "荣获", "夺得", "蝉联", "斩获", "取得",
    "摘得", "勇夺", "跃居", "跻身", "进入", "稳居", "并列", "综合", "考核", "均为",
];

/// Reads a rank that begins with `第`: `第2名`, `第一梯队`, `全省第七`; other ordinals are names.
pub(crate) fn ordinal(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    cursor.eat("第").then_some(())?;
    cursor.pass_spaces();
    let digits = cursor.at();
    let number =
        numeral::read(&mut cursor).filter(|number| number.over.is_none() && number.upper.is_none())?;
    let number_end = cursor.at();
    let scope = scope(place);
    let mut draft = Draft::new(
        Kind::Rank,
        scope.map_or(place.at(), |(start, _)| start),
        number_end,
    );
    draft.number = Some((digits, number_end));
    draft.value = Some(number.value);
    draft.scope = scope;
    let mut spaced = cursor;
    spaced.pass_spaces();
    if let Some(word) = spaced.eat_any(&["名", "位", "梯队", "方阵"])
        && !spaced.starts_any(&["师", "校", "书记", "列"])
    {
        draft.unit = Unit::named(word);
        draft.end = spaced.at();
        return Some(draft);
    }
    let orders: &[&str] = if number.han {
        &["届", "批", "期", "轮"]
    } else {
        &["届", "批", "期", "轮", "次"]
    };
    if let Some(word) = spaced.eat_any(orders) {
        let meeting = spaced.starts_any(&[
            "人大",
            "人民代表",
            "中央",
            "全会",
            "政协",
            "委员会",
            "党代",
            "代表大会",
            "职工",
            "居民",
        ]) || spaced.peek().is_some_and(crate::han::is_numeral);
        draft.kind = Kind::Ordinal;
        draft.unit = Unit::named(word);
        draft.start = place.at();
        draft.scope = None;
        draft.end = spaced.at();
        return (!meeting && place.quote.is_none()).then(|| draft.soft(Soft::OrdinalName));
    }
    if let Some(word) = spaced
        .eat_any(&["个", "家", "座", "条", "例", "所"])
        .filter(|_| scope.is_some())
    {
        draft.kind = Kind::Ordinal;
        draft.unit = Unit::named(word);
        draft.end = spaced.at();
        return place.quote.is_none().then(|| draft.soft(Soft::OrdinalName));
    }
    let ends = !cursor.peek().is_some_and(|c| is_han(c) || c.is_alphanumeric())
        || cursor.starts_any(&["的", "和", "及", "与", "以", "且", "并", "至"]);
    let held = scope.is_some() || HOLDS.iter().any(|verb| place.clause().contains(verb));
    if !(ends && held) || place.quote.is_some() {
        return None;
    }
    draft.unit = Some(Unit::place());
    Some(draft)
}

/// Reads a rank that begins with `前`: `全县前三`, `前10名`, `全国前50强`.
pub(crate) fn leading(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    cursor.eat("前").then_some(())?;
    let digits = cursor.at();
    let number = numeral::read(&mut cursor).filter(|number| number.over.is_none())?;
    let number_end = cursor.at();
    let scope = scope(place);
    let unit = cursor.eat_any(&["名", "位", "强"]);
    let share = unit.is_none() && cursor.eat_any(&["%", "％"]).is_some();
    let held = scope.is_some() || HOLDS.iter().any(|verb| place.clause().contains(verb));
    let ends = !cursor.peek().is_some_and(|c| is_han(c) || is_digit(c))
        || cursor.starts_any(&["的", "和", "及", "以", "且", "并", "行列", "之列"]);
    if unit.is_none() && !(held && ends) || number.value.is_zero() {
        return None;
    }
    let mut draft = Draft::new(
        Kind::Rank,
        scope.map_or(place.at(), |(start, _)| start),
        cursor.at(),
    );
    draft.number = Some((digits, number_end));
    draft.value = Some(number.value);
    draft.comparator = Comparator::Le;
    draft.scope = scope;
    draft.unit = match unit {
        Some("名") => Unit::named("名"),
        _ if share => Some(Unit::percent()),
        _ => Some(Unit::place()),
    };
    Some(draft)
}

/// Reads what begins with `首`: `全市首位` is a rank, `全县首个` a superlative, `首届` part of a name.
pub(crate) fn first(place: &Place<'_>) -> Option<Draft> {
    const NAMED: [&str; 20] = [
        "届", "批", "个", "家", "座", "条", "期", "年", "例", "支", "套", "台", "单", "轮", "所", "处", "部",
        "艘", "宗", "项",
    ];
    let mut cursor = place.cursor();
    cursor.eat("首").then_some(())?;
    let number_end = cursor.at();
    let scope = scope(place);
    let start = scope.map_or(place.at(), |(start, _)| start);
    if cursor.eat("位") {
        let held = scope.is_some() || HOLDS.iter().any(|verb| place.before().ends_with(verb));
        let mut draft = Draft::new(Kind::Rank, start, cursor.at()).counting(1, Some(Unit::place()));
        draft.number = Some((place.at(), number_end));
        draft.scope = scope;
        let ends = !cursor.peek().is_some_and(is_han) || cursor.starts_any(&["的", "和", "并", "且"]);
        return (held && ends).then_some(draft);
    }
    let word = cursor
        .eat_any(&NAMED)
        .filter(|_| !cursor.starts_any(&["(套", "（套"]))?;
    if place.quote.is_some() {
        return None;
    }
    let (kind, soft) = if scope.is_some() {
        (Kind::Rank, Soft::Superlative)
    } else {
        (Kind::Ordinal, Soft::OrdinalName)
    };
    let mut draft = Draft::new(kind, start, cursor.at()).counting(1, Unit::named(word));
    draft.number = Some((place.at(), number_end));
    draft.scope = scope;
    Some(draft.soft(soft))
}

/// Reads `历史新高`, `历年之最`, `全县最高`, `全市唯一`, which tell a first place in a word.
pub(crate) fn superlative(place: &Place<'_>) -> Option<Draft> {
    const MOST: [&str; 12] = [
        "新高", "之最", "最高", "最多", "最大", "最好", "最快", "最优", "最低", "最佳", "唯一", "最长",
    ];
    let mut cursor = place.cursor();
    cursor.eat_any(&MOST)?;
    let scope = scope(place)?;
    let modifies = cursor.peek().is_some_and(is_han)
        && !cursor.starts_any(&[
            "的", "一", "水平", "纪录", "成绩", "和", "并", "且", "以", "入", "获",
        ]);
    let mut draft = Draft::new(Kind::Rank, scope.0, cursor.at()).counting(1, None);
    draft.scope = Some(scope);
    (!modifies && place.quote.is_none()).then(|| draft.soft(Soft::Superlative))
}

/// Reads `榜首`.
pub(crate) fn head_of_list(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    cursor.eat("榜首").then_some(())?;
    let scope = scope(place);
    let mut draft = Draft::new(
        Kind::Rank,
        scope.map_or(place.at(), |(start, _)| start),
        cursor.at(),
    )
    .counting(1, None);
    draft.scope = scope;
    Some(draft.soft(Soft::Superlative))
}

/// The words right before a rank that say among whom it is held, in bytes.
fn scope(place: &Place<'_>) -> Option<(usize, usize)> {
    let before = place.before();
    let offset = place.at() - before.len();
    let inner = FIELDS
        .iter()
        .find_map(|field| before.strip_suffix(field))
        .unwrap_or(before);
    let word = SCOPES.iter().find(|scope| closes(inner, scope))?;
    Some((offset + inner.len() - word.len(), place.at()))
}

/// Reads `168位`, `15名` after a verb of ranking: 位列百强榜单168位.
pub(crate) fn listed(place: &Place<'_>, draft: Draft) -> Draft {
    let unit = draft.unit.map(|unit| unit.symbol());
    if draft.kind != Kind::Count || !matches!(unit, Some("位" | "名")) {
        return draft;
    }
    let ranked = ["位列", "位居", "排名", "名列", "列第", "居第"]
        .iter()
        .any(|verb| place.clause().contains(verb));
    let ends = !Cursor::new(place.text(), draft.end).peek().is_some_and(is_han);
    if ranked && ends {
        return Draft {
            kind: Kind::Rank,
            ..draft
        };
    }
    draft
}
