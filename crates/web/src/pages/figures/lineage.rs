//! Where a figure comes from: the sum, and the records that make it with what each adds.

use super::ask::{self, Span};
use super::key::Keys;
use super::told::{Manner, Told, lineage_path, number};
use crate::inquiry;
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::value::grouped;
use crate::pages::parts::{empty, tag};
use crate::pages::shell::Page;
use crate::pages::words::figures as words;
use crate::pages::words::record;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use desk::{Action, Ask, DeskError, FigureLine, Lineage, Whole};
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
    let page = staff.ask(move |staff| page(staff, &name, &form)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, name: &str, form: &Form) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let (pack, indicator) = super::seen(staff, &shelf, name)?;
    let today = staff.seat.desk().now().date();
    let period = ask::period(form, today).map_err(|problem| DeskError::refused(Cause::Invalid, problem))?;
    let keys = Keys::of(staff, &shelf, indicator);
    let mut ask = ask::question(form, name, period)?;
    ask.by.clear();
    ask.place = ask
        .place
        .or_else(|| keys.places.roots(Action::Read, &pack.name).first().copied());
    let line = staff.seat.figures(&ask)?.lines.into_iter().next();
    let line = line.ok_or_else(super::missing)?;
    let after = Some(form.get("after")).filter(|after| !after.is_empty());
    let lineage = staff.seat.lineage(&ask, after, PAGE)?;
    let whole = (line.records <= FEW || form.get("all") == "1")
        .then(|| staff.seat.whole_lineage(&ask))
        .transpose()?;
    let source = Source {
        staff,
        shelf: &shelf,
        pack,
        indicator,
        keys,
        span: Span { period, today },
        manner: Manner::of(indicator, [&line]),
        ask,
        line,
        lineage,
        whole,
        inside: after.is_some(),
    };
    Ok(Page::new(
        format!("{}：{}", look.say(words::LINEAGE), look.text(&indicator.title)),
        source.body()?,
    )
    .under("/indicators", look.say(words::INDICATORS))
    .under(
        format!("/indicators/{name}?{}", inquiry::query(&source.ask)),
        look.text(&indicator.title),
    )
    .doing(source.actions())
    .style(&assets::FIGURES_CSS))
}

/// A figure and its lineage.
struct Source<'a> {
    staff: &'a Staff,
    shelf: &'a Shelf,
    pack: &'a Pack,
    indicator: &'a Indicator,
    keys: Keys<'a>,
    span: Span,
    manner: Manner,
    ask: Ask,
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
            indicator: self.indicator,
            manner: &self.manner,
            span: self.span,
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
        let place = self.ask.place.map(|place| self.keys.places.name(place.as_str()));
        let value = number(&self.line).map(|value| self.manner.write(value));
        let missing: Vec<String> = self
            .span
            .due(&self.line.missing)
            .map(|month| self.keys.told(&desk::By::Month, month, &self.ask.period))
            .collect();
        html! {
            section.card.figure-head aria-label=(look.say(words::NOW)) {
                div.figure-now {
                    p.text-secondary {
                        (place.unwrap_or_default()) " · " (words::period(look, &self.ask.period))
                        @for (name, values) in &self.ask.only { " · " (super::condition(&self.keys, name, values)) }
                        @if let Some(seq) = self.ask.as_of { " · " (look.say(words::KEPT_AT)) " " (seq) @if look.zh() { " 号" } }
                    }
                    p.figure-great {
                        @match value {
                            Some(value) => { (value) span.unit { (self.manner.unit) } }
                            None => (self.told().whole(&self.ask, &self.line)),
                        }
                    }
                }
                dl.facts {
                    @if self.indicator.measure.register().is_some() {
                        div.fact { dt { (look.say(words::RECORDS)) } dd { (grouped(&self.line.records.to_string())) } }
                    }
                    (self.added_up())
                    @if !missing.is_empty() {
                        div.fact.fact-wide { dt { (look.say(words::MISSING_MONTHS)) } dd.late { (missing.join(if look.zh() { "、" } else { ", " })) } }
                    }
                    @if let Some(about) = &self.indicator.about { div.fact.fact-wide { dt { (look.say(words::ABOUT)) } dd { (look.text(about)) } } }
                }
            }
        }
    }

    /// What the records add together, held against the figure.
    fn added_up(&self) -> Markup {
        let look = self.look();
        if self.indicator.measure.register().is_none() {
            return html! {};
        }
        let Some(whole) = &self.whole else {
            return html! {
                div.fact { dt { (look.say(words::TOTAL)) } dd { a href={ (lineage_path(&self.ask)) "&all=1" } { (look.say(words::ADD_UP)) } } }
            };
        };
        let sum: Decimal = whole.sum.parse().unwrap_or_default();
        let agrees = number(&self.line).unwrap_or_default() == sum;
        let (tone, word) = if agrees {
            (Tone::Good, words::AGREES)
        } else {
            (Tone::Bad, words::DIFFERS)
        };
        html! {
            div.fact {
                dt { (look.say(words::TOTAL)) "（" (words::records(look, &grouped(&whole.records.to_string()))) "）" }
                dd { (self.manner.write(sum)) span.unit { (self.manner.unit) } " " (tag(tone, look.say(word))) }
            }
        }
    }

    /// The indicators that a ratio or formula is made of, each with its own figure.
    fn parts(&self) -> Result<Markup, DeskError> {
        let look = self.look();
        let mut rows = Vec::new();
        for name in &self.lineage.parts {
            let Some((_, part)) = self.shelf.indicator(name) else {
                continue;
            };
            let ask = Ask {
                indicator: name.clone(),
                ..self.ask.clone()
            };
            let Some(line) = self.staff.seat.figures(&ask)?.lines.into_iter().next() else {
                continue;
            };
            let manner = Manner::of(part, [&line]);
            let told = Told {
                look,
                indicator: part,
                manner: &manner,
                span: self.span,
            };
            rows.push(html! {
                tr {
                    th scope="row" { a href={ "/indicators/" (name) "?" (inquiry::query(&ask)) } { (look.text(&part.title)) } }
                    td.num { (told.whole(&ask, &line)) }
                }
            });
        }
        let formula = match &self.indicator.measure {
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
                                    td data-label=(look.say(words::PLACE)) { (self.keys.places.name(&each.place)) }
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
        let path = lineage_path(&self.ask);
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
            .may_somewhere(Action::Export, &self.pack.name);
        html! {
            @if may && self.lineage.parts.is_empty() {
                (super::export::menu(look, &format!("/indicators/{}/lineage", self.indicator.name), &inquiry::query(&self.ask)))
            }
            button.btn type="button" data-print hidden { (icon::PRINTER) (look.say(words::PRINT)) }
        }
    }
}
