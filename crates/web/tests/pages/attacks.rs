//! Hostile texts through every door: a pack of every type of field, with markup in every name and every value.

use crate::office::{Office, VILLAGE};
use axum::http::StatusCode;
use serde_json::{Value as Json, json};

const EVIL: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// Every type of field but the table, which the pack below has too.
const TYPES: [&str; 26] = [
    "text",
    "long_text",
    "bool",
    "integer",
    "decimal(2)",
    "money",
    "date",
    "month",
    "year",
    "time",
    "code(kind)",
    "place",
    "point",
    "line",
    "polygon",
    "person",
    "citizen_id",
    "phone",
    "enterprise",
    "industry",
    "office",
    "link(evil)",
    "file",
    "photo",
    "signature",
    "checklist(walk)",
];

/// A pack with all of them; `TITLE` stands for a name with markup in both languages.
const PACK: &str = r#"
name = "evil"
version = 1
HEAD
[codes.kind]
HEAD
source = { TITLE }
codes = [{ code = "a", TITLE }]
[checklists.walk]
HEAD
points = 10
items = [{ code = "i", group = { TITLE }, TITLE, each = 1, most = 5 }]
[registers.evil]
HEAD
record = { TITLE }
place = "area"
label = ["name", "f0"]
columns = ["name", "f1", "f15", "f20"]
search = ["name", "f1"]
fields = [
  { name = "area", TITLE, type = "place", required = true },
  { name = "name", TITLE, type = "text", required = true },
  { name = "secret", TITLE, type = "text", sensitive = "all" },
  { name = "period", TITLE, type = "month", required = true },
  { name = "walk", TITLE, type = "checklist(walk)" },
  { name = "points", TITLE, type = "decimal(1)", computed = "score(walk)" },
  { name = "standing", TITLE, type = "integer" },
  { name = "rows", TITLE, type = "table", columns = [{ name = "cell", TITLE, type = "text" }] },
  FIELDS
]
[registers.evil.round]
month = "period"
each = "village"
findings = "walk"
score = "points"
rank = "standing"
[registers.evil.loop]
states = [{ name = "open", TITLE }, { name = "shut", TITLE, closed = true }]
steps = [{ name = "shut", TITLE, from = ["open"], to = "shut", own = true, asks = ["standing"], publishes = ["name"], documents = ["paper"] }]
[[documents]]
name = "paper"
HEAD
register = "evil"
body = "{{ name }} {{ f1 }}"
"#;

fn office() -> Office {
    let title = "zh = '<img src=x onerror=alert(1)>邪', en = '<img src=x onerror=alert(1)>Evil'";
    let fields: Vec<String> = TYPES
        .iter()
        .enumerate()
        .map(|(at, kind)| format!("{{ name = \"f{at}\", TITLE, type = \"{kind}\", help = {{ TITLE }} }}"))
        .collect();
    let text = PACK
        .replace("FIELDS", &fields.join(",\n  "))
        .replace("HEAD", &title.replace(", ", "\n"))
        .replace("TITLE", title);
    let parsed = pack::parse(&text);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let office = Office::open();
    office.desk.set_clock(ledger::Moment(1_772_688_000_000));
    let owner = office.desk.trusted_seat("owner");
    owner.adopt_pack(&parsed.pack.unwrap()).unwrap();
    office
}

/// Markup wherever a text of one's own can stand.
fn values() -> Json {
    // A file's name holds no slash.
    let file = |sign: &str| format!("{}:<img src=x onerror=alert(1)>", sign.repeat(64));
    json!({
        "area": VILLAGE, "name": EVIL, "secret": EVIL, "period": "2026-03", "rows": [{ "cell": EVIL }],
        "walk": [{ "item": "i", "count": 1, "note": EVIL, "photo": file("a") }],
        "f0": EVIL, "f1": EVIL, "f15": EVIL, "f20": EVIL, "f22": file("b"), "f23": file("c"), "f24": file("d"),
    })
}

/// What must stand on no page.
fn has_markup(body: &str) -> bool {
    body.contains("<script>alert") || body.contains("<img src=x")
}

