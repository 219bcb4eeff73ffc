//! What each chapter of a report does, and the period it speaks of: told by the words and times of its heading.

use crate::outline::{Chapter, Section};
use quantity::{Edge, Part, Period, When, Year, figures};

/// Says of every section what it does and which period it speaks of. `year` is the year that is looked back on, when
/// the caller knows it.
pub(crate) fn tell(sections: &mut [Section], text: &str, year: Option<i16>) {
    let review = year.or_else(|| year_of_review(sections, text));
    let chapters = sections.iter().filter(|section| is_chapter(section));
    let mut current = if chapters.clone().any(|section| by_words(&section.title).is_some()) {
        Chapter::Front
    } else {
        title(text).and_then(by_words).unwrap_or(Chapter::Review)
    };
    let starts: Vec<usize> = chapters.map(|section| section.heading.start).collect();
    let mut upward: Vec<Told> = Vec::new();
    for section in sections {
        while upward.last().is_some_and(|above| above.depth >= section.depth) {
            upward.pop();
        }
        let told = if is_chapter(section) {
            let next = starts.partition_point(|start| *start <= section.heading.start);
            let body = section.heading.end..starts.get(next).copied().unwrap_or(text.len());
            let told = Told::of_chapter(section, text.get(body).unwrap_or_default(), current, review);
            current = told.chapter;
            told
        } else {
            match upward.last() {
                Some(above) => above.of_part(section, review),
                // A list inside a paragraph before the first chapter tells what was done.
                None if current == Chapter::Front && section.inline => {
                    Told::inherited(section.depth, Chapter::Review, review)
                }
                None => Told::inherited(section.depth, current, review),
            }
        };
        section.chapter = told.chapter;
        section.period = told.period;
        section.year = told.year;
        upward.push(told);
    }
}

fn is_chapter(section: &Section) -> bool {
    section.depth == 1 && !section.inline
}

/// What is known of a section.
#[derive(Clone, Copy)]
struct Told {
    depth: usize,
    chapter: Chapter,
    period: Option<Period>,
    year: Option<i16>,
    /// It both looks back and looks ahead: its parts tell which of them does what.
    mixed: bool,
}

impl Told {
    fn of_chapter(section: &Section, body: &str, before: Chapter, review: Option<i16>) -> Self {
        let times = times(&section.title, review);
        let view = view(&times, review);
        let words = by_words(&section.title);
        let untold = || match before {
            // A chapter between the review and the plan is known by the first time it names.
            Chapter::Front | Chapter::Review | Chapter::Problems
                if view_of_body(body, review) == View::Ahead =>
            {
                Chapter::Plan
            }
            Chapter::Front => Chapter::Review,
            before => before,
        };
        let chapter = match (words, view) {
            (Some(Chapter::Problems), _) => Chapter::Problems,
            (_, View::Ahead) => Chapter::Plan,
            (_, View::Both) => Chapter::Review,
            (Some(told), _) => told,
            (None, View::Back) => Chapter::Review,
            (None, View::Unknown) => untold(),
        };
        let half = section.title.contains("下半年");
        let told = Self::inherited(section.depth, chapter, review).spoken_of(times.first().copied(), half);
        Told {
            mixed: view == View::Both,
            ..told
        }
    }

    /// A part of a chapter: what the chapter does, unless the chapter does both or the part names its own time.
    fn of_part(&self, section: &Section, review: Option<i16>) -> Self {
        let below = Told {
            depth: section.depth,
            ..*self
        };
        if section.inline {
            return below;
        }
        let words = by_words(&section.title);
        let times = times(&section.title, review);
        let chapter = match view(&times, review) {
            _ if !self.mixed => self.chapter,
            View::Ahead => Chapter::Plan,
            View::Back => Chapter::Review,
            View::Both | View::Unknown => words.unwrap_or(self.chapter),
        };
        if words.is_none() && chapter == self.chapter {
            return below;
        }
        let period = times
            .first()
            .copied()
            .or(self.period.filter(|_| chapter == self.chapter));
        Told::inherited(section.depth, chapter, review).spoken_of(period, false)
    }

    /// What holds when the heading names no time.
    fn inherited(depth: usize, chapter: Chapter, review: Option<i16>) -> Self {
        let year = match chapter {
            Chapter::Plan => review.and_then(|year| year.checked_add(1)),
            _ => review,
        };
        Told {
            depth,
            chapter,
            period: year.and_then(Period::year),
            year,
            mixed: false,
        }
    }

