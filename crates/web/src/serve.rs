//! The server: routes, limits, request ids, metrics, an orderly end.

use crate::api;
use crate::limits::{Limits, Meter};
use crate::metrics::Metrics;
use crate::pages;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use desk::{Desk, Press, Seat};
use serde_json::json;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument as _;

/// How long a resolved seat is used before its person is looked up again.
const SEAT_LIFE: Duration = Duration::from_secs(2);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every handler can reach.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    desk: Arc<Desk>,
    limits: Limits,
    meter: Meter,
    metrics: Metrics,
    press: Option<Arc<dyn Press>>,
    seats: Mutex<HashMap<String, (Arc<Seat>, Instant)>>,
}

impl App {
    /// The program around a desk, with a press if it sets papers.
    #[must_use]
    pub fn new(desk: Arc<Desk>, limits: Limits, press: Option<Arc<dyn Press>>) -> Self {
        App(Arc::new(Inner {
            desk,
            limits,
            meter: Meter::default(),
            metrics: Metrics::default(),
            press,
            seats: Mutex::default(),
        }))
    }

    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.0.desk
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.0.meter
    }

    /// What sets papers; none in a program built without.
    pub(crate) fn press(&self) -> Option<&Arc<dyn Press>> {
        self.0.press.as_ref()
    }

    /// The person's seat. It is kept for a moment, so that a busy client is not looked up at each request; a post taken
    /// away is gone within that moment.
    pub(crate) fn seat(&self, login: &str) -> Result<Option<Arc<Seat>>, Problem> {
        let now = Instant::now();
        let mut seats = self.0.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seat, since)) = seats.get(login)
            && now.duration_since(*since) < SEAT_LIFE
        {
            return Ok(Some(Arc::clone(seat)));
        }
        let Some(seat) = self.0.desk.seat(login)? else {
            seats.remove(login);
            return Ok(None);
        };
        let seat = Arc::new(seat);
        seats.insert(login.to_owned(), (Arc::clone(&seat), now));
        Ok(Some(seat))
    }
}

/// The address a request comes from, for counting; all are one behind a gateway and in tests.
pub(crate) struct Peer(Option<IpAddr>);

impl std::fmt::Display for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(address) => address.fmt(f),
            None => f.write_str("-"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let known = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Peer(known.map(|info| info.0.ip())))
    }
}

/// All routes.
pub fn router(app: App) -> Router {
    let limits = *app.limits();
    Router::new()
        .nest("/api/v1", api::routes().fallback(nothing_here))
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .merge(pages::routes(&app))
        .layer(middleware::from_fn_with_state(app.clone(), watch))
        // One limit for every body, the program's own.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(limits.body))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            limits.time,
        ))
        .layer(middleware::from_fn(api::plain::as_problem))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_FRAME_OPTIONS,
            HeaderValue::from_static("DENY"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .with_state(app)
}

/// Serves until told to stop, then lets what is under way finish.
///
/// # Errors
/// When the address cannot be had.
pub async fn serve(
    app: App,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    ready(listener.local_addr()?);
    let desk = Arc::clone(app.desk());
    let routes = router(app);
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await?;
    // The writer keeps what it was sent before the program ends.
    tokio::task::spawn_blocking(move || desk.close())
        .await
        .map_err(std::io::Error::other)
}

async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .filter(|id| id.len() <= 64 && id.as_bytes().iter().all(u8::is_ascii_graphic))
        .cloned()
        .or_else(|| HeaderValue::from_str(&app.desk().fresh_id().to_string()).ok());
    if let Some(id) = &id {
        request.headers_mut().insert(REQUEST_ID, id.clone());
    }
    let method = request.method().clone();
    // The route's pattern is logged, not the address: an address may carry what is not to be logged.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let shown = id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or_default();
    // Whatever is told on the way bears the request's id.
    let span = tracing::error_span!("request", id = shown);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status();
    app.0.metrics.count(status.as_u16(), took);
    let (route, micros) = (route.as_deref().unwrap_or("-"), took.as_micros());
    span.in_scope(|| {
        if status.is_server_error() {
            tracing::error!(%method, route, status = status.as_u16(), micros, "a request was not answered as it should be");
        } else {
            tracing::debug!(%method, route, status = status.as_u16(), micros);
        }
    });
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

async fn health(State(app): State<App>) -> Response {
    let head = app.desk().wait_past(u64::MAX, Duration::ZERO);
    let town = app.desk().town().code.to_string();
    Json(json!({ "status": "ok", "town": town, "journal": head, "version": env!("CARGO_PKG_VERSION") }))
        .into_response()
}

async fn metrics(State(app): State<App>) -> Response {
    let head = app.desk().wait_past(u64::MAX, Duration::ZERO);
    let text = app.0.metrics.text(head);
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response()
}

async fn nothing_here() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "missing",
        "没有这个地址",
        "there is nothing at this address",
    )
}
