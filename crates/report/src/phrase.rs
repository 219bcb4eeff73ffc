//! Noun phrases beside figures, cut out of their clause by its verbs, adverbs and links.

use crate::lexicon::{
    ACTIONS, ADVERBS, ALWAYS, CHANGES, CLOSED, COMPARED, COMPOUNDS, FINITE, INDICATORS, LIGHT, LINKS, LOCAL,
    NOMINAL, NOUNS, RANKING, SECOND, STOPS,
};
use quantity::{Basis, Figure};

/// The longest phrase after a figure, in characters.
const LONGEST: usize = 26;

/// Cuts the words that lead to the figure off the end of the phrase, and says whether any told it.
pub(crate) fn without_links(left: &str) -> (&str, bool) {
    let mut phrase = left.trim_end_matches(['“', '"', ' ', '「', '：', ':']);
    let mut linked = false;
    while let Some(link) = LINKS.closes(phrase) {
        let head = phrase.get(..phrase.len() - link.len()).unwrap_or_default();
        let within = COMPOUNDS
            .closes(phrase)
            .is_some_and(|compound| compound.len() > link.len());
        if within {
            break;
        }
        // 完成 and 实现 with nothing before them are the verb of the clause.
        linked = linked
            || !matches!(
                link,
                "完成" | "实现" | "预计" | "累计" | "共" | "分别" | "由" | "从"
            );
        phrase = head.trim_end();
    }
    (phrase, linked)
}

/// The noun phrase in what stands before a figure, verbs and adverbs cut off its front.
pub(crate) fn core(left: &str) -> &str {
    let phrase = opening(left);
    // 为群众办理补贴: the verb stands behind those it is done for.
    let served = phrase.starts_with(['为', '给', '向', '对', '帮', '在']);
    let indicator = names_an_indicator(phrase);
    let verbs = FINITE
        .inside(phrase)
        .chain(served.then(|| ACTIONS.inside(phrase)).into_iter().flatten());
    for (at, end) in verbs {
        let verb = phrase.get(at..end).unwrap_or_default();
        let tail = phrase.get(end..).unwrap_or_default();
        let head = phrase.get(..end).unwrap_or_default();
        let nominal = !FINITE.holds(verb) && NOMINAL.holds(verb);
        let told = !indicator || names_an_indicator(tail) && tail.chars().count() >= 2;
        if told && !nominal && is_phrase(tail) && !is_enclosed(head) && !in_compound(phrase, at, verb) {
            let object = after_verb(tail);
            if !object.is_empty() && !ACTIONS.holds(object) {
                return object;
            }
        }
    }
    phrase
}

/// Cuts connectives, adverbs and one verb, or two with one object, off the front of a phrase. Nothing is left of a
/// phrase that was only a verb: what the figure is told of stands elsewhere.
pub(crate) fn opening(phrase: &str) -> &str {
    let phrase = led_by(since(phrase.trim_start_matches(is_joint)));
    let phrase = passed(phrase, |text| ALWAYS.opens(text));
    let acting = passed(phrase, |text| ADVERBS.opens(text).or_else(|| ALWAYS.opens(text)));
    let Some(verb) = verb_at(acting) else {
        // 加快污水处理厂扩容: the verb was passed as an adverb.
        let done = ADVERBS.opens(phrase).is_some_and(|word| ACTIONS.holds(word));
        return if acting.is_empty() || done { acting } else { phrase };
    };
    let rest = acting
        .get(verb.len()..)
        .unwrap_or_default()
        .trim_start_matches(is_joint)
        .trim_start_matches('了');
    if rest.is_empty() {
        return if holds_its_object(verb) { acting } else { "" };
    }
    if !is_phrase(rest) || keeps_its_verb(rest) {
        return acting;
    }
    let thing = NOMINAL.holds(rest) && !SECOND.holds(rest);
    if ACTIONS.holds(rest) && !thing && !LIGHT.holds(verb) {
        return if holds_its_object(verb) { acting } else { "" };
    }
    after_verb(rest)
}

