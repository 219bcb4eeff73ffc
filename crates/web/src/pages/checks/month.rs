//! A month's round: the ranking, the best and the last three, what was found most, and the places not done yet.

use super::{address, progress, read_month};
use crate::pages::assets::icon;
use crate::pages::dealt;
use crate::pages::fault::Fault;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::look::Look;
use crate::pages::parts::value::{Teller, state_tags};
use crate::pages::parts::{empty, tag};
use crate::pages::shell::Page;
use crate::pages::words::checks as words;
use axum::extract::Path;
use axum::response::Response;
use desk::{Action, DeskError, RoundView, Walked};
use jiff::Span;
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Register, Tone};

/// Items told as found most.
const FOUND: usize = 6;

pub(super) async fn show(
    staff: Staff,
    Path((register, month)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let month = read_month(&month).ok_or_else(Fault::missing)?;
    let page = staff
        .ask(move |staff| {
            let view = staff.seat.round(&register, month)?;
            page(staff, &view)
        })
        .await?;
    Ok(staff.show(&page))
}

/// A round with what it takes to show it.
struct Sight<'a> {
    view: &'a RoundView,
    teller: &'a Teller<'a>,
    register: &'a Register,
    look: Look,
}

fn page(staff: &Staff, view: &RoundView) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf: std::sync::Arc<Shelf> = staff.seat.desk().shelf();
    // The desk found the round on the same shelf a moment ago.
    let Some((pack, register)) = shelf.register(&view.round.register) else {
        return Err(crate::pages::register::gone());
    };
    let teller = Teller::new(staff, pack, register);
    let sight = Sight {
        view,
        teller: &teller,
        register,
        look,
    };
    let body = html! {
        (sight.months())
        section.card { (progress(staff, view)) (sight.figures()) }
        @if view.walked.is_empty() {
            section.card { (empty(icon::CHECKLIST, look.say(words::NOTHING), &html! { p { (look.say(words::NOTHING_WHY)) } })) }
        } @else {
            @if view.ranked { (sight.ends()) }
            (sight.ranking())
        }
        div.columns {
            (sight.waiting(staff.seat.actor().may_somewhere(Action::Create, &pack.name)))
            (sight.found())
        }
    };
    let here = address(&view.round.register, view.month);
    let actions = html! {
        @if view.ranked && !view.walked.is_empty() { a.btn href={ (here) "/bulletin" } { (icon::FILE_TEXT) (look.say(words::BULLETIN)) } }
        a.btn href={ "/registers/" (view.round.register) } { (icon::TABLE) (look.text(&register.title)) }
    };
    let title = format!(
        "{} · {}",
        look.text(&view.round.title),
        words::month(look, view.month)
    );
    Ok(Page::new(title, body)
        .under("/checks", look.say(words::CHECKS))
        .doing(actions))
}

