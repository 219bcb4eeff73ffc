//! What a figure is told of: the noun phrase beside it, found by the grammar of the clause.

use crate::doing;
use crate::lexicon::{ACTIONS, CHANGES, COMPARED, COMPOUNDS, HOLDS, LASTING, LINKS, NOMINAL};
use crate::phrase::{
    changed, core, is_joint, is_local, joins, noun, noun_after, parts, shares, tidy, without_links,
};
use quantity::{Dimension, Figure, Kind, Soft, figures};
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
    /// Subjects that figures to come are told of one by one (分别).
    shares: Vec<String>,
    /// Subjects of the amounts that a later 分别增长 speaks of.
    recent: Vec<String>,
    /// The clauses without figures since the last figure.
    passed: Vec<Range<usize>>,
}

/// How many clauses back the thing is looked for that figures with no phrase are told of.
const PASSED: usize = 3;

/// A figure's surroundings in its clause.
pub(crate) struct Around {
    /// Text of the clause before the figure, after the figure before it that parts phrases.
    pub(crate) left: Range<usize>,
    /// Text of the clause after the figure, up to the next figure.
    pub(crate) right: Range<usize>,
    /// Text of the clause before the time that parts it from the figure: 成交额 in 成交额2030年达到600亿元.
    pub(crate) earlier: Range<usize>,
    /// Text of the clause after the next figure, up to the one after it.
    pub(crate) beyond: Range<usize>,
    /// Whether another figure follows at once in the same clause.
    pub(crate) goes_on: bool,
    /// How many figures the figure is listed with, itself included: 2 for 增长9%和9.8%.
    pub(crate) listed: usize,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, start: usize) -> Self {
        Reader {
            text,
            taken: start,
            clause: start,
            prior: None,
            shares: Vec::new(),
            recent: Vec::new(),
            passed: Vec::new(),
        }
    }

    /// Says that a clause without figures was passed: 整治散乱企业, 取缔351家.
    pub(crate) fn pass(&mut self, clause: Range<usize>) {
        self.passed.push(clause);
    }

    /// What the last of the clauses passed does something to.
    fn done_to(&self) -> Option<Subject> {
        self.passed.iter().rev().take(PASSED).find_map(|clause| {
            let doing = doing::of(self.text.get(clause.clone())?);
            let object = doing.object.filter(|_| doing.acts)?;
            Subject::of(noun(object.rsplit('等').next().unwrap_or(object)))
        })
    }

    /// Says what the sentence is about, for figures that have no phrase of their own.
    pub(crate) fn topic(&mut self, topic: &str) {
        self.prior = Subject::of(topic);
    }

    pub(crate) fn enter(&mut self, clause: usize) {
        if clause != self.clause {
            self.shares.clear();
            let before = self.text.get(self.clause..clause).unwrap_or_default();
            if before.contains(['；', ';']) {
                self.prior = None;
            }
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
        if joins(left) && !self.shares.is_empty() {
            let share = self.shares.remove(0);
            self.told(figure, &share);
            return Subject::of(&share);
        }
        let left = behind_brackets(inside_brackets(left)).trim_start_matches(|c| is_joint(c) || c == '的');
        let subject = match figure.kind {
            Kind::Rank => self.of_rank(figure, left, right),
            Kind::Growth => self.of_change(figure, left, right, around),
            Kind::Multiple if figure.change.is_some() => self.of_change(figure, left, right, around),
            // 赤字规模比上年增加2300亿元; but 净增7家企业
            _ if figure.change.is_some()
                && (!changed(figure, left, around.left.end).is_empty() || noun_after(right).is_empty()) =>
            {
                self.of_change(figure, left, right, around)
            }
            _ => self.of_amount(figure, left, right, around),
        };
        self.passed.clear();
        let subject = subject.map(|subject| self.one_by_one(left, right, around, subject));
        if let Some(subject) = &subject
            && figure.soft.is_none()
            && (figure.kind != Kind::Rank || self.prior.is_none())
            && !left.starts_with('占')
            && !(left.starts_with('在') && right.contains('中'))
        {
            self.told(figure, &subject.phrase.clone());
            self.prior = Some(subject.clone());
        }
        subject
    }

    /// Keeps the subjects of amounts, of which a later 分别增长 speaks in the same order.
    fn told(&mut self, figure: &Figure, phrase: &str) {
        if figure.kind == Kind::Growth {
            if self.shares.is_empty() {
                self.recent.clear();
            }
        } else if self.recent.last().is_none_or(|last| last != phrase) {
            self.recent.push(phrase.to_owned());
        }
    }

    /// `A和B分别达到1和2`: the first part goes to this figure, the rest to those that follow.
    fn one_by_one(&mut self, left: &str, right: &str, around: &Around, mut subject: Subject) -> Subject {
        let spread =
            ["分别", "分获"].iter().any(|word| left.contains(word)) || joins(right) && around.goes_on;
        let mut shares = if spread {
            shares(&subject.phrase)
        } else {
            Vec::new()
        };
        if shares.len() > 1 {
            let first = shares.remove(0);
            self.shares = shares;
            return Subject {
                phrase: first,
                parts: Vec::new(),
                each: false,
            };
        }
        let told = left.trim_end();
        let each = ["均", "都", "皆", "均达", "均为", "均达到", "均超", "都达到"]
            .iter()
            .any(|word| told.ends_with(word));
        subject.each = subject.parts.len() > 1 && each;
        subject
    }

    fn of_rank(&self, figure: &Figure, left: &str, right: &str) -> Option<Subject> {
        // 全县首个…示范村 is told of what it is the first of.
        let first_of = figure.soft == Some(Soft::Superlative) && figure.unit.is_some();
        let following = noun_after(right);
        if first_of && !following.is_empty() {
            return Subject::of(following);
        }
        let phrase = noun(holder(left));
        // 斩获国家技术发明奖一等奖 is told of the prize when no one is named.
        let prize = figure
            .unit
            .filter(|unit| unit.symbol() == "等奖" && phrase.is_empty())
            .map(|_| core(left));
        let phrase = prize.unwrap_or(phrase);
        Subject::of(phrase)
            .filter(|subject| !GENERIC.contains(&subject.phrase.as_str()))
            .or_else(|| self.prior.clone())
            .or_else(|| Subject::of(following))
    }

    fn of_change(&mut self, figure: &Figure, left: &str, right: &str, around: &Around) -> Option<Subject> {
        let own = changed(figure, left, around.left.end);
        // 连续10个月增速保持在50%以上 is told of what was told before.
        let gain = matches!(own, "增收" | "减收");
        if !own.is_empty() && !gain && !is_one_figure(own) {
            return Subject::of(own);
        }
        let spread = left.contains("分别") || joins(right);
        if spread && self.recent.len() > 1 {
            let mut recent = std::mem::take(&mut self.recent);
            recent.drain(..recent.len().saturating_sub(around.listed.max(2)));
            let first = recent.remove(0);
            self.shares = recent;
            return Subject::of(&first);
        }
        self.before_its_time(around)
            .or_else(|| self.prior.clone())
            .or_else(|| self.done_to())
    }

    /// The phrase before the time that stands between it and its figure.
    fn before_its_time(&self, around: &Around) -> Option<Subject> {
        let earlier = self.text.get(around.earlier.clone())?;
        let (phrase, _) = without_links(earlier.trim_start_matches(is_joint));
        let phrase = noun(phrase.trim_end_matches(['到', '在', '至', '于']));
        (!is_local(phrase)).then(|| Subject::of(phrase)).flatten()
    }

    fn of_amount(&mut self, figure: &Figure, left: &str, right: &str, around: &Around) -> Option<Subject> {
        let share = matches!(figure.kind, Kind::Ratio | Kind::Multiple);
        if share && let Some(own) = compared_part(left) {
            // 是上年的2.3倍, 完成年度任务的111%: told of what stands before.
            return Subject::of(noun(own))
                .or_else(|| self.prior.clone())
                .or_else(|| Subject::of(noun(left)));
        }
        let (bare, linked) = without_links(without_time(left));
        let bare = without_time(bare);
        // 投资超千万的5家,500万元以上的4家: what is left tells a size and no thing.
        let bare = if tells_a_size(bare) { "" } else { bare };
        // 企业由66户整合至12户
        let from = left.trim_end().ends_with(['由', '从']) && right.contains(['至', '到']);
        let linked = linked || from;
        let told = core(bare);
        // 较上年前进5位 tells of what was told before, 综合考评比去年前进5位 of what stands before.
        let told = COMPARED
            .first(told)
            .map_or(told, |(at, _)| told.get(..at).unwrap_or_default());
        let only = doing::passed(bare);
        let verb = ACTIONS.holds(only) || CHANGES.holds(only) || COMPARED.opens(bare).is_some();
        let listed = around.left.start > self.clause && !bare.is_empty() && !verb;
        let told = if told.is_empty()
            && (linked && (!verb || NOMINAL.holds(only)) || listed && noun_after(right).is_empty())
        {
            noun(bare)
        } else {
            told
        };
        let following = if right.trim().is_empty() && around.goes_on {
            // 12类45件民生实事
            noun_after(self.text.get(around.beyond.clone()).unwrap_or_default())
        } else {
            noun_after(right)
        };
        // 两年新增近3000家: a verb is no noun.
        let following = if ACTIONS.holds(following) && (share || !NOMINAL.holds(following)) {
            ""
        } else {
            following
        };
        if self.stands_left(figure, left, right, told, following, linked, around) {
            return Subject::of(told);
        }
        // 投入450万元完成…: what is spent is told of the spending.
        if is_money(figure) && SPENT.contains(&only) {
            return Subject::of(only);
        }
        if following.is_empty() {
            return Subject::of(told)
                .or_else(|| self.before_its_time(around))
                .or_else(|| self.done_to().filter(|_| !left.trim().is_empty()))
                .or_else(|| self.prior.clone())
                .or_else(|| Subject::of(bare).filter(|_| !verb));
        }
        let start = around.right.start + right.find(following).unwrap_or_default();
        if right.contains(following) && !(around.goes_on && is_threshold(figure)) {
            self.taken = self.taken.max(start + following.len());
        }
        Subject::of(following)
    }

    /// Whether the phrase before an amount is what it is told of, and not the one that follows.
    #[allow(clippy::too_many_arguments)]
    fn stands_left(
        &self,
        figure: &Figure,
        left: &str,
        right: &str,
        told: &str,
        following: &str,
        linked: bool,
        around: &Around,
    ) -> bool {
        if told.is_empty() || !following.is_empty() && (is_local(told) || NOMINAL.holds(told)) {
            return false;
        }
        if following.is_empty() || right.starts_with('的') {
            return true;
        }
        // 以公司加农户的模式流转6000亩土地: a verb before the figure has its object behind.
        if !linked && ACTIONS.closes(told).is_some_and(|verb| verb.len() < told.len()) {
            return false;
        }
        let there_are = ["共有", "现有", "拥有", "有", "辖", "设有"]
            .iter()
            .any(|word| left.trim_end().ends_with(word));
        if linked && !there_are {
            return true;
        }
        let voltage = figure
            .unit
            .is_some_and(|unit| unit.dimension() == Dimension::Voltage);
        let measure = figure.unit.is_none_or(|unit| unit.is_measure())
            || matches!(figure.kind, Kind::Ratio | Kind::Multiple);
        measure
            && !voltage
            && !(is_threshold(figure) && !around.goes_on && figure.comparator != quantity::Comparator::Gt)
    }
}

