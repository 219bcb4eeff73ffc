//! A paper as the plain data that `official.typ` lays out: every choice made, only placing is left.

use serde::Serialize;

use super::drawing::Drawing;
use crate::fonts::{Found, Role};
use crate::imprint::Imprint;
use crate::link;
use crate::measure::{
    AREA_HEIGHT, AREA_WIDTH, CELL, ER_HAO, FOLIO_DROP, HEAD_DROP, LEFT, PAGE_HEIGHT, PAGE_WIDTH, PITCH,
    RULE_DROP, SAN_HAO, SI_HAO, SUBTITLE_LINE, TABLE_PITCH, TITLE_LINE, TOP, XIAO_SI, cells, head_size,
    signature_insets,
};
use crate::paper::{Align, BLANK, Block, Chart, Kind, Paper, Run, Style, Table};
use crate::table::{Placed, alignments, placed, shares};
use crate::title;

/// What `official.typ` reads. Lengths are in points.
#[derive(Serialize)]
pub(crate) struct Sheet {
    kind: Kind,
    measures: Measures,
    faces: Faces,
    name: String,
    author: String,
    issuer: Option<Head>,
    number: Option<String>,
    title: Vec<String>,
    subtitle: Vec<String>,
    recipient: Option<String>,
    blocks: Vec<Piece>,
    attachments: Vec<String>,
    signature: Option<Signed>,
    colophon: Vec<Entry>,
}

/// The numbers of the standard.
#[derive(Serialize)]
struct Measures {
    width: f64,
    height: f64,
    top: f64,
    left: f64,
    right: f64,
    bottom: f64,
    pitch: f64,
    cell: f64,
    title_size: f64,
    body_size: f64,
    folio_size: f64,
    folio_drop: f64,
    table_size: f64,
    table_pitch: f64,
    head_drop: f64,
    rule_drop: f64,
}

/// For each role its face and those that lend to it, and which roles have a bold of their own.
#[derive(Serialize)]
struct Faces {
    title: Vec<String>,
    body: Vec<String>,
    hei: Vec<String>,
    kai: Vec<String>,
    song: Vec<String>,
    bold: Vec<Vec<String>>,
}

/// The head of the paper.
#[derive(Serialize)]
struct Head {
    text: String,
    size: f64,
}

/// A block of the body.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Piece {
    Heading {
        level: u8,
        runs: Vec<Stretch>,
    },
    Paragraph {
        align: Align,
        runs: Vec<Stretch>,
    },
    Table(Grid),
    Chart {
        file: String,
        width: f64,
        height: f64,
        caption: String,
    },
    PageBreak,
}

/// A run, or a blank to be filled in by hand.
#[derive(Serialize)]
struct Stretch {
    text: String,
    /// Characters that the blank has room for; 0 for a run.
    blank: f64,
    style: Style,
    to: Option<String>,
}

/// A table.
#[derive(Serialize)]
struct Grid {
    caption: Option<String>,
    shares: Vec<f64>,
    header: Vec<Vec<GridCell>>,
    rows: Vec<Vec<GridCell>>,
}

/// A cell of a table.
#[derive(Serialize)]
struct GridCell {
    x: usize,
    y: usize,
    across: usize,
    down: usize,
    align: Align,
    whole: bool,
    runs: Vec<Stretch>,
}

/// Signer and date with their distance from the right edge in cells.
#[derive(Serialize)]
struct Signed {
    issuer: String,
    issuer_inset: f64,
    date: String,
    date_inset: f64,
}

/// A line of the colophon.
#[derive(Serialize)]
struct Entry {
    left: String,
    right: String,
}

/// Cells longer than this may break across pages.
const WHOLE_CELL: f64 = 120.0;

impl Sheet {
    /// The paper as data.
    pub(crate) fn of(paper: &Paper, imprint: &Imprint, fonts: &Found, drawings: &[Drawing]) -> Self {
        let mut drawings = drawings.iter();
        let blocks = paper
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Chart(chart) => drawings.next().map(|drawing| piece_of_chart(chart, drawing)),
                other => piece(other, imprint),
            })
            .collect();
        Sheet {
            kind: paper.kind,
            measures: measures(),
            faces: faces(fonts),
            name: printable(&paper.title).replace('\n', ""),
            author: printable(paper.issuer.as_deref().unwrap_or_default()),
            issuer: paper.issuer.as_ref().map(|text| Head {
                text: printable(text),
                size: head_size(text),
            }),
            number: paper.number.as_deref().map(printable),
            title: title::lines(&printable(&paper.title), TITLE_LINE),
            subtitle: paper
                .subtitle
                .iter()
                .flat_map(|line| title::lines(&printable(line), SUBTITLE_LINE))
                .collect(),
            recipient: paper.recipient.as_deref().map(addressed),
            blocks,
            attachments: paper.attachments.iter().map(|name| printable(name)).collect(),
            signature: signed(paper),
            colophon: colophon(paper),
        }
    }
}

/// The numbers of the standard for the layout program.
fn measures() -> Measures {
    Measures {
        width: PAGE_WIDTH,
        height: PAGE_HEIGHT,
        top: TOP,
        left: LEFT,
        right: PAGE_WIDTH - LEFT - AREA_WIDTH,
        bottom: PAGE_HEIGHT - TOP - AREA_HEIGHT,
        pitch: PITCH,
        cell: CELL,
        title_size: ER_HAO,
        body_size: SAN_HAO,
        folio_size: SI_HAO,
        folio_drop: FOLIO_DROP,
        table_size: XIAO_SI,
        table_pitch: TABLE_PITCH,
        head_drop: HEAD_DROP,
        rule_drop: RULE_DROP,
    }
}

