//! The tree's history on a small town, and the county compiled in.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// A village renamed in 2010, two villages merged at the end of 2020, and a grid.
const TOWN: &str = "\
code,name,english,from,until,merged_into
330226105,岔路镇,Chalu Town,,,
330226105201,东村,,,2010-06-30,
330226105201,东风村,Dongfeng Village,2010-07-01,2020-12-31,330226105203
330226105202,西村,Xi Village,,2020-12-31,330226105203
330226105203,东西村,Dongxi Village,2021-01-01,,
330226105204,南村,,,,
330226105204-01,南村一网格,,2019-01-01,,
";

fn place(code: &str) -> PlaceCode {
    code.parse().unwrap_or_else(|error| unreachable!("{error}"))
}

fn town() -> PlaceTree {
    PlaceTree::parse(TOWN).unwrap_or_else(|errors| unreachable!("{errors:?}"))
}

fn names<'a>(places: impl IntoIterator<Item = &'a Place>) -> Vec<&'a str> {
    places.into_iter().map(|place| place.name.as_str()).collect()
}

#[test]
fn a_place_has_the_name_of_the_day() {
    let town = town();
    let name = |day| town.name(place("330226105201"), day);
    assert_eq!(name(date(2010, 6, 30)), Some("东村"));
    assert_eq!(name(date(2010, 7, 1)), Some("东风村"));
    assert_eq!(name(date(2021, 1, 1)), None);
    assert_eq!(town.name(place("330226"), date(2010, 1, 1)), Some("宁海县"));
}

#[test]
fn a_place_is_told_in_full_with_all_above_it() {
    let full = town().full_name(place("330226105204-01"), date(2024, 1, 1));
    assert_eq!(full.as_deref(), Some("浙江省宁波市宁海县岔路镇南村南村一网格"));
    let beijing = PlaceTree::default().full_name(place("110101"), date(2024, 1, 1));
    assert_eq!(beijing.as_deref(), Some("北京市东城区"));
}

#[test]
fn a_place_lies_where_it_was_declared_to_lie_and_is_read_back_so() {
    let csv = "code,name,longitude,latitude\n330226105,岔路镇,121.31,29.23\n330226105204,南村,,\n";
    let town = PlaceTree::parse(csv).unwrap_or_else(|errors| unreachable!("{errors:?}"));
    let position = |code| {
        town.at(place(code), date(2024, 1, 1))
            .and_then(|place| place.position)
    };
    assert_eq!(
        position("330226105").map(|at| (at.longitude(), at.latitude())),
        Some((121.31, 29.23))
    );
    assert_eq!(position("330226105204"), None);
    assert_eq!(PlaceTree::parse(&town.to_csv()).as_ref(), Ok(&town));
    for half in ["121.31,", ",29.23", "29.23,121.31", "东,西"] {
        let csv = format!("code,name,longitude,latitude\n330226105,岔路镇,{half}\n");
        let errors = PlaceTree::parse(&csv).err().unwrap_or_default();
        assert!(
            matches!(
                errors[..],
                [PlaceTreeError {
                    line: 2,
                    problem: PlaceTreeProblem::Degrees(_)
                }]
            ),
            "{half}"
        );
    }
}

#[test]
fn children_and_siblings_are_those_of_the_day() {
    let town = town();
    let day = date(2020, 12, 31);
    assert_eq!(
        names(town.children(place("330226105"), day)),
        ["东风村", "西村", "南村"]
    );
    assert_eq!(
        names(town.children(place("330226105"), date(2021, 1, 1))),
        ["东西村", "南村"]
    );
    assert_eq!(
        names(town.siblings(place("330226105202"), day)),
        ["东风村", "南村"]
    );
    assert_eq!(
        names(town.within(place("330226105204"), day)),
        ["南村", "南村一网格"]
    );
    assert_eq!(names(town.within(place("330226105204-01"), day)), ["南村一网格"]);
}

#[test]
fn a_merged_village_has_a_successor_and_the_successor_its_predecessors() {
    let town = town();
    let successor = |code: &str, day| town.successor(place(code), day).map(|code| code.to_string());
    assert_eq!(
        successor("330226105202", date(2020, 12, 31)).as_deref(),
        Some("330226105202")
    );
    assert_eq!(
        successor("330226105202", date(2021, 1, 1)).as_deref(),
        Some("330226105203")
    );
    assert_eq!(
        successor("330226105203", date(2020, 1, 1)),
        None,
        "it had not begun"
    );
    assert_eq!(successor("330226105999", date(2020, 1, 1)), None);
    assert_eq!(
        names(town.predecessors(place("330226105203"))),
        ["东风村", "西村"]
    );
}

#[test]
fn a_search_puts_the_likeliest_first() {
    let town = town();
    let day = date(2024, 1, 1);
    assert_eq!(names(town.search("南", day)), ["南村", "南村一网格"]);
    assert_eq!(names(town.search("CHALU", day)), ["岔路镇"]);
    assert_eq!(names(town.search("330226105203", day)), ["东西村"]);
    assert_eq!(names(town.search("西村", date(2020, 1, 1))), ["西村"]);
    assert_eq!(names(town.search(" ", day)), [""; 0]);
}

