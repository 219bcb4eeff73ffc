//! Journeys of real matters through the product's packs: months of returns, a parcel, a village's check, a proposal, a
//! request. What is told here is what a town would see.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use town::{TOWN, Town, VILLAGE};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn photo() -> Json {
    json!(["0".repeat(64)])
}

#[test]
fn town_totals_since_january_come_out_to_the_cent_once_another_confirms_them() {
    let mut town = Town::open("2024-11-05");
    for (month, output) in [("2024-10", "1700000000.55"), ("2024-11", "1900000000")] {
        let id = (
            "town_month",
            town.make("wang", "town_month", json!({ "area": TOWN, "month": month })),
        );
        let given = json!({ "gross_output": output, "trade": 830_000_000, "foreign_capital": 280_000 });
        town.step("wang", id, "report", given);
        town.step("wang", id, "check", json!({}));
        assert!(
            town.refusal("wang", id, "confirm", json!({}))
                .contains("someone other than the maker")
        );
        town.step("li", id, "confirm", json!({}));
        town.step("wang", id, "lock", json!({}));
    }
    assert_eq!(
        town.figure("economy.gross_output", 2024, (1, 11)),
        Some(decimal("1900000000.00"))
    );
    assert_eq!(
        town.figure("economy.gross_output", 2024, (1, 10)),
        Some(decimal("1700000000.55"))
    );
    assert_eq!(
        town.figure("economy.gross_output", 2024, (11, 11)),
        Some(decimal("199999999.45"))
    );
    assert_eq!(
        town.figure("economy.foreign_capital", 2024, (1, 11)),
        Some(decimal("280000.00"))
    );
    assert_eq!(
        town.figure("economy.industrial_investment", 2024, (1, 11)),
        None,
        "not reported is not zero"
    );
}

#[test]
fn an_enterprise_return_is_chased_when_late_and_explained_when_implausible() {
    let mut town = Town::open("2024-11-01");
    let given = json!({ "area": VILLAGE, "enterprise": "91330226MA2GQ0000X", "name": "甲厂", "class": "规上",
        "month": "2024-11", "output_last": 100_000 });
    let given = with_credit_code(given);
    let id = ("enterprise_month", town.make("wang", "enterprise_month", given));
    assert_eq!(town.due_on(id), Some(date(2024, 12, 5)));
    town.wait_until("2024-12-06");
    assert!(town.is_overdue(id));
    assert!(
        town.refusal("wang", id, "report", json!({}))
            .contains("report a zero")
    );
    assert_eq!(
        town.step("wang", id, "report", json!({ "output": 180_000 })),
        ["rule"]
    );
    assert_eq!(town.value(id, "output_growth"), "80.00");
    assert!(town.refusal("li", id, "check", json!({})).contains("explanation"));
    town.step("li", id, "check", json!({ "explanation": "新线投产" }));
    town.step("li", id, "confirm", json!({}));
    assert_eq!(
        town.figure("economy.above_output", 2024, (1, 11)),
        Some(decimal("180000.00"))
    );
    assert_eq!(
        town.figure("economy.on_time_rate", 2024, (11, 11)),
        Some(decimal("0.00"))
    );
}

/// The same with a credit code whose check character is right.
fn with_credit_code(mut given: Json) -> Json {
    let body = "91330226MA2GQ0000";
    let right = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .map(|check| format!("{body}{check}"))
        .find(|code| code.parse::<standards::CreditCode>().is_ok())
        .expect("a check character");
    given["enterprise"] = json!(right);
    given
}

#[test]
fn a_parcel_goes_from_diagnosis_to_acceptance_and_tells_the_ratios() {
    let mut town = Town::open("2024-03-01");
    let given = json!({ "area": VILLAGE, "name": "一号地", "owner_name": "甲厂", "land_area": "20000", "floor_before": "10000" });
    let id = ("parcel", town.make("wang", "parcel", given));
    town.step("wang", id, "diagnose", json!({ "diagnosis": "改造重建" }));
    assert!(
        town.refusal("li", id, "keep", json!({}))
            .contains("not to keep it")
    );
    town.step(
        "li",
        id,
        "plan_it",
        json!({ "plan": "拆旧建新", "demolish_due": "2024-06-30" }),
    );
    assert_eq!(town.due_on(id), Some(date(2024, 6, 30)));
    town.wait_until("2024-05-10");
    town.step(
        "wang",
        id,
        "demolish",
        json!({ "demolished": 8000, "cleared_photos": photo() }),
    );
    town.step(
        "wang",
        id,
        "start",
        json!({ "floor_new": 13_000, "complete_due": "2025-05-31" }),
    );
    assert_eq!(town.value(id, "far_after"), "0.75");
    assert_eq!(
        town.figure("land.demolished", 2024, (5, 5)),
        Some(decimal("8000.00"))
    );
    assert_eq!(
        town.figure("land.floor_new", 2024, (1, 12)),
        Some(decimal("13000.00"))
    );
    assert_eq!(
        town.figure("land.far_times", 2024, (1, 12)),
        Some(decimal("1.50"))
    );
    assert_eq!(
        town.figure("land.revitalised", 2024, (1, 12)),
        Some(decimal("30.0000"))
    );
    assert_eq!(
        town.figure("land.rebuild_started", 2024, (1, 12)),
        Some(Decimal::ONE)
    );
    town.wait_until("2025-05-20");
    town.step("li", id, "accept", json!({ "accepted_photos": photo() }));
    assert_eq!(town.figure("land.rebuilt", 2025, (1, 12)), Some(Decimal::ONE));
}

