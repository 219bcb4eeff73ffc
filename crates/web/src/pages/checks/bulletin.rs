//! The bulletin of a month's round: shown as it will lie on the table, fetched as a file, and made known.

use super::{address, read_month};
use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::paper;
use crate::pages::words::checks as words;
use crate::serve::App;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::PaperForm;
use maud::html;

/// The paper's name in addresses.
const NAME: &str = "bulletin";

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    Path((register, month, name)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let press = paper::press(&app)?;
    let month = read_month(&month).ok_or_else(Fault::missing)?;
    let (stem, form) = paper::asked(&name);
    if stem != NAME {
        return Err(Fault::missing());
    }
    staff
        .clone()
        .ask(move |staff| {
            let look = staff.look();
            let manuscript = staff.seat.round_bulletin(&register, month, &*press)?;
            let view = staff.seat.round(&register, month)?;
            let here = address(&register, month);
            let title = format!(
                "{} · {}",
                look.text(&view.round.title),
                words::month(look, view.month)
            );
            let called = format!(
                "{}（{}）",
                look.say(words::BULLETIN),
                words::month(look, view.month)
            );
            if form != PaperForm::Html {
                return paper::file(&*press, &manuscript, form, &called);
            }
            let at = format!("{here}/{NAME}");
            let actions = html! {
                (paper::files(look, &at))
                @if view.unpublished > 0 {
                    form method="post" action={ (here) "/publish" } title=(look.say(words::PUBLISH_WHY)) {
                        (staff.token())
                        button.btn.btn-primary { (icon::SEND) (look.say(words::PUBLISH)) }
                    }
                }
            };
            let page = paper::page(look, called, &at, &*press, &manuscript)?
                .under("/checks", look.say(words::CHECKS))
                .under(here, title)
                .doing(actions);
            Ok(staff.show(&page))
        })
        .await
}
