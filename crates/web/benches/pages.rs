//! `cargo bench -p yiben-web`: how long the server takes for each page, on the town in `YIBEN_TOWN` (a folder that
//! `yiben demo` made), as the
//! office of peace and law and the administrator see them; without a network, so that only the program is measured.
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

/// Requests for each page, after a first one by which the store learns what is wanted.
const REQUESTS: usize = 100;
/// Ninety-five of a hundred answers come within this, in milliseconds, or within `YIBEN_BENCH_MOST`; layers of the map are
/// data and not pages.
const MOST: f64 = 50.0;
/// Who looks at which pages.
const LOOKS: [(&str, &[&str]); 2] = [
    (
        "pingan",
        &[
            "/today",
            "/messages",
            "/loops",
            "/loops/dispute",
            "/registers/dispute",
            "/registers/dispute?q=%E6%BB%B4%E6%B0%B4",
            "/registers/dispute?sort=title",
            "/registers/dispute?sort=-changed_at",
            "/registers/dispute?f.category=family&state=mediating",
            "/registers/hazard",
            "/registers/hazard?sort=site_name&place=330226105208",
            "/registers/hazard?f.field=gas&f.site=clinic&place=330226105208",
            "/registers/hazard?f.grade=major-1",
            "/registers/hazard?late=1&sort=-found_on",
            "/registers/hazard?count=1",
            "/search?q=%E6%BB%B4%E6%B0%B4",
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
        ],
    ),
    (
        "admin",
        &[
            "/commitments",
            "/commitments?by=chapter",
            "/reports",
            "/reports/2024",
            "/checks",
            "/checks/environment_check/2024-11",
            "/evaluations",
            "/disclosures?year=2024",
            "/imports",
            "/forms",
            "/account/second-step",
            "/settings/people",
            "/settings/places",
            "/settings/packs",
            "/settings/packs/disputes",
            "/settings/journal",
        ],
    ),
];

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let Some(folder) = std::env::var_os("YIBEN_TOWN") else {
        println!("YIBEN_TOWN names no town; make one with `yiben demo --no-serve --data FOLDER`");
        return Ok(());
    };
    let desk = Arc::new(Desk::open(Town::open(folder.as_ref())?)?);
    let limits = Limits {
        requests_per_second: 0,
        ..Limits::default()
    };
    let routes = router(App::new(Arc::clone(&desk), limits, None));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let most = std::env::var("YIBEN_BENCH_MOST").map_or(Ok(MOST), |most| most.parse())?;
    let mut first = Vec::new();
    for (login, pages) in LOOKS {
        let session = signed_in(&desk, login)?;
        for page in pages {
            let (time, size) = runtime.block_on(asked(&routes, &session, page))?;
            first.push((session.clone(), *page, milliseconds(time), size));
        }
    }
    // What the store does when nobody writes, such as an index for what was sorted.
    desk.rest()?;
    println!(
        "{:>8} {:>8} {:>8} {:>8}  page",
        "first ms", "p50 ms", "p95 ms", "kB"
    );
    for (session, page, first, size) in first {
        let times = (0..REQUESTS).map(|_| runtime.block_on(asked(&routes, &session, page)));
        let mut times: Vec<Duration> = times.map(|asked| Ok(asked?.0)).collect::<Result<_, Failure>>()?;
        times.sort_unstable();
        let at = |hundredth: usize| milliseconds(times[times.len() * hundredth / 100]);
        let mark = if at(95) > most { "  slow" } else { "" };
        println!(
            "{first:8.1} {:8.1} {:8.1} {:8}  {page}{mark}",
            at(50),
            at(95),
            size / 1024
        );
    }
    desk.close();
    Ok(())
}

/// A session of a person of the town, under a password made for the bench.
fn signed_in(desk: &Arc<Desk>, login: &str) -> Result<String, Failure> {
    let password = desk.fresh_secret()?;
    desk.town().secrets.set_password(login, &password)?;
    match desk.sign_in(login, &password, "bench")? {
        Entered::Session(session) => Ok(session),
        _ => Err(format!("{login} signs in with a second step; take another town").into()),
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// How long the answer took, and how large it is.
async fn asked(routes: &Router, session: &str, page: &str) -> Result<(Duration, usize), Failure> {
    let request = Request::builder()
        .uri(page)
        .header(header::COOKIE, format!("yb_session={session}"))
        .body(Body::empty())?;
    let began = Instant::now();
    let response = routes.clone().oneshot(request).await?;
    let status = response.status();
    let size = response.into_body().collect().await?.to_bytes().len();
    let took = began.elapsed();
    if !status.is_success() {
        return Err(format!("{page} was answered with {status}").into());
    }
    Ok((took, size))
}