/// What follows a verb, without further verbs of the same object: 配置AED设备 after 新增.
fn after_verb(mut rest: &str) -> &str {
    for _ in 0..2 {
        rest = passed(rest, |text| ALWAYS.opens(text));
        let compound = COMPOUNDS.opens(rest).map_or(0, str::len);
        let Some(verb) = SECOND.opens(rest).filter(|verb| verb.len() > compound) else {
            return rest;
        };
        let object = rest.get(verb.len()..).unwrap_or_default();
        if !is_phrase(object)
            || keeps_its_verb(object)
            || names_an_indicator(rest) && !names_an_indicator(object)
        {
            return rest;
        }
        rest = object;
    }
    rest
}

/// A phrase that is known to be a noun: a verb alone is one here, as in 投资增长5%.
pub(crate) fn noun(phrase: &str) -> &str {
    let phrase = phrase.trim_matches(is_joint);
    let phrase = passed(phrase, |text| ALWAYS.opens(text));
    let opened = core(phrase);
    let place = opened.starts_with('在') && opened.ends_with(['中', '内', '里', '上']);
    if place {
        return "";
    }
    let only_adverb = ADVERBS
        .opens(phrase)
        .is_some_and(|adverb| adverb.len() == phrase.len());
    if opened.is_empty() && !only_adverb {
        phrase
    } else {
        opened
    }
}

/// Cuts words off the front for as long as something is left.
fn passed(mut phrase: &str, word: impl Fn(&str) -> Option<&'static str>) -> &str {
    while let Some(mut found) = word(phrase) {
        // 及时出动 begins with an adverb, 有效专利 with no 有.
        if let Some(adverb) = ADVERBS.opens(phrase).filter(|adverb| adverb.len() > found.len()) {
            if found != "及" {
                break;
            }
            found = adverb;
        }
        let compound = COMPOUNDS
            .opens(phrase)
            .is_some_and(|compound| compound.len() > found.len());
        let verb = ACTIONS.opens(phrase).is_some_and(|verb| verb.len() > found.len());
        let rest = phrase.get(found.len()..).unwrap_or_default();
        if compound || verb || rest.starts_with(SUFFIXES) {
            break;
        }
        phrase = phrase
            .get(found.len()..)
            .unwrap_or_default()
            .trim_start_matches(is_joint);
    }
    phrase
}

/// What follows `以花椒、核桃为主的`, or an aim: 围绕增收目标推广….
fn led_by(phrase: &str) -> &str {
    let aim = CLOSED.opens(phrase).filter(|word| word.chars().nth(1).is_some());
    if let Some(at) = aim.and_then(|_| phrase.find("目标")) {
        let rest = phrase.get(at + "目标".len()..).unwrap_or_default();
        return if ACTIONS.opens(rest).is_some() {
            rest
        } else {
            phrase
        };
    }
    let leads = ["为主的", "为龙头的", "为重点的", "为主体的", "为代表的"];
    let tail = phrase.strip_prefix('以').and_then(|rest| {
        leads
            .iter()
            .find_map(|lead| rest.get(rest.find(lead)? + lead.len()..))
    });
    tail.filter(|tail| tail.chars().nth(1).is_some())
        .unwrap_or(phrase)
}

/// What follows `…以来`.
fn since(phrase: &str) -> &str {
    phrase
        .find("以来")
        .and_then(|at| phrase.get(at + "以来".len()..))
        .unwrap_or(phrase)
}

/// The verb at the start of a phrase, unless it begins a noun.
fn verb_at(phrase: &str) -> Option<&'static str> {
    let verb = [ACTIONS.opens(phrase), FINITE.opens(phrase)]
        .into_iter()
        .flatten()
        .max_by_key(|verb| verb.len())?;
    let compound = COMPOUNDS
        .opens(phrase)
        .is_some_and(|compound| compound.len() > verb.len());
    if compound {
        return None;
    }
    if !names_an_indicator(phrase) || LIGHT.holds(verb) {
        return Some(verb);
    }
    // The name of an indicator may itself begin like a verb: 整改完成率.
    let rest = phrase.get(verb.len()..).unwrap_or_default();
    (names_an_indicator(rest)
        && rest.chars().count() >= 2
        && is_phrase(rest)
        && ACTIONS.opens(rest).is_none())
    .then_some(verb)
}

