//! A person's second step of signing in: turned on with a picture for the telephone, recovery codes shown once, turned off.

use super::assets::icon;
use super::fault::Fault;
use super::flash::Flash;
use super::form::Form;
use super::guard::{Posted, Staff, go};
use super::parts::{anchor, problem_id, problems_of, summary};
use super::shell::Page;
use super::words::account;
use super::words::second as words;
use crate::problem::Problem as Answer;
use axum::http::StatusCode;
use axum::response::Response;
use desk::DeskError;
use ledger::Problem;
use maud::{Markup, html};
use qrcode::{Color, QrCode};

/// Empty modules around the picture, as readers want them.
const MARGIN: usize = 4;

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let page = staff.ask(|staff| page(staff, None, &[])).await?;
    Ok(staff.show(&page))
}

/// The page; with the secret that was offered before, so that a mistyped code costs no second scan.
fn page(staff: &Staff, offered: Option<&str>, problems: &[Problem]) -> Result<Page, DeskError> {
    let look = staff.look();
    let body = if staff.seat.has_second_step() {
        on(staff, problems)
    } else {
        let secret = match offered {
            Some(secret) => secret.to_owned(),
            None => staff.seat.offer_second_step()?,
        };
        offer(staff, &secret, problems)
    };
    Ok(framed(staff, html! { (summary(look, problems)) (body) }))
}

fn framed(staff: &Staff, body: Markup) -> Page {
    let look = staff.look();
    Page::new(look.say(words::TITLE), body)
        .under("/account", staff.seat.actor().name.clone())
        .beside(super::account::second_tag(staff))
}

fn offer(staff: &Staff, secret: &str, problems: &[Problem]) -> Markup {
    let look = staff.look();
    html! {
        p { (look.say(words::WHAT)) }
        form.card.stack method="post" action="/account/second-step" {
            (staff.token())
            input type="hidden" name="secret" value=(secret);
            p { (look.say(words::SCAN)) }
            (picture(&address(staff, secret), look.say(words::PICTURE)))
            p { (look.say(words::OR_TYPE)) " " code.secret { (in_fours(secret)) } }
            p { (look.say(words::PROVE)) }
            (input(staff, "code", look.say(words::CODE), "one-time-code", problems))
            (password(staff, problems))
            button.btn.btn-primary { (icon::SHIELD_CHECK) (look.say(words::TURN_ON)) }
        }
    }
}

fn on(staff: &Staff, problems: &[Problem]) -> Markup {
    let look = staff.look();
    html! {
        p { (look.say(words::WHAT)) }
        p { (words::recovery_left(look, staff.seat.recovery_left())) }
        form.card.stack method="post" action="/account/second-step/end" {
            (staff.token())
            (password(staff, problems))
            button.btn.btn-danger { (look.say(words::TURN_OFF)) }
        }
    }
}

fn password(staff: &Staff, problems: &[Problem]) -> Markup {
    let look = staff.look();
    let wrong = problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some("so_far"));
    html! {
        label for=(anchor("so_far")) { (look.say(account::SO_FAR)) }
        input.form-control id=(anchor("so_far")) name="so_far" type="password" autocomplete="current-password" maxlength="200" required
            aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id("so_far"))];
        (problems_of(look, problems, "so_far"))
    }
}

fn input(staff: &Staff, name: &str, title: &str, purpose: &str, problems: &[Problem]) -> Markup {
    let wrong = problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some(name));
    html! {
        label for=(anchor(name)) { (title) }
        input.form-control.num id=(anchor(name)) name=(name) autocomplete=(purpose) inputmode="numeric" maxlength="10" required
            aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(name))];
        (problems_of(staff.look(), problems, name))
    }
}

/// The secret with its names, as authenticators read it.
fn address(staff: &Staff, secret: &str) -> String {
    let desk = staff.seat.desk();
    let (town, today) = (desk.town().code, desk.now().date());
    let places = desk.places();
    let issuer = format!("一本账 {}", places.name(town, today).unwrap_or_default());
    let part = |text: &str| {
        let encoded: String = form_urlencoded::byte_serialize(text.trim().as_bytes()).collect();
        encoded.replace('+', "%20")
    };
    let (issuer, login) = (part(&issuer), part(&staff.seat.actor().login));
    format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}")
}

/// The address as a picture for a telephone's camera. Drawn here: nothing of it leaves the house.
fn picture(address: &str, title: &str) -> Markup {
    let Ok(code) = QrCode::new(address.as_bytes()) else {
        // An address is far below what a picture holds; the text below it says the same.
        return html! {};
    };
    let width = code.width();
    let dark = code.to_colors();
    let squares = dark
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark);
    let path: String = squares
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + MARGIN, at / width + MARGIN))
        .collect();
    let side = width + 2 * MARGIN;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(title) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

fn in_fours(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().collect();
    let fours: Vec<String> = signs.chunks(4).map(|four| four.iter().collect()).collect();
    fours.join(" ")
}

pub(super) async fn set(posted: Posted) -> Result<Response, Fault> {
    changed(posted, |staff, form| {
        let codes = staff
            .seat
            .set_second_step(form.get("so_far"), form.get("secret"), form.get("code"))?;
        Ok(staff.show(&framed(staff, recovery(staff, &codes))))
    })
    .await
}

/// The recovery codes, on this one answer and no later page.
fn recovery(staff: &Staff, codes: &[String]) -> Markup {
    let look = staff.look();
    html! {
        div.note.note-good role="status" { (icon::CHECK) p { (look.say(words::TURNED_ON)) } }
        section.card aria-labelledby="recovery" {
            h2 #recovery { (look.say(words::RECOVERY)) }
            p { (look.say(words::RECOVERY_WHY)) }
            ol.recovery { @for code in codes { li { code { (code) } } } }
            a.btn.btn-primary href="/account" { (icon::CHECK) (look.say(words::KEPT_THEM)) }
        }
    }
}

pub(super) async fn end(posted: Posted) -> Result<Response, Fault> {
    changed(posted, |staff, form| {
        staff.seat.end_second_step(form.get("so_far"))?;
        let flash = Flash::done(staff.look().say(words::TURNED_OFF));
        Ok(flash.on(&staff.visit, go("/account")))
    })
    .await
}

/// Does it, or shows the form again with what is wrong.
async fn changed(
    Posted { staff, form }: Posted,
    change: impl FnOnce(&Staff, &Form) -> Result<Response, DeskError> + Send + 'static,
) -> Result<Response, Fault> {
    staff
        .clone()
        .ask(move |staff| match change(staff, &form) {
            Ok(response) => Ok(response),
            Err(error) => {
                let answer = Answer::from(error);
                let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
                let offered = Some(form.get("secret")).filter(|secret| !secret.is_empty());
                Ok(staff.show_as(status, &page(staff, offered, &answer.problems)?))
            }
        })
        .await
}