    /// The period that the heading names; a plan stands in its first year, a review in its last.
    fn spoken_of(mut self, named: Option<Period>, half: bool) -> Self {
        if let Some(period) = named.filter(|_| self.chapter != Chapter::Front) {
            self.period = Some(period);
            self.year = Some(match self.chapter {
                Chapter::Plan => period.first().year(),
                _ => period.last().year(),
            });
        } else if half && self.chapter == Chapter::Plan {
            let year = self.year.and_then(|year| year.checked_sub(1));
            self.year = year;
            self.period = year.and_then(|year| Period::months_of(year, 7, 12));
        }
        self
    }
}

/// Which way times lie from the year that is looked back on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Back,
    Ahead,
    Both,
    Unknown,
}

fn view(times: &[Period], review: Option<i16>) -> View {
    let Some(review) = review else {
        return View::Unknown;
    };
    let ahead = times.iter().any(|time| time.first().year() > review);
    let back = times.iter().any(|time| time.last().year() <= review);
    match (back, ahead) {
        (true, true) => View::Both,
        (true, false) => View::Back,
        (false, true) => View::Ahead,
        (false, false) => View::Unknown,
    }
}

/// How many bytes of a chapter are looked at for the first time it names.
const OPENING: usize = 600;

fn view_of_body(body: &str, review: Option<i16>) -> View {
    let mut end = OPENING.min(body.len());
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let first = times(body.get(..end).unwrap_or_default(), review)
        .first()
        .copied();
    view(first.as_slice(), review)
}

/// The times a heading names, with those told from the year that is looked back on.
fn times(title: &str, review: Option<i16>) -> Vec<Period> {
    // The bare name of a plan is a time in a heading: “十五五”发展的主要考虑.
    let spelt = title.replace('”', "”时期").replace("”时期时期", "”时期");
    let known = |when: &When| match when {
        When::Calendar { year, .. } => matches!(year, Year::Given(_)) || review.is_some(),
        When::Plan { .. } => true,
        _ => false,
    };
    let whens = figures(&spelt).filter_map(|figure| figure.when);
    whens
        .filter(known)
        .filter_map(|when| when.resolve(review.unwrap_or_default()))
        .collect()
}

/// The year looked back on: told by the heading of the review, or one before that of the plan, or by the page, or by
/// the text of the review.
fn year_of_review(sections: &[Section], text: &str) -> Option<i16> {
    let titled = |wanted: Chapter| {
        let mut chapters = sections
            .iter()
            .filter(|section| is_chapter(section) && by_words(&section.title) == Some(wanted));
        chapters.find_map(|section| first_year(&section.title))
    };
    let front: String = text.chars().take(400).collect();
    let said = titled(Chapter::Review).or_else(|| titled(Chapter::Plan)?.checked_sub(1));
    said.or_else(|| year_of_title(text))
        .or_else(|| year_of_page(&front))
        .or_else(|| year_of_review_text(sections, text))
}

/// The line near the top that says what the paper is and for which year: 乡2024年工作要点.
fn title(text: &str) -> Option<&str> {
    const NEAR: usize = 12;
    const LONGEST: usize = 40;
    let mut lines = text.lines().map(str::trim).take(NEAR);
    lines.find(|line| {
        line.chars().nth(LONGEST).is_none() && !line.contains(['。', '：', ':']) && by_words(line).is_some()
    })
}

/// The year before that of a plan, or that of a review, by the title of the paper.
fn year_of_title(text: &str) -> Option<i16> {
    let line = title(text)?;
    let year = first_year(line)?;
    match by_words(line)? {
        Chapter::Plan => year.checked_sub(1),
        _ => Some(year),
    }
}

/// The last year that the review names and neither promises nor counts from.
fn year_of_review_text(sections: &[Section], text: &str) -> Option<i16> {
    let starts = |wanted: Chapter| {
        let mut chapters = sections
            .iter()
            .filter(|section| is_chapter(section) && by_words(&section.title) == Some(wanted));
        chapters.next().map(|section| section.heading.start)
    };
    let plan = starts(Chapter::Plan).unwrap_or(text.len());
    let review = text
        .get(starts(Chapter::Review).unwrap_or_default()..plan)
        .unwrap_or(text);
    let years = figures(review).filter_map(|figure| match figure.when? {
        When::Calendar {
            year: Year::Given(year),
            edge: Edge::Within,
            ..
        } => Some(year),
        _ => None,
    });
    years.filter(|year| *year > 1950).max()
}

/// The year a page of a government site looks back on: that of its date, or the year before in the first half.
fn year_of_page(front: &str) -> Option<i16> {
    let day = figures(front).find_map(|figure| match figure.when? {
        When::Moment(moment) => Some(moment.date()),
        when @ When::Calendar {
            year: Year::Given(_),
            part: Part::Day(..),
            edge: Edge::Within,
        } => when.resolve(0).map(|period| period.first()),
        _ => None,
    })?;
    Some(if day.month() <= 6 {
        day.year() - 1
    } else {
        day.year()
    })
}

