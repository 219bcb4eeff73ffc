//! Reads a document: outline, claims and commitments.

use crate::beside::{
    REACH, around, binds_one_part, is_anniversary, is_compared_with, is_start, lasts, part, sets_a_day,
};
use crate::claim::{Claim, Part, PeriodSource, Tense, Told};
use crate::clause::{clauses, sentences};
use crate::commitment::{Commitment, Sentence};
use crate::document::{Block, Document, Role};
use crate::doing;
use crate::heading::number_length;
use crate::lexicon::{ACTIONS, FINITE, GENERAL, ORIENTATION, PROBLEMS};
use crate::outline::{Chapter, Outline, Section};
use crate::phrase::names_an_indicator;
use crate::subject::{self, Around, Reader, Subject};
use quantity::{Dimension, Figure, Kind, Soft, Unit, When, figures};
use std::ops::Range;

/// What the reader is told beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The year the report looks back on; read from its headings when it is not given.
    pub year: Option<i16>,
}

/// A report, taken apart.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document that was read.
    pub document: Document,
    /// Its headings.
    pub outline: Outline,
    /// The figures it claims, in order.
    pub claims: Vec<Claim>,
    /// The promises it makes, in order.
    pub commitments: Vec<Commitment>,
}

/// Takes a report apart.
///
/// ```
/// use report::{Document, Options, read};
///
/// let text = "一、2024年工作回顾\n新增规上企业5家。\n二、2025年工作任务\n力争规上工业企业达到25家。\n";
/// let reading = read(Document::plain(text), &Options::default());
/// assert_eq!(reading.claims[1].subject.as_ref().unwrap().phrase, "规上企业");
/// assert_eq!(reading.commitments[0].deadline.unwrap().to_string(), "2025-12-31");
/// ```
#[must_use]
pub fn read(document: Document, options: &Options) -> Reading {
    let outline = Outline::of(&document, options.year);
    let text = document.text();
    let mut found = figures(text).peekable();
    let mut claims = Vec::with_capacity(text.len() / DENSITY);
    let mut commitments = Vec::new();
    let mut label: Option<Range<usize>> = None;
    let mut row = TableRow::default();
    let reviews = outline
        .sections()
        .iter()
        .any(|section| section.chapter == Chapter::Review);
    for block in document.blocks() {
        let problems = problems_from(text, block);
        let address = is_address(text, block);
        row.enter(block);
        let spoken = sentences(text, block.bytes.clone());
        let spoken = spoken
            .into_iter()
            .flat_map(|sentence| without_its_heading(text, &outline, sentence));
        for mut sentence in spoken {
            let numbered = number_length(text.get(sentence.clone()).unwrap_or_default());
            sentence.start = (sentence.start + numbered).min(sentence.end);
            while found
                .next_if(|figure| figure.span.start < sentence.start)
                .is_some()
            {}
            let mut told = Vec::new();
            while let Some(figure) = found.next_if(|figure| figure.span.start < sentence.end) {
                told.push(figure);
            }
            let number = outline.at(sentence.start);
            let Some(section) = outline.section(number) else {
                continue;
            };
            let chapter = match section.chapter {
                _ if sentence.end > problems => Chapter::Problems,
                // A summary before the first heading looks back.
                Chapter::Front if block.bytes.len() > SUMMARY && reviews => Chapter::Review,
                chapter => chapter,
            };
            let line = Line {
                text,
                sentence,
                section,
                chapter,
                label: label.clone(),
                row: row.head_for(block),
                block: block.bytes.clone(),
                address,
            };
            let from = claims.len();
            let clauses = clauses(text, line.sentence.clone());
            line.claims(&told, &clauses, &outline, &mut claims);
            let told = claims.get(from..).unwrap_or_default();
            let promised =
                chapter == Chapter::Plan || told.iter().any(|claim| claim.tense == Tense::Commitment);
            if !promised {
                continue;
            }
            let promises = Sentence {
                text,
                section,
                number,
                chapter,
                general: line.is_general(),
                claims: told,
                first: from,
            };
            promises.read(&clauses, &mut commitments);
        }
        label = Some(block.bytes.clone());
    }
    drop(found);
    Reading {
        outline,
        claims,
        commitments,
        document,
    }
}

