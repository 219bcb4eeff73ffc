//! Formulas whose kept results are no longer true once cells have changed, over all sheets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    reference::{Reference, moved, references},
    scan::Scan,
};
use crate::grid::{At, Block};

/// A formula with what it looks at.
struct Node {
    sheet: usize,
    /// The cells that hold its results.
    area: Block,
    looks_at: Vec<(usize, Block)>,
    /// Whether it may look at anything.
    anything: bool,
}

/// Cells that changed, by sheet and row.
type Changed = Vec<BTreeMap<u32, BTreeSet<u16>>>;

/// The formula cells of each sheet that look at changed cells, directly or through others.
pub(super) fn stale(
    scans: &[&Scan],
    names: &[String],
    defined: &[(String, String)],
    filled: &[Vec<At>],
) -> Vec<Vec<At>> {
    let nodes = nodes(scans, names, defined);
    let mut changed: Changed = vec![BTreeMap::new(); scans.len()];
    for (sheet, cells) in filled.iter().enumerate() {
        for at in cells {
            mark(&mut changed, sheet, *at);
        }
    }
    let mut stale: Vec<Vec<At>> = vec![Vec::new(); scans.len()];
    let mut waiting: Vec<&Node> = nodes.iter().collect();
    loop {
        let (touched, rest): (Vec<&Node>, Vec<&Node>) = waiting.into_iter().partition(|node| {
            node.anything
                || node
                    .looks_at
                    .iter()
                    .any(|(sheet, block)| meets(&changed, *sheet, block))
        });
        if touched.is_empty() {
            return stale;
        }
        for node in touched {
            for at in cells_of(&node.area) {
                mark(&mut changed, node.sheet, at);
                if let Some(stale) = stale.get_mut(node.sheet) {
                    stale.push(at);
                }
            }
        }
        waiting = rest;
    }
}

fn mark(changed: &mut Changed, sheet: usize, at: At) {
    if let Some(rows) = changed.get_mut(sheet) {
        rows.entry(at.row).or_default().insert(at.column);
    }
}

fn meets(changed: &Changed, sheet: usize, block: &Block) -> bool {
    let rows = changed
        .get(sheet)
        .into_iter()
        .flat_map(|rows| rows.range(block.first.row..=block.last.row));
    rows.into_iter().any(|(_, columns)| {
        columns
            .range(block.first.column..=block.last.column)
            .next()
            .is_some()
    })
}

/// The cells of an area; of one that no array formula fills, only the first.
fn cells_of(area: &Block) -> Vec<At> {
    let count = u64::from(area.height()) * u64::from(area.width());
    if count > 100_000 {
        return vec![area.first];
    }
    let columns = area.first.column..=area.last.column;
    (area.first.row..=area.last.row)
        .flat_map(|row| columns.clone().map(move |column| At::new(row, column)))
        .collect()
}

fn nodes(scans: &[&Scan], names: &[String], defined: &[(String, String)]) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (sheet, scan) in scans.iter().enumerate() {
        let mut shared: HashMap<u32, (At, Vec<Reference>)> = HashMap::new();
        for row in &scan.rows {
            for cell in &row.cells {
                let Some(formula) = &cell.formula else { continue };
                let at = At::new(row.number, cell.column);
                let own = (at, references(&formula.text));
                let (from, looks) = match formula.shared {
                    Some(number) if formula.text.is_empty() => shared
                        .get(&number)
                        .cloned()
                        .unwrap_or((at, vec![Reference::Unknown])),
                    Some(number) => {
                        shared.insert(number, own.clone());
                        own
                    }
                    None => own,
                };
                let area = formula
                    .area
                    .filter(|area| formula.shared.is_none() && area.first == at);
                let mut node = Node {
                    sheet,
                    area: area.unwrap_or(Block { first: at, last: at }),
                    looks_at: Vec::new(),
                    anything: false,
                };
                let by = (
                    i64::from(at.row) - i64::from(from.row),
                    i64::from(at.column) - i64::from(from.column),
                );
                node.look(&looks, by, names, defined, 0);
                nodes.push(node);
            }
        }
    }
    nodes
}

impl Node {
    /// Notes what a formula looks at, names resolved. What cannot be told may be anything.
    fn look(
        &mut self,
        looks: &[Reference],
        by: (i64, i64),
        names: &[String],
        defined: &[(String, String)],
        depth: u32,
    ) {
        for reference in looks {
            match reference {
                Reference::Cells { sheet, first, last } => {
                    let place = |name: &String| {
                        names
                            .iter()
                            .position(|known| known.to_lowercase() == name.to_lowercase())
                    };
                    let sheet = sheet.as_ref().map_or(Some(self.sheet), place);
                    match (sheet, moved(*first, *last, by.0, by.1)) {
                        (Some(sheet), Some(block)) => self.looks_at.push((sheet, block)),
                        _ => self.anything = true,
                    }
                }
                Reference::Name(name) if depth < 8 => {
                    let meant = defined
                        .iter()
                        .find(|(known, _)| known.to_lowercase() == name.to_lowercase());
                    match meant {
                        Some((_, formula)) => {
                            self.look(&references(formula), (0, 0), names, defined, depth + 1);
                        }
                        None => self.anything = true,
                    }
                }
                Reference::Name(_) | Reference::Unknown => self.anything = true,
            }
        }
    }
}
