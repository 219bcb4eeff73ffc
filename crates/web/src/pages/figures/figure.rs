//! An indicator: its figure at a place over a period, compared and broken down as one likes.

use super::ask::{self, Span};
use super::key::Keys;
use super::table::{self, Broken};
use super::told::{Manner, Told, lineage_path, number};
use super::{drawing, target};
use crate::inquiry;
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::value::grouped;
use crate::pages::parts::{empty, moment, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::Say;
use crate::pages::words::figures as words;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use desk::{Action, Ask, By, DeskError, FigureLine, FigureTable, Target};
use jiff::civil::Date;
use ledger::Problem;
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Better, Indicator, Pack, Tone};
use quantity::Period;

pub(super) async fn show(
    staff: Staff,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let form = Form::asked(&query.unwrap_or_default());
    let page = staff.ask(move |staff| page(staff, &name, &form)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, name: &str, form: &Form) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let (pack, indicator) = super::seen(staff, &shelf, name)?;
    let sheet = Sheet::new(staff, &shelf, pack, indicator, form)?;
    let head = sheet.figure()?;
    let broken = sheet.broken(&head)?;
    let lines = std::iter::once(&head).chain(broken.iter().flat_map(|broken| &broken.table.lines));
    let manner = Manner::of(indicator, lines);
    let told = Told {
        look,
        indicator,
        manner: &manner,
        span: sheet.span,
    };
    let body = html! {
        (sheet.bar())
        (summary(look, &sheet.problems))
        (sheet.head(&told, &head))
        (sheet.tabs())
        @if let Some(broken) = &broken { (sheet.breakdown(&told, broken)) }
        (sheet.moment(broken.as_ref().map_or(sheet.now, |broken| broken.table.as_of))?)
    };
    Ok(Page::new(look.text(&indicator.title), body)
        .under("/indicators", look.say(words::INDICATORS))
        .beside(tag(Tone::Plain, look.say(words::kind(&indicator.measure))))
        .doing(sheet.actions())
        .style(&assets::FIGURES_CSS))
}

/// What the page is made with.
struct Sheet<'a> {
    staff: &'a Staff,
    pack: &'a Pack,
    indicator: &'a Indicator,
    keys: Keys<'a>,
    ask: Ask,
    span: Span,
    problems: Vec<Problem>,
    target: Option<Target>,
    /// The day at whose end the book is looked at.
    as_of_day: Option<Date>,
    /// The journal's last entry.
    now: ledger::Seq,
}

impl<'a> Sheet<'a> {
    fn new(
        staff: &'a Staff,
        shelf: &'a Shelf,
        pack: &'a Pack,
        indicator: &'a Indicator,
        form: &Form,
    ) -> Result<Self, DeskError> {
        let desk = staff.seat.desk();
        let today = desk.now().date();
        let this_year = Period::year(today.year()).unwrap_or(Period::day(today));
        let (period, problems) = match ask::period(form, today) {
            Ok(period) => (period, Vec::new()),
            Err(problem) => (this_year, vec![problem]),
        };
        let keys = Keys::of(staff, shelf, indicator);
        let mut ask = ask::question(form, &indicator.name, period)?;
        ask.place = ask
            .place
            .or_else(|| keys.places.roots(Action::Read, &pack.name).first().copied());
        let as_of_day: Option<Date> = form.get("as_of_day").parse().ok().filter(|day| *day < today);
        if let Some(day) = as_of_day {
            ask.as_of = Some(staff.seat.last_entry_of(day)?);
        }
        // Who says nothing of breaking down is shown the course of the year.
        if ask.by.is_empty()
            && !form.texts.iter().any(|(name, _)| name == "by")
            && period.months().count() > 1
        {
            ask.by = vec![By::Month];
        }
        let targets = staff.seat.targets(period.first().year())?;
        let whole_year = Period::year(period.first().year()) == Some(period);
        Ok(Sheet {
            staff,
            pack,
            indicator,
            keys,
            span: Span { period, today },
            problems,
            as_of_day,
            target: target::of(&targets, &indicator.name, ask.place)
                .filter(|_| whole_year && ask.only.is_empty())
                .cloned(),
            now: desk.wait_past(u64::MAX, std::time::Duration::ZERO),
            ask,
        })
    }

    fn look(&self) -> Look {
        self.staff.look()
    }

    fn asked(&self, by: Vec<By>, period: Period) -> Result<FigureTable, DeskError> {
        let ask = Ask {
            by,
            period,
            compare: false,
            ..self.ask.clone()
        };
        self.staff.seat.figures(&ask)
    }

    /// The figure as a whole. What is under way is compared by what has gone by.
    fn figure(&self) -> Result<FigureLine, DeskError> {
        let ask = Ask {
            by: Vec::new(),
            compare: true,
            period: self.span.so_far(),
            ..self.ask.clone()
        };
        let compared = self.staff.seat.figures(&ask)?.lines.into_iter().next();
        let comparable = self.span.before(self.indicator).is_some();
        let whole = self.asked(Vec::new(), self.ask.period)?.lines.into_iter().next();
        let mut line = whole.ok_or_else(super::missing)?;
        if let Some(compared) = compared.filter(|_| comparable) {
            line.year_on_year = compared.year_on_year;
            // Of a year, the period before is the year before.
            let twice = ask.period.preceding() == ask.period.year_before();
            line.on_previous = compared.on_previous.filter(|_| !twice);
            line.rank = compared.rank;
        }
        Ok(line)
    }