impl Sight<'_> {
    /// To the months before and after, and to any.
    fn months(&self) -> Markup {
        let (look, view) = (self.look, self.view);
        let at = |months: i64| {
            let month = view.month.saturating_add(Span::new().months(months));
            address(&view.round.register, month)
        };
        html! {
            nav.months aria-label=(look.say(words::MONTH)) {
                a.btn href=(at(-1)) rel="prev" { (icon::CHEVRON_LEFT) (look.say(words::BEFORE)) }
                form action={ "/checks/" (view.round.register) } {
                    input.form-control type="month" name="month" value=(view.month.strftime("%Y-%m")) aria-label=(look.say(words::MONTH)) required;
                    button.btn { (look.say(words::GO)) }
                }
                a.btn href=(at(1)) rel="next" { (look.say(words::AFTER)) (icon::CHEVRON_RIGHT) }
            }
        }
    }

    fn figures(&self) -> Markup {
        let (look, view) = (self.look, self.view);
        let relapses: usize = view.walked.iter().map(Walked::all_relapses).sum();
        html! {
            dl.facts {
                @if let Some(mean) = view.mean {
                    div.fact { dt { (look.say(words::MEAN)) } dd {
                        a href=(self.records()) { (mean.normalize()) }
                        @if let Some(before) = view.mean_before { span.unit { (look.say(words::BEFORE)) " " (before.normalize()) } }
                    } }
                }
                div.fact { dt { (look.say(words::RELAPSES)) } dd {
                    @match view.relapses_in.first() {
                        Some(_) if relapses > 0 => a href="#ranking" { (relapses) },
                        _ => (relapses),
                    }
                } }
            }
        }
    }

    /// The list of the month's checks.
    fn records(&self) -> String {
        let register = self.register;
        let month = register
            .round
            .as_ref()
            .map(|round| &*register[round.month].name)
            .unwrap_or_default();
        let at = self.view.month.strftime("%Y-%m");
        format!(
            "/registers/{}?f.{month}.from={at}&f.{month}.to={at}",
            register.name
        )
    }

    /// The best three and the last three.
    fn ends(&self) -> Markup {
        let (best, worst) = self.view.ends();
        let look = self.look;
        let card = |title: &str, tone: Tone, walked: &[Walked]| {
            html! {
                section.card {
                    h2 { (title) }
                    ol.ends {
                        @for each in walked {
                            li value=[each.rank] {
                                a href={ "/registers/" (each.record.register) "/" (each.record.id) } { (self.teller.place(each.place.as_str())) }
                                @if let Some(score) = each.score { (tag(tone, &score.to_string())) }
                            }
                        }
                    }
                }
            }
        };
        html! {
            div.columns.ends-pair {
                (card(look.say(words::BEST), Tone::Good, best))
                @if !worst.is_empty() { (card(look.say(words::WORST), Tone::Bad, worst)) }
            }
        }
    }

    fn ranking(&self) -> Markup {
        let (look, view) = (self.look, self.view);
        let title = look.say(if view.ranked {
            words::RANKING
        } else {
            words::UNRANKED
        });
        html! {
            section.card.card-flush #ranking {
                h2.card-head { (title) }
                @if !view.ranked { p.card-head.text-secondary { (look.say(words::NOT_RANKED_WHY)) } }
                div.table-wide tabindex="0" role="region" aria-label=(title) {
                    table.table.table-list {
                        thead { tr {
                            th.num scope="col" { (look.say(words::RANK)) }
                            th scope="col" { (look.say(words::PLACE)) }
                            th.num scope="col" { (look.say(words::SCORE)) }
                            th scope="col" { (look.say(words::TREND)) }
                            th scope="col" { (look.say(words::RELAPSES)) }
                            th scope="col" { (look.say(words::STATE)) }
                        } }
                        tbody { @for walked in &view.walked { (self.line(walked)) } }
                    }
                }
            }
        }
    }

    fn line(&self, walked: &Walked) -> Markup {
        let look = self.look;
        html! {
            tr {
                td.num data-label=(look.say(words::RANK)) { @match walked.rank { Some(rank) => (rank), None => "—" } }
                th scope="row" { a href={ "/registers/" (walked.record.register) "/" (walked.record.id) } { (self.teller.place(walked.place.as_str())) } }
                td.num data-label=(look.say(words::SCORE)) { @match walked.score { Some(score) => strong { (score) }, None => "—" } }
                td data-label=(look.say(words::TREND)) { (self.trend(walked)) }
                td data-label=(look.say(words::RELAPSES)) { (self.relapses(walked)) }
                td data-label=(look.say(words::STATE)) { (state_tags(look, self.register, &walked.record)) }
            }
        }
    }

    /// Points gained or lost, and places of rank.
    fn trend(&self, walked: &Walked) -> Markup {
        let change = walked
            .score
            .zip(walked.score_before)
            .map(|(now, before)| now - before);
        html! {
            @if let Some(change) = change {
                span.num { @if change.is_sign_positive() && !change.is_zero() { "+" } (change) } " "
            } @else { "—" }
            @if let Some((now, before)) = walked.rank.zip(walked.rank_before) {
                @let (told, up) = words::moved(self.look, before, now);
                (tag(if now == before { Tone::Plain } else if up { Tone::Good } else { Tone::Alert }, &told))
            }
        }
    }

    /// Relapses of the place in the month, each number leading to what it counts.
    fn relapses(&self, walked: &Walked) -> Markup {
        let look = self.look;
        let (first, last) = (self.view.month, self.view.month.last_of_month());
        html! {
            @if walked.relapsed > 0 {
                a href={ "/registers/" (walked.record.register) "/" (walked.record.id) } { (tag(Tone::Alert, &format!("{} {}", look.say(words::RELAPSES), walked.relapsed))) }
            }
            @for (told, count) in self.view.relapses_in.iter().zip(&walked.relapses) {
                @if *count > 0 {
                    a href={ "/registers/" (told.register) "?place=" (walked.place) "&f." (told.flag) "=yes&f." (told.on) ".from=" (first) "&f." (told.on) ".to=" (last) } {
                        (tag(Tone::Alert, &format!("{} {count}", look.say(words::RELAPSES))))
                    }
                }
            }
        }
    }

    fn waiting(&self, may_check: bool) -> Markup {
        let (look, view) = (self.look, self.view);
        let place = &self.register[self.register.place].name;
        let month = self
            .register
            .round
            .as_ref()
            .map(|round| &self.register[round.month].name);
        html! {
            section.card aria-labelledby="waiting" {
                h2 #waiting { (look.say(words::WAITING)) " " span.text-secondary { (view.waiting.len()) } }
                @if view.waiting.is_empty() { p.text-secondary { (look.say(words::ALL_DONE)) } }
                ul.plain.waiting {
                    @for code in &view.waiting {
                        li {
                            span { (self.teller.place(code.as_str())) }
                            @if let (true, Some(month)) = (may_check, month) {
                                a.btn.btn-sm href={ "/registers/" (self.register.name) "/new?" (place) "=" (code) "&" (month) "=" (view.month.strftime("%Y-%m")) }
                                    aria-label={ (look.say(words::BEGIN)) " " (self.teller.place(code.as_str())) } { (icon::CHECKLIST) (look.say(words::BEGIN)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn found(&self) -> Markup {
        let (look, view) = (self.look, self.view);
        html! {
            @if !view.found.is_empty() {
                section.card aria-labelledby="found" {
                    h2 #found { (look.say(words::FOUND_MOST)) }
                    ul.plain {
                        @for found in view.found.iter().take(FOUND) {
                            li { (look.text(&found.item)) " · " a href=(self.records()) { (words::found_in(look, found.count, found.places)) } }
                        }
                    }
                }
            }
        }
    }
}

pub(super) async fn publish(
    Path((register, month)): Path<(String, String)>,
    Posted { staff, .. }: Posted,
) -> Result<Response, Fault> {
    let month = read_month(&month).ok_or_else(Fault::missing)?;
    let path = address(&register, month);
    let done = staff
        .ask(move |staff| staff.seat.publish_round(&register, month))
        .await?;
    Ok(dealt::told(staff.look(), &done).on(&staff.visit, go(&path)))
}
