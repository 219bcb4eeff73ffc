//! Figures, and the records behind them, as files.

use super::{Exported, FileForm, no_such_form, unwritten, write_list};
use crate::access::{Action, forbidden};
use crate::cells::place_name;
use crate::error::DeskError;
use crate::figures::{Ask, By, FigureLine, FigureTable};
use crate::seat::Seat;
use pack::model::{FieldKind, Indicator};
use rust_decimal::Decimal;
use serde_json::json;
use sheet::{Kind, List, ListColumn};
use standards::PlaceCode;
use std::io::Write;

/// Records of lineage fetched at a time.
const STRETCH: usize = 500;

impl Seat {
    /// Writes a table of figures as a file.
    ///
    /// # Errors
    /// When the seat may not export, or as for [`Seat::figures`]; and for GeoJSON, which figures have none of.
    pub fn export_figures(
        &self,
        ask: &Ask,
        form: FileForm,
        zh: bool,
        out: &mut dyn Write,
    ) -> Result<Exported, DeskError> {
        self.may_export_figures(ask)?;
        let table = self.figures(ask)?;
        let exported = Exported {
            records: table.lines.len() as u64,
        };
        match form {
            FileForm::GeoJson => return Err(no_map()),
            FileForm::Json => {
                for line in &table.lines {
                    writeln!(out, "{}", json!(line)).map_err(unwritten)?;
                }
            }
            FileForm::Xlsx | FileForm::Csv => {
                let rows = table.lines.iter().map(|line| self.figure_cells(ask, line, zh));
                write_list(&self.figure_list(ask, &table, zh), rows, form, out)?;
            }
        }
        Ok(exported)
    }

    /// Writes the records behind a figure as a file; what they add sums to the figure.
    ///
    /// # Errors
    /// As for [`Seat::export_figures`].
    pub fn export_lineage(
        &self,
        ask: &Ask,
        form: FileForm,
        zh: bool,
        out: &mut dyn Write,
    ) -> Result<Exported, DeskError> {
        self.may_export_figures(ask)?;
        let mut records = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.lineage(ask, after.as_deref(), STRETCH)?;
            records.extend(page.records);
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        let exported = Exported {
            records: records.len() as u64,
        };
        match form {
            FileForm::GeoJson => return Err(no_map()),
            FileForm::Json => {
                for record in &records {
                    writeln!(out, "{}", json!(record)).map_err(unwritten)?;
                }
            }
            FileForm::Xlsx | FileForm::Csv => {
                let pick = |zh_title: &'static str, en: &'static str| if zh { zh_title } else { en };
                let list = List {
                    name: pick("来源", "Lineage").to_owned(),
                    columns: vec![
                        column(pick("记录编号", "id"), Kind::Text),
                        column(pick("记录", "record"), Kind::Text),
                        column(pick("区划", "place"), Kind::Text),
                        column(pick("计入", "adds"), Kind::Decimal { scale: 4 }),
                    ],
                };
                let rows = records.iter().map(|record| {
                    vec![
                        (&*record.id).into(),
                        (&*record.label).into(),
                        self.place_words(&record.place).as_str().into(),
                        number(Some(&record.adds)),
                    ]
                });
                write_list(&list, rows, form, out)?;
            }
        }
        Ok(exported)
    }

    /// Whether the seat may take these figures out as a file.
    ///
    /// # Errors
    /// When it may not.
    pub fn may_export_figures(&self, ask: &Ask) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        // An unknown indicator is told by the question itself.
        let Some((pack, _)) = shelf.indicator(&ask.indicator) else {
            return Ok(());
        };
        let place = ask.place.unwrap_or(self.desk.town().code);
        match pack.registers.first() {
            Some(register) if !self.actor.may(Action::Export, &pack.name, &place) => {
                Err(DeskError::Refused(forbidden(Action::Export, pack, register)))
            }
            _ => Ok(()),
        }
    }

    fn figure_cells(&self, ask: &Ask, line: &FigureLine, zh: bool) -> Vec<sheet::Value> {
        let shelf = self.desk.shelf();
        let indicator = shelf.indicator(&ask.indicator).map(|(_, indicator)| indicator);
        let mut cells: Vec<sheet::Value> = ask
            .by
            .iter()
            .zip(&line.keys)
            .map(|(by, key)| match (by, indicator) {
                (By::Place, _) => self.place_words(key).as_str().into(),
                (By::Dimension(name), Some(indicator)) => {
                    self.dimension_words(indicator, name, key, zh).as_str().into()
                }
                _ => (&**key).into(),
            })
            .collect();
        cells.push(number(line.value.as_ref()));
        cells.push(Decimal::from(line.records).into());
        if ask.compare {
            cells.push(number(line.year_on_year.as_ref()));
            cells.push(number(line.on_previous.as_ref()));
        }
        cells
    }

    fn figure_list(&self, ask: &Ask, table: &FigureTable, zh: bool) -> List {
        let shelf = self.desk.shelf();
        let scale = shelf
            .indicator(&ask.indicator)
            .map_or(0, |(_, indicator)| indicator.scale);
        let pick = |zh_title: &str, en: &str| if zh { zh_title } else { en }.to_owned();
        let title = if zh { &table.title.zh } else { &table.title.en };
        let mut columns: Vec<ListColumn> = ask
            .by
            .iter()
            .map(|by| {
                let words = match by {
                    By::Place => pick("区划", "place"),
                    By::Day => pick("日", "day"),
                    By::Month => pick("月", "month"),
                    By::Quarter => pick("季度", "quarter"),
                    By::Year => pick("年", "year"),
                    By::Dimension(name) => name.clone(),
                };
                column(&words, Kind::Text)
            })
            .collect();
        columns.push(ListColumn {
            unit: table.unit.parse().ok(),
            ..column(title, Kind::Decimal { scale: scale.into() })
        });
        columns.push(column(&pick("记录数", "records"), Kind::Integer));
        if ask.compare {
            columns.push(column(
                &pick("同比（%）", "year on year (%)"),
                Kind::Decimal { scale: 2 },
            ));
            columns.push(column(
                &pick("环比（%）", "on the period before (%)"),
                Kind::Decimal { scale: 2 },
            ));
        }
        List {
            name: title.clone(),
            columns,
        }
    }

    fn place_words(&self, code: &str) -> String {
        let place = code.parse::<PlaceCode>();
        place.map_or_else(
            |_| code.to_owned(),
            |place| place_name(&self.desk.places(), place).to_owned(),
        )
    }

    fn dimension_words(&self, indicator: &Indicator, dimension: &str, value: &str, zh: bool) -> String {
        let shelf = self.desk.shelf();
        let title = shelf.register_of(&indicator.name).and_then(|(pack, register)| {
            let (_, field) = register.field(dimension)?;
            let FieldKind::Code { list } = field.kind else {
                return None;
            };
            let code = pack.codes.get(list)?.find(value)?;
            Some(if zh {
                code.title.zh.clone()
            } else {
                code.title.en.clone()
            })
        });
        title.unwrap_or_else(|| value.to_owned())
    }
}

fn column(title: &str, kind: Kind) -> ListColumn {
    ListColumn {
        title: title.to_owned(),
        kind,
        unit: None,
    }
}

fn number(text: Option<&String>) -> sheet::Value {
    let number = text.and_then(|text| text.parse::<Decimal>().ok());
    number.map_or(sheet::Value::Empty, Into::into)
}

fn no_map() -> DeskError {
    no_such_form("指标不能导出为 GeoJSON", "there is no GeoJSON of figures")
}
