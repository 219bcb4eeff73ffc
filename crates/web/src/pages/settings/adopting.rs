//! A pack on its way into force: with a long journal its tables take a while to be made anew.

use super::packs::upload;
use crate::pages::assets::SHEETS_CSS;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::imports::SOON;
use crate::pages::parts::summary;
use crate::pages::parts::working::{renew, working};
use crate::pages::shell::Page;
use crate::pages::words::{settings as words, work};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{AdoptionEnd, DeskError};
use ledger::{Cause, Problem};
use maud::html;
use pack::parse;

fn address(pack: &str) -> String {
    format!("/settings/packs/{pack}/adopting")
}

/// Begins, and waits a moment for what is soon done.
pub(super) async fn begin(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    // A hidden input carries line ends as browsers write them; the text is kept as it was checked.
    let text = form.get("text").replace("\r\n", "\n");
    let to = staff
        .ask(move |staff| {
            let pack = parse(&text).pack.ok_or_else(|| {
                DeskError::refused(
                    Cause::Invalid,
                    Problem::new(
                        "pack",
                        "业务包有误，请先检查",
                        "the pack has mistakes; check it first",
                    ),
                )
            })?;
            let name = pack.name.clone();
            staff.seat.begin_adopting(pack)?;
            staff.seat.desk().wait_for_adoption(&name, SOON);
            Ok(address(&name))
        })
        .await?;
    Ok(go(&to))
}

/// How far it is, or how it ended.
pub(super) async fn show(staff: Staff, Path(name): Path<String>) -> Result<Response, Fault> {
    let asker = staff.clone();
    asker
        .ask(move |staff| {
            staff.seat.people()?;
            let (look, desk) = (staff.look(), staff.seat.desk());
            if let Some(far) = desk.adoption_progress(&name) {
                let told = words::adopting(look, far);
                let why = look.say(words::ADOPTING_WHY);
                let page = Page::new(
                    look.say(work::AT_WORK),
                    working(look, &told, far, why, &address(&name)),
                );
                let mut response = staff.show(&under_packs(staff, page));
                renew(&mut response);
                return Ok(response);
            }
            Ok(match desk.adoption_end(&name) {
                Some(end) if !end.problems.is_empty() => {
                    staff.show_as(StatusCode::CONFLICT, &refused(staff, &end))
                }
                Some(_) => Flash::done(look.say(words::ADOPTED)).on(&staff.visit, go("/settings/packs")),
                None => go("/settings/packs"),
            })
        })
        .await
}

/// What stood in the way, with the text to go on with.
fn refused(staff: &Staff, end: &AdoptionEnd) -> Page {
    let look = staff.look();
    let body = html! {
        (summary(look, &end.problems))
        section.card { (upload(staff, &end.text, &[])) }
    };
    under_packs(staff, Page::new(look.say(words::OBSTACLES), body))
}

fn under_packs(staff: &Staff, page: Page) -> Page {
    page.under("/settings/packs", staff.look().say(words::PACKS))
        .style(&SHEETS_CSS)
}