/// What holds a rank only together with what was told before: 综合排名全省第1, 全省排名第3.
const GENERIC: [&str; 13] = [
    "中", "综合", "总", "成", "全国", "全省", "全市", "全县", "全区", "全州", "分别", "均", "整体",
];

/// What holds a rank: the phrase before the verbs of ranking that lead to it.
fn holder(left: &str) -> &str {
    let mut phrase = without_time(left);
    let mut led = false;
    loop {
        phrase = phrase.trim_end_matches([
            '、', '，', ' ', '从', '由', '均', '都', '已', '共', '并', '再', '次', '屡', '创',
        ]);
        let word = HOLDS.closes(phrase).or_else(|| LINKS.closes(phrase));
        let Some(word) = word.filter(|word| {
            let compound = COMPOUNDS.closes(phrase);
            compound.is_none_or(|compound| compound.len() <= word.len())
        }) else {
            break;
        };
        led = true;
        phrase = phrase.get(..phrase.len() - word.len()).unwrap_or_default();
    }
    if led {
        return phrase;
    }
    // 岔口村入选全国…: the verb stands further off.
    let verb = HOLDS.first(phrase).filter(|(_, verb)| verb.chars().count() > 1);
    verb.map_or(phrase, |(at, _)| phrase.get(..at).unwrap_or_default())
}

