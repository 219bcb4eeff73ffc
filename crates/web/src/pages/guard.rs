//! Who looks at a page, and whether a form comes from one of ours.
//!
//! A session's secret lives in a cookie that script cannot read. Forms carry a token made from that secret: whoever can
//! make a browser send the cookie still cannot make the token.

use super::fault::Fault;
use super::form::{self, Form};
use super::look::{Look, cookie};
use super::shell::Frame;
use crate::limits;
use crate::problem::Problem;
use crate::serve::App;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::{Action, DeskError, Seat};
use sha2::{Digest as _, Sha256};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;

/// Holds the session's secret name.
pub(super) const SESSION: &str = "yb_session";
/// Holds a secret for forms before signing in.
pub(super) const VISIT: &str = "yb_visit";
/// The field of a form that carries its token.
pub(super) const TOKEN: &str = "_token";

/// Someone at a page, signed in or not.
#[derive(Clone)]
pub(crate) struct Visit {
    /// How pages look.
    pub(crate) look: Look,
    /// The page's path and query.
    pub(crate) path: String,
    /// Told to the person once.
    pub(crate) flash: Option<super::flash::Flash>,
    /// The secret that tokens are made from.
    pub(super) secret: Option<String>,
    /// The connection is encrypted up to the browser.
    pub(super) secure: bool,
    pub(super) agent: String,
}

/// A person of the town, signed in.
#[derive(Clone)]
pub(crate) struct Staff {
    /// The person's seat.
    pub(crate) seat: Arc<Seat>,
    /// The visit.
    pub(crate) visit: Arc<Visit>,
    /// The person's own session.
    pub(super) session: Arc<str>,
}

/// A form sent by a person of the town, its token checked.
pub(crate) struct Posted {
    /// Who sent it.
    pub(crate) staff: Staff,
    /// What it says.
    pub(crate) form: Form,
}

/// A form sent by whoever it may be, its token checked.
pub(crate) struct Knock {
    pub(super) visit: Arc<Visit>,
    pub(super) form: Form,
}

impl Visit {
    fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        Visit {
            look: Look::of(headers),
            path: uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            flash: super::flash::Flash::of(headers),
            secret: cookie(headers, SESSION)
                .or_else(|| cookie(headers, VISIT))
                .map(str::to_owned),
            secure: text("x-forwarded-proto").is_some_and(|scheme| scheme == "https"),
            agent: text("user-agent").unwrap_or_default().to_owned(),
        }
    }

    /// The token that this visit's forms carry.
    pub(crate) fn token(&self) -> String {
        self.secret.as_deref().map(token).unwrap_or_default()
    }
}

impl Staff {
    /// How pages look.
    pub(crate) fn look(&self) -> Look {
        self.visit.look
    }

    /// Whether this person may do something with the records of at least one pack, somewhere.
    pub(crate) fn may_in_any_pack(&self, action: Action) -> bool {
        let shelf = self.seat.desk().shelf();
        let packs = shelf.packs().iter();
        packs
            .into_iter()
            .any(|pack| self.seat.actor().may_somewhere(action, &pack.name))
    }

    /// Does something that reads the disk where it holds up nobody.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Staff) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, Fault> {
        let staff = self.clone();
        Ok(crate::blocking::blocking(move || work(&staff)).await?)
    }
}

/// A form's token: nothing is learnt from it of the secret it is made from.
pub(super) fn token(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("yiben form {secret}")))
}

/// Finds out who asks, and shows what went wrong as a page in that person's language.
pub(super) async fn dress(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let visit = Arc::new(Visit::of(request.headers(), request.uri()));
    let staff = match staff_of(&app, &visit, request.headers()) {
        Ok(staff) => staff,
        Err(problem) => return Fault::from(problem).page(&Frame::of(&visit, None)),
    };
    if let Some(staff) = &staff {
        request.extensions_mut().insert(staff.clone());
    }
    request.extensions_mut().insert(Arc::clone(&visit));
    let mut response = next.run(request).await;
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        response = fault.page(&Frame::of(&visit, staff.as_ref()));
    }
    if visit.flash.is_some() && response.status().is_success() {
        super::flash::Flash::clear(response.headers_mut());
    }
    response
}

fn staff_of(app: &App, visit: &Arc<Visit>, headers: &HeaderMap) -> Result<Option<Staff>, Problem> {
    let Some(session) = cookie(headers, SESSION) else {
        return Ok(None);
    };
    let Some(login) = app.desk().signed_in(session) else {
        return Ok(None);
    };
    app.meter()
        .take(&login, app.limits().requests_per_second, Instant::now())
        .map_err(limits::too_many)?;
    Ok(app.seat(&login)?.map(|seat| Staff {
        seat,
        visit: Arc::clone(visit),
        session: session.into(),
    }))
}

impl FromRequestParts<App> for Staff {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Staff>()
            .cloned()
            .ok_or_else(|| Fault::SignIn {
                // What a form was to do cannot be done again by going back to its address.
                back: if parts.method.is_safe() {
                    parts.uri.to_string()
                } else {
                    "/today".to_owned()
                },
            })
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        let known = parts.extensions.get::<Arc<Visit>>();
        Ok(known.map_or_else(
            || Visit::of(&parts.headers, &parts.uri),
            |visit| (**visit).clone(),
        ))
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let staff = Staff::from_request_parts(&mut parts, app).await?;
        let form = checked(&staff.visit, Request::from_parts(parts, body), app).await?;
        Ok(Posted { staff, form })
    }
}

impl FromRequest<App> for Knock {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Self::Rejection> {
        let visit = Arc::new(Visit::of(request.headers(), request.uri()));
        let form = checked(&visit, request, app).await?;
        Ok(Knock { visit, form })
    }
}

async fn checked(visit: &Visit, request: Request, app: &App) -> Result<Form, Fault> {
    let foreign = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none");
    if foreign {
        return Err(Fault::Stale);
    }
    let form = form::read(request, app).await?;
    let expected = visit.token();
    if expected.is_empty() || !same(form.get(TOKEN).as_bytes(), expected.as_bytes()) {
        return Err(Fault::Stale);
    }
    Ok(form)
}

/// Compares in a time that does not tell where the first difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// A cookie for this program only, out of script's reach. `Secure` where the connection is.
pub(super) fn set_cookie(visit: &Visit, name: &str, value: &str, seconds: u32) -> HeaderValue {
    let secure = if visit.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// A path within this program, whatever was asked for: no other site is ever redirected to.
pub(super) fn own_path(text: &str) -> &str {
    let own = text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own { text } else { "/today" }
}

/// Sends the browser on to a path within this program.
pub(crate) fn go(path: &str) -> Response {
    let location = HeaderValue::from_str(own_path(path)).unwrap_or(HeaderValue::from_static("/today"));
    (axum::http::StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_within_the_program_are_gone_to() {
        for path in ["/today", "/registers/dispute?filter=a", "/"] {
            assert_eq!(own_path(path), path);
        }
        for path in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "",
            "/a\nb",
            "/ a",
        ] {
            assert_eq!(own_path(path), "/today", "{path}");
        }
    }

    #[test]
    fn a_token_belongs_to_one_secret() {
        assert_ne!(token("a"), token("b"));
        assert_eq!(token("a"), token("a"));
    }
}
