//! Where a figure comes from: the sum, and the records that make it with what each adds.

use super::ask::{self, Span};
use super::key::Keys;
use super::told::{Manner, Told, lineage_path, number};
use crate::inquiry;
use crate::pages::assets::{self, SHEETS_CSS, icon};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::imports::SOON;
use crate::pages::look::Look;
use crate::pages::parts::value::grouped;
use crate::pages::parts::working::{renew, working};
use crate::pages::parts::{empty, tag};
use crate::pages::shell::Page;
use crate::pages::words::figures as words;
use crate::pages::words::record;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use desk::{Action, AddingUp, Ask, DeskError, FigureLine, Lineage, Whole};
use ledger::Cause;
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Indicator, Measure, Pack, Tone};
use rust_decimal::Decimal;

/// Records on a page.
const PAGE: usize = 50;
/// Figures of so many records are added up unasked.
const FEW: i64 = 500;

pub(super) async fn show(
    staff: Staff,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let form = Form::asked(&query.unwrap_or_default());
    let asker = staff.clone();
    asker
        .ask(move |staff| {
            let shelf = staff.seat.desk().shelf();
            let question = Question::of(staff, &shelf, &name, &form)?;
            let line = staff.seat.figures(&question.ask)?.lines.into_iter().next();
            let line = line.ok_or_else(super::missing)?;
            let whole = if line.records <= FEW {
                Some(staff.seat.whole_lineage(&question.ask, &mut |_| {})?)
            } else if form.get("all") == "1" {
                match staff.seat.add_up(&question.ask, SOON)? {
                    AddingUp::Done(whole) => Some(whole),
                    AddingUp::UnderWay(done, all) => return Ok(question.at_work(staff, (done, all))),
                }
            } else {
                None
            };
            Ok(staff.show(&question.page(staff, line, whole, &form)?))
        })
        .await
}

/// What is asked for.
struct Question<'a> {
    shelf: &'a Shelf,
    pack: &'a Pack,
    indicator: &'a Indicator,
    keys: Keys<'a>,
    span: Span,
    ask: Ask,
}

impl<'a> Question<'a> {
    fn of(staff: &'a Staff, shelf: &'a Shelf, name: &str, form: &Form) -> Result<Self, DeskError> {
        let (pack, indicator) = super::seen(staff, shelf, name)?;
        let today = staff.seat.desk().now().date();
        let period =
            ask::period(form, today).map_err(|problem| DeskError::refused(Cause::Invalid, problem))?;
        let keys = Keys::of(staff, shelf, indicator);
        let mut ask = ask::question(form, name, period)?;
        ask.by.clear();
        ask.place = ask
            .place
            .or_else(|| keys.places.roots(Action::Read, &pack.name).first().copied());
        Ok(Question {
            shelf,
            pack,
            indicator,
            keys,
            span: Span { period, today },
            ask,
        })
    }

    fn page(
        self,
        staff: &'a Staff,
        line: FigureLine,
        whole: Option<Whole>,
        form: &Form,
    ) -> Result<Page, DeskError> {
        let after = Some(form.get("after")).filter(|after| !after.is_empty());
        let source = Source {
            lineage: staff.seat.lineage(&self.ask, after, PAGE)?,
            manner: Manner::of(self.indicator, [&line]),
            staff,
            line,
            whole,
            inside: after.is_some(),
            of: self,
        };
        let page = Page::new(source.of.title(staff.look()), source.body()?);
        Ok(source.of.placed(staff.look(), page).doing(source.actions()))
    }

    /// The records are being added up.
    fn at_work(&self, staff: &Staff, far: (usize, usize)) -> Response {
        let look = staff.look();
        let path = format!("{}&all=1", lineage_path(&self.ask));
        let body = working(
            look,
            &words::adding_up(look, far),
            far,
            look.say(words::ADDING_UP_WHY),
            &path,
        );
        let page = self
            .placed(look, Page::new(self.title(look), body))
            .style(&SHEETS_CSS);
        let mut response = staff.show(&page);
        renew(&mut response);
        response
    }

    fn title(&self, look: Look) -> String {
        format!(
            "{}：{}",
            look.say(words::LINEAGE),
            look.text(&self.indicator.title)
        )
    }