    /// The figure broken down as asked, with the year before beside it where that is wished.
    fn broken<'b>(&'b self, all: &'b FigureLine) -> Result<Option<Broken<'b>>, DeskError> {
        if self.ask.by.is_empty() {
            return Ok(None);
        }
        let mut table = self.asked(self.ask.by.clone(), self.ask.period)?;
        let before = match (&self.ask.by[..], self.span.before(self.indicator)) {
            ([_], Some(period)) if self.ask.compare => Some(self.asked(self.ask.by.clone(), period)?),
            _ => None,
        };
        let (mut rows, mut columns) = (None, None);
        if let [first, second] = &self.ask.by[..] {
            rows = Some(self.asked(vec![first.clone()], self.ask.period)?);
            columns = Some(self.asked(vec![second.clone()], self.ask.period)?);
        }
        table::without_what_is_to_come(&mut table, &self.ask.by, self.span.today);
        Ok(Some(Broken {
            ask: &self.ask,
            keys: &self.keys,
            table,
            before,
            rows,
            columns,
            all,
        }))
    }

    fn path(&self, ask: &Ask) -> String {
        format!("/indicators/{}?{}", self.indicator.name, inquiry::query(ask))
    }

    fn bar(&self) -> Markup {
        let look = self.look();
        let reach = self.keys.places.roots(Action::Read, &self.pack.name);
        let by = |at: usize| self.ask.by.get(at).map(By::name).unwrap_or_default();
        let only: Vec<String> = self
            .ask
            .only
            .iter()
            .map(|(name, values)| format!("{name}:{}", values.join("|")))
            .collect();
        html! {
            form.filter method="get" action={ "/indicators/" (self.indicator.name) } aria-label=(look.say(words::SHOW)) {
                @if !only.is_empty() { input type="hidden" name="only" value=(only.join(",")); }
                div.filter-line {
                    label.visually-hidden for="place" { (look.say(words::PLACE)) }
                    select.form-select id="place" name="place" {
                        @for (code, name) in self.keys.places.below(&reach) {
                            option value=(code) selected[self.ask.place.is_some_and(|place| place.to_string() == code)] { (name) }
                        }
                    }
                    (ask::choice(look, &self.span))
                    (self.breakdown_choice("by-rows", words::ROWS, by(0)))
                    (self.breakdown_choice("by-columns", words::COLUMNS, by(1)))
                    button.btn.btn-primary { (look.say(words::SHOW)) }
                }
                details.filter-more open[self.ask.as_of.is_some() || !self.problems.is_empty()] {
                    summary { (look.say(words::MORE)) (icon::CHEVRON_DOWN) }
                    div.filter-grid {
                        (ask::days(look, &self.span))
                        div.filter-field {
                            label for="as_of" { (look.say(words::AS_OF)) }
                            input.form-control id="as_of" type="date" name="as_of_day" max=(self.span.today) value=[self.as_of_day] aria-describedby="as_of-help";
                            @if let Some(seq) = self.ask.as_of.filter(|_| self.as_of_day.is_none()) { input type="hidden" name="as_of" value=(seq); }
                            p.help #as_of-help { (look.say(words::AS_OF_HELP)) }
                        }
                        div.filter-field.filter-ticks {
                            label { input type="checkbox" name="compare" value="true" checked[self.ask.compare]; " " (look.say(words::COMPARE)) }
                        }
                    }
                }
            }
        }
    }

    fn breakdown_choice(&self, id: &str, title: Say, chosen: &str) -> Markup {
        let look = self.look();
        html! {
            label.visually-hidden for=(id) { (look.say(title)) }
            select.form-select id=(id) name="by" {
                option value="" { (look.say(title)) (if look.zh() { "：" } else { ": " }) (look.say(words::NOT_BROKEN)) }
                @for by in self.keys.offered() {
                    option value=(by.name()) selected[by.name() == chosen] { (self.keys.title(&by)) }
                }
            }
        }
    }

