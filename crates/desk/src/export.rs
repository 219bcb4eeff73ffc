//! Lists as files: CSV for people with titles in words, JSON for programs with values as they are.

use crate::access::{Action, forbidden};
use crate::error::DeskError;
use crate::seat::{ListAsk, Seat};
use crate::view::{view, words};
use crate::writer::find;
use serde_json::json;
use std::io::Write;
use store::StoreError;

/// Records fetched at a time.
const STRETCH: usize = 500;

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Records.
    pub records: u64,
}

impl Seat {
    /// Writes a list as CSV with a byte order mark, so that spreadsheets read it as UTF-8. Sensitive values are masked, and
    /// what could be taken for a formula is made text.
    ///
    /// # Errors
    /// When the seat may not export, the filter is wrong, or reading or writing fails.
    pub fn export_csv(
        &self,
        register: &str,
        ask: &ListAsk,
        zh: bool,
        out: &mut dyn Write,
    ) -> Result<Exported, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        self.may_export(register)?;
        let failed = |source: std::io::Error| {
            DeskError::Store(StoreError::File {
                path: "export".to_owned(),
                source,
            })
        };
        out.write_all("\u{feff}".as_bytes()).map_err(failed)?;
        let mut writer = csv::Writer::from_writer(out);
        let written =
            |result: Result<(), csv::Error>| result.map_err(|error| failed(std::io::Error::other(error)));
        let mut header: Vec<&str> = if zh {
            vec!["记录编号", "状态"]
        } else {
            vec!["id", "state"]
        };
        header.extend(
            found
                .fields
                .iter()
                .map(|field| if zh { &*field.title.zh } else { &*field.title.en }),
        );
        written(writer.write_record(&header))?;
        let mut exported = Exported::default();
        self.each(register, ask, &mut |row| {
            let state = row
                .case
                .as_ref()
                .zip(found.cycle.as_ref())
                .map(|(case, cycle)| &cycle[case.state].title);
            let state = state.map_or_else(
                String::new,
                |title| if zh { title.zh.clone() } else { title.en.clone() },
            );
            let mut line = vec![row.id.to_string(), state];
            let values = found.fields.iter().zip(&row.values);
            line.extend(values.map(|(field, value)| harmless(words(pack, field, value, zh))));
            exported.records += 1;
            written(writer.write_record(&line))
        })?;
        writer.flush().map_err(failed)?;
        Ok(exported)
    }

    /// Writes a list as one JSON object a line.
    ///
    /// # Errors
    /// As for [`Seat::export_csv`].
    pub fn export_json(
        &self,
        register: &str,
        ask: &ListAsk,
        out: &mut dyn Write,
    ) -> Result<Exported, DeskError> {
        let shelf = self.desk.shelf();
        let (_, found) = find(&shelf, register)?;
        self.may_export(register)?;
        let mut exported = Exported::default();
        self.each(register, ask, &mut |row| {
            exported.records += 1;
            writeln!(out, "{}", json!(view(found, row, None))).map_err(|source| {
                DeskError::Store(StoreError::File {
                    path: "export".to_owned(),
                    source,
                })
            })
        })?;
        Ok(exported)
    }

    /// Whether the seat may take this register's list out as a file.
    ///
    /// # Errors
    /// When it may not, or there is no such register.
    pub fn may_export(&self, register: &str) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        if self.actor.may_somewhere(Action::Export, &pack.name) {
            return Ok(());
        }
        Err(DeskError::Refused(forbidden(Action::Export, pack, register)))
    }

    fn each(
        &self,
        register: &str,
        ask: &ListAsk,
        take: &mut dyn FnMut(&ledger::Row) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        let mut ask = ListAsk {
            limit: Some(STRETCH),
            ..ask.clone()
        };
        loop {
            let page = self.page(pack, found, &ask)?;
            for row in &page.rows {
                take(row)?;
            }
            match page.next {
                Some(next) => ask.after = Some(crate::seat::write_cursor(&next)),
                None => return Ok(()),
            }
        }
    }
}

/// Text that no spreadsheet takes for a formula (CWE-1236). Numbers keep their sign.
fn harmless(text: String) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = rust_decimal::Decimal::from_str_exact(&text).is_ok();
    if risky && !is_number {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_become_text_and_numbers_stay_numbers() {
        for risky in ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\t=1"] {
            assert!(harmless(risky.to_owned()).starts_with('\''), "{risky}");
        }
        for plain in ["-12.50", "张三", "12", ""] {
            assert_eq!(harmless(plain.to_owned()), plain);
        }
    }
}
