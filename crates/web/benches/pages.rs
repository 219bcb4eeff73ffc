//! `cargo bench -p yiben-web`: how long the server takes for each page, on the town in `YIBEN_TOWN` (a folder that
//! `yiben demo` made), signed in as `pingan`; without a network, so that only the program is measured.
#![allow(clippy::print_stdout, reason = "a bench tells what it measured")]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use desk::{Desk, Entered, Town};
use http_body_util::BodyExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt as _;
use web::{App, Limits, router};

/// Requests for each page, after one that is not counted.
const REQUESTS: usize = 100;
/// Ninety-five of a hundred answers come within this, in milliseconds; layers of the map are data and not pages.
const MOST: f64 = 50.0;
const PAGES: [&str; 16] = [
    "/today",
    "/registers/hazard",
    "/indicators",
    "/indicators?period=2024",
    "/indicators?period=2024-01/2024-11",
    "/indicators/disputes.settled?period=2024",
    "/indicators/hazards.found?period=2024&by=place",
    "/indicators/hazards.found?period=2024&by=place,field",
    "/indicators/disputes.settlement_rate?period=2024&by=place&compare=true",
    "/indicators/hazards.found/lineage?period=2024",
    "/indicators/hazards.found/lineage?period=2024&all=1",
    "/indicators/compare?i=disputes.settled&i=hazards.found&year=2023&year=2024",
    "/map",
    "/map?standing=all",
    "/map/layers/dispute?standing=all",
    "/map/layers/hazard?standing=all",
];

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let Some(folder) = std::env::var_os("YIBEN_TOWN") else {
        println!("YIBEN_TOWN names no town; make one with `yiben demo --no-serve --data FOLDER`");
        return Ok(());
    };
    let desk = Arc::new(Desk::open(Town::open(folder.as_ref())?)?);
    let password = desk.fresh_secret()?;
    desk.town().secrets.set_password("pingan", &password)?;
    let Entered::Session(session) = desk.sign_in("pingan", &password, "bench")? else {
        return Err("pingan signs in with a second step; take another town".into());
    };
    let limits = Limits {
        requests_per_second: 0,
        ..Limits::default()
    };
    let routes = router(App::new(Arc::clone(&desk), limits, None));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    println!("{:>8} {:>8} {:>8}  page", "p50 ms", "p95 ms", "kB");
    for page in PAGES {
        let (mut times, size) = runtime.block_on(asked(&routes, &session, page))?;
        times.sort_unstable();
        let at = |hundredth: usize| times[times.len() * hundredth / 100].as_secs_f64() * 1000.0;
        let mark = if at(95) > MOST { "  slow" } else { "" };
        println!("{:8.1} {:8.1} {:8}  {page}{mark}", at(50), at(95), size / 1024);
    }
    desk.close();
    Ok(())
}

/// How long each answer took, and how large it is.
async fn asked(routes: &Router, session: &str, page: &str) -> Result<(Vec<Duration>, usize), Failure> {
    let mut times = Vec::new();
    let mut size = 0;
    for nth in 0..=REQUESTS {
        let request = Request::builder()
            .uri(page)
            .header(header::COOKIE, format!("yb_session={session}"))
            .body(Body::empty())?;
        let began = Instant::now();
        let response = routes.clone().oneshot(request).await?;
        let status = response.status();
        size = response.into_body().collect().await?.to_bytes().len();
        if nth > 0 {
            times.push(began.elapsed());
        }
        if !status.is_success() {
            return Err(format!("{page} was answered with {status}").into());
        }
    }
    Ok((times, size))
}