/// What stands before the time or the measure that leads to an amount: 全省生产总值 in 全省生产总值从2020年的, 低保标准
/// in 低保标准提高到每月, 优良率 in 优良率连续五年.
fn without_time(left: &str) -> &str {
    const PER: [&str; 12] = [
        "每人每月",
        "每人每年",
        "每生每年",
        "每月",
        "每年",
        "每天",
        "每人",
        "每户",
        "每亩",
        "每生",
        "每村",
        "每季度",
    ];
    const NEAR: usize = 14;
    let mut phrase = left.trim_end();
    while let Some(head) = PER.iter().find_map(|per| phrase.strip_suffix(per)) {
        phrase = head.trim_end();
    }
    let near = |at: usize, tail: &str| tail.chars().count() <= NEAR && at > 0;
    if let Some(time) = phrase.strip_suffix('的')
        && let Some(at) = time.rfind(['从', '由', '至', '到', '为', '是', '占', '比', '较'])
        && let Some(tail) = time.get(at..).filter(|tail| near(at, tail))
        && tail.ends_with(['年', '月', '底', '末', '期', '日', '先', '来', '前', '初'])
    {
        phrase = phrase.get(..at).unwrap_or_default();
    }
    let mut starts = phrase.char_indices().rev().take(NEAR + 2);
    let lasting = starts.find_map(|(at, _)| Some((at, LASTING.opens(phrase.get(at..)?)?)));
    if let Some((at, word)) = lasting
        && let Some(tail) = phrase.get(at + word.len()..).filter(|tail| near(at, tail))
        && let Some(end) = tail.find(['年', '月', '季', '次']).filter(|end| *end > 0)
        && let Some(verb) = tail
            .get(end..)
            .map(|tail| tail.trim_start_matches(['年', '月', '季', '度', '次']))
        && (verb.is_empty() || LINKS.holds(verb) || HOLDS.holds(verb))
    {
        phrase = phrase.get(..at).unwrap_or_default();
    }
    phrase
}

