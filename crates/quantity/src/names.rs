//! What looks like a quantity and is a name, a slogan or an idiom.

use crate::cursor::{Cursor, is_han};
use crate::numeral::{Numeral, Sharpness};
use crate::place::Place;
use crate::{Dimension, Unit, han};
use rust_decimal::Decimal;

/// Verbs after which `一座`, `一家` counts one and is not merely "a".
const MAKES_ONE: [&str; 26] = [
    "新建", "新增", "建成", "引进", "培育", "创成", "购置", "配备", "引育", "落户", "投用", "竣工", "开工",
    "建设", "改建", "成立", "设立", "新设", "获批", "招引", "完工", "修建", "打通", "认定", "入库", "新上",
];

/// Classifiers of things that are built, bought or founded one by one.
const ONE_BY_ONE: [&str; 15] = [
    "座", "家", "所", "条", "处", "台", "辆", "栋", "名", "支", "个", "幢", "套", "户", "口",
];

/// Whether a number with its unit is part of a name and no figure. `rest` stands after the unit.
pub(crate) fn is_name(place: &Place<'_>, number: &Numeral, unit: Unit, rest: Cursor<'_>) -> bool {
    let symbol = unit.symbol();
    if meeting(place, number, symbol, rest) || plan_of_years(place, number, unit, rest) {
        return true;
    }
    let before = place.before();
    if place.previous() == Some('第')
        || ["上一个", "下一个", "前一个", "后一个"]
            .iter()
            .any(|word| before.ends_with(word))
    {
        return true;
    }
    if minutes_of_a_circle(symbol, rest) || size_of_a_team(symbol, rest) {
        return true;
    }
    // 90年代, 三年级, 五年看头年
    if symbol == "年" && rest.starts_any(&["代", "级", "轻", "龄", "看"]) {
        return true;
    }
    // 千亿级产业, 10亿级项目: the size names a class of things.
    if symbol == "级" && number.value >= Decimal::ONE_THOUSAND {
        return true;
    }
    if !number.han {
        // 201县道
        if matches!(symbol, "县" | "乡" | "村") && rest.starts("道") {
            return true;
        }
        // 2024镇域经济…: a year and a name.
        let year = number.value >= Decimal::from(1900) && number.value <= Decimal::from(2100);
        return year && unit.digits_only() && number.sharpness == Sharpness::Exact;
    }
    one(place, number, symbol, rest)
        || slogan(place, number, symbol, rest)
        || body_or_phrase(place, symbol, rest)
        || place_name(number, symbol, rest)
}

/// `二十届三中全会`, `十八届五次会议`, `党的二十大`.
fn meeting(place: &Place<'_>, number: &Numeral, symbol: &str, rest: Cursor<'_>) -> bool {
    match symbol {
        "届" => {
            rest.starts_any(&[
                "人大", "人民", "中央", "全会", "历次", "政协", "委员", "常委", "党代", "党委", "会议",
                "政府", "村", "县", "市", "省", "区", "镇", "全国", "代表", "职代", "团代", "妇代", "居民",
                "理事", "董事",
            ]) || rest.peek().is_some_and(han::is_numeral)
        }
        "次" => rest.starts_any(&["会议", "全会", "全体", "党代", "代表", "常委", "全国", "中央"]),
        "大" => {
            number.value > Decimal::from(15)
                || place.before().ends_with("党的") && number.value >= Decimal::TEN
                || number.value == Decimal::ONE
        }
        _ => false,
    }
}

/// `三年行动计划`, `五年规划`: the years belong to the plan's name.
fn plan_of_years(place: &Place<'_>, number: &Numeral, unit: Unit, rest: Cursor<'_>) -> bool {
    let lasts = place.before().ends_with("连续") || place.before().ends_with("历时");
    if unit.dimension() != Dimension::Calendar || number.value > Decimal::from(20) || lasts {
        return false;
    }
    let ahead: String = rest
        .rest()
        .chars()
        .take(6)
        .take_while(|c| is_han(*c) || *c == '“' || *c == '”')
        .collect();
    ["行动", "计划", "规划", "攻坚", "会战", "方案", "纲要", "目标"]
        .iter()
        .any(|word| ahead.contains(word))
}