#[test]
fn a_years_evaluation_scores_ranks_and_spares_the_new() {
    let mut town = Town::open("2023-03-01");
    let mut enter = |credit: usize, given: Json| {
        let check = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        let code = check
            .chars()
            .map(|last| format!("91330226MA2GQ000{credit}{last}"))
            .find(|code| code.parse::<standards::CreditCode>().is_ok())
            .expect("a check character");
        let mut all = json!({ "area": VILLAGE, "year": 2022, "enterprise": code, "name": format!("企业{credit}"), "above_scale": false });
        for (name, value) in given.as_object().expect("an object") {
            all[name] = value.clone();
        }
        town.make("wang", "per_mu_input", all);
    };
    // The first stands at both bases exactly: 50 points and 50 points.
    let power = decimal("4929081.63");
    enter(
        1,
        json!({ "land_mu": 10, "tax": 1_159_320, "electricity": power }),
    );
    enter(
        2,
        json!({ "land_mu": 10, "tax": 579_660, "electricity": power, "leases": 1 }),
    );
    enter(3, json!({ "land_mu": 10, "tax": 463_728, "electricity": power }));
    enter(4, json!({ "land_mu": 10, "tax": 0, "electricity": power }));
    enter(
        5,
        json!({ "land_mu": 10, "tax": 0, "electricity": 1000, "established_on": "2021-06-01" }),
    );
    enter(6, json!({ "land_mu": 2, "tax": 1_159_320, "electricity": 1000 }));
    let scored = town.evaluated("below_scale", 2022);
    let told: Vec<(String, Option<u32>, &str)> = scored
        .iter()
        .map(|(score, rank, grade)| (score.to_string(), *rank, &**grade))
        .collect();
    assert_eq!(
        told,
        [
            ("100.00".to_owned(), Some(1), "A"),
            ("45.00".to_owned(), Some(2), "B"),
            ("40.00".to_owned(), Some(3), "B"),
            ("0.00".to_owned(), Some(4), "C"),
            ("0.00".to_owned(), None, "B"),
        ]
    );
    assert_eq!(town.evaluated("small_land", 2022).len(), 1);
    assert_eq!(
        town.figure("land.tax_per_mu", 2022, (1, 12)),
        Some(decimal("64654.38"))
    );
}

#[test]
fn a_village_corrects_in_time_or_the_town_takes_it_and_a_defect_found_again_is_a_relapse() {
    let mut town = Town::open("2024-05-06");
    let given = json!({ "village": VILLAGE, "month": "2024-05", "inspectors": "甲、乙",
        "findings": [{ "item": "road_litter", "count": 3 }, { "item": "open_burning" }],
        "households": [{ "hamlet": "上村", "door": "1", "toilet_works": false }, { "hamlet": "上村", "door": "2", "toilet_works": true }] });
    let id = ("environment_check", town.make("wang", "environment_check", given));
    assert_eq!(town.value(id, "score"), "91.5");
    town.step("wang", id, "publish", json!({ "rank": 2 }));
    assert_eq!(
        (town.level(id), town.due_on(id)),
        ("village", Some(date(2024, 5, 13)))
    );
    town.wait_until("2024-05-14");
    assert_eq!(
        (town.level(id), town.due_on(id)),
        ("town", Some(date(2024, 5, 17)))
    );
    town.step(
        "zhao",
        id,
        "rectify",
        json!({ "measures": "清理", "after_photos": photo() }),
    );
    town.step("li", id, "recheck_fail", json!({}));
    assert_eq!(town.due_on(id), Some(date(2024, 5, 17)));
    town.step("zhao", id, "rectify", json!({}));
    town.step("li", id, "recheck_pass", json!({}));
    assert_eq!(town.state(id), "closed");
    assert_eq!(
        town.figure("environment.points", 2024, (5, 5)),
        Some(decimal("91.5"))
    );

    let found = json!({ "village": VILLAGE, "category": "暴露垃圾", "spot": "村口公交站东侧", "description": "垃圾未清" });
    let first = (
        "environment_defect",
        town.make("wang", "environment_defect", found.clone()),
    );
    town.wait_until("2024-09-01");
    let second = (
        "environment_defect",
        town.make("wang", "environment_defect", found),
    );
    assert_eq!(
        (town.value(first, "relapse"), town.value(second, "relapse")),
        ("null".to_owned(), "true".to_owned())
    );
    assert_eq!(town.value(second, "deduction"), "1.0");
    assert_eq!(
        town.figure("environment.relapse_rate", 2024, (1, 12)),
        Some(decimal("50.00"))
    );
}

