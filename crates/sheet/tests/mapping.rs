//! What columns of the ugly ledgers are proposed to mean, and what their rows become.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod ugly;

use std::fmt::Write;

use sheet::{
    Choice, CodeWords, Kind, Limits, Mapping, Opened, Reason, Signature, Target, open, propose, recognise,
    rows, tables,
};

fn ledger(name: &str) -> Opened {
    let made = ugly::all().into_iter().find(|made| made.name == name).unwrap();
    open(&made.bytes, &Limits::default()).unwrap()
}

fn target(name: &str, titles: &[&str], also: &[&str], kind: Kind, unit: &str) -> Target {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Target {
        name: name.to_owned(),
        titles: owned(titles),
        also_called: owned(also),
        kind,
        unit: unit.parse().ok(),
        required: false,
    }
}

fn required(target: Target) -> Target {
    Target {
        required: true,
        ..target
    }
}

fn codes(codes: &[(&str, &[&str])]) -> Kind {
    let code = |(code, words): &(&str, &[&str])| CodeWords {
        code: (*code).to_owned(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    Kind::Code {
        codes: codes.iter().map(code).collect(),
    }
}

/// The fields of a register for each ledger, named as a pack would, not as the ledger does.
fn registers() -> Vec<(&'static str, Vec<Target>)> {
    let stages = codes(&[("settled", &["办结", "已办结"]), ("open", &["办理中"])]);
    let categories = codes(&[
        ("neighbours", &["邻里纠纷"]),
        ("family", &["婚姻家庭"]),
        ("land", &["土地山林"]),
    ]);
    let grades = codes(&[("general", &["一般"]), ("major", &["重大"])]);
    vec![
        (
            "disputes.xlsx",
            vec![
                required(target("village", &["村", "Village"], &[], Kind::Place, "")),
                target(
                    "party_a",
                    &["甲方姓名", "Party A"],
                    &["当事人甲方姓名"],
                    Kind::Person,
                    "",
                ),
                target(
                    "party_b",
                    &["乙方姓名", "Party B"],
                    &["当事人乙方姓名"],
                    Kind::Person,
                    "",
                ),
                target("phone_a", &["甲方电话"], &["当事人甲方联系电话"], Kind::Phone, ""),
                required(target("category", &["纠纷类型", "Category"], &[], categories, "")),
                target(
                    "settled_on",
                    &["办结日期", "Settled on"],
                    &["化解时间"],
                    Kind::Date,
                    "",
                ),
                target("state", &["状态", "State"], &["办理情况"], stages, ""),
                target("remark", &["备注", "Remark"], &[], Kind::Text, ""),
                required(target("grade", &["风险等级", "Grade"], &[], Kind::Text, "")),
            ],
        ),
        (
            "farmland.xlsx",
            vec![
                required(target("village", &["村"], &[], Kind::Place, "")),
                target("holder", &["承包方代表"], &["承包户主"], Kind::Person, ""),
                target("paddy", &["水田面积"], &[], Kind::Decimal { scale: 4 }, "亩"),
                target("dry", &["旱地面积"], &[], Kind::Decimal { scale: 4 }, "公顷"),
                target("area", &["流转面积"], &[], Kind::Decimal { scale: 4 }, "亩"),
                target("rent", &["流转费用", "Rent"], &[], Kind::Money, "元"),
                target("signed", &["签订年月"], &[], Kind::Month, ""),
                target("share", &["占比"], &[], Kind::Decimal { scale: 2 }, "%"),
            ],
        ),
        (
            "hazards.xlsx",
            vec![
                required(target("found_on", &["检查日期"], &[], Kind::Date, "")),
                target("firm", &["单位名称"], &["受检单位"], Kind::Text, ""),
                target("text", &["隐患内容"], &["隐患描述"], Kind::Text, ""),
                target("grade", &["隐患级别"], &["隐患等级"], grades, ""),
                target("due", &["整改期限"], &[], Kind::Date, ""),
                target("money", &["整改资金"], &[], Kind::Money, "元"),
                target("done", &["是否整改"], &[], Kind::Truth, ""),
            ],
        ),
        (
            "subsidies.xls",
            vec![
                required(target("village", &["村"], &[], Kind::Place, "")),
                target("head", &["姓名"], &[], Kind::Person, ""),
                required(target("id", &["公民身份号码"], &[], Kind::CitizenId, "")),
                target("card", &["银行账号"], &[], Kind::BankCard, ""),
                target("people", &["保障人数"], &[], Kind::Integer, "人"),
                target("amount", &["保障金额"], &["发放金额"], Kind::Money, "元"),
                target("granted", &["审批时间"], &[], Kind::Date, ""),
                target("phone", &["手机"], &[], Kind::Phone, ""),
            ],
        ),
        (
            "projects.xlsx",
            vec![
                required(target("name", &["项目名称"], &[], Kind::Text, "")),
                target("total", &["总投资"], &[], Kind::Money, "元"),
                target("plan", &["年度计划投资"], &["年度计划"], Kind::Money, "元"),
                target("q1", &["一季度完成投资"], &[], Kind::Money, "元"),
                target("rate", &["完成率"], &[], Kind::Decimal { scale: 1 }, "%"),
                target("leader", &["责任领导"], &[], Kind::Person, ""),
            ],
        ),
    ]
}

#[test]
fn columns_are_proposed_and_rows_read_as_expected() {
    for (name, targets) in registers() {
        let opened = ledger(name);
        let sheet = &opened.workbook.sheets[0];
        let table = &tables(sheet)[0];
        let proposal = propose(sheet, table, &targets, None);
        let mut told = format!("missing {:?}\n", proposal.missing);
        for (column, proposed) in table.columns.iter().zip(&proposal.columns) {
            let best = proposed
                .candidates
                .first()
                .map(|best| format!("{} {:?} fit {:?}", best.score, best.reason, best.fit));
            let doubt = proposed
                .doubt
                .as_ref()
                .map(|doubt| format!(" ? {doubt:?}"))
                .unwrap_or_default();
            let target = proposed.choice.target.as_deref().unwrap_or("-");
            writeln!(
                told,
                "{} → {target} ({}){doubt}",
                column.name(),
                best.unwrap_or_default()
            )
            .unwrap();
        }
        let choices = proposal
            .columns
            .iter()
            .map(|column| column.choice.clone())
            .collect();
        let mapping = Mapping {
            signature: proposal.signature,
            choices,
        };
        for row in rows(sheet, table, &mapping, &targets).take(8) {
            writeln!(told, "{}: missing {:?}", row.row + 1, row.missing).unwrap();
            for field in &row.fields {
                match &field.read {
                    Ok(normal) if normal.changes.is_empty() => {}
                    Ok(normal) => {
                        let changes: Vec<String> = normal.changes.iter().map(sheet::Change::zh).collect();
                        writeln!(
                            told,
                            "    {} {} = {} · {}",
                            field.at,
                            field.target,
                            normal.value,
                            changes.join("，")
                        )
                        .unwrap();
                    }
                    Err(refusal) => {
                        writeln!(told, "    {} {} ! {}", field.at, field.target, refusal.zh()).unwrap();
                    }
                }
            }
        }
        insta::assert_snapshot!(name, told);
    }
}

#[test]
fn what_was_confirmed_is_used_again_for_the_same_form() {
    let (name, targets) = registers().remove(0);
    let opened = ledger(name);
    let sheet = &opened.workbook.sheets[0];
    let table = &tables(sheet)[0];
    let mut mapping = Mapping {
        signature: Signature::of(table),
        choices: Vec::new(),
    };
    let choice = |column: &str, target: Option<&str>| Choice {
        column: column.to_owned(),
        target: target.map(str::to_owned),
        unit: None,
        repeats: false,
        words: std::collections::BTreeMap::new(),
    };
    mapping.choices.push(choice("备注", Some("grade")));
    mapping.choices.push(choice("村(社区)", None));
    let (found, likeness) = recognise(std::slice::from_ref(&mapping), &Signature::of(table)).unwrap();
    assert_eq!(likeness, 100);
    let proposal = propose(sheet, table, &targets, Some(found));
    let column = |name: &str| {
        let at = table
            .columns
            .iter()
            .position(|column| column.name() == name)
            .unwrap();
        &proposal.columns[at]
    };
    assert_eq!(column("备注").choice.target.as_deref(), Some("grade"));
    assert_eq!(column("备注").candidates[0].reason, Reason::Remembered);
    assert_eq!(column("村(社区)").choice.target, None);
    assert_eq!(proposal.missing, ["village"]);
}

#[test]
fn a_confirmed_mapping_is_kept_as_data_and_read_back() {
    let (name, targets) = registers().remove(1);
    let opened = ledger(name);
    let sheet = &opened.workbook.sheets[0];
    let table = &tables(sheet)[0];
    let proposal = propose(sheet, table, &targets, None);
    let choices = proposal
        .columns
        .iter()
        .map(|column| column.choice.clone())
        .collect();
    let mapping = Mapping {
        signature: proposal.signature,
        choices,
    };
    let text = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&text).unwrap(), mapping);
}
