//! The second step of signing in: turned on, asked for, used once, reset by an administrator and told in the journal.

use crate::office::{Answer, Browser, Office, PASSWORD};
use axum::http::StatusCode;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

const PAGE: &str = "/account/second-step";

/// The six digits an authenticator shows for a secret now, or so much later.
fn shown(secret: &str, later: i64) -> String {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret
        .chars()
        .map(|sign| format!("{:05b}", alphabet.find(sign).unwrap()))
        .collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|eight| u8::from_str_radix(std::str::from_utf8(eight).unwrap(), 2).unwrap())
        .collect();
    let step = u64::try_from((jiff::Timestamp::now().as_millisecond() + later) / 30_000).unwrap();
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let four = [digest[at] & 0x7F, digest[at + 1], digest[at + 2], digest[at + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split_once(before).unwrap().1;
    rest.split_once(after).unwrap().0
}

fn offered(page: &str) -> String {
    between(page, "name=\"secret\" value=\"", "\"").to_owned()
}

/// Turns it on and answers with the secret and the recovery codes.
async fn turned_on(browser: &mut Browser) -> (String, Vec<String>) {
    let secret = offered(&browser.get(PAGE).await.body);
    let code = shown(&secret, 0);
    let fields = [("secret", &*secret), ("code", &*code), ("so_far", PASSWORD)];
    let answer = browser.post(PAGE, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let list = between(&answer.body, "<ol class=\"recovery\">", "</ol>");
    let codes = list.split("<code>").skip(1);
    let codes = codes.map(|part| part.split('<').next().unwrap().to_owned());
    (secret, codes.collect())
}

/// Gives the password and then a code.
async fn sign_in(office: &Office, browser: &mut Browser, code: &str) -> Answer {
    let page = browser.sign_in(office, "wang", "/account").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        !browser.cookies.contains_key("yb_session"),
        "a password alone opens nothing"
    );
    let awaited = between(&page.body, "name=\"awaited\" value=\"", "\"").to_owned();
    let fields = [("awaited", &*awaited), ("code", code), ("back", "/account")];
    browser.post("/sign-in/code", &fields).await
}

#[tokio::test]
async fn a_second_step_takes_a_code_of_the_picture_shown_and_the_password() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let page = wang.get(PAGE).await.body;
    assert!(page.contains("<svg class=\"qr\"") && page.contains("验证器"));
    let secret = offered(&page);
    let code = shown(&secret, 0);
    for (code, password) in [("000000", PASSWORD), (&*code, "wrong")] {
        let fields = [("secret", &*secret), ("code", code), ("so_far", password)];
        let answer = wang.post(PAGE, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(offered(&answer.body), secret, "the same picture is shown again");
    }
    let (_, codes) = turned_on(&mut wang).await;
    assert_eq!(codes.len(), 10);
    assert!(!wang.get(PAGE).await.body.contains(&codes[0]), "shown once");
}

#[tokio::test]
async fn signing_in_then_asks_for_a_code_that_opens_once() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let (secret, _) = turned_on(&mut wang).await;
    let mut other = office.browser();
    let answer = sign_in(&office, &mut other, "123 456").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
    // The one it was turned on with is used.
    let code = shown(&secret, 30_000);
    let answer = sign_in(&office, &mut other, &code).await;
    assert_eq!(answer.location(), "/account", "{}", answer.body);
    assert_eq!(other.get("/account").await.status, StatusCode::OK);
    let mut third = office.browser();
    let answer = sign_in(&office, &mut third, &code).await;
    assert_eq!(
        answer.status,
        StatusCode::FORBIDDEN,
        "a code seen over a shoulder"
    );
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_what_nobody_awaits_opens_nothing() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let (_, recovery) = turned_on(&mut wang).await;
    for expected in [StatusCode::SEE_OTHER, StatusCode::FORBIDDEN] {
        let mut other = office.browser();
        let answer = sign_in(&office, &mut other, &recovery[0]).await;
        assert_eq!(answer.status, expected);
    }
    let mut other = office.browser();
    other.get("/sign-in").await;
    let fields = [("awaited", "made up"), ("code", &*recovery[1])];
    let answer = other.post("/sign-in/code", &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_administrator_resets_it_and_the_journal_says_so_without_its_secret() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let (secret, _) = turned_on(&mut wang).await;
    let reset = "/settings/people/wang/second-step";
    assert_eq!(wang.post(reset, &[]).await.status, StatusCode::FORBIDDEN);
    let mut root = office.signed_in("root").await;
    assert!(root.get("/settings/people/wang").await.body.contains(reset));
    assert_eq!(root.post(reset, &[]).await.location(), "/settings/people/wang");
    assert_eq!(
        root.post(reset, &[]).await.status,
        StatusCode::NOT_FOUND,
        "there is none any more"
    );
    let lines = office.desk.trusted_seat("owner").journal(0, 1000).unwrap();
    let told = lines.iter().filter(|line| line.text.contains("second-step"));
    assert_eq!(told.count(), 2, "turned on and reset");
    assert!(lines.iter().all(|line| !line.text.contains(&secret)));
    let mut other = office.browser();
    let answer = other.sign_in(&office, "wang", "/account").await;
    assert_eq!(answer.location(), "/account", "the password alone opens again");
}

#[tokio::test]
async fn it_is_turned_off_by_who_knows_the_password() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    turned_on(&mut wang).await;
    let end = format!("{PAGE}/end");
    let answer = wang.post(&end, &[("so_far", "wrong")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = wang.post(&end, &[("so_far", PASSWORD)]).await;
    assert_eq!(answer.location(), "/account");
    let mut other = office.browser();
    let answer = other.sign_in(&office, "wang", "/account").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}
