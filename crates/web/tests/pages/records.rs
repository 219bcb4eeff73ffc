//! Registers and records as people work with them: lists, forms, steps, what is masked and what is lost by nobody.

use crate::office::{Browser, Office, TOWN, VILLAGE};
use axum::http::StatusCode;

const NEW: &str = "/registers/dispute/new";

/// A dispute as a form sends it.
fn dispute<'a>(title: &'a str, extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", title),
        ("place", VILLAGE),
        ("outline", "因排水争执"),
        ("category", "neighbour"),
        ("reported_on", "2026-03-05"),
        ("applicant", "张三丰"),
        ("applicant_phone", "13800001234"),
    ];
    for (name, text) in extra {
        fields.retain(|(known, _)| known != name);
        fields.push((name, text));
    }
    let on: Vec<_> = fields
        .iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .map(|(name, _)| *name)
        .collect();
    let mut on: Vec<_> = on
        .into_iter()
        .map(|name| ("_on", name.split('[').next().unwrap()))
        .collect();
    on.dedup();
    fields.extend(on);
    fields
}

/// Makes a dispute and answers with its address.
async fn made(browser: &mut Browser, title: &str) -> String {
    let answer = browser.post(NEW, &dispute(title, &[])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location()
}

#[tokio::test]
async fn what_is_written_down_stands_in_the_list_and_on_its_page_with_its_history() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = made(&mut wang, "屋檐滴水").await;
    let list = wang.get("/registers/dispute").await.body;
    assert!(list.contains("屋檐滴水") && list.contains(&path));
    let page = wang.get(&path).await.body;
    for shown in ["屋檐滴水", "因排水争执", "邻里", "待分流", "王芳", "分流"] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn a_record_and_its_form_look_as_they_were_agreed() {
    let office = Office::open();
    office.desk.set_clock(ledger::Moment(1_772_688_000_000));
    let mut wang = office.signed_in("wang").await;
    let path = made(&mut wang, "屋檐滴水").await;
    let id = path.rsplit('/').next().unwrap();
    let readable = |page: &str| crate::office::readable(page).replace(id, "ID");
    insta::assert_snapshot!("record", readable(&wang.get(&path).await.body));
    insta::assert_snapshot!(
        "triage",
        readable(&wang.get(&format!("{path}/steps/triage")).await.body)
    );
    insta::assert_snapshot!("list", readable(&wang.get("/registers/dispute").await.body));
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_with_all_that_was_typed_and_every_mistake_named() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let fields = dispute(
        "滴水",
        &[
            ("place", ""),
            ("people_count", "很多"),
            ("reported_on", "2026-13-40"),
            ("units_involved", "一家 & 二家 <三>"),
        ],
    );
    let answer = wang.post(NEW, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "滴水",
        "很多",
        "2026-13-40",
        "一家 &amp; 二家 &lt;三&gt;",
        "张三丰",
        "13800001234",
    ] {
        assert!(answer.body.contains(kept), "{kept}");
    }
    for link in [
        "href=\"#f-people_count\"",
        "href=\"#f-reported_on\"",
        "id=\"f-people_count-wrong\"",
    ] {
        assert!(answer.body.contains(link), "{link}");
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_record() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let fields = dispute("屋檐滴水", &[("_once", "once-1")]);
    let first = wang.post(NEW, &fields).await.location();
    assert_eq!(wang.post(NEW, &fields).await.location(), first);
}

#[tokio::test]
async fn sensitive_values_stand_in_clear_only_on_the_answer_to_a_reason() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = made(&mut wang, "屋檐滴水").await;
    let everywhere = [
        path.clone(),
        format!("{path}/edit"),
        "/registers/dispute".to_owned(),
        "/registers/dispute?col=applicant&col=applicant_phone".to_owned(),
        "/registers/dispute/export.csv".to_owned(),
        "/registers/dispute/export.jsonl".to_owned(),
        "/today".to_owned(),
        "/registers/dispute?q=13800001234".to_owned(),
    ];
    for page in &everywhere {
        let body = wang.get(page).await.body;
        let typed_anew = page.contains("q=");
        assert!(typed_anew || !body.contains("13800001234"), "{page}");
        assert!(!body.contains("张三丰"), "{page}");
    }
    let answer = wang
        .post(
            &format!("{path}/reveal"),
            &[("field", "applicant_phone"), ("reason", "回访联系")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.contains("13800001234") && !answer.body.contains("张三丰"));
    assert!(answer.header("cache-control").contains("no-store"));
    assert!(!wang.get(&path).await.body.contains("13800001234"));
    assert!(
        wang.get(&path).await.body.contains("回访联系"),
        "the look is in the history"
    );
    let mut guan = office.signed_in("guan").await;
    let answer = guan
        .post(
            &format!("{path}/reveal"),
            &[("field", "applicant_phone"), ("reason", "看看")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_sensitive_filter_is_refused_and_told() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    made(&mut wang, "屋檐滴水").await;
    let answer = wang
        .get("/registers/dispute?where=applicant_phone%20%3D%3D%20%2713800001234%27")
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("敏感字段"));
    assert!(!answer.body.contains("屋檐滴水"));
}

#[tokio::test]
async fn text_given_in_any_field_is_text_on_every_page() {
    const EVIL: &str = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let fields = dispute(
        EVIL,
        &[
            ("outline", EVIL),
            ("location", EVIL),
            ("units_involved", EVIL),
            ("applicant", "<b>甲"),
            ("parties[0].called", "<i>乙</i>"),
            ("parties[0].side", EVIL),
            ("mediator", "<u>丙"),
        ],
    );
    let answer = wang.post(NEW, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location();
    for page in [
        &*path,
        &format!("{path}/edit"),
        &format!("{path}/steps/triage"),
        "/registers/dispute",
        "/registers/dispute?q=%3Cscript%3Ealert&sort=title&where=%3Cscript%3E",
        "/today",
    ] {
        let body = wang.get(page).await.body;
        for raw in ["<script>alert", "<img src=x", "<i>乙", "<u>丙", "<b>甲"] {
            assert!(!body.contains(raw), "{page}: {raw}");
        }
    }
    // What a form gives back is escaped too.
    let answer = wang
        .post(
            NEW,
            &dispute(
                EVIL,
                &[
                    ("place", EVIL),
                    ("category", EVIL),
                    ("people_count", EVIL),
                    ("reported_on", EVIL),
                    ("point", EVIL),
                    ("photos", EVIL),
                    ("_once", EVIL),
                    ("_rows.parties", EVIL),
                ],
            ),
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"));
}

#[tokio::test]
async fn only_fields_that_a_person_touched_are_changed() {
    let office = Office::open();
    let (mut wang, mut root) = (office.signed_in("wang").await, office.signed_in("root").await);
    let path = made(&mut wang, "屋檐滴水").await;
    let edit = format!("{path}/edit");
    let both = [
        ("_on", "title"),
        ("_was.title", "title=屋檐滴水"),
        ("_on", "location"),
        ("_was.location", ""),
        ("_base", "1"),
    ];
    let mut first = both.to_vec();
    first.extend([("title", "屋檐滴水甲"), ("location", "")]);
    assert_eq!(wang.post(&edit, &first).await.location(), path);
    let mut second = both.to_vec();
    second.extend([("title", "屋檐滴水"), ("location", "村口")]);
    assert_eq!(root.post(&edit, &second).await.location(), path);
    let page = wang.get(&path).await.body;
    assert!(page.contains("屋檐滴水甲") && page.contains("村口"));
    assert!(!page.contains("两人同时修改了同一处"));
    let mut third = both.to_vec();
    third.extend([("title", "屋檐滴水乙"), ("location", "")]);
    root.post(&edit, &third).await;
    let page = wang.get(&path).await.body;
    assert!(page.contains("两人同时修改了同一处"), "both gave a title");
    let answer = wang.post(&format!("{path}/settle"), &[("field", "title")]).await;
    assert_eq!(answer.location(), path);
    assert!(!wang.get(&path).await.body.contains("两人同时修改了同一处"));
}

#[tokio::test]
async fn a_draft_waits_for_its_writer_and_for_nobody_else() {
    let office = Office::open();
    let (mut wang, mut root) = (office.signed_in("wang").await, office.signed_in("root").await);
    let answer = wang.post(NEW, &dispute("写到一半", &[("_do", "draft")])).await;
    assert_eq!(answer.location(), NEW);
    assert!(wang.get(NEW).await.body.contains("写到一半"));
    assert!(!root.get(NEW).await.body.contains("写到一半"));
    let personal = office.desk.town().folder().join("personal/of-wang");
    let sealed = std::fs::read(personal).unwrap();
    let has = |needle: &str| sealed.windows(needle.len()).any(|part| part == needle.as_bytes());
    assert!(!has("写到一半") && !has("13800001234"), "drafts rest sealed");
    made(&mut wang, "写完了").await;
    assert!(
        !wang.get(NEW).await.body.contains("写到一半"),
        "sending it ends the draft"
    );
}

#[tokio::test]
async fn a_step_is_taken_by_its_form_and_one_that_is_refused_says_why() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = made(&mut wang, "屋檐滴水").await;
    let triage = format!("{path}/steps/triage");
    assert!(wang.get(&triage).await.body.contains("分流"));
    let answer = wang.post(&triage, &[("_on", "mediator"), ("mediator", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#f-mediator\""), "{}", answer.body);
    let answer = wang
        .post(&triage, &[("_on", "mediator"), ("mediator", "赵调解")])
        .await;
    assert_eq!(answer.location(), path);
    assert!(wang.get(&path).await.body.contains("化解中"));
    let answer = wang
        .post(&triage, &[("_on", "mediator"), ("mediator", "赵调解")])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = wang.post(&format!("{path}/steps/attempt"), &[]).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a note is asked for"
    );
}

#[tokio::test]
async fn what_a_post_may_not_see_or_do_is_on_no_page() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let answer = wang
        .post(NEW, &dispute("外村的事", &[("place", "330226105209")]))
        .await;
    let path = answer.location();
    let mut li = office.signed_in("li").await;
    for page in [
        path.clone(),
        format!("{path}/edit"),
        format!("{path}/steps/triage"),
        format!("{path}/files/{}", "a".repeat(64)),
    ] {
        assert_eq!(li.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert!(!li.get("/registers/dispute").await.body.contains("外村的事"));
    assert!(!li.get("/today").await.body.contains("外村的事"));
    let answer = li.get("/registers/dispute/export.csv").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let mut guan = office.signed_in("guan").await;
    let page = guan.get(&path).await.body;
    assert!(!page.contains("/edit\"") && !page.contains("/withdraw") && !page.contains("/steps/"));
    assert_eq!(
        guan.post(NEW, &dispute("看客", &[])).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn withdrawing_asks_for_a_reason_and_can_be_taken_back() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = made(&mut wang, "登错的事").await;
    wang.post(&format!("{path}/withdraw"), &[("reason", "")]).await;
    assert!(wang.get("/registers/dispute").await.body.contains("登错的事"));
    wang.post(&format!("{path}/withdraw"), &[("reason", "登错了")])
        .await;
    assert!(!wang.get("/registers/dispute").await.body.contains("登错的事"));
    assert!(
        wang.get("/registers/dispute?gone=1")
            .await
            .body
            .contains("登错的事")
    );
    wang.post(&format!("{path}/restore"), &[("reason", "没错")]).await;
    assert!(wang.get("/registers/dispute").await.body.contains("登错的事"));
}

#[tokio::test]
async fn a_file_is_had_through_its_record_only_and_is_never_run() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let parts = |token: &str, content: &str| {
        let mut body = String::new();
        for (name, text) in [("_token", token)]
            .into_iter()
            .chain(dispute("有照片的事", &[("_on", "photos")]))
        {
            body.push_str(&format!(
                "--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            ));
        }
        body.push_str(&format!("--cut\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"../../现场.html\"\r\nContent-Type: text/html\r\n\r\n{content}\r\n--cut--\r\n"));
        body
    };
    let body = parts(&wang.token(), "<script>alert(1)</script>");
    let answer = wang
        .send(
            "POST",
            NEW,
            &[("content-type", "multipart/form-data; boundary=cut")],
            body,
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location();
    let page = wang.get(&path).await.body;
    assert!(page.contains("现场.html") && !page.contains("../"));
    let file = page
        .split("href=\"")
        .find(|part| part.contains("/files/"))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let answer = wang.get(&file).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-disposition"), "attachment");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    // Through another record, or by another name, there is nothing.
    let other = made(&mut wang, "没照片的事").await;
    let name = file.rsplit('/').next().unwrap();
    for elsewhere in [
        format!("{other}/files/{name}"),
        format!("{path}/files/..%2F..%2Ftown.key"),
        format!("{path}/files/{}", "0".repeat(64)),
    ] {
        assert_eq!(
            wang.get(&elsewhere).await.status,
            StatusCode::NOT_FOUND,
            "{elsewhere}"
        );
    }
}

#[tokio::test]
async fn conditions_narrow_a_list_and_stand_as_chips_that_come_off() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    made(&mut wang, "屋檐滴水").await;
    made(&mut wang, "地界不清").await;
    let list = wang
        .get("/registers/dispute?q=%E6%BB%B4%E6%B0%B4&f.category=neighbour&f.reported_on.from=2026-01-01")
        .await
        .body;
    assert!(list.contains("屋檐滴水") && !list.contains("地界不清"));
    assert!(
        list.contains("关键词：滴水")
            && list.contains("类别：邻里")
            && list.contains("受理日期：从 2026-01-01")
    );
    let list = wang
        .get(&format!("/registers/dispute?place={TOWN}&state=reported&late=1"))
        .await
        .body;
    assert!(list.contains("没有符合条件的记录"));
}

#[tokio::test]
async fn a_view_is_kept_under_its_name_for_its_owner() {
    let office = Office::open();
    let (mut wang, mut root) = (office.signed_in("wang").await, office.signed_in("root").await);
    wang.post(
        "/registers/dispute/views",
        &[
            ("name", "邻里未结"),
            ("query", "f.category=neighbour&after=x"),
            ("_do", "keep"),
        ],
    )
    .await;
    let list = wang.get("/registers/dispute").await.body;
    assert!(list.contains("邻里未结") && list.contains("/registers/dispute?f.category=neighbour\""));
    assert!(!root.get("/registers/dispute").await.body.contains("邻里未结"));
    wang.post(
        "/registers/dispute/views",
        &[("name", "邻里未结"), ("_do", "drop")],
    )
    .await;
    assert!(!wang.get("/registers/dispute").await.body.contains("邻里未结</a>"));
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    for at in 0..25 {
        made(&mut wang, &format!("第{at:02}件")).await;
    }
    let (mut path, mut seen) = (
        "/registers/dispute?n=10&sort=title&tight=1".to_owned(),
        Vec::new(),
    );
    loop {
        let page = wang.get(&path).await.body;
        let titles = page
            .split("scope=\"row\"")
            .skip(1)
            .filter_map(|part| part.split("第").nth(1)?.split("件").next().map(str::to_owned));
        seen.extend(titles);
        let Some(next) = page
            .split("href=\"")
            .find(|part| part.contains("rel=\"next\"") && part.contains("after="))
        else {
            break;
        };
        path = next.split('"').next().unwrap().replace("&amp;", "&");
    }
    assert_eq!(seen, (0..25).map(|at| format!("{at:02}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_register_has_a_list_and_a_form_in_both_languages() {
    let office = Office::open();
    let mut root = office.signed_in("root").await;
    let registers: Vec<String> = office
        .desk
        .shelf()
        .registers()
        .map(|(_, register)| register.name.clone())
        .collect();
    for lang in ["zh", "en"] {
        root.post("/look", &[("lang", lang), ("back", "/today")]).await;
        for register in &registers {
            for path in [
                format!("/registers/{register}"),
                format!("/registers/{register}/new"),
            ] {
                let answer = root.get(&path).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            }
        }
    }
}
