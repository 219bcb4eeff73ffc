//! Signing in and out, and how pages look.

use super::assets::{self, icon};
use super::flash::Flash;
use super::guard::{Knock, SESSION, Staff, VISIT, Visit, go, own_path, set_cookie};
use super::look::{self, Look};
use super::parts::{anchor, summary};
use super::shell::{Frame, Page, token};
use super::words::account as words;
use super::words::second;
use crate::blocking::blocking;
use crate::limits;
use crate::serve::{App, Peer};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Entered;
use ledger::Problem;
use maud::html;
use pack::Lang;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

use super::fault::Fault;

/// Passwords and codes a second that may be tried from one address.
const TRIES_PER_SECOND: u32 = 2;
/// A cookie that lives as long as the look of pages: a year.
const YEAR: u32 = 365 * 24 * 3600;
/// Longest life of a session's cookie; the session itself runs out earlier when it rests.
const WEEK: u32 = 7 * 24 * 3600;

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

pub(super) async fn show(
    State(app): State<App>,
    staff: Option<axum::Extension<Staff>>,
    mut visit: Visit,
    Query(Back { back }): Query<Back>,
) -> Result<Response, Fault> {
    if staff.is_some() {
        return Ok(go(&back));
    }
    // A secret of its own for this browser, so that the form has a token. A session's cookie that has run out is no use.
    let secret = app.desk().fresh_secret()?;
    visit.secret = Some(secret.clone());
    let told = !back.is_empty() && back != "/" && back != "/today";
    let mut response = page(&visit, "", own_path(&back), told, &[]);
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, set_cookie(&visit, SESSION, "", 0));
    headers.append(header::SET_COOKIE, set_cookie(&visit, VISIT, &secret, WEEK));
    Ok(response)
}

fn page(visit: &Visit, login: &str, back: &str, told: bool, problems: &[Problem]) -> Response {
    let look = visit.look;
    let body = html! {
        div.door {
            div.door-brand {
                img src=(assets::SEAL_SVG.path) alt="" width="56" height="56";
                h1 { (look.say(words::SIGN_IN_TITLE)) }
                p { (look.say(words::MOTTO)) }
            }
            form.card.door-form method="post" action="/sign-in" {
                (token(visit))
                input type="hidden" name="back" value=(back);
                @if told && problems.is_empty() { p.door-told { (look.say(words::PLEASE)) } }
                (summary(look, problems))
                label for=(anchor("login")) { (look.say(words::LOGIN)) }
                input.form-control id=(anchor("login")) name="login" value=(login) autocomplete="username" autocapitalize="none" spellcheck="false"
                    maxlength="40" required autofocus[login.is_empty()];
                label for=(anchor("password")) { (look.say(words::PASSWORD)) }
                input.form-control id=(anchor("password")) name="password" type="password" autocomplete="current-password" maxlength="200" required
                    autofocus[!login.is_empty()];
                button.btn.btn-primary { (icon::LOCK) (look.say(words::SIGN_IN)) }
                p.text-secondary { (look.say(words::FORGOTTEN)) }
            }
        }
    };
    Frame::of(visit, None).show(&Page::new(look.say(words::SIGN_IN), body))
}

/// Counts a try from an address.
fn count_try(app: &App, peer: &Peer) -> Result<(), Fault> {
    let taken = app
        .meter()
        .take(&format!("sign-in {peer}"), TRIES_PER_SECOND, Instant::now());
    Ok(taken.map_err(limits::too_many)?)
}