#[test]
fn the_countys_tier_over_a_year_in_the_first_is_one() {
    let mut town = Town::open("2024-12-31");
    for month in 1..=12 {
        let given = json!({ "area": TOWN, "month": format!("2024-{month}"), "rank": 3, "towns": 18, "tier": "第一梯队" });
        town.make("wang", "environment_rating", given);
    }
    assert_eq!(
        town.figure("environment.county_tier", 2024, (1, 12)),
        Some(decimal("1.00"))
    );
    assert_eq!(
        town.figure("environment.first_tier_months", 2024, (1, 12)),
        Some(Decimal::from(12))
    );
}

#[test]
fn a_project_behind_its_pace_is_lit_and_a_milestone_replanned_keeps_its_first_day() {
    let mut town = Town::open("2024-06-20");
    let given = json!({ "area": VILLAGE, "name": "道路提升", "class": "交通", "content": "两横两纵", "builder": "镇政府",
        "total": 60_000_000, "listed_on": "2024-02-01" });
    let project = town.make("wang", "project", given);
    let month = json!({ "area": VILLAGE, "project": project.to_string(), "class": "transport", "month": "2024-06",
        "plan_year": 24_000_000, "done_year": 9_000_000, "progress": "路基" });
    let month = ("project_month", town.make("wang", "project_month", month));
    assert_eq!(
        (town.value(month, "pace"), town.value(month, "light")),
        ("75.00".to_owned(), "red".to_owned())
    );
    assert_eq!(town.figure("projects.on_list", 2024, (1, 12)), Some(Decimal::ONE));
    assert_eq!(
        town.figure("projects.plan_done", 2024, (1, 6)),
        Some(decimal("37.50"))
    );

    let milestone = json!({ "area": VILLAGE, "project": project.to_string(), "kind": "topping", "planned_on": "2024-07-01" });
    let milestone = (
        "project_milestone",
        town.make("wang", "project_milestone", milestone),
    );
    for planned in ["2024-07-20", "2024-08-10"] {
        town.step("li", milestone, "replan", json!({ "planned_on": planned }));
        assert_eq!(
            town.due_on(milestone).map(|day| day.to_string()),
            Some(planned.to_owned())
        );
    }
    town.wait_until("2024-08-05");
    town.step("wang", milestone, "finish", json!({}));
    assert_eq!(town.value(milestone, "days_late"), "35");
    assert_eq!(
        town.figure("projects.on_time_rate", 2024, (1, 12)),
        Some(decimal("0.00"))
    );
}

#[test]
fn information_is_published_in_twenty_working_days_after_two_reviews_by_others() {
    let mut town = Town::open("2024-03-01");
    let given = json!({ "area": TOWN, "title": "镇政府工作报告", "written_on": "2024-03-01", "publisher": "镇政府",
        "item": "政府工作报告", "item_detail": "工作报告", "channels": ["website"], "content": "各位代表……" });
    let id = ("disclosure", town.make("wang", "disclosure", given));
    let due = town.due_on(id);
    assert_eq!(due, Some(date(2024, 3, 29)));
    town.step("wang", id, "submit", json!({}));
    assert!(
        town.refusal("wang", id, "clear_secrecy", json!({ "secrecy": "passed" }))
            .contains("other than the maker")
    );
    assert!(
        town.refusal("li", id, "clear_secrecy", json!({ "secrecy": "refused" }))
            .contains("withheld")
    );
    town.step("li", id, "clear_secrecy", json!({ "secrecy": "passed" }));
    town.step("li", id, "send_back", json!({}));
    town.step("wang", id, "submit", json!({}));
    town.step("li", id, "clear_secrecy", json!({ "secrecy": "passed" }));
    town.step("li", id, "clear_privacy", json!({ "privacy": "passed" }));
    assert_eq!(
        town.due_on(id),
        due,
        "reviews and returns do not move the deadline"
    );
    town.step(
        "wang",
        id,
        "publish",
        json!({ "index_number": "002968082/2024-65346" }),
    );
    assert_eq!(
        town.figure("disclosure.published", 2024, (1, 12)),
        Some(Decimal::ONE)
    );
}

