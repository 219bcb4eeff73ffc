//! Views: a list's conditions, columns and order under a name that a person gave.

use super::ask::Ask;
use super::seen;
use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::words::record as words;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use pack::model::Register;

/// The person's views of a register, and a form that keeps the list as it stands.
pub(super) fn menu(staff: &Staff, register: &Register, ask: &Ask, views: &[(String, String)]) -> Markup {
    let look = staff.look();
    let query = ask.query();
    let action = format!("/registers/{}/views", register.name);
    html! {
        details.drop {
            summary.btn { (icon::BOOKMARK) (look.say(words::VIEWS)) (icon::CHEVRON_DOWN) }
            div.drop-body {
                @if views.is_empty() { p.help { (look.say(words::NO_VIEWS)) } }
                @for (name, kept) in views {
                    div.drop-row {
                        a href={ "/registers/" (register.name) "?" (kept) } aria-current=[(*kept == query).then_some("true")] { (name) }
                        form method="post" action=(action) {
                            (staff.token())
                            input type="hidden" name="name" value=(name);
                            button.btn.btn-sm name="_do" value="drop" aria-label={ (look.say(words::VIEW_DROP)) " " (name) } { (icon::TRASH) }
                        }
                    }
                }
                form.drop-form method="post" action=(action) {
                    (staff.token())
                    input type="hidden" name="query" value=(query);
                    label.visually-hidden for="view-name" { (look.say(words::VIEW_NAME)) }
                    input.form-control id="view-name" name="name" placeholder=(look.say(words::VIEW_NAME)) maxlength="40" required;
                    button.btn name="_do" value="keep" { (look.say(words::VIEW_KEEP)) }
                }
            }
        }
    }
}

pub(super) async fn keep(
    Path(name): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let look = staff.look();
    let dropped = form.get("_do") == "drop";
    // Read and written anew, so that only what an address of ours can say is kept.
    let query = Ask::read(form.get("query")).query();
    let register = name.clone();
    staff
        .ask(move |staff| {
            seen(staff, &staff.seat.desk().shelf(), &register)?;
            let query = (!dropped).then_some(&*query);
            staff.seat.keep_view(&register, form.get("name"), query)
        })
        .await?;
    let told = if dropped {
        words::VIEW_DROPPED
    } else {
        words::VIEW_KEPT
    };
    Ok(Flash::done(look.say(told)).on(&staff.visit, go(&format!("/registers/{name}"))))
}
