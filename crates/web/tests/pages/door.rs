//! Who is let in, what is refused, and what a page may do.

use crate::office::{self, Office};
use axum::http::{StatusCode, header};

#[tokio::test]
async fn who_is_not_signed_in_sees_only_the_door_and_comes_back_to_where_they_went() {
    let office = Office::open();
    let mut browser = office.browser();
    let answer = browser.get("/account").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/sign-in?back=%2Faccount");
    let answer = browser.sign_in(&office, "wang", "/account").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.location(), "/account");
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn after_signing_in_only_paths_within_the_program_are_gone_to() {
    let office = Office::open();
    for elsewhere in [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let mut browser = office.browser();
        let answer = browser.sign_in(&office, "wang", elsewhere).await;
        assert_eq!(answer.location(), "/today", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_session_gets_a_fresh_name_at_signing_in_whatever_the_browser_brought() {
    let office = Office::open();
    let mut browser = office.browser();
    browser
        .cookies
        .insert("yb_session".to_owned(), "planted".to_owned());
    browser.sign_in(&office, "wang", "/today").await;
    let session = browser.cookies["yb_session"].clone();
    assert_ne!(session, "planted");
    let mut other = office.browser();
    other
        .cookies
        .insert("yb_session".to_owned(), "planted".to_owned());
    assert_eq!(other.get("/today").await.status, StatusCode::SEE_OTHER);
    // A secret planted before signing in opens no forms afterwards either.
    let visit = browser.cookies.get("yb_visit").cloned().unwrap_or_default();
    assert_ne!(visit, session);
}

#[tokio::test]
async fn a_session_that_was_ended_opens_nothing() {
    let office = Office::open();
    let mut browser = office.signed_in("wang").await;
    let kept = browser.cookies.clone();
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let mut old = office.browser();
    old.cookies = kept;
    assert_eq!(old.get("/today").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_without_its_token_or_with_anothers_changes_nothing() {
    let office = Office::open();
    let mut browser = office.signed_in("wang").await;
    let other = office.signed_in("li").await;
    for token in ["", "wrong", &other.token()] {
        let answer = browser.post_with_token("/sign-out", &[], token).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let answer = browser
        .send(
            "POST",
            "/sign-out",
            &[("sec-fetch-site", "cross-site")],
            format!("_token={}", browser.token()),
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/today").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_page_forbids_frames_inline_script_and_foreign_content() {
    let office = Office::open();
    let mut browser = office.signed_in("wang").await;
    for path in ["/today", "/account", "/nothing", "/registers/none", "/sign-in"] {
        let answer = browser.get(path).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY.as_str());
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            !answer.body.contains(" style=") && !answer.body.contains(" onclick="),
            "{path}"
        );
        assert!(!answer.body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn passwords_are_tried_only_so_often() {
    let office = Office::open();
    let mut browser = office.browser();
    for _ in 0..5 {
        assert_eq!(
            browser.try_password(&office, "wang", "wrong").await.status,
            StatusCode::FORBIDDEN
        );
    }
    let answer = browser.try_password(&office, "wang", office::PASSWORD).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("五分钟后再试"), "{}", answer.body);
}

#[tokio::test]
async fn a_look_is_kept_and_the_language_follows_it() {
    let office = Office::open();
    let mut browser = office.signed_in("wang").await;
    assert!(browser.get("/today").await.body.contains("等我办理"));
    let answer = browser.post("/look", &[("lang", "en"), ("back", "/today")]).await;
    assert_eq!(answer.location(), "/today");
    browser
        .post("/look", &[("ground", "dark"), ("back", "//evil.example")])
        .await;
    let page = browser.get("/today").await.body;
    assert!(page.contains("lang=\"en\"") && page.contains("data-bs-theme=\"dark\""));
    assert!(page.contains("Waiting for me") && !page.contains("等我办理"));
}

#[tokio::test]
async fn what_pages_are_served_with_is_kept_by_browsers_and_compressed() {
    let office = Office::open();
    let mut browser = office.browser();
    let page = browser.get("/sign-in").await.body;
    let path = page
        .split("href=\"")
        .find(|part| part.starts_with("/assets/tabler"))
        .unwrap();
    let path = path.split('"').next().unwrap();
    let answer = browser
        .send("GET", path, &[("accept-encoding", "gzip, br")], String::new())
        .await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(
        browser.get("/assets/tabler.min-0000.css").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_door_looks_as_it_was_agreed() {
    let office = Office::open();
    let page = office.browser().get("/sign-in").await.body;
    insta::assert_snapshot!("door", crate::office::readable(&page));
}

#[tokio::test]
async fn a_password_is_changed_only_by_who_knows_the_one_so_far() {
    let office = Office::open();
    let mut browser = office.signed_in("wang").await;
    let change = |so_far: &'static str, again: &'static str| {
        [
            ("so_far", so_far),
            ("password", "correct horse staple"),
            ("again", again),
        ]
    };
    let answer = browser
        .post("/account/password", &change("wrong", "correct horse staple"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = browser
        .post("/account/password", &change(office::PASSWORD, "another"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = browser
        .post(
            "/account/password",
            &change(office::PASSWORD, "correct horse staple"),
        )
        .await;
    assert_eq!(answer.location(), "/sign-in");
    assert_eq!(browser.get("/today").await.status, StatusCode::SEE_OTHER);
}
