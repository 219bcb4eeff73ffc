//! What an author gets wrong is told at its place, with what was expected.

use pack::Lang;

/// A small pack with one line put in at each of three places.
fn pack_with(field: &str, step: &str, rule: &str) -> String {
    format!(
        r#"name = "trial"
version = 1
zh = "试"
en = "Trial"
[codes.colour]
zh = "颜色"
en = "Colour"
codes = [{{ code = "red", zh = "红", en = "Red" }}, {{ code = "green", zh = "绿", en = "Green" }}]
[checklists.walk]
zh = "检查表"
en = "Walk"
points = 100
items = [{{ code = "litter", zh = "垃圾", en = "Litter", each = 1, most = 5 }}]
[registers.trial]
zh = "试"
en = "Trial"
place = "area"
label = ["area"]
fields = [
  {{ name = "area", zh = "区划", en = "Place", type = "place", required = true }},
  {{ name = "amount", zh = "金额", en = "Amount", type = "money" }},
  {{ name = "day", zh = "日期", en = "Day", type = "date" }},
  {{ name = "colour", zh = "颜色", en = "Colour", type = "code(colour)" }},
  {{ name = "findings", zh = "结果", en = "Findings", type = "checklist(walk)" }},
  {{ name = "other", zh = "其他", en = "Other", {field} }},
]
rules = [{{ name = "rule", zh = "规则", en = "Rule", {rule} }}]
[registers.trial.loop]
states = [{{ name = "open", zh = "开", en = "Open" }}, {{ name = "shut", zh = "关", en = "Shut", closed = true }}]
steps = [{{ name = "close", zh = "关", en = "Close", from = ["open"], to = "shut", {step} }}]
"#
    )
}

const FIELD: &str = r#"type = "text""#;
const STEP: &str = "own = true";
const RULE: &str = r#"check = "amount > 0""#;

/// What is told of a pack, each with the text it is told of.
fn told(source: &str) -> Vec<String> {
    pack::parse(source)
        .diagnostics
        .iter()
        .map(|found| {
            let hint = found
                .hint
                .as_ref()
                .map(|hint| format!(" ({})", hint.get(Lang::En)))
                .unwrap_or_default();
            format!(
                "{}: {}{hint}",
                &source[found.span.clone()],
                found.message.get(Lang::En)
            )
        })
        .collect()
}

#[test]
fn the_small_pack_is_right_before_it_is_made_wrong() {
    assert_eq!(told(&pack_with(FIELD, STEP, RULE)), Vec::<String>::new());
}

#[test]
fn a_worked_out_value_fits_its_field() {
    let cases = [
        (
            r#"type = "date", default = "amount""#,
            "amount: `other` holds a day, not a number",
        ),
        (
            r#"type = "integer", computed = "colour == 'red'""#,
            "colour == 'red': `other` holds a number, not a yes-or-no",
        ),
        (
            r#"type = "code(colour)", computed = "amount > 0 ? 'gren' : 'red'""#,
            "'gren': `gren` is no code of `colour`, which has red, green (did you mean `green`?)",
        ),
    ];
    for (field, expected) in cases {
        assert_eq!(told(&pack_with(field, STEP, RULE)), [expected]);
    }
    let step = r#"sets = { day = "coalesce(amount, 1)" }"#;
    let expected = "coalesce(amount, 1): `day` holds a day, not a number";
    assert_eq!(told(&pack_with(FIELD, step, RULE)), [expected]);
}

#[test]
fn a_condition_says_yes_or_no() {
    let rule = r#"check = "amount * 2""#;
    assert_eq!(
        told(&pack_with(FIELD, STEP, rule)),
        [r#""amount * 2": a condition is expected here, not a number"#]
    );
    let step = r#"when = "colour""#;
    assert_eq!(
        told(&pack_with(FIELD, step, RULE)),
        [r#""colour": a condition is expected here, not a code"#]
    );
    let field = r#"type = "text", required_when = "day""#;
    assert_eq!(
        told(&pack_with(field, STEP, RULE)),
        [r#""day": a condition is expected here, not a day"#]
    );
}

#[test]
fn columns_of_a_table_have_no_expressions() {
    let field =
        r#"type = "table", columns = [{ name = "a", zh = "甲", en = "A", type = "integer", default = "1" }]"#;
    assert_eq!(
        told(&pack_with(field, STEP, RULE)),
        [r#""1": columns of a table have no expressions"#]
    );
}

#[test]
fn an_item_that_the_checklist_lacks_is_told_with_the_nearest() {
    let rule = r#"check = "found(findings, 'liter') == 0""#;
    let expected = "'liter': the checklist has no item `liter`; it has litter (did you mean `litter`?)";
    assert_eq!(told(&pack_with(FIELD, STEP, rule)), [expected]);
}