pub(super) async fn enter(
    State(app): State<App>,
    peer: Peer,
    Knock { visit, form }: Knock,
) -> Result<Response, Fault> {
    count_try(&app, &peer)?;
    let desk = Arc::clone(app.desk());
    let (login, password) = (
        form.get("login").trim().to_owned(),
        form.get("password").to_owned(),
    );
    let (agent, asked) = (visit.agent.clone(), login.clone());
    let answer = blocking(move || desk.sign_in(&asked, &password, &agent)).await;
    let back = own_path(form.get("back")).to_owned();
    match answer {
        Ok(Entered::Session(session)) => Ok(inside(&visit, &session, &back)),
        Ok(Entered::AwaitsCode(awaited)) => Ok(code_page(&visit, &awaited, &back, &[])),
        Err(problem) if problem.status == StatusCode::FORBIDDEN.as_u16() => {
            let response = page(&visit, &login, &back, false, &problem.problems);
            Ok((StatusCode::FORBIDDEN, response).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Into the program with a session of its own.
fn inside(visit: &Visit, session: &str, back: &str) -> Response {
    let mut response = go(back);
    let headers = response.headers_mut();
    // The secret from before signing in ends here: who knew it knows nothing of the session.
    headers.append(header::SET_COOKIE, set_cookie(visit, SESSION, session, WEEK));
    headers.append(header::SET_COOKIE, set_cookie(visit, VISIT, "", 0));
    response
}

/// The second step: a code, for those who set it.
fn code_page(visit: &Visit, awaited: &str, back: &str, problems: &[Problem]) -> Response {
    let look = visit.look;
    let body = html! {
        div.door {
            div.door-brand {
                img src=(assets::SEAL_SVG.path) alt="" width="56" height="56";
                h1 { (look.say(second::CODE_TITLE)) }
            }
            form.card.door-form method="post" action="/sign-in/code" {
                (token(visit))
                input type="hidden" name="back" value=(back);
                input type="hidden" name="awaited" value=(awaited);
                (summary(look, problems))
                label for=(anchor("code")) { (look.say(second::CODE)) }
                input.form-control id=(anchor("code")) name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"
                    maxlength="30" required autofocus aria-describedby="code-help";
                p.text-secondary #code-help { (look.say(second::CODE_HELP)) }
                button.btn.btn-primary { (icon::LOCK) (look.say(words::SIGN_IN)) }
                p { a href="/sign-in" { (look.say(second::OTHER_PERSON)) } }
            }
        }
    };
    Frame::of(visit, None).show(&Page::new(look.say(second::CODE_TITLE), body))
}

pub(super) async fn enter_code(
    State(app): State<App>,
    peer: Peer,
    Knock { visit, form }: Knock,
) -> Result<Response, Fault> {
    count_try(&app, &peer)?;
    let desk = Arc::clone(app.desk());
    let (awaited, code) = (form.get("awaited").to_owned(), form.get("code").to_owned());
    let asked = awaited.clone();
    let answer = blocking(move || desk.sign_in_by_code(&asked, &code)).await;
    let back = own_path(form.get("back"));
    match answer {
        Ok(session) => Ok(inside(&visit, &session, back)),
        Err(problem) if problem.status == StatusCode::FORBIDDEN.as_u16() => {
            let response = code_page(&visit, &awaited, back, &problem.problems);
            Ok((StatusCode::FORBIDDEN, response).into_response())
        }
        // It took too long: the password is asked for again.
        Err(problem) if problem.status == StatusCode::CONFLICT.as_u16() => {
            let response = page(&visit, "", back, false, &problem.problems);
            Ok((StatusCode::CONFLICT, response).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

pub(super) async fn leave(State(app): State<App>, posted: super::guard::Posted) -> Result<Response, Fault> {
    let staff = posted.staff;
    let (desk, session) = (Arc::clone(app.desk()), Arc::clone(&staff.session));
    blocking(move || desk.sign_out(&session)).await?;
    let mut response = Flash::done(staff.look().say(words::SIGNED_OUT)).on(&staff.visit, go("/sign-in"));
    response
        .headers_mut()
        .append(header::SET_COOKIE, set_cookie(&staff.visit, SESSION, "", 0));
    Ok(response)
}

/// Changes one thing about how pages look and goes back.
pub(super) async fn look(Knock { visit, form }: Knock) -> Response {
    let mut look: Look = visit.look;
    match form.get("lang") {
        "zh" => look.lang = Lang::Zh,
        "en" => look.lang = Lang::En,
        _ => {}
    }
    match form.get("ground") {
        "dark" => look.dark = true,
        "light" => look.dark = false,
        _ => {}
    }
    match form.get("type") {
        "large" => look.large = true,
        "normal" => look.large = false,
        _ => {}
    }
    let mut response = go(own_path(form.get("back")));
    response.headers_mut().append(
        header::SET_COOKIE,
        set_cookie(&visit, look::COOKIE, &look.write(), YEAR),
    );
    response
}
