//! Measures reading against calamine's plain read, in one run on one made ledger: `cargo run --release -p yiben-sheet --example reading`.
//!
//! Takes the numbers of rows and columns (100,000 and 20) and tells the ratio of speeds: calamine's time divided by ours.

use std::{error::Error, hint::black_box, io::Cursor, io::Write, time::Instant};

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sheet::{Limits, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u32>());
    let rows = arguments.next().transpose()?.unwrap_or(100_000);
    let columns = u16::try_from(arguments.next().transpose()?.unwrap_or(20))?;
    let bytes = ledger(rows, columns)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{rows} rows, {columns} columns, {} bytes", bytes.len())?;
    let mut best = [f64::MAX; 2];
    for _ in 0..5 {
        let start = Instant::now();
        black_box(plain(&bytes)?);
        best[0] = best[0].min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        black_box(ours(&bytes)?);
        best[1] = best[1].min(start.elapsed().as_secs_f64());
    }
    writeln!(
        out,
        "calamine {:.3} s, sheet {:.3} s, ratio {:.2}",
        best[0],
        best[1],
        best[0] / best[1]
    )?;
    Ok(())
}

fn plain(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let range = workbook.worksheet_range_at(0).ok_or("no sheet")??;
    Ok(range.used_cells().count())
}

fn ours(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let opened = sheet::open(bytes, &Limits::default())?;
    let sheet = opened.workbook.sheets.first().ok_or("no sheet")?;
    Ok(sheet
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.value != Value::Empty)
        .count())
}

/// A ledger of names, villages, areas, money, days and marks, every column of its own kind.
fn ledger(rows: u32, columns: u16) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for column in 0..columns {
        sheet.write_string(0, column, format!("列{column}"))?;
    }
    for row in 1..=rows {
        for column in 0..columns {
            match column % 5 {
                0 => sheet.write_string(row, column, format!("第{}村第{}户", row % 30, row))?,
                1 => sheet.write_string(row, column, ["已办结", "办理中", "已上报"][row as usize % 3])?,
                2 => sheet.write_number(row, column, f64::from(row * 37 % 100_000) / 100.0)?,
                3 => sheet.write_number(row, column, f64::from(row))?,
                _ => {
                    let serial = f64::from(44_000 + row % 1_500);
                    sheet.write_datetime_with_format(
                        row,
                        column,
                        ExcelDateTime::from_serial_datetime(serial)?,
                        &day,
                    )?
                }
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}
