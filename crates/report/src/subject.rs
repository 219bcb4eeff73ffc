//! What a figure is told of: the noun phrase beside it, found by the grammar of the clause.

use crate::lexicon::{ACTIONS, ADVERBS, FINITE, LINKS, NOUNS, STOPS};
use quantity::{Basis, Dimension, Figure, Kind, Soft};
use std::ops::Range;

/// What a figure is told of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The phrase as the text has it, cut down to what is told.
    pub phrase: String,
    /// Its parts when it names several things: 化解率、满意度.
    pub parts: Vec<String>,
    /// Whether the figure holds for each of the parts, and not for all together.
    pub each: bool,
}

impl Subject {
    fn of(phrase: &str) -> Option<Self> {
        let phrase = tidy(phrase);
        (!phrase.is_empty()).then(|| Subject {
            phrase: phrase.to_owned(),
            parts: parts(phrase),
            each: false,
        })
    }
}

/// Reads the subjects of one sentence, figure by figure.
pub(crate) struct Reader<'t> {
    text: &'t str,
    /// Bytes up to which the text is taken by an earlier figure's phrase.
    taken: usize,
    /// Start of the clause that is being read.
    clause: usize,
    /// The subject that figures with none of their own are told of.
    prior: Option<Subject>,
    /// Subjects that figures to come are told of one by one (分别), and the figures told so far.
    shares: Vec<String>,
    /// Subjects of the amounts that a later 分别增长 speaks of.
    pair: Vec<String>,
}

/// A figure's surroundings in its clause.
pub(crate) struct Around {
    /// Text of the clause before the figure, after the figure before it that parts phrases.
    pub(crate) left: Range<usize>,
    /// Text of the clause after the figure, up to the next figure.
    pub(crate) right: Range<usize>,
    /// Whether another figure follows at once in the same clause.
    pub(crate) goes_on: bool,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, start: usize) -> Self {
        Reader {
            text,
            taken: start,
            clause: start,
            prior: None,
            shares: Vec::new(),
            pair: Vec::new(),
        }
    }

    /// Says what the sentence is about, for figures that have no phrase of their own.
    pub(crate) fn topic(&mut self, topic: &str) {
        self.prior = Subject::of(topic);
    }

    pub(crate) fn enter(&mut self, clause: usize) {
        if clause != self.clause {
            self.shares.clear();
        }
        self.clause = clause;
        self.taken = self.taken.max(clause);
    }

    /// The subject of the next figure.
    pub(crate) fn read(&mut self, figure: &Figure, around: &Around) -> Option<Subject> {
        let left = self
            .text
            .get(around.left.start.max(self.taken)..around.left.end)
            .unwrap_or_default();
        let right = self.text.get(around.right.clone()).unwrap_or_default();
        let joined = is_joiner(left);
        if joined && !self.shares.is_empty() {
            let share = self.shares.remove(0);
            self.pair.push(share.clone());
            return Subject::of(&share);
        }
        let left = left.trim_start_matches(is_joint);
        let subject = match figure.kind {
            Kind::Rank => self.of_rank(left, right),
            Kind::Growth => self.of_change(figure, left, around.left.end),
            Kind::Multiple if figure.change.is_some() => self.of_change(figure, left, around.left.end),
            _ => self.of_amount(figure, left, right, around),
        };
        let subject = subject.map(|subject| self.one_by_one(left, subject));
        if figure.soft.is_none() && figure.kind != Kind::Rank && subject.is_some() {
            self.prior.clone_from(&subject);
        }
        subject
    }

    /// `A和B分别达到1和2`: the first part goes to this figure, the rest to those that follow.
    fn one_by_one(&mut self, left: &str, mut subject: Subject) -> Subject {
        let each = ["分别", "分获", "各"].iter().any(|word| left.contains(word));
        if each && subject.parts.len() > 1 {
            let mut parts = std::mem::take(&mut subject.parts);
            let first = parts.remove(0);
            self.shares = parts;
            self.pair = vec![first.clone()];
            return Subject {
                phrase: first,
                parts: Vec::new(),
                each: false,
            };
        }
        self.pair.clear();
        subject.each = subject.parts.len() > 1
            && ["均", "都", "皆"].iter().any(|word| {
                left.trim_end().ends_with(word)
                    || left.contains(&format!("{word}达"))
                    || left.contains(&format!("{word}为"))
            });
        subject
    }

    fn of_rank(&self, left: &str, right: &str) -> Option<Subject> {
        const HELD: [&str; 27] = [
            "分获", "荣获", "获得", "获评", "获", "上榜", "入选", "位居", "位列", "名列", "排名", "稳居",
            "居", "列", "均列", "排", "跻身", "进入", "升至", "跃居", "蝉联", "夺得", "斩获", "摘得", "占据",
            "并列", "为",
        ];
        let found = HELD
            .iter()
            .filter_map(|word| Some((left.find(word)?, word)))
            .min_by_key(|(at, word)| (*at, usize::MAX - word.len()));
        let phrase = found.map_or(left, |(at, _)| left.get(..at).unwrap_or_default());
        let phrase = strip_adverb_tail(noun_of(phrase));
        let right = right.trim_start_matches('的');
        Subject::of(phrase)
            .or_else(|| self.prior.clone())
            .or_else(|| Subject::of(noun_after(right)))
    }

    fn of_change(&mut self, figure: &Figure, left: &str, end: usize) -> Option<Subject> {
        let own = changed(figure, left, end);
        if own.is_empty() {
            if left.contains("分别") && self.pair.len() > 1 {
                let mut pair = std::mem::take(&mut self.pair);
                let first = pair.remove(0);
                self.shares = pair;
                return Subject::of(&first);
            }
            return self.prior.clone();
        }
        Subject::of(own)
    }

    fn of_amount(&mut self, figure: &Figure, left: &str, right: &str, around: &Around) -> Option<Subject> {
        let (bare, linked) = strip_links(left);
        let core = core(bare);
        let core = if core.is_empty() && linked {
            noun_of(bare)
        } else {
            core
        };
        let existential = ["共有", "现有", "拥有", "有", "辖"]
            .iter()
            .any(|word| left.trim_end().ends_with(word));
        let noun = noun_after(right);
        let attributive = right.starts_with('的');
        let measure = figure
            .unit
            .is_some_and(|unit| unit.is_measure() && unit.dimension() != Dimension::Voltage)
            || matches!(figure.kind, Kind::Ratio | Kind::Multiple)
            || figure.unit.is_none();
        let local = is_local(core);
        let take_left = if core.is_empty() || local && !noun.is_empty() {
            false
        } else if attributive || linked && !existential || noun.is_empty() {
            true
        } else {
            measure
        };
        if take_left {
            return Subject::of(core);
        }
        if !noun.is_empty() {
            let start = around.right.start + right.find(noun).unwrap_or_default();
            if !(around.goes_on && is_threshold(figure)) {
                self.taken = self.taken.max(start + noun.len());
            }
            return Subject::of(noun);
        }
        let fallback = if core.is_empty() { None } else { Subject::of(core) };
        fallback.or_else(|| self.prior.clone())
    }
}