/// A sentence apart from the heading that stands before it on the same line: 一、工作安排 生产总值增长6%.
fn without_its_heading(text: &str, outline: &Outline, sentence: Range<usize>) -> Vec<Range<usize>> {
    let heading = outline
        .section(outline.at(sentence.start))
        .map(|section| section.heading.clone())
        .filter(|heading| heading.contains(&sentence.start) && heading.end < sentence.end);
    let rest = heading
        .as_ref()
        .and_then(|heading| text.get(heading.end..sentence.end));
    match (heading, rest) {
        (Some(heading), Some(rest)) if rest.starts_with([' ', '\u{3000}']) => {
            let start = sentence.end - rest.trim_start().len();
            vec![sentence.start..heading.end, start..sentence.end]
        }
        _ => vec![sentence],
    }
}

/// How many bytes of a report there are to a figure, at a guess.
const DENSITY: usize = 128;

/// From how many bytes on a paragraph before the first heading is a summary and no address or line of the page's head.
const SUMMARY: usize = 240;

/// From which byte on a paragraph owns up to problems.
fn problems_from(text: &str, block: &Block) -> usize {
    let paragraph = text.get(block.bytes.clone()).unwrap_or_default();
    let Some((at, _)) = PROBLEMS.first(paragraph) else {
        return usize::MAX;
    };
    let owned = ["清醒", "看到", "认识到", "面临", "仍"]
        .iter()
        .any(|word| paragraph.contains(word));
    if owned { block.bytes.start + at } else { usize::MAX }
}

/// Whether a paragraph addresses the meeting. A long one that opens with the address goes on to the matter, unless it
/// closes the report.
fn is_address(text: &str, block: &Block) -> bool {
    let paragraph = text.get(block.bytes.clone()).unwrap_or_default();
    paragraph.trim_start().starts_with("各位代表")
        && (paragraph.len() < SUMMARY * 2 || paragraph.contains("让我们"))
}

/// The row of a table that is being read: its first cell names what the others tell of.
#[derive(Default)]
struct TableRow {
    number: Option<u32>,
    head: Option<Range<usize>>,
}

impl TableRow {
    fn enter(&mut self, block: &Block) {
        match block.role {
            Role::Cell { row, .. } if self.number == Some(row) => {}
            Role::Cell { row, column: 0 } => {
                *self = TableRow {
                    number: Some(row),
                    head: Some(block.bytes.clone()),
                }
            }
            _ => *self = TableRow::default(),
        }
    }

    fn head_for(&self, block: &Block) -> Option<Range<usize>> {
        self.head.clone().filter(|head| *head != block.bytes)
    }
}

/// One sentence with where it stands.
struct Line<'t> {
    text: &'t str,
    sentence: Range<usize>,
    section: &'t Section,
    chapter: Chapter,
    /// The line before, which may be the label of this one.
    label: Option<Range<usize>>,
    /// The first cell of its row, when it stands in a table.
    row: Option<Range<usize>>,
    block: Range<usize>,
    /// The paragraph addresses the meeting.
    address: bool,
}

/// The time that figures of a sentence inherit.
#[derive(Clone, Copy)]
enum Inherited {
    Section,
    Clause(Told),
    /// 建成以来: from some day that the text does not tell.
    Open,
}

