//! Places side by side as tiles of one size, coloured by their values: for towns whose villages have declared points but no
//! boundaries. Neighbours stay about where they are to each other; sizes, distances and shapes say nothing.

use crate::draw::{Ink, exact};
use crate::text::{escaped, fitting};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::fmt::Write as _;

const WIDE: f64 = 88.0;
const HIGH: f64 = 56.0;
const GAP: f64 = 4.0;
const SIZE: f64 = 13.0;
/// Words are written no smaller.
const LEAST: f64 = 9.5;
/// Height of the line that explains the shades.
const FOOT: f64 = 30.0;
const SHADES: usize = 5;
const GREYS: [&str; SHADES] = ["#f4f4f4", "#dedede", "#c8c8c8", "#b0b0b0", "#989898"];

/// Places to be drawn as tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiles {
    /// What they show; read aloud by screen readers.
    pub title: String,
    /// The unit of all values.
    pub unit: String,
    /// What is said of a place without a value.
    pub unknown: String,
    /// The places.
    pub tiles: Vec<Tile>,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// Its value; none where nothing is known.
    pub value: Option<Decimal>,
    /// Where it lies, east and north; none where that was not declared.
    pub at: Option<(f64, f64)>,
    /// Where it leads; nowhere if empty.
    pub link: String,
}

/// A field of the grid: column and row, from the north-west.
type Field = (usize, usize);

impl Tiles {
    /// The drawing as one `<svg>` element.
    #[must_use]
    pub fn svg(&self, ink: Ink) -> String {
        let points: Vec<Option<(f64, f64)>> = self.tiles.iter().map(|tile| tile.at).collect();
        let fields = laid(&points);
        let columns = 1 + fields.iter().map(|(column, _)| *column).max().unwrap_or_default();
        let rows = 1 + fields.iter().map(|(_, row)| *row).max().unwrap_or_default();
        let (wide, high) = (columns as f64 * (WIDE + GAP), rows as f64 * (HIGH + GAP) + FOOT);
        let title = escaped(&self.title);
        let leads = ink == Ink::Page && self.tiles.iter().any(|tile| !tile.link.is_empty());
        let role = if leads { "group" } else { "img" };
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0} {high:.0}" class="chart tiles" role="{role}" aria-label="{title}" font-size="{SIZE}"><title>{title}</title>"#
        );
        let shades = Shades::of(self.tiles.iter().filter_map(|tile| tile.value));
        for (tile, (column, row)) in self.tiles.iter().zip(fields) {
            let corner = (column as f64 * (WIDE + GAP), row as f64 * (HIGH + GAP));
            self.tile(&mut svg, ink, tile, corner, &shades);
        }
        self.legend(&mut svg, ink, high - FOOT, &shades);
        svg.push_str("</svg>");
        svg
    }

    fn tile(&self, svg: &mut String, ink: Ink, tile: &Tile, (x, y): (f64, f64), shades: &Shades) {
        let told = tile.value.map_or_else(
            || self.unknown.clone(),
            |value| format!("{}{}", exact(value), self.unit),
        );
        let said = escaped(&format!("{}：{told}", tile.name));
        let (name, name_size) = shrunk(&tile.name);
        let (told, told_size) = shrunk(&told);
        let shade = fill(ink, tile.value.map(|value| shades.of_value(value)));
        let words = words(ink);
        let middle = x + WIDE / 2.0;
        let drawn = format!(
            r#"<title>{said}</title><rect x="{x:.1}" y="{y:.1}" width="{WIDE}" height="{HIGH}" rx="4" {shade}/><text x="{middle:.1}" y="{:.1}" text-anchor="middle" font-size="{name_size:.1}" {words}>{name}</text><text x="{middle:.1}" y="{:.1}" text-anchor="middle" font-size="{told_size:.1}" font-weight="600" {words}>{told}</text>"#,
            y + 23.0,
            y + 42.0,
        );
        // Writing to a String cannot fail.
        let _ = if tile.link.is_empty() || ink == Ink::Paper {
            write!(svg, "<g>{drawn}</g>")
        } else {
            write!(svg, r#"<a href="{}">{drawn}</a>"#, escaped(&tile.link))
        };
    }

    /// The shades from the least to the greatest value.
    fn legend(&self, svg: &mut String, ink: Ink, top: f64, shades: &Shades) {
        let (Some(least), Some(greatest)) = (shades.least, shades.greatest) else {
            return;
        };
        let words = words(ink);
        let y = top + 20.0;
        let told = escaped(&format!("{}{}", exact(least), self.unit));
        let _ = write!(svg, r#"<text x="0" y="{y:.1}" {words}>{told}</text>"#);
        let mut x = crate::text::width(&told, SIZE) + 8.0;
        for shade in 0..SHADES {
            let _ = write!(
                svg,
                r#"<rect x="{x:.1}" y="{:.1}" width="22" height="12" {}/>"#,
                y - 11.0,
                fill(ink, Some(shade))
            );
            x += 22.0;
        }
        let told = escaped(&format!("{}{}", exact(greatest), self.unit));
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{y:.1}" {words}>{told}</text>"#,
            x + 8.0
        );
    }
}

