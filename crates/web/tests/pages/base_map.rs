//! The town's base map: served by ranges to who is signed in, and the map goes on where there is none or a wrong one.

use crate::office::{Answer, Browser, Office};
use axum::http::StatusCode;
use std::path::PathBuf;

const HEAD: usize = 127;

fn file(office: &Office) -> PathBuf {
    office.desk.town().folder().join("basemap.pmtiles")
}

/// An archive whose tiles are counted bytes, more than are read at once.
fn archive() -> Vec<u8> {
    let tiles = 200_000_u64;
    let mut bytes = b"PMTiles\x03".to_vec();
    for (offset, length) in [(127, 0), (127, 0), (127, 0), (127, tiles)] {
        bytes.extend(u64::to_le_bytes(offset));
        bytes.extend(u64::to_le_bytes(length));
    }
    bytes.resize(HEAD, 0);
    bytes[97] = 1;
    bytes[98] = 1;
    bytes[99] = 2;
    bytes.extend((0..tiles).map(|at| (at % 251) as u8));
    bytes
}

async fn asked(browser: &mut Browser, headers: &[(&str, &str)]) -> Answer {
    browser.send("GET", "/map/base", headers, String::new()).await
}

#[tokio::test]
async fn a_base_map_is_read_stretch_by_stretch() {
    let office = Office::open();
    let bytes = archive();
    std::fs::write(file(&office), &bytes).unwrap();
    let mut wang = office.signed_in("wang").await;
    for (range, part) in [
        ("bytes=0-126", 0..127),
        ("bytes=100-199999", 100..200_000),
        ("bytes=200000-", 200_000..bytes.len()),
        ("bytes=-7", bytes.len() - 7..bytes.len()),
        ("bytes=0-16777215", 0..bytes.len()),
    ] {
        let answer = asked(&mut wang, &[("range", range)]).await;
        assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT, "{range}");
        let told = format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len());
        assert_eq!(answer.header("content-range"), told);
        assert_eq!(answer.header("content-length"), part.len().to_string());
        assert_eq!(answer.bytes, bytes[part], "{range}");
    }
    let whole = asked(&mut wang, &[]).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.bytes, bytes);
    let beyond = asked(&mut wang, &[("range", "bytes=900000-900100")]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.header("content-range"), format!("bytes */{}", bytes.len()));
}

#[tokio::test]
async fn a_base_map_may_be_larger_than_any_memory() {
    let office = Office::open();
    std::fs::write(file(&office), archive()).unwrap();
    let length = 6 * 1024 * 1024 * 1024_u64;
    // A file with a hole: it takes no room on the disk.
    let grown = std::fs::OpenOptions::new().write(true).open(file(&office));
    grown.unwrap().set_len(length).unwrap();
    let mut wang = office.signed_in("wang").await;
    let range = format!("bytes={}-", length - 100_000);
    let answer = asked(&mut wang, &[("range", &range)]).await;
    assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(answer.bytes.len(), 100_000);
    let head = wang.send("HEAD", "/map/base", &[], String::new()).await;
    assert_eq!(head.header("content-length"), length.to_string());
}

#[tokio::test]
async fn a_browser_keeps_a_base_map_until_another_takes_its_place() {
    let office = Office::open();
    std::fs::write(file(&office), archive()).unwrap();
    let mut wang = office.signed_in("wang").await;
    let tag = asked(&mut wang, &[("range", "bytes=0-9")]).await.header("etag");
    assert!(tag.starts_with('"') && tag.len() > 4, "{tag}");
    let same = asked(&mut wang, &[("if-none-match", &tag)]).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    assert!(same.bytes.is_empty());
    let page = wang.get("/map").await.body;
    let path = format!("/map/base?{}", tag.trim_matches('"'));
    assert!(page.contains(&format!("data-base=\"{path}\"")));
    let kept = wang.get(&path).await.header("cache-control");
    assert_eq!(kept, "private, max-age=604800");
    let mut other = archive();
    other.push(0);
    std::fs::write(file(&office), other).unwrap();
    let range = [("range", "bytes=0-9"), ("if-range", &*tag)];
    let answer = asked(&mut wang, &range).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "a stretch of another file helps nobody"
    );
    let answer = asked(&mut wang, &[("if-none-match", &tag)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!wang.get("/map").await.body.contains(&path));
    assert_eq!(
        wang.get(&path).await.header("cache-control"),
        "private, no-cache",
        "what lies at the old address is not kept"
    );
}

#[tokio::test]
async fn whoever_is_not_signed_in_gets_nothing_of_it() {
    let office = Office::open();
    std::fs::write(file(&office), archive()).unwrap();
    let answer = asked(&mut office.browser(), &[("range", "bytes=0-126")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().starts_with("/sign-in"));
    assert!(!answer.body.contains("PMTiles"));
}

#[tokio::test]
async fn only_the_one_file_of_the_folder_is_served() {
    let office = Office::open();
    std::fs::write(file(&office), archive()).unwrap();
    let mut wang = office.signed_in("wang").await;
    for path in [
        "/map/base/town.key",
        "/map/base/../town.key",
        "/map/base/..%2Ftown.key",
        "/map/base%2F..%2Ftown.key",
        "/map/town.key",
    ] {
        assert_eq!(wang.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = wang.get("/map/base?../town.key").await;
    assert!(answer.bytes.starts_with(b"PMTiles"));
}

#[tokio::test]
async fn a_town_without_one_has_its_map_as_ever() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let page = wang.get("/map").await.body;
    assert!(page.contains("没有底图"));
    assert!(!page.contains("data-base=") && !page.contains("pmtiles") && !page.contains("map-base"));
    assert_eq!(asked(&mut wang, &[]).await.status, StatusCode::NOT_FOUND);
    std::fs::write(file(&office), archive()).unwrap();
    let page = wang.get("/map").await.body;
    assert!(!page.contains("没有底图") && page.contains("底图是本镇自备的文件"));
    assert!(page.contains("/assets/pmtiles-") && page.contains("/assets/map-base-"));
    let today = wang.get("/today").await.body;
    assert!(!today.contains("pmtiles") && !today.contains("maplibre"));
}

#[tokio::test]
async fn a_file_that_is_no_base_map_is_told_to_the_administrator() {
    let office = Office::open();
    let cut = archive()[..5000].to_vec();
    let mut root = office.signed_in("root").await;
    let mut wang = office.signed_in("wang").await;
    for (bytes, zh, en) in [
        (b"<html>".to_vec(), "不是 PMTiles 文件", "not a PMTiles archive"),
        (b"PMTiles\x02".to_vec(), "第 2 版", "version 2"),
        (cut, "没有拷贝完", "incomplete"),
    ] {
        std::fs::write(file(&office), bytes).unwrap();
        let page = root.get("/map").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(zh) && page.body.contains("没有底图"), "{zh}");
        root.cookies.insert("yb_look".to_owned(), "en".to_owned());
        assert!(root.get("/map").await.body.contains(en));
        root.cookies.remove("yb_look");
        let page = wang.get("/map").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(zh) && !page.body.contains("data-base="));
        assert_eq!(asked(&mut wang, &[]).await.status, StatusCode::NOT_FOUND);
    }
}