/// Whether nothing but a size and the word that joins it to a thing stands before a figure: 500万元以上的.
fn tells_a_size(phrase: &str) -> bool {
    let phrase = phrase.trim().trim_start_matches(is_joint);
    let Some(size) = phrase.strip_suffix('的') else {
        return false;
    };
    is_one_figure(size)
}

/// Whether a phrase is nothing but a figure.
fn is_one_figure(phrase: &str) -> bool {
    figures(phrase).next().is_some_and(|figure| {
        figure.span.start == 0 && figure.span.end == phrase.len() && figure.kind != Kind::Date
    })
}

/// What stands before `是上年的` and `占全年任务的`; none when the figure is no part of something.
fn compared_part(left: &str) -> Option<&str> {
    let left = left.trim_end();
    let Some(of) = left.strip_suffix('的') else {
        return part_of(left);
    };
    let at = [
        "完成",
        "占",
        "相当于",
        "为",
        "是",
        "不低于",
        "不高于",
        "高于",
        "低于",
        "超过",
        "达到",
        "达",
    ]
    .iter()
    .filter_map(|word| of.rfind(word))
    .max()?;
    Some(
        of.get(..at)?
            .trim_end_matches(['仅', '只', '约', '已', '均', '共']),
    )
}

/// Verbs of spending, which are told of themselves.
const SPENT: [&str; 11] = [
    "投入", "投资", "出资", "筹资", "融资", "集资", "捐资", "耗资", "斥资", "筹措", "筹集",
];

fn is_money(figure: &Figure) -> bool {
    figure
        .unit
        .is_some_and(|unit| matches!(unit.dimension(), Dimension::Money(_)))
}

/// What stands before `占北京市场` at the end of a phrase.
fn part_of(left: &str) -> Option<&str> {
    const LONGEST: usize = 14;
    let (left, _) = without_links(left);
    let at = left.rfind('占').filter(|at| *at > 0)?;
    let whole = left.get(at + '占'.len_utf8()..)?;
    let fits = (2..=LONGEST).contains(&whole.chars().count());
    let compound = whole.starts_with(['地', '用', '比', '有', '据', '领', '道']);
    let share = whole.ends_with(['重', '例', '额', '率', '比', '的']);
    (fits && !compound && !share).then(|| left.get(..at)).flatten()
}

/// What follows the brackets a phrase begins with: （社区）集体收入.
fn behind_brackets(left: &str) -> &str {
    let opened = left.trim_start().strip_prefix(['（', '(']);
    opened
        .and_then(|inner| inner.get(inner.find(['）', ')'])?..))
        .filter(|rest| rest.chars().nth(2).is_some())
        .unwrap_or(left)
}

/// What follows a bracket that is still open.
fn inside_brackets(left: &str) -> &str {
    let open = left.rfind(['(', '（']);
    let close = left.rfind([')', '）']);
    match open {
        Some(open) if close.is_none_or(|close| close < open) => left
            .get(open..)
            .map_or(left, |inner| inner.trim_start_matches(['(', '（'])),
        _ => left,
    }
}

/// `亿元以上项目超3个`: the first amount bounds what the second counts.
pub(crate) fn is_threshold(figure: &Figure) -> bool {
    use quantity::Comparator::{Ge, Gt, Le, Lt};
    matches!(figure.comparator, Ge | Le | Gt | Lt)
        && figure.soft.is_none()
        && matches!(figure.kind, Kind::Amount | Kind::Count)
}

/// The phrase of a count that announces a list: what it is a number of.
pub(crate) fn announced(right: &str, soft: Soft) -> &str {
    match soft {
        Soft::Structural | Soft::OrdinalName => noun_after(right),
        _ => "",
    }
}
