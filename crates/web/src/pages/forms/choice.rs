//! What belongs into a blank, as inputs: one choice, and beside it what that choice needs.

use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::place::Places;
use crate::pages::words::Say;
use crate::pages::words::forms as words;
use desk::{Action, Answer, Give, Part, Show, Stretch};
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{FieldKind, Register};
use sheet::{About, Blank, GridKind};

/// What every form has, as inputs name it.
const FIXED: [(&str, Say); 7] = [
    ("town", words::TOWN),
    ("period", words::PERIOD),
    ("today", words::TODAY),
    ("person", words::PERSON),
    ("words", words::WORDS),
    ("ask", words::ASK),
    ("leave", words::LEAVE),
];

/// Stretches of time, as inputs name them.
const STRETCHES: [(Stretch, &str, Say); 5] = [
    (Stretch::Period, "period", words::THIS_PERIOD),
    (Stretch::ToDate, "to_date", words::TO_DATE),
    (Stretch::YearBefore, "year_before", words::YEAR_BEFORE),
    (
        Stretch::YearBeforeToDate,
        "year_before_to_date",
        words::YEAR_BEFORE_TO_DATE,
    ),
    (Stretch::Previous, "previous", words::PREVIOUS),
];

/// The date of records that takes them into a period: the value that stands for none.
const ANY_DAY: &str = "-";

/// What answers can be chosen from.
pub(super) struct Choices<'a> {
    pub(super) staff: &'a Staff,
    pub(super) shelf: &'a Shelf,
    /// All answers of the form.
    pub(super) answers: &'a [Answer],
    pub(super) blanks: &'a [Blank],
}