/// The phrase before the words of change: 三公经费 in 三公经费按预算安排总额压减. `left` ends at byte `end`.
pub(crate) fn changed<'l>(figure: &Figure, left: &'l str, end: usize) -> &'l str {
    let mut phrase = left;
    if let Some(Basis::Stated(start, _)) = figure.change.and_then(|change| change.basis) {
        let cut = (start + left.len()).saturating_sub(end);
        phrase = left
            .get(..cut)
            .unwrap_or(left)
            .trim_end_matches(['按', '照', '比', '较']);
    }
    while let Some(word) = CHANGES.closes(phrase.trim_end()) {
        phrase = phrase.trim_end();
        let compound = COMPOUNDS
            .closes(phrase)
            .is_some_and(|compound| compound.len() > word.len());
        if compound {
            break;
        }
        phrase = phrase.get(..phrase.len() - word.len()).unwrap_or_default();
    }
    // 财政收入按可比口径增长 says how it was reckoned.
    let reckoned = ["按可比", "按现行", "按不变"]
        .iter()
        .find_map(|word| phrase.get(..phrase.find(word)?));
    let phrase = compared(against(reckoned.unwrap_or(phrase)));
    let passed = [
        "首破",
        "首次突破",
        "突破",
        "跨越",
        "迈上",
        "高于",
        "低于",
        "高出",
        "快于",
        "慢于",
    ]
    .iter()
    .find_map(|word| phrase.get(..phrase.find(word)?));
    noun(passed.unwrap_or(phrase))
}

/// The phrase before `比年度计划` and `比“十三五”末` at its end.
fn against(phrase: &str) -> &str {
    const LONGEST: usize = 12;
    let Some(at) = phrase.rfind(['比', '较']) else {
        return phrase;
    };
    let (head, tail) = phrase.split_at(at);
    let compound = in_compound(phrase, at, "比");
    let fits = (2..=LONGEST).contains(&tail.chars().count()) && !head.is_empty() && !compound;
    if fits && tail.ends_with(['划', '末', '标', '期', '年', '初', '底', '算', '数']) {
        head
    } else {
        phrase
    }
}

/// The thing compared: 出口 in both 出口比上年 and 同比出口.
fn compared(phrase: &str) -> &str {
    let Some((at, word)) = COMPARED.first(phrase) else {
        return phrase;
    };
    let before = phrase.get(..at).unwrap_or_default().trim();
    let year = word.ends_with(|c: char| c.is_ascii_digit());
    match phrase.get(at + word.len()..) {
        Some(after) if before.is_empty() && !year => after,
        _ => before,
    }
}

/// The noun phrase at the start of what follows a figure; empty when a verb or a mark stands there.
pub(crate) fn noun_after(right: &str) -> &str {
    without_place(reaching(right))
}

/// 25家企业中 tells of 企业; but 高中 and 初中 are schools.
fn without_place(noun: &str) -> &str {
    const SCHOOLS: [char; 8] = ['高', '初', '完', '职', '一', '附', '集', '空'];
    noun.strip_suffix('中')
        .filter(|thing| thing.chars().nth(1).is_some() && !thing.ends_with(SCHOOLS))
        .unwrap_or(noun)
}

/// The text up to where a noun phrase ends.
fn reaching(right: &str) -> &str {
    let right = right.trim_start_matches(['的', ' ']);
    if ends_a_noun(right, 0) || right.starts_with(['、', '(', '（', ')', '）', '”', '"', '/', '-', '—'])
    {
        return "";
    }
    let mut quoted = false;
    for (count, (at, character)) in right.char_indices().enumerate() {
        quoted = (quoted || character == '“') && character != '”';
        let mark = matches!(character, '、' | '(' | '（' | ')' | '）' | '。' | '\n' | '—') && !quoted;
        if mark || count >= LONGEST || count > 0 && !quoted && ends_a_noun(right, at) {
            return right.get(..at).unwrap_or_default();
        }
    }
    right
}

/// Whether a noun phrase ends at this byte of a text. 的 and 等 join what follows to it.
fn ends_a_noun(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    if at > 0 && RANKING.opens(rest).is_some() {
        return true;
    }
    let Some(stop) = STOPS.opens(rest) else {
        return false;
    };
    let noun = NOUNS.opens(rest).is_some_and(|noun| noun.len() > stop.len());
    !noun && stop != "的" && stop != "等" && !in_compound(text, at, stop)
}