#[test]
fn a_table_that_contradicts_itself_is_refused_at_its_lines() {
    for (rows, line, en, zh) in [
        (
            "33022610,镇,,,,",
            2,
            "expected 2, 4, 6, 9 or 12 digits",
            "应为 2、4、6、9 或 12 位",
        ),
        ("330226105,,,,,", 2, "has no name", "没有名称"),
        ("330226105,镇,,2020/1/1,,", 2, "is not a date", "不是日期"),
        (
            "330226105,镇,,2020-01-02,2020-01-01,",
            2,
            "before it begins",
            "早于启用日",
        ),
        (
            "330226105,镇,,,,\n330226105,新镇,,2020-01-01,,",
            3,
            "told twice",
            "写了两次",
        ),
        (
            "330226105201,村,,,,",
            2,
            "330226105, which is not in the table",
            "上级 330226105 不在表中",
        ),
        ("330226105,镇,,,,330226106", 2, "has no last day", "没有停用日"),
        (
            "330226105,镇,,,2020-12-31,330226105",
            2,
            "does not stand on 2021-01-01",
            "并不存在",
        ),
        (
            "330226105,镇,,,,\n330226105201,村,,,2020-12-31,330226105202",
            3,
            "does not stand",
            "并不存在",
        ),
        ("330226105,镇,,", 2, "not CSV", "不是 CSV"),
    ] {
        let text = format!("code,name,english,from,until,merged_into\n{rows}\n");
        let errors = PlaceTree::parse(&text).err().unwrap_or_default();
        let first = errors.first();
        assert_eq!(first.map(|error| error.line), Some(line), "{rows}: {errors:?}");
        assert!(
            first.is_some_and(|error| error.to_string().contains(en)),
            "{errors:?}"
        );
        assert!(first.is_some_and(|error| error.zh().contains(zh)), "{errors:?}");
    }
    for heading in ["code", "code,name,size", "code,name,code", ""] {
        assert!(PlaceTree::parse(heading).is_err(), "{heading}");
    }
}

#[test]
fn two_villages_that_merge_into_each_other_are_refused() {
    let text = "代码,名称,停用,并入\n330226105,镇,,\n330226105201,甲,2020-12-31,330226105202\n330226105202,乙,2020-12-31,330226105201\n";
    assert_eq!(PlaceTree::parse(text).err().map(|errors| errors.len()), Some(2));
}

#[test]
fn a_tree_written_out_reads_as_itself() {
    for tree in [town(), PlaceTree::ninghai().clone()] {
        assert_eq!(PlaceTree::parse(&tree.to_csv()), Ok(tree));
    }
    let quoted = "code,name\n330226105,\"镇,\"\"新\"\"\"\n";
    let tree = PlaceTree::parse(quoted).unwrap_or_default();
    assert_eq!(names(tree.places()), ["镇,\"新\""]);
    assert_eq!(PlaceTree::parse(&tree.to_csv()), Ok(tree));
}

#[test]
fn the_county_compiled_in_has_18_towns_and_chalu_22_villages() {
    let (tree, day) = (PlaceTree::ninghai(), date(2024, 1, 1));
    assert_eq!(tree.children(place("330226"), day).count(), 18);
    let chalu = place("330226105");
    assert_eq!(
        tree.full_name(chalu, day).as_deref(),
        Some("浙江省宁波市宁海县岔路镇")
    );
    assert_eq!(
        tree.at(chalu, day).and_then(|town| town.english.as_deref()),
        Some("Chalu Town")
    );
    assert_eq!(tree.children(chalu, day).count(), 22);
    assert_eq!(tree.subtree(chalu).places().len(), 23);
    assert!(tree.places().iter().all(|place| place.english.is_some()));
}

proptest! {
    #[test]
    fn every_place_of_the_county_lies_in_a_standing_parent(at in 0..400usize) {
        let (tree, day) = (PlaceTree::ninghai(), date(2024, 1, 1));
        if let Some(place) = tree.places().get(at) {
            let parent = place.code.parent();
            prop_assert!(parent.is_some_and(|parent| tree.children(parent, day).any(|child| child == place)));
            prop_assert_eq!(tree.siblings(place.code, day).count() + 1, parent.map_or(0, |parent| tree.children(parent, day).count()));
            prop_assert!(tree.search(&place.name, day).contains(&place));
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_by_an_error(text in "(code,name(,from,until,merged_into)?\n)?([0-9]{2,12}(-0)?,\\PC{0,4}(,[0-9\\-]{0,10}){0,3}\n){0,4}") {
        if let Ok(tree) = PlaceTree::parse(&text) {
            prop_assert_eq!(PlaceTree::parse(&tree.to_csv()), Ok(tree.clone()));
        }
    }
}