/// `20分钟交通圈`, `一刻钟便民圈`: the time is part of the name.
fn minutes_of_a_circle(symbol: &str, rest: Cursor<'_>) -> bool {
    matches!(symbol, "分钟" | "小时" | "公里")
        && rest
            .rest()
            .chars()
            .take(8)
            .take_while(|c| is_han(*c))
            .any(|c| c == '圈')
}

/// `三人制篮球`: the number of players names the game.
fn size_of_a_team(symbol: &str, rest: Cursor<'_>) -> bool {
    symbol == "人" && rest.starts_any(&["制", "篮球", "足球", "排球"])
}

/// `一` is mostly no number: 一个, 一批, 一次. It counts things made one by one, after a verb of making (新建一座水厂) or
/// after the thing, at the end of its clause (新建水厂一座).
fn one(place: &Place<'_>, number: &Numeral, symbol: &str, rest: Cursor<'_>) -> bool {
    if number.value != Decimal::ONE || number.over.is_some() {
        return false;
    }
    let before = place.before();
    match symbol {
        "等奖" | "级" | "期" | "号" | "星级" | "番" | "倍" => return false,
        "公里" | "元" | "米" | "亩" | "吨" => return !before.ends_with(|c| "每约近超逾达".contains(c)),
        _ => {}
    }
    let made = MAKES_ONE.iter().any(|verb| before.ends_with(verb));
    let closes = symbol != "个" && place.previous().is_some_and(is_han) && !rest.peek().is_some_and(is_han);
    !((made || closes) && ONE_BY_ONE.contains(&symbol))
}

/// `两横两纵`, `三会一课`, `三位一体`, `三个一`: numbers that alternate with single characters.
fn slogan(place: &Place<'_>, number: &Numeral, symbol: &str, rest: Cursor<'_>) -> bool {
    // 一带两核四片(…;四片:…): the short name is explained.
    if rest.starts_any(&[":", "："]) {
        return true;
    }
    let mut ahead = rest;
    let next_numeral = ahead.bump().filter(|c| han::is_numeral(*c));
    if let Some(next) = next_numeral {
        let then = ahead.peek();
        let another_word = then.is_some_and(|c| is_han(c) && !han::is_numeral(c));
        if next == '一' || another_word && symbol.chars().count() == 1 && Unit::read(ahead.rest()).is_none()
        {
            return true;
        }
    }
    if symbol == "个" && is_political(rest) {
        return true;
    }
    // 一环三片: a numeral two characters before, with one plain character between.
    let between = place.nth_back(0);
    let earlier = place.nth_back(1);
    let alternates = earlier.is_some_and(han::is_numeral)
        && between
            .is_some_and(|c| is_han(c) && !han::is_numeral(c) && !"期批年月级类个次项处条家余多".contains(c));
    alternates && number.sharpness == Sharpness::Exact && symbol.chars().count() == 1
}

/// Names of doctrine that begin with a number of something.
fn is_political(rest: Cursor<'_>) -> bool {
    rest.starts_any(&[
        "代表",
        "全面",
        "意识",
        "自信",
        "维护",
        "确立",
        "务必",
        "服从",
        "至上",
        "转变”",
        "一百年",
        "文明",
        "敬畏",
        "牢记",
        "忠诚",
    ])
}

