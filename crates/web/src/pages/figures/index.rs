//! All indicators a person may see, by line of business: this period's figure, the same stretch a year before, the target.

use super::ask::{self, Span};
use super::target;
use super::told::{Manner, Told, number};
use crate::inquiry;
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::place::Places;
use crate::pages::parts::{empty, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::figures as words;
use crate::pages::words::record;
use axum::extract::RawQuery;
use axum::response::Response;
use desk::{Action, Ask, DeskError, FigureLine, Target};
use maud::{Markup, html};
use pack::Text;
use pack::model::{Indicator, Pack, Tone};
use quantity::Period;
use rust_decimal::Decimal;
use standards::PlaceCode;
use std::collections::HashMap;

/// An indicator and what it says.
struct Row<'a> {
    indicator: &'a Indicator,
    now: Option<(Ask, FigureLine)>,
    before: Option<(Ask, FigureLine)>,
    last_year: Option<(Ask, FigureLine)>,
}

impl<'a> Row<'a> {
    fn of(indicator: &'a Indicator) -> Self {
        Row {
            indicator,
            now: None,
            before: None,
            last_year: None,
        }
    }

    fn growth(&self) -> Option<Decimal> {
        let value = |figure: &Option<(Ask, FigureLine)>| figure.as_ref().and_then(|(_, line)| number(line));
        ledger::growth(value(&self.now), value(&self.before))
    }
}

pub(super) async fn show(staff: Staff, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let form = Form::asked(&query.unwrap_or_default());
    let page = staff.ask(move |staff| page(staff, &form)).await?;
    Ok(staff.show(&page))
}

/// The indicators of a line of business at the place they are shown for.
struct Line<'a> {
    pack: &'a Pack,
    place: Option<PlaceCode>,
    rows: Vec<Row<'a>>,
}

fn page(staff: &Staff, form: &Form) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let today = staff.seat.desk().now().date();
    let this_year = Period::year(today.year()).unwrap_or(Period::day(today));
    let (period, problems) = match ask::period(form, today) {
        Ok(period) => (period, Vec::new()),
        Err(problem) => (this_year, vec![problem]),
    };
    let list = List {
        staff,
        places: Places::of(staff),
        place: form.get("place").parse().ok(),
        span: Span { period, today },
        targets: staff.seat.targets(period.first().year())?,
    };
    let lines = list.lines(shelf.packs(), form.get("q"))?;
    let body = html! {
        (list.bar(shelf.packs(), form))
        (summary(look, &problems))
        @if lines.is_empty() {
            section.card { (nothing(look, form)) }
        } @else {
            form method="get" action="/indicators/compare" {
                input type="hidden" name="year" value=(period.first().year());
                @for line in &lines { (list.line(line)) }
                div.compare-foot { button.btn.btn-primary { (icon::COLUMNS) (look.say(words::COMPARE_CHOSEN)) } }
            }
        }
    };
    Ok(Page::new(look.say(words::INDICATORS), body).style(&assets::FIGURES_CSS))
}

fn nothing(look: Look, form: &Form) -> Markup {
    if form.get("q").is_empty() {
        return empty(icon::CHART_BAR, look.say(words::NO_INDICATORS), &html! {});
    }
    empty(
        icon::SEARCH,
        look.say(words::NONE_FITS),
        &html! {
            p { (look.say(words::NONE_FITS_WHY)) }
            a.btn href="/indicators" { (look.say(record::CLEAR)) }
        },
    )
}

/// Whether an indicator is meant by a word: its name, what it is also called, its code.
pub(super) fn is_meant(indicator: &Indicator, word: &str) -> bool {
    let also = std::iter::once(&indicator.name).chain(&indicator.also_called);
    is_named(&indicator.title, word) || also.into_iter().any(|name| holds(name, word))
}

fn is_named(title: &Text, word: &str) -> bool {
    holds(&title.zh, word) || holds(&title.en, word)
}

