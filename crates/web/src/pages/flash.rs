//! What is told once after something was done, carried over the redirect in a cookie.

use super::guard::{Visit, set_cookie};
use super::look::{Look, cookie};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pack::Text;
use serde::{Deserialize, Serialize};

const COOKIE: &str = "yb_flash";
/// Most characters told; a cookie holds no more than 4 kB.
const MOST: usize = 400;

/// How it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mood {
    /// It was done.
    Done,
    /// It was done, but look.
    Mind,
    /// It was not done.
    Failed,
}

/// Something told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flash {
    /// How it is meant.
    pub(crate) mood: Mood,
    /// What is told.
    pub(crate) text: String,
}

impl Flash {
    /// It was done.
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Flash {
            mood: Mood::Done,
            text: text.into(),
        }
    }

    /// It was not done.
    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Flash {
            mood: Mood::Failed,
            text: text.into(),
        }
    }

    /// It was done, and these warnings go with it.
    pub(crate) fn done_but<'a>(look: Look, done: &str, warnings: impl IntoIterator<Item = &'a Text>) -> Self {
        let mut flash = Flash::done(done);
        for warning in warnings {
            flash.mood = Mood::Mind;
            flash.text.push(if look.zh() { '；' } else { ' ' });
            flash.text.push_str(look.text(warning));
        }
        flash
    }

    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cookie(headers, COOKIE)?).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    pub(super) fn clear(headers: &mut HeaderMap) {
        headers.append(
            header::SET_COOKIE,
            HeaderValue::from_static("yb_flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
        );
    }

    /// The response with this to be told on the next page.
    pub(crate) fn on(mut self, visit: &Visit, mut response: Response) -> Response {
        self.text = self.text.chars().take(MOST).collect();
        if let Ok(json) = serde_json::to_vec(&self) {
            response.headers_mut().append(
                header::SET_COOKIE,
                set_cookie(visit, COOKIE, &URL_SAFE_NO_PAD.encode(json), 60),
            );
        }
        response
    }
}