/// `五保户`, `四套班子` and other bodies; words whose first characters look like a number and a classifier.
fn body_or_phrase(place: &Place<'_>, symbol: &str, rest: Cursor<'_>) -> bool {
    match symbol {
        "项" => rest.starts_any(&["规定", "禁令"]),
        "次" => rest.starts_any(&["产业", "分配", "创业", "元"]),
        "类" | "种" => rest.starts("人") && place.previous().is_none_or(|c| !is_han(c)),
        "个" => rest.starts_any(&["头", "工作日"]) && rest.starts("头"),
        "天" => rest.starts_any(&["打鱼", "两头"]),
        "只" => rest.starts_any(&["眼", "手"]),
        "条" => rest.starts_any(&["心", "龙", "腿", "战线", "红线"]),
        "张" => rest.starts_any(&["皮", "嘴", "脸"]),
        "块" => rest.starts("心病"),
        "轮" => rest.starts_any(&["土地", "延包", "承包", "驱动", "车", "电动", "摩托"]),
        "位" => rest.starts_any(&["一体", "数", "居"]),
        "重" => rest.starts_any(&["庆", "镇", "视", "点", "大", "要", "阳"]),
        "大" => {
            rest.starts_any(&["队", "街", "道", "厦", "桥", "湾", "众", "学", "型", "力"])
                && !rest.starts("大力")
        }
        "家" => rest.starts_any(&["渠", "庄", "子", "堡", "屯", "店", "集", "湾", "坝", "岭", "亲"]),
        "人" => rest.starts_any(&["民", "大", "才", "口", "工", "居", "均", "社", "力"]),
        "分" => true,
        _ => false,
    }
}

/// `三台县`, `五间房村`: a classifier that is itself part of a place name.
fn place_name(number: &Numeral, symbol: &str, rest: Cursor<'_>) -> bool {
    let rare = [
        "台", "间", "家", "座", "株", "棵", "眼", "块", "层", "组", "队", "条", "盏", "根", "对", "双", "把",
        "只", "头",
    ];
    number.value < Decimal::from(20)
        && rare.contains(&symbol)
        && rest
            .peek()
            .is_some_and(|c| "村镇乡县市屯庄店铺沟岗子坡湾坝寨营堡岭洼".contains(c))
        && !rest.starts_any(&[
            "村级", "村民", "村道", "市级", "县级", "镇级", "乡镇", "市政", "县道", "乡村", "村庄", "乡道",
            "村落", "市场",
        ])
}

/// Whether a rank stands before: 省一级, 国家二级.
pub(crate) fn graded(place: &Place<'_>) -> bool {
    place
        .previous()
        .is_some_and(|c| "省市县国家部级获评为达到".contains(c))
}

/// Whether it announces a list and counts nothing that could be checked: 三大主导产业, 四个方面, 两篇文章.
pub(crate) fn is_structural(place: &Place<'_>, number: &Numeral, unit: Unit, rest: Cursor<'_>) -> bool {
    if !number.han || number.sharpness != Sharpness::Exact {
        return matches!(unit.symbol(), "大" | "方面");
    }
    if !number.bare && place.previous().is_some_and(|c| "这那前后上下".contains(c)) {
        return true;
    }
    match unit.symbol() {
        "大" | "重" | "方面" | "篇" | "步" | "类" | "种" | "层" => true,
        "个" => rest.starts_any(ABSTRACT),
        "张" => rest.starts_any(&["网", "清单", "图", "表", "名片", "王牌", "牌"]),
        "条" => rest.starts_any(&[
            "主线", "路径", "底线", "举措", "措施", "赛道", "线", "战线", "意见", "建议",
        ]),
        "项" => rest.starts_any(&[
            "重点", "主要", "任务", "措施", "举措", "原则", "机制", "制度", "工作", "要求", "行动", "改革",
            "内容",
        ]),
        _ => false,
    }
}

/// What is counted in a structural count with `个`.
const ABSTRACT: &[&str] = &[
    "方面", "维度", "层面", "环节", "阶段", "重点", "关键", "专项", "必须", "坚持", "转变", "更加", "一批",
    "聚焦", "统筹", "突破", "提升", "到位", "结合", "并重", "优化", "强化", "注重", "突出", "着力", "加快",
    "定位", "目标", "任务", "抓手", "体系", "机制", "原则", "主题", "领域", "板块", "平台", "年", "严",
    "服务", "不", "中心", "问题", "特点", "关系", "文章",
];