fn holds(name: &str, word: &str) -> bool {
    name.to_lowercase().contains(&word.trim().to_lowercase())
}

/// What the list is made with.
struct List<'a> {
    staff: &'a Staff,
    places: Places<'a>,
    /// The place asked for; the widest each line of business lets one see if not.
    place: Option<PlaceCode>,
    span: Span,
    targets: HashMap<String, Target>,
}

impl List<'_> {
    fn look(&self) -> Look {
        self.staff.look()
    }

    fn lines<'p>(&self, packs: &'p [Pack], word: &str) -> Result<Vec<Line<'p>>, DeskError> {
        let mut lines: Vec<Line<'p>> = Vec::new();
        let mut asks = Vec::new();
        for pack in packs.iter().filter(|pack| self.is_seen(pack)) {
            let roots = self.places.roots(Action::Read, &pack.name);
            let place = self.place.or_else(|| roots.first().copied());
            let of_pack = is_named(&pack.title, word);
            let meant = pack
                .indicators
                .iter()
                .filter(|indicator| of_pack || is_meant(indicator, word));
            let meant: Vec<&Indicator> = meant.collect();
            asks.extend(meant.iter().flat_map(|indicator| self.asks(indicator, place)));
            if !meant.is_empty() {
                let rows = meant.into_iter().map(Row::of).collect();
                lines.push(Line { pack, place, rows });
            }
        }
        let mut answers = self.staff.seat.figures_of(&asks)?.into_iter().zip(asks);
        for row in lines.iter_mut().flat_map(|line| &mut line.rows) {
            let mut next = || {
                let (table, ask) = answers.next()?;
                table?.lines.into_iter().next().map(|line| (ask, line))
            };
            row.now = next();
            if self.span.before(row.indicator).is_some() {
                row.before = next();
            }
            if self.span.last_year().is_some() {
                row.last_year = next();
            }
        }
        Ok(lines)
    }

    /// The questions of a row: this period, the same days a year before, all of that year, where there are such.
    fn asks(&self, indicator: &Indicator, place: Option<PlaceCode>) -> Vec<Ask> {
        let periods = [
            Some(self.span.so_far()),
            self.span.before(indicator),
            self.span.last_year(),
        ];
        let periods = periods.into_iter().flatten();
        periods.map(|period| plain(indicator, place, period)).collect()
    }

    fn is_seen(&self, pack: &Pack) -> bool {
        self.staff.seat.actor().may_somewhere(Action::Read, &pack.name)
    }

    fn bar(&self, packs: &[Pack], form: &Form) -> Markup {
        let look = self.look();
        html! {
            form.filter method="get" action="/indicators" role="search" aria-label=(look.say(words::INDICATORS)) {
                div.filter-line {
                    label.visually-hidden for="q" { (look.say(words::SEARCH)) }
                    input.form-control.filter-word id="q" type="search" name="q" value=(form.get("q")) placeholder=(look.say(words::SEARCH)) maxlength="60";
                    label.visually-hidden for="place" { (look.say(words::PLACE)) }
                    select.form-select id="place" name="place" {
                        @for (code, name) in self.offered(packs) {
                            option value=(code) selected[self.place.is_some_and(|place| place.to_string() == code)] { (name) }
                        }
                    }
                    (ask::choice(look, &self.span))
                    button.btn { (icon::FILTER) (look.say(words::SHOW)) }
                }
                details.filter-more open[form.get("part") == "days"] {
                    summary { (look.say(words::MORE)) (icon::CHEVRON_DOWN) }
                    div.filter-grid { (ask::days(look, &self.span)) }
                }
            }
        }
    }

    /// Every place that this person may see anything of.
    fn offered(&self, packs: &[Pack]) -> Vec<(String, String)> {
        let seen = packs.iter().filter(|pack| self.is_seen(pack));
        let mut roots: Vec<PlaceCode> = seen
            .flat_map(|pack| self.places.roots(Action::Read, &pack.name))
            .collect();
        roots.sort_unstable();
        roots.dedup();
        let all = roots.clone();
        roots.retain(|root| !all.iter().any(|other| other != root && other.contains(root)));
        self.places.below(&roots)
    }

    fn line(&self, line: &Line<'_>) -> Markup {
        let look = self.look();
        let id = format!("pack-{}", line.pack.name);
        html! {
            section.card.card-flush aria-labelledby=(id) {
                div.card-top.card-head {
                    h2 id=(id) { (look.text(&line.pack.title)) }
                    @if let Some(place) = line.place { span.text-secondary { (self.places.name(place.as_str())) } }
                }
                div.table-wide tabindex="0" role="group" aria-labelledby=(id) {
                    table.table.table-list.figures {
                        thead { tr {
                            th.pick scope="col" { span.visually-hidden { (look.say(words::CHOOSE)) } }
                            th scope="col" { (look.say(words::INDICATOR)) }
                            th.num scope="col" { (self.span.title(look)) }
                            th.num scope="col" { (look.say(words::BEFORE)) }
                            th.num scope="col" { (look.say(words::GROWTH)) }
                            @if let Some(year) = self.span.last_year() { th.num scope="col" { (words::period(look, &year)) } }
                            th.num scope="col" { (look.say(words::TARGET)) }
                        } }
                        tbody { @for row in &line.rows { (self.tr(row, line.place)) } }
                    }
                }
            }
        }
    }

    fn tr(&self, row: &Row<'_>, place: Option<PlaceCode>) -> Markup {
        let look = self.look();
        let indicator = row.indicator;
        let figures = [&row.now, &row.before, &row.last_year];
        let manner = Manner::of(
            indicator,
            figures.iter().filter_map(|each| Some(&each.as_ref()?.1)),
        );
        let told = Told {
            look,
            indicator,
            manner: &manner,
            span: self.span,
        };
        let title = look.text(&indicator.title);
        let path = match &row.now {
            Some((ask, _)) => {
                let whole = Ask {
                    period: self.span.period,
                    ..ask.clone()
                };
                format!("/indicators/{}?{}", indicator.name, inquiry::query(&whole))
            }
            None => format!("/indicators/{}", indicator.name),
        };
        let cell = |figure: &Option<(Ask, FigureLine)>| match figure {
            Some((ask, line)) => told.whole(ask, line),
            None => html! { span.text-secondary aria-hidden="true" { "—" } },
        };
        html! {
            tr {
                td.pick { input type="checkbox" name="i" value=(indicator.name) aria-label={ (look.say(words::CHOOSE)) " " (title) }; }
                th scope="row" { a href=(path) { (title) } " " (tag(Tone::Plain, look.say(words::kind(&indicator.measure)))) }
                td.num data-label=(self.span.title(look)) {
                    @if row.now.is_none() { span.text-secondary { (look.say(words::NOT_HERE)) } } @else { (cell(&row.now)) }
                }
                td.num data-label=(look.say(words::BEFORE)) { (cell(&row.before)) }
                td.num data-label=(look.say(words::GROWTH)) { (told.growth(row.growth())) }
                @if let Some(year) = self.span.last_year() { td.num data-label=(words::period(look, &year)) { (cell(&row.last_year)) } }
                td.num data-label=(look.say(words::TARGET)) {
                    @if let Some(target) = target::of(&self.targets, &indicator.name, place) { (target::told(&manner, target)) }
                }
            }
        }
    }
}

/// The question after a figure without breakdown.
pub(super) fn plain(indicator: &Indicator, place: Option<PlaceCode>, period: Period) -> Ask {
    Ask {
        indicator: indicator.name.clone(),
        place,
        period,
        by: Vec::new(),
        only: Vec::new(),
        as_of: None,
        compare: false,
    }
}