fn first_year(text: &str) -> Option<i16> {
    let years = times(text, None).into_iter().map(|period| period.last().year());
    years.filter(|year| *year > 1950).min()
}

/// What a chapter does, by the words of its heading.
fn by_words(title: &str) -> Option<Chapter> {
    const PROBLEMS: [&str; 5] = ["存在的问题", "存在问题", "主要问题", "困难和问题", "不足"];
    const PLAN: [&str; 24] = [
        "要点",
        "任务",
        "安排",
        "思路",
        "打算",
        "目标",
        "计划",
        "展望",
        "今后",
        "下一步",
        "下步",
        "下阶段",
        "部署",
        "建议",
        "重点工作",
        "未来",
        "新一年",
        "规划",
        "下半年",
        "举措",
        "明年",
        "考虑",
        "总体要求",
        "新的一年",
    ];
    const REVIEW: [&str; 14] = [
        "回顾",
        "总结",
        "完成情况",
        "工作情况",
        "成效",
        "成绩",
        "成就",
        "进展情况",
        "过去",
        "主要工作",
        "五年来",
        "一年来",
        "开展情况",
        "执行情况",
    ];
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&PROBLEMS) {
        Some(Chapter::Problems)
    } else if has(&REVIEW) && !title.contains("目标任务") {
        Some(Chapter::Review)
    } else if has(&PLAN) {
        Some(Chapter::Plan)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::Document;
    use crate::outline::{Chapter, Outline};

    fn told(text: &str, year: Option<i16>) -> Vec<(Chapter, String, Option<i16>)> {
        Outline::of(&Document::plain(text), year)
            .sections()
            .iter()
            .skip(1)
            .map(|s| {
                (
                    s.chapter,
                    s.period.map(|p| p.to_string()).unwrap_or_default(),
                    s.year,
                )
            })
            .collect()
    }

    #[test]
    fn chapters_know_what_they_do_and_when() {
        let text = "一、2024年工作回顾\n甲\n二、2025年工作任务\n乙\n三、加强政府自身建设\n丙";
        assert_eq!(
            told(text, None),
            [
                (Chapter::Review, "2024".to_owned(), Some(2024)),
                (Chapter::Plan, "2025".to_owned(), Some(2025)),
                (Chapter::Plan, "2025".to_owned(), Some(2025)),
            ]
        );
    }

    #[test]
    fn times_weigh_more_than_words() {
        let text =
            "一、2025年和“十四五”时期工作回顾\n甲\n二、“十五五”发展的主要考虑\n乙\n三、2026年主要工作\n丙";
        assert_eq!(
            told(text, None),
            [
                (Chapter::Review, "2025".to_owned(), Some(2025)),
                (Chapter::Plan, "2026/2030".to_owned(), Some(2026)),
                (Chapter::Plan, "2026".to_owned(), Some(2026)),
            ]
        );
    }

    #[test]
    fn a_chapter_that_does_both_is_told_by_its_parts() {
        let text = "一、2025年工作回顾\n二、“十四五”时期成就和“十五五”时期目标\n(一)“十四五”时期成就\n(二)“十五五”时期目标\n";
        let told = told(text, None);
        assert_eq!(told[2], (Chapter::Review, "2021/2025".to_owned(), Some(2025)));
        assert_eq!(told[3], (Chapter::Plan, "2026/2030".to_owned(), Some(2026)));
    }

    #[test]
    fn a_chapter_with_no_telling_words_is_known_by_the_first_time_it_names() {
        let text = "一、2024年工作回顾\n甲\n二、乘势而上再出发\n2025年是关键之年。\n三、强化保障\n丁";
        let told = told(text, None);
        assert_eq!(told[1].0, Chapter::Plan);
        assert_eq!(told[2].0, Chapter::Plan);
    }

    #[test]
    fn headings_inside_a_paragraph_tell_no_chapter() {
        let text = "一、2024年工作回顾\n一是短板仍有不足。甲。二是任务较重。乙。\n(一)抓工业\n丙";
        assert!(told(text, None).iter().all(|told| told.0 == Chapter::Review));
    }

    #[test]
    fn the_second_half_is_planned_in_the_same_year() {
        let text = "一、2024年上半年工作总结\n甲\n二、下半年工作打算\n乙";
        let told = told(text, None);
        assert_eq!(told[0].1, "2024-H1");
        assert_eq!(told[1], (Chapter::Plan, "2024-H2".to_owned(), Some(2024)));
    }
}