impl Choices<'_> {
    fn look(&self) -> Look {
        self.staff.look()
    }

    /// The register that a table of records is of.
    fn register(&self, blank: usize) -> Option<&Register> {
        self.answers.iter().find_map(|answer| match &answer.give {
            Give::Records { register, .. } if answer.blank == blank => {
                self.shelf.register(register).map(|(_, register)| register)
            }
            _ => None,
        })
    }

    /// The inputs of one answer; `likely` are indicators it may want.
    pub(super) fn inputs(&self, at: usize, answer: &Answer, likely: &[String]) -> Markup {
        let blank = self.blanks.get(answer.blank);
        match blank {
            Some(Blank::Records(_)) if answer.about.is_none() => self.records(at, answer),
            Some(Blank::Records(_)) => self.field(at, answer),
            _ => self.figure(at, answer, likely, blank),
        }
    }

    fn label(&self, say: Say, answer: &Answer) -> String {
        format!("{} {}", self.look().say(say), answer.path.join("/"))
    }

    /// Which records a table holds.
    fn records(&self, at: usize, answer: &Answer) -> Markup {
        let look = self.look();
        let (chosen, filter, on) = match &answer.give {
            Give::Records { register, filter, on } => {
                (&**register, &**filter, on.as_deref().unwrap_or(ANY_DAY))
            }
            _ => ("", "", ANY_DAY),
        };
        let may = |pack: &str| self.staff.seat.actor().may_somewhere(Action::Export, pack);
        let dates = self.register(answer.blank).map(|register| {
            let fields = register.fields.iter();
            fields
                .filter(|field| matches!(field.kind, FieldKind::Date | FieldKind::Month))
                .collect::<Vec<_>>()
        });
        html! {
            div.choice {
                select.form-select name={ "_give." (at) } aria-label=(self.label(words::RECORDS_OF, answer)) {
                    option value="ask" { (look.say(words::ASK)) }
                    @for (_, register) in self.shelf.registers().filter(|(pack, _)| may(&pack.name)) {
                        option value={ "r:" (register.name) } selected[register.name == chosen] { (look.say(words::RECORDS_OF)) " " (look.text(&register.title)) }
                    }
                }
                @if let Some(dates) = dates {
                    select.form-select name={ "_on." (at) } aria-label=(self.label(words::BY_DAY, answer)) {
                        option value=(ANY_DAY) selected[on == ANY_DAY] { (look.say(words::ALL_RECORDS)) }
                        @for field in dates { option value=(field.name) selected[field.name == on] { (words::by_day(look, look.text(&field.title))) } }
                    }
                    input.form-control.mono name={ "_filter." (at) } value=(filter) placeholder=(look.say(words::FILTER)) aria-label=(self.label(words::FILTER, answer));
                }
                @if let Give::Ask { who } = &answer.give { (self.text(at, who, words::WHO_KNOWS, answer, None)) }
            }
        }
    }

    /// A column of a table of records.
    fn field(&self, at: usize, answer: &Answer) -> Markup {
        let look = self.look();
        let chosen = match &answer.give {
            Give::Field { field } => &**field,
            _ => "",
        };
        let leave = answer.give == Give::Leave;
        html! {
            div.choice {
                select.form-select name={ "_give." (at) } aria-label=(self.label(words::WHAT, answer)) {
                    option value="ask" { (look.say(words::ASK)) }
                    option value="leave" selected[leave] { (look.say(words::LEAVE)) }
                    @for field in self.register(answer.blank).into_iter().flat_map(|register| &register.fields) {
                        option value={ "f:" (field.name) } selected[field.name == chosen] { (look.text(&field.title)) }
                    }
                }
                @if let Give::Ask { who } = &answer.give { (self.text(at, who, words::WHO_KNOWS, answer, None)) }
            }
        }
    }

    /// A single cell, or a row or column of a table of figures.
    fn figure(&self, at: usize, answer: &Answer, likely: &[String], blank: Option<&Blank>) -> Markup {
        let look = self.look();
        let none = Part::default();
        let part = match &answer.give {
            Give::Figure(part) => part,
            _ => &none,
        };
        let grid = !matches!(blank, Some(Blank::Single(_)) | None);
        let now = name(&answer.give);
        let chosen = part.indicator.as_deref().unwrap_or_default();
        let mut indicators: Vec<&str> = likely
            .iter()
            .map(String::as_str)
            .filter(|name| *name != chosen)
            .collect();
        if !chosen.is_empty() {
            indicators.insert(0, chosen);
        }
        let asked = match &answer.give {
            Give::Ask { who } => Some((&**who, words::WHO_KNOWS)),
            Give::Words { text } => Some((&**text, words::THE_WORDS)),
            _ => None,
        };
        html! {
            div.choice {
                select.form-select name={ "_give." (at) } aria-label=(self.label(words::WHAT, answer)) {
                    @if grid { option value="p" selected[now == "p"] { (look.say(words::PART)) } }
                    optgroup label=(look.say(words::INDICATORS)) {
                        @for name in indicators { option value={ "i:" (name) } selected[name == chosen] { (self.indicator(name)) } }
                        option value="other" { (look.say(words::OTHER_INDICATOR)) }
                    }
                    optgroup label=(look.say(words::FIXED)) {
                        @for (value, say) in FIXED { option value=(value) selected[now == value] { (look.say(say)) } }
                    }
                }
                @if matches!(answer.give, Give::Figure(_)) {
                    (self.time(at, answer, part))
                    (self.only(at, answer, part, blank))
                }
                @let (text, say) = asked.unwrap_or(("", words::TEXT));
                (self.text(at, text, say, answer, Some("indicators")))
                @if let Some(place) = part.place { p.help { (words::of_place(look, &Places::of(self.staff).name(place.as_str()))) } }
            }
        }
    }

    fn text(&self, at: usize, value: &str, say: Say, answer: &Answer, list: Option<&str>) -> Markup {
        html! {
            input.form-control name={ "_text." (at) } value=(value) placeholder=(self.look().say(say)) aria-label=(self.label(say, answer))
                list=[list] maxlength="100" autocomplete="off";
        }
    }

    /// An indicator as people call it.
    fn indicator(&self, name: &str) -> String {
        let found = self.shelf.indicator(name);
        found.map_or_else(
            || name.to_owned(),
            |(_, indicator)| self.look().text(&indicator.title).to_owned(),
        )
    }

    fn time(&self, at: usize, answer: &Answer, part: &Part) -> Markup {
        let look = self.look();
        let growth = part.show == Some(Show::YearOnYear);
        html! {
            select.form-select.narrow name={ "_stretch." (at) } aria-label=(self.label(words::TIME, answer)) {
                option value="" { (look.say(words::AS_THE_FORM)) }
                @for (each, value, say) in STRETCHES { option value=(value) selected[part.stretch == Some(each)] { (look.say(say)) } }
                @for quarter in 1..=4_i8 { option value={ "q" (quarter) } selected[part.stretch == Some(Stretch::Quarter(quarter))] { (words::quarter(look, quarter)) } }
                @for month in 1..=12_i8 { option value={ "m" (month) } selected[part.stretch == Some(Stretch::Month(month))] { (words::month(look, month)) } }
            }
            label.tick { input type="checkbox" name={ "_growth." (at) } value="1" checked[growth]; " " (look.say(words::GROWTH)) }
        }
    }

    /// Only records of one class, in tables whose rows or columns are classes.
    fn only(&self, at: usize, answer: &Answer, part: &Part, blank: Option<&Blank>) -> Markup {
        let look = self.look();
        let by_figures = matches!(blank, Some(Blank::Grid(grid)) if grid.kind == GridKind::Figures);
        let single = matches!(answer.about, Some(About::Cell(_)));
        let held = part
            .only
            .iter()
            .next()
            .map(|(by, code)| format!("{by}={code}"))
            .unwrap_or_default();
        let mut options = Vec::new();
        if by_figures || single || !held.is_empty() {
            let named = self.answers.iter().filter(|other| other.blank == answer.blank);
            for other in named {
                if let Give::Figure(Part {
                    indicator: Some(name),
                    ..
                }) = &other.give
                {
                    self.classes(name, &mut options);
                }
            }
        }
        html! {
            @if !options.is_empty() {
                select.form-select.narrow name={ "_only." (at) } aria-label=(self.label(words::ONLY, answer)) {
                    option value="" { (look.say(words::ALL_CLASSES)) }
                    @for (value, title) in &options { option value=(value) selected[*value == held] { (title) } }
                }
            }
        }
    }

    /// The classes that an indicator can be broken down by.
    fn classes(&self, indicator: &str, options: &mut Vec<(String, String)>) {
        let look = self.look();
        let Some((pack, register)) = self.shelf.register_of(indicator) else {
            return;
        };
        let found = self
            .shelf
            .indicator(indicator)
            .map(|(_, indicator)| indicator.by.as_slice());
        for by in found.unwrap_or_default() {
            let FieldKind::Code { list } = register[by.field].kind else {
                continue;
            };
            let codes = pack.codes.get(list).map(|list| list.codes.as_slice());
            for code in codes.unwrap_or_default() {
                let value = format!("{}={}", by.name, code.code);
                if !options.iter().any(|(known, _)| *known == value) {
                    let field = look.text(&register[by.field].title);
                    options.push((value, format!("{field}：{}", look.text(&code.title))));
                }
            }
        }
    }

    /// What was chosen for an answer.
    pub(super) fn read(&self, form: &Form, at: usize, before: &Answer) -> Give {
        let input = |name: &str| form.get(&format!("{name}.{at}")).trim();
        let chosen = input("_give");
        match chosen {
            "town" => Give::Town,
            "period" => Give::Period,
            "today" => Give::Today,
            "person" => Give::Person,
            "leave" => Give::Leave,
            "words" => Give::Words {
                text: input("_text").to_owned(),
            },
            "ask" => Give::Ask {
                who: input("_text").to_owned(),
            },
            "p" | "other" => Give::Figure(self.part(form, at, before, self.named(input("_text"), chosen))),
            _ => match chosen.split_once(':') {
                Some(("i", name)) => Give::Figure(self.part(form, at, before, Some(name.to_owned()))),
                Some(("f", field)) => Give::Field {
                    field: field.to_owned(),
                },
                Some(("r", register)) => Give::Records {
                    register: register.to_owned(),
                    filter: input("_filter").to_owned(),
                    on: Some(input("_on").to_owned()).filter(|on| !on.is_empty() && on != ANY_DAY),
                },
                _ => before.give.clone(),
            },
        }
    }

    /// The indicator that a person named, by its name or its title.
    fn named(&self, text: &str, chosen: &str) -> Option<String> {
        if chosen != "other" || text.is_empty() {
            return None;
        }
        let mut indicators = self.shelf.indicators();
        let found =
            indicators.find(|(_, each)| each.name == text || each.title.zh == text || each.title.en == text);
        // What is unknown is told by the desk, not swallowed here.
        Some(found.map_or_else(|| text.to_owned(), |(_, each)| each.name.clone()))
    }

    fn part(&self, form: &Form, at: usize, before: &Answer, indicator: Option<String>) -> Part {
        let input = |name: &str| form.get(&format!("{name}.{at}"));
        let place = match &before.give {
            Give::Figure(part) => part.place,
            _ => None,
        };
        let only = input("_only")
            .split_once('=')
            .map(|(by, code)| (by.to_owned(), code.to_owned()));
        Part {
            indicator,
            only: only.into_iter().collect(),
            place,
            stretch: stretch(input("_stretch")),
            show: (!input("_growth").is_empty()).then_some(Show::YearOnYear),
        }
    }
}

fn stretch(value: &str) -> Option<Stretch> {
    if let Some((each, ..)) = STRETCHES.iter().find(|(_, name, _)| *name == value) {
        return Some(*each);
    }
    let number = value.get(1..)?.parse().ok()?;
    match value.as_bytes().first()? {
        b'q' => Some(Stretch::Quarter(number)),
        b'm' => Some(Stretch::Month(number)),
        _ => None,
    }
}

/// What was chosen, as inputs name it.
fn name(give: &Give) -> &'static str {
    match give {
        Give::Figure(part) if part.indicator.is_none() => "p",
        Give::Figure(_) | Give::Records { .. } | Give::Field { .. } => "",
        Give::Town => "town",
        Give::Period => "period",
        Give::Today => "today",
        Give::Person => "person",
        Give::Words { .. } => "words",
        Give::Ask { .. } => "ask",
        Give::Leave => "leave",
    }
}
