//! The official divisions of the whole country down to the county, compiled in: names of GB/T 2260 codes.
//!
//! They stand as of 30 June 2023 (the National Bureau of Statistics' list of that year), without history. Places below the county,
//! and history where it matters, are a town's own data: [`crate::PlaceTree`].

use crate::{PlaceCode, lines::Lines};

const TABLE: Lines = Lines(include_str!("../data/divisions.txt"));

/// The official name of a province, city or county; none below, or where the code is not in use.
#[must_use]
pub fn name(code: PlaceCode) -> Option<&'static str> {
    TABLE.find(code.as_str()).map(|(_, name)| name)
}

/// The divisions right below, with their names, in the order of codes; the provinces for none.
pub fn children(code: Option<PlaceCode>) -> impl Iterator<Item = (PlaceCode, &'static str)> {
    let prefix = code.map_or_else(String::new, |code| code.as_str().to_owned());
    let within: Vec<_> = TABLE.within(&prefix).collect();
    let parsed = within
        .into_iter()
        .filter_map(|(code, name)| code.parse::<PlaceCode>().ok().map(|code| (code, name)));
    parsed.filter(move |(below, _)| below.parent() == code)
}

/// Whether a name only fills a level that a branch of the tree does not have, and is left out when a place is told in full.
pub(crate) fn is_filler(name: &str) -> bool {
    matches!(
        name,
        "市辖区" | "县" | "省直辖县级行政区划" | "自治区直辖县级行政区划"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> PlaceCode {
        code.parse().unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn the_table_is_in_order_and_every_division_has_its_parent() {
        TABLE.assert_sorted();
        for (code, _) in TABLE.all() {
            let code = place(code);
            assert!(
                code.parent().is_none_or(|parent| name(parent).is_some()),
                "{code}"
            );
        }
    }

    #[test]
    fn the_country_has_34_provinces_and_a_county_its_city() {
        assert_eq!(children(None).count(), 34);
        assert_eq!(name(place("33")), Some("浙江省"));
        assert_eq!(name(place("3302")), Some("宁波市"));
        assert_eq!(name(place("330226000000")), Some("宁海县"));
        assert_eq!(name(place("330226105")), None);
        assert_eq!(children(Some(place("3302"))).count(), 10);
        assert_eq!(name(place("4419")), Some("东莞市"));
    }
}
