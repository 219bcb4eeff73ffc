//! What went wrong, as a page. A handler answers with a [`Fault`]; the page is made where the person's language is known.

use super::guard::go;
use super::parts::empty;
use super::shell::{Frame, Page};
use super::words::{Say, shell};
use crate::problem::Problem;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use maud::html;

/// Why there is no page.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nobody is signed in.
    SignIn {
        /// Where to go on afterwards.
        back: String,
    },
    /// The form does not come from one of our pages, or from one too old.
    Stale,
    /// Anything else.
    Told(Box<Problem>),
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Fault::Told(Box::new(problem))
    }
}

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Fault {
    /// Nothing is there, or nothing this person may see.
    pub(crate) fn missing() -> Self {
        Problem::new(
            StatusCode::NOT_FOUND,
            "missing",
            "没有这一页，或者您的岗位看不到它",
            "there is no such page, or your posts do not show it",
        )
        .into()
    }

    fn status(&self) -> StatusCode {
        match self {
            Fault::SignIn { .. } => StatusCode::SEE_OTHER,
            Fault::Stale => StatusCode::FORBIDDEN,
            Fault::Told(problem) => {
                StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// The page that tells it.
    pub(super) fn page(&self, frame: &Frame<'_>) -> Response {
        let look = frame.look();
        let (title, why): (Say, Vec<&str>) = match self {
            Fault::SignIn { back } => {
                let query: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
                return go(&format!("/sign-in?back={query}"));
            }
            Fault::Stale => (shell::STALE, vec![look.say(shell::STALE_WHY)]),
            Fault::Told(problem) => {
                let title = match problem.status {
                    404 => shell::MISSING,
                    403 => shell::FORBIDDEN,
                    500.. => shell::BROKEN,
                    _ => shell::REFUSED,
                };
                let mut why: Vec<&str> = problem
                    .problems
                    .iter()
                    .map(|each| look.text(&each.message))
                    .collect();
                if why.is_empty() {
                    why.push(if look.zh() {
                        &problem.title_zh
                    } else {
                        &problem.title
                    });
                }
                (title, why)
            }
        };
        let code = self.status().as_u16();
        let body = empty(
            super::assets::icon::ALERT_CIRCLE,
            look.say(title),
            &html! {
                @for why in why { p { (why) } }
                p.text-secondary { (code) }
                a.btn.btn-primary href="/today" { (look.say(shell::BACK_TO_TODAY)) }
            },
        );
        let mut response = frame.show(&Page::new(look.say(title), body));
        *response.status_mut() = self.status();
        response
    }
}

pub(super) async fn nothing_here() -> Fault {
    Fault::missing()
}
