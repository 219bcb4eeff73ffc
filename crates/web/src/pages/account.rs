//! A person's own account: posts, sessions, password.

use super::assets::icon;
use super::fault::Fault;
use super::flash::Flash;
use super::guard::{Posted, Staff, go};
use super::parts::{anchor, moment, problems_of, summary, tag};
use super::shell::Page;
use super::words::account as words;
use super::words::second;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ledger::Problem;
use maud::{Markup, html};
use pack::model::Tone;

pub(super) async fn show(staff: Staff) -> Response {
    staff.show(&page(&staff, &[]))
}

fn page(staff: &Staff, problems: &[Problem]) -> Page {
    let look = staff.look();
    let body = html! {
        (summary(look, problems))
        div.columns {
            section.card aria-labelledby="posts" {
                h2 #posts { (look.say(words::POSTS)) }
                (posts(staff))
            }
            section.card aria-labelledby="password" {
                h2 #password { (look.say(words::CHANGE_PASSWORD)) }
                (password_form(staff, problems))
            }
            section.card aria-labelledby="second" {
                div.card-top {
                    h2 #second { (look.say(second::TITLE)) }
                    (second_tag(staff))
                }
                p { (look.say(second::WHAT)) }
                a.btn href="/account/second-step" { (icon::SHIELD_CHECK) (look.say(if staff.seat.has_second_step() { second::MANAGE } else { second::TURN_ON })) }
            }
            section.card.wide aria-labelledby="sessions" {
                h2 #sessions { (look.say(words::SESSIONS)) }
                (sessions(staff))
            }
        }
    };
    Page::new(staff.seat.actor().name.clone(), body)
}

/// Whether the person signs in with a second step.
pub(super) fn second_tag(staff: &Staff) -> Markup {
    let look = staff.look();
    if staff.seat.has_second_step() {
        tag(Tone::Good, look.say(second::ON))
    } else {
        tag(Tone::Plain, look.say(second::OFF))
    }
}

fn posts(staff: &Staff) -> Markup {
    let look = staff.look();
    let places = staff.seat.desk().places();
    let today = staff.seat.desk().now().date();
    let posts = &staff.seat.actor().posts;
    html! {
        @if posts.is_empty() { p { (look.say(words::NO_POSTS)) } }
        ul.plain {
            @for (post, role) in posts {
                li {
                    strong { (if look.zh() { &role.zh } else { &role.en }) }
                    " · "
                    @match places.at(post.place, today) {
                        Some(place) => (place.name),
                        None => (post.place),
                    }
                    @if let Some(office) = &post.office { " · " (office) }
                }
            }
        }
    }
}

fn password_form(staff: &Staff, problems: &[Problem]) -> Markup {
    let look = staff.look();
    let fields = [
        ("so_far", words::SO_FAR, "current-password"),
        ("password", words::NEW, "new-password"),
        ("again", words::AGAIN, "new-password"),
    ];
    html! {
        form.stack method="post" action="/account/password" {
            (staff.token())
            @for (name, title, purpose) in fields {
                label for=(anchor(name)) { (look.say(title)) }
                input.form-control id=(anchor(name)) name=(name) type="password" autocomplete=(purpose) maxlength="200" required;
                (problems_of(look, problems, name))
            }
            p.help { (look.say(words::NEW_HELP)) }
            button.btn.btn-primary { (look.say(words::CHANGE_PASSWORD)) }
        }
    }
}

fn sessions(staff: &Staff) -> Markup {
    let look = staff.look();
    let own = staff.seat.desk().town().secrets.session_mark(&staff.session);
    html! {
        div.table-wide {
            table.table {
                thead { tr {
                    th scope="col" { (look.say(words::DEVICE)) }
                    th scope="col" { (look.say(words::BEGUN)) }
                    th scope="col" { (look.say(words::USED)) }
                    th scope="col" { span.visually-hidden { (look.say(words::END)) } }
                } }
                tbody {
                    @for open in staff.seat.sessions() {
                        tr {
                            td.agent {
                                (open.session.agent)
                                @if open.mark == own { " " (tag(Tone::Good, look.say(words::THIS_ONE))) }
                            }
                            td { (moment(&open.session.begun.to_string())) }
                            td { (moment(&open.session.used.to_string())) }
                            td.end {
                                @if open.mark != own {
                                    form method="post" action={ "/account/sessions/" (open.mark) "/end" } {
                                        (staff.token())
                                        button.btn.btn-sm { (icon::LOGOUT) (look.say(words::END)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) async fn change_password(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let look = staff.look();
    let (so_far, new) = (form.get("so_far").to_owned(), form.get("password").to_owned());
    if new != form.get("again") {
        let differ = Problem::new(
            "password.differ",
            words::DIFFER.get(pack::Lang::Zh),
            words::DIFFER.get(pack::Lang::En),
        )
        .at("again");
        return Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&staff, &[differ])));
    }
    let seat = std::sync::Arc::clone(&staff.seat);
    match crate::blocking::blocking(move || seat.change_password(&so_far, &new)).await {
        Ok(()) => Ok(Flash::done(look.say(words::CHANGED)).on(&staff.visit, go("/sign-in"))),
        Err(problem) if !problem.problems.is_empty() => {
            Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&staff, &problem.problems)))
        }
        Err(problem) => Err(problem.into()),
    }
}

pub(super) async fn end_session(
    Path(mark): Path<String>,
    Posted { staff, .. }: Posted,
) -> Result<Response, Fault> {
    staff.ask(move |staff| staff.seat.end_session(&mark)).await?;
    Ok(Flash::done(staff.look().say(words::ENDED)).on(&staff.visit, go("/account")))
}