/// Whether a word at a byte of a text is part of a compound that begins with it or one or two characters before.
fn in_compound(text: &str, at: usize, word: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let mut starts = before.char_indices().rev().map(|(start, _)| start).take(2);
    let mut starts = std::iter::once(at).chain(&mut starts);
    starts.any(|start| {
        let compound = text.get(start..).and_then(|text| COMPOUNDS.opens(text));
        compound.is_some_and(|compound| start + compound.len() > at && compound.len() > word.len())
    })
}

/// Verbs that hold their object within: 拆违, 植树 tell what is counted.
fn holds_its_object(verb: &str) -> bool {
    const BEGIN: [char; 13] = [
        '拆', '减', '增', '供', '收', '植', '造', '修', '养', '种', '栽', '打', '护',
    ];
    const END: [char; 15] = [
        '违', '窗', '税', '资', '产', '房', '树', '林', '绿', '路', '蚕', '井', '渠', '桥', '草',
    ];
    verb.chars().count() >= 2 && verb.starts_with(BEGIN) && verb.ends_with(END)
}

/// Whether the phrase ends in the name of an indicator.
pub(crate) fn names_an_indicator(phrase: &str) -> bool {
    INDICATORS.closes(phrase).is_some()
}

/// 盘活土地面积 and 新增建筑面积 are told with their verb.
fn keeps_its_verb(rest: &str) -> bool {
    rest.ends_with("面积") && rest.chars().count() <= 8
}

/// Characters that end a compound, so that no phrase begins with them: 整改率, 服务业.
pub(crate) const SUFFIXES: [char; 22] = [
    '率', '额', '值', '量', '度', '者', '员', '费', '性', '化', '型', '力', '级', '的', '后', '于', '业',
    '部', '站', '款', '班', '式',
];

/// Whether what is left after a verb can be a phrase of its own, and not the end of a compound.
fn is_phrase(text: &str) -> bool {
    text.chars().nth(1).is_some() && !text.starts_with(SUFFIXES)
}

fn is_enclosed(head: &str) -> bool {
    let open = |open: char, close: char| head.matches(open).count() > head.matches(close).count();
    open('“', '”') || open('(', ')') || open('（', '）')
}

/// Whether a phrase says where and not what: 湖头园区内, 全镇, 西坑村.
pub(crate) fn is_local(phrase: &str) -> bool {
    phrase.is_empty() || phrase.chars().count() <= 14 && LOCAL.closes(phrase).is_some()
}

pub(crate) fn is_joint(character: char) -> bool {
    matches!(
        character,
        '、' | ' ' | '”' | ')' | '）' | '·' | '—' | '-' | ';' | '；'
    )
}

/// Whether nothing but a joint stands between two figures.
pub(crate) fn joins(between: &str) -> bool {
    matches!(between.trim(), "、" | "和" | "与" | "及" | "以及" | "，" | ",")
}

/// A phrase without marks at its ends.
pub(crate) fn tidy(phrase: &str) -> &str {
    let phrase = phrase
        .trim()
        .trim_matches(['、', '，', ',', '：', ':', ' ', '和', '与', '及', ';', '；']);
    let even = |open: char, close: char| phrase.matches(open).count() == phrase.matches(close).count();
    let phrase = if even('“', '”') {
        phrase
    } else {
        phrase.trim_matches(['“', '”'])
    };
    let phrase = if phrase.matches('"').count() % 2 == 0 {
        phrase
    } else {
        phrase.trim_matches('"')
    };
    let phrase = if even('(', ')') {
        phrase
    } else {
        phrase.trim_matches(['(', ')'])
    };
    phrase.trim_end_matches(['的', '等'])
}

/// The parts of a phrase whose figures are told one by one: besides those joined by marks, the two of 城乡居民 and the
/// three industries.
pub(crate) fn shares(phrase: &str) -> Vec<String> {
    if let Some(rest) = phrase.strip_prefix("城乡居民") {
        return vec![format!("城镇居民{rest}"), format!("农村居民{rest}")];
    }
    let industries = ["第一、二、三产业", "一、二、三产业", "一二三产业"];
    if let Some(rest) = industries.iter().find_map(|three| phrase.strip_prefix(three)) {
        return ["第一产业", "第二产业", "第三产业"]
            .map(|industry| format!("{industry}{rest}"))
            .to_vec();
    }
    parts(phrase)
}