/// Words that fit on a tile, and their size: long ones are written smaller before they are cut.
fn shrunk(text: &str) -> (String, f64) {
    let room = WIDE - 6.0;
    let size = (SIZE * room / crate::text::width(text, SIZE)).clamp(LEAST, SIZE);
    (escaped(&fitting(text, size, room)), size)
}

fn fill(ink: Ink, shade: Option<usize>) -> String {
    match (ink, shade) {
        (Ink::Page, Some(shade)) => format!(r#"class="tile-{}""#, shade + 1),
        (Ink::Page, None) => r#"class="tile-none""#.to_owned(),
        (Ink::Paper, Some(shade)) => format!(r##"fill="{}" stroke="#666""##, GREYS[shade.min(SHADES - 1)]),
        (Ink::Paper, None) => r##"fill="#fff" stroke="#666" stroke-dasharray="3 3""##.to_owned(),
    }
}

fn words(ink: Ink) -> &'static str {
    match ink {
        Ink::Page => r#"class="chart-words""#,
        Ink::Paper => r##"fill="#000""##,
    }
}

/// From values to shades, in equal steps from the least to the greatest.
struct Shades {
    least: Option<Decimal>,
    greatest: Option<Decimal>,
}

impl Shades {
    fn of(values: impl Iterator<Item = Decimal> + Clone) -> Self {
        Shades {
            least: values.clone().min(),
            greatest: values.max(),
        }
    }

    fn of_value(&self, value: Decimal) -> usize {
        let (Some(least), Some(greatest)) = (self.least, self.greatest) else {
            return 0;
        };
        let span = greatest.saturating_sub(least).to_f64().unwrap_or_default();
        if span <= 0.0 {
            return SHADES / 2;
        }
        let part = value.saturating_sub(least).to_f64().unwrap_or_default() / span;
        ((part * SHADES as f64) as usize).min(SHADES - 1)
    }
}

/// A field for each point: near where it lies among the others, no two on one field; in their order where no points are known.
fn laid(points: &[Option<(f64, f64)>]) -> Vec<Field> {
    let known: Vec<(usize, (f64, f64))> = points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at, (*point)?)))
        .collect();
    let (columns, rows) = grid(&known, points.len());
    let mut fields: Vec<Option<Field>> = vec![None; points.len()];
    let wished: Vec<(usize, (f64, f64))> = wishes(&known, columns, rows);
    settle(&mut fields, &wished, columns, rows);
    exchange(&mut fields, &wished);
    // Who declared no point takes what is left, row by row.
    let mut free = (0..rows.max(1) * columns.max(1) + points.len())
        .map(|at| (at % columns.max(1), at / columns.max(1)))
        .filter(|field| !fields.contains(&Some(*field)))
        .collect::<Vec<_>>()
        .into_iter();
    fields
        .iter()
        .map(|field| field.or_else(|| free.next()).unwrap_or_default())
        .collect()
}