/// The names of the faces for the layout program.
fn faces(fonts: &Found) -> Faces {
    let chain = |role| fonts.chain(role);
    Faces {
        title: chain(Role::Title),
        body: chain(Role::Body),
        hei: chain(Role::Hei),
        kai: chain(Role::Kai),
        song: chain(Role::Song),
        bold: Role::ALL
            .into_iter()
            .filter(|role| fonts.has_bold(*role))
            .map(chain)
            .collect(),
    }
}

/// A block that is no chart.
fn piece(block: &Block, imprint: &Imprint) -> Option<Piece> {
    Some(match block {
        Block::Heading { level, number, runs } => {
            let number = number.as_ref().map(|number| Run::plain(number.clone()));
            let runs: Vec<Run> = number.into_iter().chain(runs.iter().cloned()).collect();
            Piece::Heading {
                level: level.rank(),
                runs: stretches(&runs, imprint),
            }
        }
        Block::Paragraph(paragraph) => Piece::Paragraph {
            align: paragraph.align,
            runs: stretches(&paragraph.runs, imprint),
        },
        Block::Table(table) => Piece::Table(grid(table, imprint)),
        Block::PageBreak => Piece::PageBreak,
        Block::Chart(_) => return None,
    })
}

fn piece_of_chart(chart: &Chart, drawing: &Drawing) -> Piece {
    Piece::Chart {
        file: drawing.name.clone(),
        width: drawing.width,
        height: drawing.height,
        caption: printable(&chart.caption),
    }
}

fn stretches(runs: &[Run], imprint: &Imprint) -> Vec<Stretch> {
    runs.iter()
        .flat_map(|run| {
            let to = run
                .target
                .as_ref()
                .and_then(|target| link::address(target, imprint));
            with_blanks(&printable(&run.text))
                .into_iter()
                .map(|(text, blank)| Stretch {
                    text,
                    blank,
                    style: run.style,
                    to: to.clone(),
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The text cut where blanks begin and end; each blank with the characters it has room for.
fn with_blanks(text: &str) -> Vec<(String, f64)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, found)) = rest.find(BLANK).map(|at| rest.split_at(at)) {
        let after = found.trim_start_matches('_');
        if !before.is_empty() {
            out.push((before.to_owned(), 0.0));
        }
        out.push((String::new(), (found.len() - after.len()) as f64 / 2.0));
        rest = after;
    }
    if !rest.is_empty() {
        out.push((rest.to_owned(), 0.0));
    }
    out
}

fn grid(table: &Table, imprint: &Imprint) -> Grid {
    let columns = table.columns.len();
    let aligns = alignments(table);
    let boxes = |rows: Vec<Vec<Placed<'_>>>, from: usize, heads: bool| -> Vec<Vec<GridCell>> {
        rows.iter()
            .enumerate()
            .map(|(y, row)| {
                row.iter()
                    .map(|Placed { cell, column, .. }| GridCell {
                        x: *column,
                        y: from + y,
                        across: cell.across,
                        down: cell.down,
                        align: if heads {
                            Align::Center
                        } else if cell.across > 1 {
                            Align::Left
                        } else {
                            aligns.get(*column).copied().unwrap_or_default()
                        },
                        whole: cells(&cell.text()) <= WHOLE_CELL,
                        runs: stretches(&cell.runs, imprint),
                    })
                    .collect()
            })
            .collect()
    };
    Grid {
        caption: table.caption.as_deref().map(printable),
        shares: shares(table),
        header: boxes(placed(&table.header, columns), 0, true),
        rows: boxes(placed(&table.rows, columns), table.header.len(), false),
    }
}

fn signed(paper: &Paper) -> Option<Signed> {
    let signature = paper.signature.as_ref()?;
    let issuer = printable(signature.issuer.as_deref().unwrap_or_default());
    let date = printable(signature.date.as_deref().unwrap_or_default());
    let (issuer_inset, date_inset) = signature_insets(&issuer, &date);
    Some(Signed {
        issuer,
        issuer_inset,
        date,
        date_inset,
    })
}

fn colophon(paper: &Paper) -> Vec<Entry> {
    let Some(colophon) = &paper.colophon else {
        return Vec::new();
    };
    let copies = colophon.copies.as_ref().map(|copies| Entry {
        left: format!("抄送：{}。", printable(copies).trim_end_matches('。')),
        right: String::new(),
    });
    let printed = (colophon.printer.is_some() || colophon.date.is_some()).then(|| Entry {
        left: printable(colophon.printer.as_deref().unwrap_or_default()),
        right: colophon
            .date
            .as_deref()
            .map(|date| format!("{}印发", printable(date)))
            .unwrap_or_default(),
    });
    copies.into_iter().chain(printed).collect()
}

/// The recipient with the colon it ends in.
pub(crate) fn addressed(recipient: &str) -> String {
    let recipient = printable(recipient);
    if recipient.ends_with(['：', ':', '！', '!']) {
        recipient
    } else {
        format!("{recipient}：")
    }
}

/// The text without characters that are instructions to a machine rather than signs on paper.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(
            |c| !matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'),
        )
        .map(|c| if c == '\t' { ' ' } else { c })
        .collect()
}