/// The phrase before the words of change: 三公经费 in 三公经费按预算安排总额压减. `left` ends at byte `end`.
fn changed<'l>(figure: &Figure, left: &'l str, end: usize) -> &'l str {
    const WORDS: [&str; 46] = [
        "增长率",
        "增长",
        "增加",
        "上升",
        "提高",
        "提升",
        "上涨",
        "增速",
        "增幅",
        "涨幅",
        "降幅",
        "下降",
        "减少",
        "降低",
        "压减",
        "压缩",
        "压降",
        "回落",
        "下调",
        "缩减",
        "下滑",
        "收窄",
        "扩大",
        "递增",
        "净增",
        "跃升",
        "攀升",
        "回升",
        "上浮",
        "跌幅",
        "总",
        "同比",
        "环比",
        "分别",
        "比上年",
        "较上年",
        "比去年",
        "较去年",
        "同期",
        "与上年",
        "年均",
        "均",
        "预计",
        "累计",
        "达",
        "约",
    ];
    let mut phrase = left;
    if let Some(Basis::Stated(start, _)) = figure.change.and_then(|change| change.basis) {
        let cut = (start + left.len()).saturating_sub(end);
        phrase = left
            .get(..cut)
            .unwrap_or(left)
            .trim_end_matches(['按', '照', '比', '较']);
    }
    loop {
        let before = phrase.len();
        phrase = phrase.trim_end_matches(['了', ' ', '为']);
        for word in WORDS {
            phrase = phrase.strip_suffix(word).unwrap_or(phrase);
        }
        if phrase.len() == before {
            break;
        }
    }
    noun_of(compared(phrase))
}

/// The thing compared: 出口 in both 出口比上年 and 同比出口.
fn compared(phrase: &str) -> &str {
    const WITH: [&str; 12] = [
        "同比",
        "环比",
        "比上年",
        "较上年",
        "比去年",
        "较去年",
        "与上年",
        "与去年",
        "同上年",
        "比同期",
        "较年初",
        "比年初",
    ];
    let found = WITH
        .iter()
        .filter_map(|word| Some((phrase.find(word)?, word.len())))
        .min();
    let year = ["比20", "较20", "比19", "较19"]
        .iter()
        .find_map(|word| phrase.find(word));
    let Some((at, length)) = found.or(year.map(|at| (at, phrase.len() - at))) else {
        return phrase;
    };
    let before = phrase.get(..at).unwrap_or_default().trim();
    if before.is_empty() {
        phrase
            .get(at + length..)
            .unwrap_or_default()
            .trim_start_matches("同期")
    } else {
        before
    }
}

