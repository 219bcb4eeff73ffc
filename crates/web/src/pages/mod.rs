//! The staff's pages: rendered here, usable without script, in Chinese and English.
//!
//! A handler takes [`guard::Staff`] (who is signed in) or [`guard::Posted`] (the same with a form whose token was
//! checked), makes one call on the seat, and answers with [`shell::Page`] or a [`fault::Fault`]. Texts come from
//! [`words`], colours and forms of things from [`parts`]. What a form does is always followed by a redirect.

mod account;
mod assets;
mod checks;
mod commitments;
mod dealt;
mod disclosures;
mod download;
mod evaluation;
mod fault;
mod figures;
mod flash;
mod form;
mod forms;
mod given;
mod guard;
mod imports;
mod look;
mod loops;
mod map;
mod messages;
mod nav;
mod paper;
mod parts;
mod register;
mod reports;
mod search;
mod second_step;
mod settings;
mod shell;
mod sign_in;
mod today;
mod words;

use crate::serve::App;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::routing::{get, post};
use tower_http::set_header::SetResponseHeaderLayer;

/// What a page may load and who may frame it: only this program, and nobody. Nothing inline, ever.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// All pages.
pub(crate) fn routes(app: &App) -> Router<App> {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(today::root))
        .route("/today", get(today::show))
        .route("/loops", get(loops::by_deadline))
        .route("/loops/{register}", get(loops::board))
        .route("/messages", get(messages::show))
        .route("/disclosures", get(disclosures::show))
        .route("/search", get(search::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-in/code", get(sign_in::show).post(sign_in::enter_code))
        .route("/sign-out", post(sign_in::leave))
        .route("/look", post(sign_in::look))
        .route("/account", get(account::show))
        .route("/account/password", post(account::change_password))
        .route(
            "/account/second-step",
            get(second_step::show).post(second_step::set),
        )
        .route("/account/second-step/end", post(second_step::end))
        .route("/account/sessions/{mark}/end", post(account::end_session))
        .route("/assets/{name}", get(assets::serve))
        .merge(commitments::routes())
        .merge(figures::routes())
        .merge(map::routes())
        .merge(checks::routes())
        .merge(evaluation::routes())
        .merge(forms::routes())
        .merge(imports::routes())
        .merge(register::routes())
        .merge(reports::routes())
        .merge(settings::routes())
        .fallback(fault::nothing_here)
        .layer(middleware::from_fn_with_state(app.clone(), guard::dress))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(fixed(
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ))
        .layer(fixed(
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(self), microphone=()",
        ))
}