impl Line<'_> {
    fn claims(
        &self,
        figures: &[Figure],
        clauses: &[Range<usize>],
        outline: &Outline,
        claims: &mut Vec<Claim>,
    ) {
        if figures.is_empty() {
            return;
        }
        let hard = figures.iter().any(|figure| {
            figure.soft.is_none()
                && !matches!(figure.kind, Kind::Date | Kind::Code)
                && !is_anniversary(figure)
        });
        let mut reader = Reader::new(self.text, self.sentence.start);
        let topic = self.topic(clauses, figures).or_else(|| self.row.clone());
        if let Some(topic) = &topic {
            reader.topic(self.text.get(topic.clone()).unwrap_or_default());
        }
        let mut inherited = Inherited::Section;
        let mut deadline = false;
        let mut outside = None;
        let mut clause = 0;
        for (index, figure) in figures.iter().enumerate() {
            while let Some(passed) = clauses
                .get(clause)
                .filter(|clause| clause.end <= figure.span.start)
            {
                let figured = index
                    .checked_sub(1)
                    .and_then(|before| figures.get(before))
                    .is_some_and(|before| before.span.end > passed.start);
                let parted = self
                    .text
                    .get(passed.end..)
                    .is_some_and(|rest| rest.starts_with(['；', ';']));
                if !figured && !parted {
                    reader.pass(passed.clone());
                }
                clause += 1;
            }
            let bounds = clauses
                .get(clause)
                .cloned()
                .unwrap_or_else(|| self.sentence.clone());
            if self.opens_an_age(&bounds, figures, index) {
                inherited = Inherited::Open;
            }
            let since = index.checked_sub(1).and_then(|before| figures.get(before));
            let between = since.and_then(|before| self.text.get(before.span.end..figure.span.start));
            if deadline && between.is_some_and(|between| between.contains(['；', ';'])) {
                inherited = Inherited::Section;
            }
            if figure.kind == Kind::Date {
                deadline = binds_one_part(figure);
            }
            reader.enter(bounds.start);
            let around = around(self.text, figures, index, &bounds);
            let right = self.text.get(around.right.clone()).unwrap_or_default();
            let part = part(self.text, figure, right, &around);
            let subject = match (figure.kind, figure.soft) {
                (Kind::Date, _) => self.subject_of_date(figure, &around, hard, topic.as_ref()),
                (Kind::Code, _) => self.subject_of_code(figure, right),
                (_, Some(soft @ (Soft::Structural | Soft::OrdinalName))) => {
                    let noun = subject::announced(right, soft);
                    (!noun.is_empty()).then(|| Subject {
                        phrase: noun.to_owned(),
                        ..Subject::default()
                    })
                }
                _ => reader.read(figure, &around),
            };
            // 由2020年的…提升至…: the second amount is told for the time that holds outside.
            let reaches = self
                .text
                .get(around.left.clone())
                .is_some_and(|left| figure.when.is_none() && left.contains(['至', '到']));
            if let Some(held) = outside.filter(|_| reaches) {
                inherited = held;
                outside = None;
            }
            if figure.kind == Kind::Date {
                outside = is_start(self.text, figure).then_some(inherited);
            }
            let (period, source) = self.period(figure, &mut inherited);
            let number = outline.at(figure.span.start);
            let tense = self.tense(figure, part, period, hard);
            let mut figure = figure.clone();
            name_what_there_is_none_of(&mut figure, subject.as_ref());
            let subject = subject.map(|subject| for_each_of_none(&figure, subject));
            claims.push(Claim {
                figure,
                subject,
                period,
                period_source: source,
                tense,
                part,
                section: number,
            });
        }
    }

    /// Whether the sentence is a heading, an address to the meeting or a general requirement.
    fn is_general(&self) -> bool {
        let heading = self.section.heading.start < self.sentence.end
            && self.sentence.start < self.section.heading.end
            && !self.section.bare;
        let sentence = self.text.get(self.sentence.clone()).unwrap_or_default();
        heading || self.address || GENERAL.first(sentence).is_some()
    }

    /// A first clause that only names a thing: 岔路商业综合体项目, 主体建设已完工…
    fn topic(&self, clauses: &[Range<usize>], figures: &[Figure]) -> Option<Range<usize>> {
        let first = clauses.first().filter(|_| clauses.len() > 1)?;
        let text = self.text.get(first.clone())?;
        let figured = figures.iter().any(|figure| {
            figure.span.start < first.end
                && (figure.soft.is_none() || figure.kind == Kind::Date)
                && figure.kind != Kind::Code
        });
        let names = (3..=24).contains(&text.chars().count())
            && doing::passed(text) == text
            && ACTIONS.opens(text).is_none()
            && ORIENTATION.opens(text).is_none()
            && FINITE.inside(text).next().is_none()
            && !text.contains(['“', '”']);
        if names && !figured {
            return Some(first.clone());
        }
        // 事故起数和死亡人数“双下降”, 粮食产量实现“十连丰”,
        let verbs = FINITE.inside(text).map(|(at, _)| at);
        let end = verbs.chain(text.find('“')).min()?;
        let head = text.get(..end)?;
        (!figured && names_an_indicator(head)).then(|| first.start..first.start + head.len())
    }

    /// Whether the clause tells an age with no date between the figure before and this one: 建成以来.
    fn opens_an_age(&self, clause: &Range<usize>, figures: &[Figure], index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| figures.get(before));
        let from = before.map_or(clause.start, |before| before.span.end.max(clause.start));
        let until = figures
            .get(index)
            .map_or(from, |figure| figure.span.start.max(from));
        let words = self.text.get(from..until).unwrap_or_default();
        let mut ends = words.rmatch_indices('来');
        let Some(at) = ends.find_map(|(end, _)| Some(words.get(..end)?.strip_suffix('以')?.len())) else {
            return false;
        };
        !before.is_some_and(|date| date.kind == Kind::Date && at == 0 && date.span.end == from)
    }

    fn period(&self, figure: &Figure, inherited: &mut Inherited) -> (Option<Told>, Option<PeriodSource>) {
        if let Some(when) = figure.when {
            let told = match when {
                When::Moment(moment) => Some(Told::Moment(moment)),
                When::Every(frequency) => Some(Told::Every(frequency)),
                _ => when
                    .resolve(self.section.year.unwrap_or_default())
                    .map(Told::Period),
            };
            let told = told.filter(|_| self.section.year.is_some() || stands_alone(when));
            let base = is_compared_with(self.text, figure);
            if let Some(told) = told.filter(|told| !base && !matches!(told, Told::Every(_))) {
                *inherited = Inherited::Clause(told);
            }
            return (told, told.map(|_| PeriodSource::Explicit));
        }
        let named = figure.soft == Some(Soft::OrdinalName);
        if figure.kind == Kind::Code || lasts(self.text, figure) || named {
            return (None, None);
        }
        match *inherited {
            Inherited::Open => (None, Some(PeriodSource::Clause)),
            Inherited::Clause(told) => (Some(told), Some(PeriodSource::Clause)),
            Inherited::Section => {
                let told = self.section.period.map(Told::Period);
                (told, told.map(|_| PeriodSource::Section))
            }
        }
    }

    fn tense(&self, figure: &Figure, part: Option<Part>, period: Option<Told>, hard: bool) -> Tense {
        let heading = self.section.heading.contains(&figure.span.start) && !self.section.bare;
        let names = figure.kind == Kind::Code
            || figure.soft == Some(Soft::Structural)
            || part == Some(Part::Attribute)
                && figure
                    .unit
                    .is_some_and(|unit| unit.dimension() == Dimension::Voltage)
            || is_anniversary(figure);
        let year = self.section.period.map(|period| period.last().year());
        let told = period.and_then(|told| told.period());
        let (first, last) = (
            told.map(|period| period.first().year()),
            told.map(|period| period.last().year()),
        );
        let ahead = first.zip(year).is_some_and(|(first, year)| first > year);
        let behind = last.zip(year).is_some_and(|(last, year)| last < year);
        let dated = figure.kind == Kind::Date;
        match self.chapter {
            _ if names || heading || dated && self.label_of(figure).is_some() => Tense::Context,
            Chapter::Plan if self.stands_already(figure) => Tense::Result,
            Chapter::Front | Chapter::Problems => Tense::Context,
            Chapter::Review if ahead && !self.stands_already(figure) => Tense::Commitment,
            _ if dated && !hard && !sets_a_day(figure) => Tense::Context,
            Chapter::Review => Tense::Result,
            Chapter::Plan if behind => Tense::Result,
            Chapter::Plan => Tense::Commitment,
        }
    }

    /// Whether a figure of a plan tells what there is now: 全镇现有规上企业30家, 有3条高速贯穿.
    fn stands_already(&self, figure: &Figure) -> bool {
        const CLOSE: [&str; 6] = ["共有", "已有", "拥有", "具有", "且有", "有"];
        const FARTHER: [&str; 2] = ["现有", "已"];
        const PROMISED: [&str; 8] = ["要", "应", "确保", "力争", "争取", "实现", "达到", "将"];
        let mut from = figure.span.start.saturating_sub(REACH).max(self.sentence.start);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..figure.span.start).unwrap_or_default();
        let clause = before.rsplit(['，', ',', '；', ';']).next().unwrap_or_default();
        let told = CLOSE.iter().any(|word| clause.trim_end().ends_with(word))
            || FARTHER.iter().any(|word| clause.contains(word));
        told && figure.kind != Kind::Date && !PROMISED.iter().any(|word| clause.contains(word))
    }

    /// A date is told of its label (发布日期), its heading (工作回顾), or the thing a milestone is set for.
    fn subject_of_date(
        &self,
        figure: &Figure,
        around: &Around,
        hard: bool,
        topic: Option<&Range<usize>>,
    ) -> Option<Subject> {
        let of = |text: &str| {
            let text = text.trim_matches([':', '：', '。', '|', ' ', '\u{3000}']);
            (!text.is_empty()).then(|| Subject {
                phrase: text.to_owned(),
                ..Subject::default()
            })
        };
        if let Some(label) = self.label_of(figure) {
            return of(label);
        }
        let heading = self.section.heading.contains(&figure.span.start);
        let title = self.chapter == Chapter::Front
            && self
                .text
                .get(self.block.clone())
                .is_some_and(|line| line.chars().nth(30).is_none());
        if heading || title {
            let end = if heading {
                self.section.heading.end
            } else {
                self.block.end
            };
            return of(self
                .text
                .get(figure.span.end..end)?
                .trim_start_matches(['的', '度']));
        }
        if hard || figure.soft.is_some() {
            return None;
        }
        let whole_year = figure.unit.is_some_and(|unit| unit.symbol().starts_with('年'));
        let topic = topic.filter(|_| !whole_year)?;
        let _ = around;
        of(self.text.get(topic.clone())?)
    }

    fn subject_of_code(&self, figure: &Figure, right: &str) -> Option<Subject> {
        if let Some(label) = self.label_of(figure) {
            return Some(Subject {
                phrase: label.trim().to_owned(),
                ..Subject::default()
            });
        }
        let noun: String = subject::announced(right, Soft::Structural)
            .chars()
            .take(8)
            .collect();
        Some(Subject {
            phrase: format!("{}{noun}", figure.span.of(self.text)),
            ..Subject::default()
        })
    }

    /// The label before a value in the head of a page: on the same line before a colon, or alone on the line above.
    fn label_of(&self, figure: &Figure) -> Option<&str> {
        let before = self.text.get(self.block.start..figure.span.start)?.trim_end();
        if let Some(label) = before.strip_suffix([':', '：', '|']) {
            let word = label
                .trim_end()
                .rsplit([' ', '\u{3000}', '|', '，', ','])
                .next()?;
            return (word.chars().count() <= 8).then_some(word);
        }
        let alone = before.is_empty() && self.text.get(figure.span.end..self.block.end)?.trim().is_empty();
        let label = self.text.get(self.label.clone().filter(|_| alone)?)?;
        (label.chars().count() <= 8).then_some(label)
    }
}