/// A phrase that is known to be a noun: a verb alone is one here, as in 投资增长5%.
fn noun_of(phrase: &str) -> &str {
    let opened = opening(phrase);
    let verb = phrase.trim_matches(|c| is_joint(c) || c == '其' || c == '中');
    if opened.is_empty() && ADVERBS.opens(verb).is_none_or(|adverb| adverb.len() < verb.len()) {
        verb
    } else {
        opened
    }
}

/// `亿元以上项目超3个`: the first amount bounds what the second counts.
pub(crate) fn is_threshold(figure: &Figure) -> bool {
    use quantity::Comparator::{Ge, Gt, Le, Lt};
    matches!(figure.comparator, Ge | Le | Gt | Lt)
        && figure.soft.is_none()
        && matches!(figure.kind, Kind::Amount | Kind::Count)
}

/// Cuts the words that lead to the figure off the end of the phrase, and says whether any told it.
fn strip_links(left: &str) -> (&str, bool) {
    let mut phrase = left.trim_end_matches(['“', '"', ' ', '「', '：', ':', '(', '（']);
    let mut linked = false;
    while let Some(link) = LINKS.closes(phrase) {
        let head = phrase.get(..phrase.len() - link.len()).unwrap_or_default();
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
fn core(left: &str) -> &str {
    let phrase = opening(left);
    if names_a_rate(phrase) {
        return phrase;
    }
    if let Some((_, end)) = FINITE.last_inside(phrase) {
        let tail = phrase.get(end..).unwrap_or_default();
        let head = phrase.get(..end).unwrap_or_default();
        if is_phrase(tail) && !inside_quotes(head) {
            return opening(tail);
        }
    }
    phrase
}

/// Cuts connectives, adverbs and verbs off the front of a phrase, as long as a phrase remains.
fn opening(phrase: &str) -> &str {
    const HEADS: [&str; 20] = [
        "其中", "其次", "此外", "同时", "并", "以及", "及", "和", "与", "是", "为", "的", "等", "将", "已",
        "经", "共", "总", "新", "各级",
    ];
    let mut phrase = phrase.trim_start_matches(is_joint);
    // What follows the last verb passed, while only adverbs have been passed since.
    let mut object = None;
    if let Some(since) = phrase.find("以来") {
        phrase = phrase.get(since + "以来".len()..).unwrap_or(phrase);
    }
    loop {
        let verb = ACTIONS
            .opens(phrase)
            .or_else(|| FINITE.opens(phrase))
            .filter(|verb| may_go(phrase, verb));
        let head = HEADS.iter().copied().find(|head| phrase.starts_with(head));
        let words = [verb, ADVERBS.opens(phrase), head];
        let Some(word) = words.into_iter().flatten().max_by_key(|word| word.len()) else {
            return phrase;
        };
        let rest = phrase
            .get(word.len()..)
            .unwrap_or_default()
            .trim_start_matches(is_joint);
        let verb = verb.is_some_and(|verb| verb.len() == word.len());
        if rest.is_empty() {
            // Nothing but a verb: the figure's phrase stands elsewhere. But 规范化建设 after a verb is a thing.
            let whole = word.chars().count() >= 2 && is_object(word);
            return if whole {
                phrase
            } else {
                object
                    .filter(|object: &&str| verb && object.len() > word.len())
                    .unwrap_or("")
            };
        }
        if !is_phrase(rest) || keeps_its_verb(rest) {
            return phrase;
        }
        if verb {
            object = Some(rest);
        }
        phrase = rest;
    }
}

/// Verbs that hold their object within: 拆违, 拆窗 tell what is counted.
fn is_object(word: &str) -> bool {
    ["违", "窗", "税", "资", "产", "地", "房"]
        .iter()
        .any(|object| word.ends_with(object))
        && word.starts_with(['拆', '减', '增', '供', '收'])
}

/// Whether a verb may be cut off the front. The name of an indicator may itself begin like a verb: 整改完成率.
fn may_go(phrase: &str, verb: &str) -> bool {
    const LIGHT: [&str; 9] = [
        "完成", "实现", "预计", "力争", "确保", "获得", "取得", "争取", "达到",
    ];
    if !names_a_rate(phrase) || LIGHT.contains(&verb) {
        return true;
    }
    let rest = phrase.get(verb.len()..).unwrap_or_default();
    names_a_rate(rest) && rest.chars().count() >= 3 && ACTIONS.opens(rest).is_none()
}

/// Whether the phrase ends in the name of an indicator, whose front may look like a verb: 整改完成率.
fn names_a_rate(phrase: &str) -> bool {
    [
        "率", "额", "值", "度", "量", "收入", "面积", "比重", "占比", "投资", "产值", "支出",
    ]
    .iter()
    .any(|end| phrase.ends_with(end))
}

/// 盘活土地面积 and 新增建筑面积 are told with their verb.
fn keeps_its_verb(rest: &str) -> bool {
    rest.ends_with("面积") && rest.chars().count() <= 8
}

fn is_phrase(text: &str) -> bool {
    text.chars().count() >= 2
        && !text.starts_with([
            '率', '额', '值', '量', '度', '者', '员', '费', '性', '化', '型', '力', '级', '的', '后', '于',
        ])
}

fn inside_quotes(head: &str) -> bool {
    head.matches('“').count() > head.matches('”').count()
}

/// Whether a phrase says where and not what: 湖头园区内, 全镇, 西坑村.
fn is_local(phrase: &str) -> bool {
    const ENDS: [&str; 26] = [
        "内", "中", "里", "上", "下", "侧", "全镇", "全县", "全市", "全乡", "全区", "辖区", "镇域", "县域",
        "区域", "村", "社区", "街道", "镇", "县", "市", "园区", "片区", "境内", "沿线", "等",
    ];
    phrase.is_empty() || phrase.chars().count() <= 14 && ENDS.iter().any(|end| phrase.ends_with(end))
}

/// The noun phrase at the start of what follows a figure; empty when a verb or a mark stands there.
fn noun_after(right: &str) -> &str {
    const LONGEST: usize = 26;
    let right = right.trim_start_matches(['的', ' ']);
    if stops(right) || right.starts_with(['、', '(', '（', ')', '）', '”', '"', '/', '-', '—']) {
        return "";
    }
    let mut quoted = false;
    for (count, (at, character)) in right.char_indices().enumerate() {
        quoted = (quoted || character == '“') && character != '”';
        let ends = matches!(character, '、' | '(' | '（' | ')' | '）' | '。' | '\n' | '—') && !quoted;
        let stopped = !quoted && count > 0 && stops(right.get(at..).unwrap_or_default());
        if ends || stopped || count >= LONGEST {
            return right.get(..at).unwrap_or_default();
        }
    }
    right
}

/// Whether a noun phrase ends before this text. 的 and 等 join what follows to it.
fn stops(text: &str) -> bool {
    let Some(stop) = STOPS.opens(text) else {
        return false;
    };
    let noun = NOUNS.opens(text).is_some_and(|noun| noun.len() > stop.len());
    !noun && stop != "的" && stop != "等"
}

fn strip_adverb_tail(phrase: &str) -> &str {
    phrase.trim_end_matches(['均', '都', '已', '共', '并', '再', '次'])
}

fn is_joint(character: char) -> bool {
    matches!(character, '、' | ' ' | '”' | '"' | ')' | '）' | '·' | '—' | '-')
}

fn is_joiner(left: &str) -> bool {
    matches!(left.trim(), "、" | "和" | "与" | "及" | "以及" | "，" | ",")
}

fn tidy(phrase: &str) -> &str {
    let phrase = phrase
        .trim()
        .trim_matches(['、', '，', ',', '"', '：', ':', ' ', '和', '与', '及']);
    let phrase = if phrase.matches('“').count() == phrase.matches('”').count() {
        phrase
    } else {
        phrase.trim_matches(['“', '”'])
    };
    phrase.trim_end_matches('的')
}

/// The parts of a phrase that names several things.
fn parts(phrase: &str) -> Vec<String> {
    if !phrase.contains(['、', '和', '与', '及']) || phrase.contains('“') {
        return Vec::new();
    }
    let names: Vec<&str> = phrase
        .split(['、', '和', '与', '及'])
        .filter(|name| !name.is_empty())
        .collect();
    let Some(last) = names.last().copied() else {
        return Vec::new();
    };
    if names.len() < 2 || names.iter().any(|name| name.chars().count() < 2) {
        return Vec::new();
    }
    // 城镇和农村居民人均可支配收入: the short first name shares the end of the last.
    let tail = |name: &str| {
        let cut: usize = last.chars().take(name.chars().count()).map(char::len_utf8).sum();
        last.get(cut..).unwrap_or_default()
    };
    let indicator = names_a_rate(last) || last.ends_with("数");
    names
        .iter()
        .map(|name| {
            let short = indicator
                && *name != last
                && name.chars().count() <= 3
                && !names_a_rate(name)
                && last.chars().count() > 5;
            if short {
                format!("{name}{}", tail(name))
            } else {
                (*name).to_owned()
            }
        })
        .collect()
}

/// The phrase of a count that announces a list: what it is a number of.
pub(crate) fn announced(right: &str, soft: Soft) -> &str {
    match soft {
        Soft::Structural | Soft::OrdinalName => noun_after(right),
        _ => "",
    }
}