    fn placed(&self, look: Look, page: Page) -> Page {
        let name = &self.indicator.name;
        page.under("/indicators", look.say(words::INDICATORS))
            .under(
                format!("/indicators/{name}?{}", inquiry::query(&self.ask)),
                look.text(&self.indicator.title),
            )
            .style(&assets::FIGURES_CSS)
    }
}

/// A figure and its lineage.
struct Source<'a> {
    staff: &'a Staff,
    of: Question<'a>,
    manner: Manner,
    line: FigureLine,
    lineage: Lineage,
    /// All records added up, where they were.
    whole: Option<Whole>,
    /// Not the first page.
    inside: bool,
}

impl Source<'_> {
    fn look(&self) -> Look {
        self.staff.look()
    }

    fn told(&self) -> Told<'_> {
        Told {
            look: self.look(),
            indicator: self.of.indicator,
            manner: &self.manner,
            span: self.of.span,
        }
    }

    fn body(&self) -> Result<Markup, DeskError> {
        let parts = self.parts()?;
        Ok(html! {
            (self.head())
            @if !self.lineage.parts.is_empty() { (parts) }
            @else if self.lineage.records.is_empty() {
                section.card { (empty(icon::INBOX, self.look().say(words::NO_RECORDS), &html! { p { (self.look().say(words::NO_RECORDS_WHY)) } })) }
            } @else {
                (self.table())
                (self.pager())
            }
        })
    }

    /// The figure, what it was asked for, and whether its records make it.
    fn head(&self) -> Markup {
        let look = self.look();
        let place = self
            .of
            .ask
            .place
            .map(|place| self.of.keys.places.name(place.as_str()));
        let value = number(&self.line).map(|value| self.manner.write(value));
        let missing: Vec<String> = self
            .of
            .span
            .due(&self.line.missing)
            .map(|month| self.of.keys.told(&desk::By::Month, month, &self.of.ask.period))
            .collect();
        html! {
            section.card.figure-head aria-label=(look.say(words::NOW)) {
                div.figure-now {
                    p.text-secondary {
                        (place.unwrap_or_default()) " · " (words::period(look, &self.of.ask.period))
                        @for (name, values) in &self.of.ask.only { " · " (super::condition(&self.of.keys, name, values)) }
                        @if let Some(seq) = self.of.ask.as_of { " · " (look.say(words::KEPT_AT)) " " (seq) @if look.zh() { " 号" } }
                    }
                    p.figure-great {
                        @match value {
                            Some(value) => { (value) span.unit { (self.manner.unit) } }
                            None => (self.told().whole(&self.of.ask, &self.line)),
                        }
                    }
                }
                dl.facts {
                    @if self.of.indicator.measure.register().is_some() {
                        div.fact { dt { (look.say(words::RECORDS)) } dd { (grouped(&self.line.records.to_string())) } }
                    }
                    (self.added_up())
                    @if !missing.is_empty() {
                        div.fact.fact-wide { dt { (look.say(words::MISSING_MONTHS)) } dd.late { (missing.join(if look.zh() { "、" } else { ", " })) } }
                    }
                    @if let Some(about) = &self.of.indicator.about { div.fact.fact-wide { dt { (look.say(words::ABOUT)) } dd { (look.text(about)) } } }
                }
            }
        }
    }

    /// What the records add together, held against the figure.
    fn added_up(&self) -> Markup {
        let look = self.look();
        if self.of.indicator.measure.register().is_none() {
            return html! {};
        }
        let Some(whole) = &self.whole else {
            return html! {
                div.fact { dt { (look.say(words::TOTAL)) } dd { a href={ (lineage_path(&self.of.ask)) "&all=1" } { (look.say(words::ADD_UP)) } } }
            };
        };
        let sum: Decimal = whole.sum.parse().unwrap_or_default();
        // The figure shown may be later than the sum, so it is held against the figure of its own moment.
        let figure = whole.figure.as_ref().and_then(|figure| figure.parse().ok());
        let agrees = figure.unwrap_or(Decimal::ZERO) == sum;
        let (tone, word) = if agrees {
            (Tone::Good, words::AGREES)
        } else {
            (Tone::Bad, words::DIFFERS)
        };
        html! {
            div.fact {
                dt { (look.say(words::TOTAL)) "（" (words::records(look, &grouped(&whole.records.to_string()))) "）" }
                dd {
                    (self.manner.write(sum)) span.unit { (self.manner.unit) } " " (tag(tone, look.say(word)))
                    @if figure != number(&self.line) { " " span.text-secondary { (words::added_up_at(look, whole.at)) } }
                }
            }
        }
    }

    /// The indicators that a ratio or formula is made of, each with its own figure.
    fn parts(&self) -> Result<Markup, DeskError> {
        let look = self.look();
        let mut rows = Vec::new();
        for name in &self.lineage.parts {
            let Some((_, part)) = self.of.shelf.indicator(name) else {
                continue;
            };
            let ask = Ask {
                indicator: name.clone(),
                ..self.of.ask.clone()
            };
            let Some(line) = self.staff.seat.figures(&ask)?.lines.into_iter().next() else {
                continue;
            };
            let manner = Manner::of(part, [&line]);
            let told = Told {
                look,
                indicator: part,
                manner: &manner,
                span: self.of.span,
            };
            rows.push(html! {
                tr {
                    th scope="row" { a href={ "/indicators/" (name) "?" (inquiry::query(&ask)) } { (look.text(&part.title)) } }
                    td.num { (told.whole(&ask, &line)) }
                }
            });
        }
        let formula = match &self.of.indicator.measure {
            Measure::Ratio { times, .. } if *times != 1 => format!("× {times}"),
            _ => String::new(),
        };
        Ok(html! {
            section.card.card-flush aria-labelledby="parts" {
                div.card-top.card-head { h2 #parts { (look.say(words::MADE_OF)) } span.text-secondary { (formula) } }
                table.table.figures { tbody { @for row in &rows { (row) } } }
            }
        })
    }

    fn table(&self) -> Markup {
        let look = self.look();
        let sum: Decimal = self.lineage.sum.parse().unwrap_or_default();
        html! {
            section.card.card-flush aria-labelledby="records" {
                div.card-top.card-head { h2 #records { (look.say(words::LINEAGE_OF)) } span.text-secondary { (self.manner.unit) } }
                div.table-wide tabindex="0" role="group" aria-labelledby="records" {
                    table.table.table-list.figures {
                        thead { tr {
                            th scope="col" { (look.say(words::RECORD)) }
                            th scope="col" { (look.say(words::PLACE)) }
                            th.num scope="col" { (look.say(words::ADDS)) }
                        } }
                        tbody {
                            @for each in &self.lineage.records {
                                tr {
                                    th scope="row" { a href={ "/registers/" (each.register) "/" (each.id) } { (each.label) } }
                                    td data-label=(look.say(words::PLACE)) { (self.of.keys.places.name(&each.place)) }
                                    td.num data-label=(look.say(words::ADDS)) { (self.manner.write(each.adds.parse().unwrap_or_default())) }
                                }
                            }
                        }
                        tfoot { tr {
                            th scope="row" { (look.say(words::THIS_PAGE)) }
                            td {}
                            td.num { (self.manner.write(sum)) }
                        } }
                    }
                }
            }
        }
    }

    fn pager(&self) -> Markup {
        let look = self.look();
        let path = lineage_path(&self.of.ask);
        html! {
            @if self.inside || self.lineage.next.is_some() {
                nav.pager aria-label=(look.say(record::NEXT)) {
                    span.pager-gap {}
                    @if self.inside { a.btn href=(path) { (look.say(record::FIRST)) } }
                    @if let Some(next) = &self.lineage.next {
                        a.btn href={ (path) "&after=" (next) } rel="next" { (look.say(record::NEXT)) (icon::CHEVRON_RIGHT) }
                    }
                }
            }
        }
    }

    fn actions(&self) -> Markup {
        let look = self.look();
        let may = self
            .staff
            .seat
            .actor()
            .may_somewhere(Action::Export, &self.of.pack.name);
        html! {
            @if may && self.lineage.parts.is_empty() {
                (super::export::menu(look, &format!("/indicators/{}/lineage", self.of.indicator.name), &inquiry::query(&self.of.ask)))
            }
            button.btn type="button" data-print hidden { (icon::PRINTER) (look.say(words::PRINT)) }
        }
    }
}