/// Columns and rows of a grid with room to spare, in the shape of the ground.
fn grid(known: &[(usize, (f64, f64))], count: usize) -> (usize, usize) {
    let (east, north) = (
        extent(known.iter().map(|(_, at)| at.0)),
        extent(known.iter().map(|(_, at)| at.1)),
    );
    // A degree east is shorter than one north; tiles are wider than high.
    let shape = if east.1 > east.0 && north.1 > north.0 {
        ((east.1 - east.0) * 0.87 / (north.1 - north.0) * HIGH / WIDE).clamp(0.5, 1.6)
    } else {
        1.0
    };
    let fields = count as f64 * if known.is_empty() { 1.0 } else { 1.35 };
    let columns = (fields * shape).sqrt().ceil().max(1.0);
    (columns as usize, (fields / columns).ceil().max(1.0) as usize)
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

/// Where on the grid each would lie if fields had no sides.
fn wishes(known: &[(usize, (f64, f64))], columns: usize, rows: usize) -> Vec<(usize, (f64, f64))> {
    let (east, north) = (
        extent(known.iter().map(|(_, at)| at.0)),
        extent(known.iter().map(|(_, at)| at.1)),
    );
    let along = |value: f64, (low, high): (f64, f64), fields: usize| {
        let part = if high > low {
            (value - low) / (high - low)
        } else {
            0.5
        };
        part * fields.saturating_sub(1) as f64
    };
    known
        .iter()
        .map(|(at, (x, y))| {
            let row = rows.saturating_sub(1) as f64 - along(*y, north, rows);
            (*at, (along(*x, east, columns), row))
        })
        .collect()
}

fn away((x, y): (f64, f64), (column, row): Field) -> f64 {
    (x - column as f64).powi(2) + (y - row as f64).powi(2)
}

/// Gives each the nearest free field, the closest pairs first.
fn settle(fields: &mut [Option<Field>], wished: &[(usize, (f64, f64))], columns: usize, rows: usize) {
    let mut pairs: Vec<(f64, usize, Field)> = wished
        .iter()
        .flat_map(|(at, point)| {
            (0..columns * rows).map(move |field| {
                let field = (field % columns, field / columns);
                (away(*point, field), *at, field)
            })
        })
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, at, field) in pairs {
        let free = fields.get(at).is_some_and(Option::is_none) && !fields.contains(&Some(field));
        if free && let Some(place) = fields.get_mut(at) {
            *place = Some(field);
        }
    }
}

/// Lets two change fields where that brings them nearer to where they lie, until nobody gains.
fn exchange(fields: &mut [Option<Field>], wished: &[(usize, (f64, f64))]) {
    for _ in 0..wished.len() {
        let mut gained = false;
        for (nth, (a, wish_a)) in wished.iter().enumerate() {
            for (b, wish_b) in wished.iter().skip(nth + 1) {
                let (Some(Some(field_a)), Some(Some(field_b))) = (fields.get(*a), fields.get(*b)) else {
                    continue;
                };
                let now = away(*wish_a, *field_a) + away(*wish_b, *field_b);
                let then = away(*wish_a, *field_b) + away(*wish_b, *field_a);
                if then + 1e-9 < now {
                    fields.swap(*a, *b);
                    gained = true;
                }
            }
        }
        if !gained {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn tile(name: &str, value: Option<i64>, at: Option<(f64, f64)>) -> Tile {
        Tile {
            name: name.to_owned(),
            value: value.map(Decimal::from),
            at,
            link: format!("/x?place={name}"),
        }
    }

    fn tiles() -> Tiles {
        Tiles {
            title: "化解矛盾纠纷".to_owned(),
            unit: "件".to_owned(),
            unknown: "缺报".to_owned(),
            tiles: vec![
                tile("下畈村", Some(12), Some((121.32, 29.24))),
                tile("天河村", Some(3), Some((121.23, 29.23))),
                tile("上李坑村", None, Some((121.33, 29.28))),
                tile("很长名字的一个村民委员会", Some(0), None),
            ],
        }
    }

    #[test]
    fn every_tile_tells_its_value_and_leads_on_and_what_is_unknown_is_no_nothing() {
        let svg = tiles().svg(Ink::Page);
        let read = roxmltree::Document::parse(&svg).unwrap();
        let links: Vec<_> = read.descendants().filter(|node| node.has_tag_name("a")).collect();
        assert_eq!(links.len(), 4);
        assert!(svg.contains("下畈村：12件") && svg.contains("上李坑村：缺报") && svg.contains("tile-none"));
        assert!(!tiles().svg(Ink::Paper).contains("<a "), "paper leads nowhere");
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let fields = laid(&[
            Some((121.2, 29.2)),
            Some((121.4, 29.2)),
            Some((121.2, 29.4)),
            Some((121.4, 29.4)),
        ]);
        let [south_west, south_east, north_west, north_east] = fields[..] else {
            panic!("{fields:?}")
        };
        assert!(south_west.0 < south_east.0 && north_west.0 < north_east.0);
        assert!(north_west.1 < south_west.1 && north_east.1 < south_east.1);
    }

    proptest! {
        #[test]
        fn no_two_places_share_a_field(points in prop::collection::vec(prop::option::of((73.0..136.0f64, 3.0..54.0f64)), 0..40)) {
            let fields = laid(&points);
            let different: HashSet<_> = fields.iter().collect();
            prop_assert_eq!(different.len(), points.len());
        }
    }
}