/// Whether a time needs no year to stand on.
fn stands_alone(when: When) -> bool {
    use quantity::Year;
    matches!(
        when,
        When::Calendar {
            year: Year::Given(_),
            ..
        } | When::Plan { .. }
            | When::Every(_)
            | When::Moment(_)
    )
}

/// Gives `零记录` the unit of what there is none of: 事故起数 is counted in 起.
fn name_what_there_is_none_of(figure: &mut Figure, subject: Option<&Subject>) {
    if figure.kind != Kind::Count
        || figure.unit.is_some()
        || !figure.value.is_some_and(|value| value.is_zero())
    {
        return;
    }
    let phrase = subject.map_or("", |subject| subject.phrase.as_str());
    const COUNTED: [(&str, &str); 10] = [
        ("起数", "起"),
        ("件数", "件"),
        ("人数", "人"),
        ("次数", "次"),
        ("户数", "户"),
        ("事故", "起"),
        ("案", "件"),
        ("访", "件"),
        ("火灾", "起"),
        ("投诉", "件"),
    ];
    figure.unit = COUNTED
        .iter()
        .find(|(word, _)| phrase.contains(word))
        .and_then(|(_, unit)| Unit::named(unit));
}

/// None of several things is none of each.
fn for_each_of_none(figure: &Figure, mut subject: Subject) -> Subject {
    let none = figure.kind == Kind::Count && figure.value.is_some_and(|value| value.is_zero());
    subject.each = subject.each || none && subject.parts.len() > 1;
    subject
}