#[test]
fn a_request_stands_still_while_a_third_party_is_asked_and_lapses_when_not_completed() {
    let mut town = Town::open("2024-03-01");
    let request = || {
        json!({ "area": TOWN, "applicant": "张三", "phone": "13800001234", "channel": "当面",
            "wanted_title": "征地补偿方案", "wanted": "某地块补偿方案" })
    };
    let id = (
        "disclosure_request",
        town.make("wang", "disclosure_request", request()),
    );
    assert_eq!(town.due_on(id), Some(date(2024, 3, 29)));
    town.step("wang", id, "accept", json!({}));
    town.step("wang", id, "ask_third", json!({ "third_party": "李四" }));
    assert_eq!(town.due_on(id), None, "time stands still");
    town.wait_until("2024-03-11");
    town.step(
        "wang",
        id,
        "third_answered",
        json!({ "third_party_answer": "同意" }),
    );
    // All twenty working days were left; the 4th to the 6th of April were Qingming, Sunday the 7th was worked.
    assert_eq!(town.due_on(id), Some(date(2024, 4, 9)));
    town.step("li", id, "extend", json!({ "extension_reason": "案情复杂" }));
    // Twenty more, after those that were left; the first five days of May were free, and the 28th of April and the 11th
    // of May were worked.
    assert_eq!(town.due_on(id), Some(date(2024, 5, 9)));
    town.step(
        "li",
        id,
        "answer_it",
        json!({ "result": "予以公开", "answer": "见附件" }),
    );
    assert_eq!(
        town.figure("disclosure.answer_rate", 2024, (1, 12)),
        Some(decimal("100.00"))
    );

    let id = (
        "disclosure_request",
        town.make("wang", "disclosure_request", request()),
    );
    town.step(
        "wang",
        id,
        "ask_correction",
        json!({ "correction": "请明确年份" }),
    );
    town.wait_until("2024-04-02");
    assert_eq!(
        (town.state(id), town.value(id, "result")),
        ("ended", "end_silent".to_owned())
    );
}

#[test]
fn a_proposal_is_taken_over_signed_by_the_joint_offices_answered_and_done_again() {
    let mut town = Town::open("2024-01-31");
    let given = json!({ "area": TOWN, "kind": "建议", "session": "十八届五次", "serial_number": "7", "title": "修路",
        "content": "修通村道路", "proposer": "王代表", "cosigners": [{ "name": "陈代表" }] });
    let id = ("proposal", town.make("wang", "proposal", given));
    town.step(
        "wang",
        id,
        "assign",
        json!({ "lead_office": "建设办", "joint_offices": ["农办", "财政所"] }),
    );
    assert_eq!(
        (town.state(id), town.value(id, "answer_due")),
        ("assigned", "2024-04-30".to_owned())
    );
    town.wait_until("2024-02-21");
    assert_eq!(
        town.state(id),
        "handling",
        "not returned in seven working days is taken over"
    );
    assert_eq!(town.due_on(id), Some(date(2024, 4, 30)));
    let reply = json!({ "reply": "列入计划", "result": "B" });
    assert!(
        town.refusal("wang", id, "draft_reply", reply.clone())
            .contains("talk it over first")
    );
    town.step(
        "wang",
        id,
        "talk",
        json!({ "talked_on": "2024-02-20", "talk_way": "座谈", "talk_record": "现场座谈" }),
    );
    for office in ["农办", "财政所"] {
        town.office = Some(office);
        assert_eq!(town.state(id), "handling");
        town.step("zhao", id, "sign_off", json!({}));
    }
    town.step("wang", id, "draft_reply", reply.clone());
    assert!(
        town.refusal("li", id, "issue", json!({}))
            .contains("every co-signer")
    );
    let told = json!({ "cosigners": [{ "name": "陈代表", "answered_on": "2024-02-21" }] });
    town.step("li", id, "issue", told);
    assert_eq!(
        town.figure("proposals.reply_rate", 2024, (1, 12)),
        Some(decimal("100.00"))
    );
    town.step("wang", id, "rate_poor", json!({}));
    assert_eq!(town.due_on(id), Some(date(2024, 3, 22)));
    for office in ["农办", "财政所"] {
        town.office = Some(office);
        town.step("zhao", id, "sign_off", json!({}));
    }
    town.step("wang", id, "draft_reply", reply);
    town.step("li", id, "issue", json!({}));
    town.step("wang", id, "rate_tracked", json!({ "satisfaction": "满意" }));
    assert_eq!(town.state(id), "tracking");
    assert_eq!(
        town.figure("proposals.replied", 2024, (1, 12)),
        Some(Decimal::ONE),
        "answered twice counts once"
    );
}
