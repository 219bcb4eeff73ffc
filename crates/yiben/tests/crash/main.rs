//! Killing the server at any moment loses nothing that was acknowledged, leaves nothing half written, and keeps the book
//! whole. `YIBEN_KILLS` says how often (a few unless told; a release is tried with two hundred).
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and tells what it did"
)]

mod client;
mod damage;
mod full;
mod town;

use client::{Answer, Client};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use town::{Served, Town};

const CLIENTS: u64 = 8;
/// Rebuilding goes over the whole journal, so it is done once for so many kills.
const REBUILD_EVERY: u64 = 20;

/// What a client was told: the version a record had at least.
#[derive(Default)]
struct Told {
    /// By name of record.
    versions: HashMap<String, u64>,
    /// Records made, by submission.
    made: HashMap<String, String>,
    /// Submissions that got no answer: whether they were kept is open until they are sent again.
    open: Vec<(String, Value)>,
}

pub(crate) fn body(nr: u64) -> Value {
    json!({ "fields": {
        "title": format!("纠纷{nr}"), "place": format!("33022610520{}", 8 + nr % 2), "outline": "两户为宅基地边界起争执",
        "category": if nr.is_multiple_of(3) { "neighbour" } else { "boundary" }, "reported_on": "2024-03-05",
    }})
}

#[test]
fn nothing_acknowledged_is_lost_however_the_server_is_killed() {
    let kills: u64 = std::env::var("YIBEN_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(4);
    let town = Town::make();
    let told = Mutex::new(Told::default());
    let next = AtomicU64::new(0);
    let mut moment = 0x9e37_79b9_7f4a_7c15_u64;
    for kill in 1..=kills {
        let mut served = town.serve();
        send_open_again(&served, &told);
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let until_killed = Duration::from_millis(20 + (moment >> 33) % 700);
        let address = served.address.clone();
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (address, token, told, next) = (&address, &town.token, &told, &next);
                scope.spawn(move || write_on(client, address, token, told, next));
            }
            std::thread::sleep(until_killed);
            served.kill();
        });
        assert_eq!(town.run(&["verify"]), 0, "the chain is broken after kill {kill}");
        if kill.is_multiple_of(REBUILD_EVERY) || kill == kills {
            assert_eq!(
                town.run(&["rebuild"]),
                0,
                "the tables differ from the journal after kill {kill}"
            );
        }
    }
    let served = town.serve();
    send_open_again(&served, &told);
    let told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
    check(&served, &told, &town);
    println!(
        "{kills} kills, {} records kept, {} writes told",
        told.made.len(),
        told.versions.values().sum::<u64>()
    );
}

/// Makes and amends records until the server is gone.
fn write_on(client: u64, address: &str, token: &str, told: &Mutex<Told>, next: &AtomicU64) {
    let Ok(mut line) = Client::open(address, token) else {
        return;
    };
    let mut last: Option<(String, u64)> = None;
    loop {
        let nr = next.fetch_add(1, Ordering::Relaxed);
        if let Some((id, version)) = last.take().filter(|_| nr.is_multiple_of(4)) {
            let path = format!("/api/v1/registers/dispute/records/{id}");
            let change = json!({ "fields": { "outline": format!("补充说明{nr}") } });
            match line.send("PATCH", &path, &[("If-Match", format!("\"{version}\""))], &change) {
                Ok(Answer { status: 200, body }) => remember(told, &body),
                Ok(answer) => panic!("amending was refused: {} {}", answer.status, answer.body),
                Err(_) => return,
            }
            continue;
        }
        let submission = format!("c{client}-{nr}");
        let body = body(nr);
        let sent = line.send(
            "POST",
            "/api/v1/registers/dispute/records",
            &[("Idempotency-Key", submission.clone())],
            &body,
        );
        match sent {
            Ok(Answer { status: 201, body }) => {
                remember(told, &body);
                let id = body["record"]["id"].as_str().unwrap_or_default().to_owned();
                lock(told).made.insert(submission, id.clone());
                last = Some((id, 1));
            }
            Ok(answer) => panic!("a record was refused: {} {}", answer.status, answer.body),
            Err(_) => {
                lock(told).open.push((submission, body));
                return;
            }
        }
    }
}

fn lock(told: &Mutex<Told>) -> std::sync::MutexGuard<'_, Told> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remember(told: &Mutex<Told>, answer: &Value) {
    let id = answer["record"]["id"].as_str().unwrap_or_default().to_owned();
    let version = answer["record"]["version"].as_u64().unwrap_or_default();
    lock(told).versions.insert(id, version);
}

/// Sends what got no answer once more, as any client would.
fn send_open_again(served: &Served, told: &Mutex<Told>) {
    let open = std::mem::take(&mut lock(told).open);
    let mut line = Client::open(&served.address, &served.token).expect("the server takes connections");
    for (submission, body) in open {
        let answer = line
            .send(
                "POST",
                "/api/v1/registers/dispute/records",
                &[("Idempotency-Key", submission.clone())],
                &body,
            )
            .expect("the server answers");
        assert!(
            matches!(answer.status, 200 | 201),
            "{} {}",
            answer.status,
            answer.body
        );
        remember(told, &answer.body);
        let id = answer.body["record"]["id"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        lock(told).made.insert(submission, id);
    }
}

/// Every record told of is there, at its version or a later one that got no answer; and there are no others.
fn check(served: &Served, told: &Told, town: &Town) {
    let mut line = Client::open(&served.address, &served.token).expect("the server takes connections");
    let mut found: HashMap<String, u64> = HashMap::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/registers/dispute/records?limit=200&sort=id{after}");
        let page = line
            .send("GET", &path, &[], &Value::Null)
            .expect("the server answers")
            .body;
        for record in page["records"].as_array().into_iter().flatten() {
            let id = record["id"].as_str().unwrap_or_default().to_owned();
            found.insert(id, record["version"].as_u64().unwrap_or_default());
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    for (id, version) in &told.versions {
        let kept = found
            .get(id)
            .unwrap_or_else(|| panic!("the record {id} was acknowledged and is gone"));
        assert!(
            kept >= version,
            "the record {id} was told to have version {version} and has {kept}"
        );
    }
    assert_eq!(found.len(), told.made.len(), "each submission made one record");
    assert_eq!(
        town.figure("disputes.reported", "2024"),
        found.len().to_string(),
        "the live figure counts them all"
    );
}