    /// The figure as a whole, and how it stands.
    fn head(&self, told: &Told<'_>, line: &FigureLine) -> Markup {
        let look = self.look();
        let place = self.ask.place.map(|place| self.keys.places.name(place.as_str()));
        let percent = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
        html! {
            section.card.figure-head aria-label=(look.say(words::NOW)) {
                div.figure-now {
                    p.text-secondary {
                        (place.unwrap_or_default()) " · " (self.span.title(look))
                        @for (name, values) in &self.ask.only { " · " (super::condition(&self.keys, name, values)) }
                    }
                    p.figure-great { (told.whole(&self.ask, line)) }
                }
                dl.facts {
                    @if line.year_on_year.is_some() { div.fact { dt { (look.say(words::GROWTH)) } dd { (told.growth(percent(&line.year_on_year))) } } }
                    @if line.on_previous.is_some() { div.fact { dt { (look.say(words::ON_PREVIOUS)) } dd { (told.growth(percent(&line.on_previous))) } } }
                    @if let Some(rank) = line.rank.filter(|_| self.indicator.better != Better::Neither) {
                        div.fact { dt { (look.say(words::RANK)) } dd { (words::rank(look, rank)) } }
                    }
                    @if let Some(target) = &self.target {
                        div.fact { dt { (look.say(words::TARGET)) } dd { (target::told(told.manner, target)) (target::share(number(line), target)) } }
                    }
                    @if self.indicator.measure.register().is_some() {
                        div.fact { dt { (look.say(words::RECORDS)) } dd { a href=(lineage_path(&self.ask)) { (grouped(&line.records.to_string())) } } }
                    }
                    (self.missing(line))
                    @if let Some(about) = &self.indicator.about { div.fact.fact-wide { dt { (look.say(words::ABOUT)) } dd { (look.text(about)) } } }
                    @if !self.indicator.also_called.is_empty() {
                        div.fact.fact-wide { dt { (look.say(words::ALSO)) } dd lang="zh-CN" { (self.indicator.also_called.join("、")) } }
                    }
                }
            }
        }
    }

    /// Months that were to be reported and were not.
    fn missing(&self, line: &FigureLine) -> Markup {
        let look = self.look();
        let months: Vec<String> = self
            .span
            .due(&line.missing)
            .map(|month| self.keys.told(&By::Month, month, &self.ask.period))
            .collect();
        html! {
            @if !months.is_empty() {
                div.fact.fact-wide { dt { (look.say(words::MISSING_MONTHS)) } dd.late { (months.join(if look.zh() { "、" } else { ", " })) } }
            }
        }
    }

    /// The breakdowns one click away.
    fn tabs(&self) -> Markup {
        let look = self.look();
        html! {
            nav.tabs aria-label=(look.say(words::ROWS)) {
                ul {
                    @for by in self.keys.offered() {
                        @let chosen = self.ask.by == [by.clone()];
                        @let ask = Ask { by: vec![by.clone()], ..self.ask.clone() };
                        li { a href=(self.path(&ask)) aria-current=[chosen.then_some("true")] { (self.keys.title(&by)) } }
                    }
                }
            }
        }
    }

    fn breakdown(&self, told: &Told<'_>, broken: &Broken<'_>) -> Markup {
        let look = self.look();
        if broken.table.lines.is_empty() {
            let why = html! { p { (look.say(words::NOTHING_WHY)) } };
            return html! { section.card { (empty(icon::CHART_BAR, look.say(words::NOTHING), &why)) } };
        }
        if broken.ask.by == [By::Place] && table::is_reported_by_none(told, broken) {
            let why = html! { p { (look.say(words::NOT_BELOW_WHY)) } };
            return html! { section.card { (empty(icon::CHART_BAR, look.say(words::NOT_BELOW), &why)) } };
        }
        html! {
            (drawing::chart(told, broken, self.target.as_ref()))
            (drawing::villages(told, broken))
            section.card.card-flush aria-labelledby="table" {
                div.card-top.card-head {
                    h2 #table { (look.say(words::TABLE)) }
                    span.text-secondary { (told.manner.unit) }
                }
                (broken.table(told))
            }
        }
    }

    /// The moment the figures are of, and how to keep it.
    fn moment(&self, seq: ledger::Seq) -> Result<Markup, DeskError> {
        let look = self.look();
        let (now, then) = (
            Ask {
                as_of: None,
                ..self.ask.clone()
            },
            Ask {
                as_of: Some(seq),
                ..self.ask.clone()
            },
        );
        let written = self.staff.seat.written_at(seq)?;
        Ok(html! {
            p.moment {
                @if self.ask.as_of.is_some() { strong { (look.say(words::PAST)) } " " }
                (look.say(words::KEPT_AT)) " " (seq) @if look.zh() { " 号" }
                @if let Some(at) = written { @if look.zh() { "（" (moment(&at.to_string())) "）" } @else { " (" (moment(&at.to_string())) ")" } }
                " · "
                @if self.ask.as_of.is_some() { a href=(self.path(&now)) { (look.say(words::UNFIX)) } }
                @else { a href=(self.path(&then)) { (look.say(words::FIX)) } }
            }
        })
    }

    fn actions(&self) -> Markup {
        let look = self.look();
        let query = inquiry::query(&self.ask);
        let may = self
            .staff
            .seat
            .actor()
            .may_somewhere(Action::Export, &self.pack.name);
        let compare = format!(
            "/indicators/compare?i={}&year={}",
            self.indicator.name,
            self.ask.period.first().year()
        );
        html! {
            a.btn href=(lineage_path(&self.ask)) { (icon::LINK) (look.say(words::LINEAGE)) }
            a.btn href=(compare) { (icon::COLUMNS) (look.say(words::SIDE_BY_SIDE)) }
            @if may { (super::export::menu(look, &format!("/indicators/{}/figures", self.indicator.name), &query)) }
            button.btn type="button" data-print hidden { (icon::PRINTER) (look.say(words::PRINT)) }
        }
    }
}