#[tokio::test]
async fn markup_in_any_name_and_any_value_is_text_on_every_page() {
    let office = office();
    let path = office.made("evil", values());
    let mut root = office.signed_in("root").await;
    for look in ["zh", "en"] {
        root.cookies.insert("yb_look".to_owned(), look.to_owned());
        for page in [
            &*path,
            &format!("{path}/edit"),
            &format!("{path}/steps/shut"),
            &format!("{path}/papers/paper"),
            &format!("{path}?did=shut"),
            "/registers/evil",
            "/registers/evil/new",
            "/registers/evil/new?name=%3Cscript%3Ealert(1)",
            "/registers/evil?q=%3Cimg+src%3Dx&f.f0=%3Cscript%3Ealert",
            "/loops/evil",
            "/loops",
            "/today",
            "/messages",
            "/search?q=%3Cscript%3Ealert",
            "/checks",
            "/checks/evil/2026-03",
            "/checks/evil/2026-03/bulletin",
            "/settings/packs",
            "/settings/packs/evil",
            "/settings/journal",
        ] {
            let answer = root.get(page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
            assert!(!has_markup(&answer.body), "{page} ({look})");
        }
    }
}

#[tokio::test]
async fn markup_in_every_input_comes_back_as_text_when_the_form_is_refused() {
    let office = office();
    let mut root = office.signed_in("root").await;
    let names: Vec<String> = (0..TYPES.len()).map(|at| format!("f{at}")).collect();
    let mut fields: Vec<(&str, &str)> = vec![
        ("_once", EVIL),
        ("_rows.rows", EVIL),
        ("rows[0].cell", EVIL),
        ("f25[i].count", EVIL),
    ];
    let own = ["area", "name", "period", "secret", "walk"];
    for name in names.iter().map(|name| &**name).chain(own) {
        fields.push(("_on", name));
        fields.push((name, EVIL));
    }
    for wish in ["submit", "again", "total"] {
        let mut sent = fields.clone();
        sent.push(("_do", wish));
        let answer = root.post("/registers/evil/new", &sent).await;
        let refused = answer.status == StatusCode::UNPROCESSABLE_ENTITY;
        assert_eq!(refused, wish == "submit", "{wish}: {}", answer.status);
        assert!(!has_markup(&answer.body), "{wish}");
    }
}

#[tokio::test]
async fn every_form_is_refused_without_its_token_and_from_another_site() {
    let office = office();
    let path = office.made("evil", values());
    let mut root = office.signed_in("root").await;
    for to in [
        "/account/password",
        "/account/second-step",
        "/account/second-step/end",
        "/checks/evil/2026-03/publish",
        "/evaluations/land.above_scale/2025/keep",
        "/evaluations/land.above_scale/2025/steps/verify",
        "/look",
        "/registers/evil/new",
        "/registers/evil/views",
        &format!("{path}/edit"),
        &format!("{path}/papers"),
        &format!("{path}/reveal"),
        &format!("{path}/settle"),
        &format!("{path}/steps/shut"),
        &format!("{path}/withdraw"),
        "/settings/packs/adopt",
        "/settings/people/wang",
        "/settings/people/wang/second-step",
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
    ] {
        let answer = root.post_with_token(to, &[], "guessed").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{to}");
        let own = format!("_token={}", root.token());
        let foreign = [("sec-fetch-site", "cross-site")];
        let answer = root.send("POST", to, &foreign, own).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{to}");
    }
}

#[tokio::test]
async fn no_attachment_is_had_by_a_path() {
    let office = office();
    let path = office.made("evil", values());
    let mut root = office.signed_in("root").await;
    for name in [
        "..%2F..%2Fsecrets.json",
        "%2e%2e%2f%2e%2e%2fkey",
        "..%5C..%5Ckey",
        "%2Fetc%2Fpasswd",
        "....%2F%2F....%2F%2Fkey",
        "a%00b",
        &"g".repeat(64),
    ] {
        let answer = root.get(&format!("{path}/files/{name}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
}
