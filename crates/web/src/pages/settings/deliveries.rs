//! Messages on their way out of the program.

use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::parts::{empty, tag};
use crate::pages::shell::Page;
use crate::pages::words::settings as words;
use axum::response::Response;
use desk::DeliveryState;
use maud::html;
use pack::model::Tone;

/// Most deliveries shown.
const SHOWN: usize = 200;

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let deliveries = staff.ask(|staff| staff.seat.deliveries(SHOWN)).await?;
    let look = staff.look();
    let body = html! {
        section.card.card-flush {
            @if deliveries.is_empty() {
                (empty(icon::SEND, look.say(words::NO_DELIVERIES), &html! { p { (look.say(words::NO_DELIVERIES_WHY)) } }))
            } @else {
                div.table-wide tabindex="0" role="region" aria-label=(look.say(words::DELIVERIES)) {
                    table.table.table-list {
                        thead { tr {
                            th scope="col" { (look.say(words::MESSAGE)) }
                            th scope="col" { (look.say(words::CHANNEL)) }
                            th scope="col" { (look.say(words::STATE)) }
                            th.num scope="col" { (look.say(words::TRIES)) }
                            th scope="col" { (look.say(words::ANSWER)) }
                        } }
                        tbody {
                            @for (_, delivery) in &deliveries {
                                tr {
                                    th scope="row" { (look.text(&delivery.text)) }
                                    td data-label=(look.say(words::CHANNEL)) { (delivery.channel) }
                                    td data-label=(look.say(words::STATE)) {
                                        @match delivery.state {
                                            DeliveryState::Waiting => (tag(Tone::Active, look.say(words::WAITING))),
                                            DeliveryState::Sent => (tag(Tone::Good, look.say(words::SENT))),
                                            DeliveryState::Failed => (tag(Tone::Bad, look.say(words::FAILED))),
                                        }
                                    }
                                    td.num data-label=(look.say(words::TRIES)) { (delivery.tries) }
                                    td data-label=(look.say(words::ANSWER)) { (delivery.error.as_deref().unwrap_or_default()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(staff.show(&Page::new(look.say(words::DELIVERIES), body)))
}