/// Nouns that the names of two indicators joined by 和 have in common.
const COMMON: [&str; 22] = [
    "居民",
    "产业",
    "企业",
    "行业",
    "工业",
    "增加值",
    "产值",
    "收入",
    "进出口",
    "出口",
    "进口",
    "投资",
    "贷款",
    "存款",
    "余额",
    "消费",
    "面积",
    "产量",
    "标准",
    "人数",
    "总额",
    "经费",
];

/// The parts of a phrase that names several things.
pub(crate) fn parts(phrase: &str) -> Vec<String> {
    const JOINTS: [char; 4] = ['、', '和', '与', '及'];
    if !phrase.contains(JOINTS) || phrase.contains('“') {
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut from = 0;
    for (at, joint) in phrase.match_indices(JOINTS) {
        // 普及率 and 和美乡村 hold no joint.
        if !in_compound(phrase, at, joint) {
            names.push(phrase.get(from..at).unwrap_or_default());
            from = at + joint.len();
        }
    }
    names.push(phrase.get(from..).unwrap_or_default());
    names.retain(|name| !name.is_empty());
    let Some(last) = names.last().copied() else {
        return Vec::new();
    };
    if names.len() < 2 || names.iter().any(|name| name.chars().count() < 2) {
        return Vec::new();
    }
    // 城镇和农村居民人均可支配收入: the short first name shares the end of the last, from the noun they have in common.
    let tail = |name: &str| {
        let cut: usize = last.chars().take(name.chars().count()).map(char::len_utf8).sum();
        // 制造业 needs no second 产业.
        let apart = |noun: &&&str| !(name.ends_with('业') && noun.ends_with('业'));
        let common = COMMON
            .iter()
            .filter(apart)
            .filter_map(|noun| last.find(noun))
            .filter(|at| *at > 0)
            .min();
        last.get(common.unwrap_or(cut)..).unwrap_or_default()
    };
    let shares = |name: &str| {
        let short = name.chars().count() <= 3 && last.chars().count() > 5;
        short && name != last && names_an_indicator(last) && !names_an_indicator(name)
    };
    let whole = |name: &&str| {
        if shares(name) {
            format!("{name}{}", tail(name))
        } else {
            (*name).to_owned()
        }
    };
    names.iter().map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrase_before_a_figure_is_cut_down_to_what_is_told() {
        for (left, phrase) in [
            ("新增配置AED设备", "AED设备"),
            ("新增经营主体", "经营主体"),
            ("完成服务业投资", "服务业投资"),
            ("改造提升高标准农田", "高标准农田"),
            ("完成规范化建设", "规范化建设"),
            ("办结建议、提案", "建议、提案"),
            ("全力推进", ""),
            ("共累计拆违", "拆违"),
            ("村级“枫湖教育基金”发放奖金", "奖金"),
            ("整改完成率", "整改完成率"),
            ("推动年产值", "年产值"),
            ("盘活土地面积", "盘活土地面积"),
            ("盘活建设用地", "建设用地"),
            ("拥有有效专利", "有效专利"),
            ("全区实现地区生产总值", "地区生产总值"),
            ("前垅村争取县委组织部村级发展资金", "县委组织部村级发展资金"),
            ("夜市活动吸引线下流量", "线下流量"),
            ("为群众办理农机购置补贴", "农机购置补贴"),
        ] {
            assert_eq!(core(left), phrase, "{left}");
        }
    }

    #[test]
    fn the_phrase_after_a_figure_ends_before_its_verb() {
        for (right, phrase) in [
            ("入库项目建设提速增效", "入库项目建设"),
            ("企业亩均税收调查", "企业亩均税收调查"),
            ("创业大学生提供担保贷款", "创业大学生"),
            ("居家养老服务中心站点", "居家养老服务中心站点"),
            ("村民在家门口实现就业", "村民"),
            ("已全面完工", ""),
            ("在建项目顺利推进", "在建项目"),
        ] {
            assert_eq!(noun_after(right), phrase, "{right}");
        }
    }

    #[test]
    fn parts_share_the_end_of_the_last() {
        assert_eq!(
            parts("城镇和农村居民人均可支配收入"),
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
        );
        assert_eq!(parts("化解率、满意度"), ["化解率", "满意度"]);
        assert!(parts("规上企业").is_empty());
    }
}
