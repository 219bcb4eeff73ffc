//! A pack drafted from a ledger: what an office keeps already, as a pack that a person finishes.

mod guess;

pub use guess::Guess;

use crate::error::DeskError;
use ledger::{Cause, Problem};
use sheet::{Draft, DraftColumn, Kind, Limits, Sensitive, Sheet, Signature, Table, infer, open, tables};
use std::fmt::Write as _;

/// What is asked of a draft.
#[derive(Clone, Debug, Default)]
pub struct DraftAsk {
    /// Name of the pack and its register.
    pub name: String,
    /// Only this sheet.
    pub sheet: Option<String>,
}

/// A pack drafted from a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackDraft {
    /// The pack, as a person goes on with it.
    pub text: String,
    /// What the ledger's title calls it.
    pub title: Option<String>,
    /// How many records it was drawn from.
    pub records: u32,
    /// What was guessed of each column, and why.
    pub guesses: Vec<Guess>,
}

/// Drafts a pack from a ledger: types, code lists, what is required, a likely key, what is likely sensitive, and figures
/// that count the records and sum their money.
///
/// # Errors
/// When the file cannot be read or has no table.
pub fn draft_pack(ask: &DraftAsk, content: &[u8]) -> Result<PackDraft, DeskError> {
    let refused =
        |code, zh: String, en: String| DeskError::refused(Cause::Invalid, Problem::new(code, zh, en));
    let opened =
        open(content, &Limits::default()).map_err(|error| refused("file", error.zh(), error.to_string()))?;
    let sheets = opened.workbook.sheets.iter();
    let found: Vec<(&Sheet, Table)> = sheets
        .filter(|sheet| {
            ask.sheet
                .as_ref()
                .map_or(!sheet.hidden, |only| sheet.name == *only)
        })
        .flat_map(|sheet| tables(sheet).into_iter().map(move |table| (sheet, table)))
        .collect();
    // A ledger kept by month or village has its header on each sheet.
    let largest = found.iter().rev().max_by_key(|(_, table)| table.count());
    let header = largest.map(|(_, table)| Signature::of(table));
    let alike: Vec<(&Sheet, &Table)> = found
        .iter()
        .filter(|(_, table)| header.as_ref() == Some(&Signature::of(table)))
        .map(|(sheet, table)| (*sheet, table))
        .collect();
    let draft = infer(&alike).ok_or_else(|| {
        refused(
            "table.none",
            "没有找到表格：表头下面至少要有一行数据".to_owned(),
            "no table was found: a header with at least one row below is expected".to_owned(),
        )
    })?;
    let writer = Writer::of(&ask.name, &draft);
    Ok(PackDraft {
        guesses: writer.guesses(),
        text: writer.write(),
        title: draft.title,
        records: draft.records,
    })
}

struct Writer<'a> {
    name: &'a str,
    draft: &'a Draft,
    fields: Vec<(String, &'a DraftColumn)>,
    /// The field that says where a record belongs.
    place: String,
    text: String,
}

/// Why a sensitive field is, as packs say it.
fn mask(sensitive: Sensitive) -> &'static str {
    match sensitive {
        Sensitive::Name => "name",
        Sensitive::Id => "id",
        Sensitive::Phone => "phone",
        Sensitive::Account => "account",
        Sensitive::Condition | Sensitive::Home => "all",
    }
}

/// A TOML string; JSON's escapes are TOML's.
fn quoted(text: &str) -> String {
    let shown: String = text.chars().filter(|each| !each.is_control()).collect();
    serde_json::Value::String(shown).to_string()
}

/// A name in words: `reported_on` is Reported on.
fn english(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A title without the year and month that one file of the ledger was for.
fn undated(title: &str) -> String {
    let before_bracket = title.find(['(', '（']).filter(|at| title[*at..].contains('年'));
    let title = before_bracket.map_or(title, |at| &title[..at]);
    let Some(at) = title
        .find('年')
        .filter(|at| title[..*at].ends_with(|each: char| each.is_ascii_digit()))
    else {
        return title.to_owned();
    };
    let before = title[..at].trim_end_matches(|each: char| each.is_ascii_digit());
    let after = title[at + '年'.len_utf8()..].trim_start_matches('度');
    let month = after.trim_start_matches(|each: char| each.is_ascii_digit() || each == '-' || each == '—');
    let after = match month.strip_prefix('月') {
        Some(rest) => rest,
        None => ["一季度", "二季度", "三季度", "四季度", "上半年", "下半年"]
            .iter()
            .find_map(|part| after.strip_prefix('第').unwrap_or(after).strip_prefix(part))
            .unwrap_or(after),
    };
    format!("{before}{}", after.trim_start_matches('份'))
}

impl<'a> Writer<'a> {
    fn of(name: &'a str, draft: &'a Draft) -> Self {
        let mut fields: Vec<(String, &DraftColumn)> = Vec::new();
        for column in &draft.columns {
            let mut own = column.name.clone();
            while pack::RESERVED_FIELD_NAMES.contains(&&*own) || fields.iter().any(|(name, _)| *name == own) {
                own.push_str("_1");
            }
            fields.push((own, column));
        }
        let place = fields.iter().find(|(_, column)| column.kind == Kind::Place);
        let place = place.map_or_else(|| "place".to_owned(), |(name, _)| name.clone());
        Writer {
            name,
            draft,
            fields,
            place,
            text: String::new(),
        }
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.text.write_fmt(line);
        self.text.push('\n');
    }

    fn write(mut self) -> String {
        let title = self
            .draft
            .title
            .as_deref()
            .map_or_else(|| self.name.to_owned(), undated);
        let (name, zh, en) = (self.name, quoted(&title), quoted(&english(self.name)));
        let records = self.draft.records;
        self.line(format_args!(
            "# 由台账草拟，共 {records} 条记录；请核对字段、代码、必填和敏感项后启用。"
        ));
        self.line(format_args!(
            "# Drafted from a ledger of {records} records; look at fields, codes and what is sensitive before adopting it."
        ));
        self.line(format_args!(
            "name = {}\nversion = 1\nzh = {zh}\nen = {en}",
            quoted(name)
        ));
        for (field, column) in self.fields.clone() {
            self.codes(&field, column);
        }
        self.line(format_args!(
            "\n[registers.{name}]\nzh = {zh}\nen = {en}\nplace = {}",
            quoted(&self.place)
        ));
        let label = quoted(&self.label());
        self.line(format_args!("label = [{label}]"));
        if let Some((key, _)) = self.fields.iter().find(|(_, column)| self.is_key(column)) {
            let key = quoted(key);
            self.line(format_args!("key = [{key}]"));
        }
        if !self.fields.iter().any(|(name, _)| *name == self.place) {
            let place = self.place.clone();
            self.field_head(&place, "place", "所属村（社区）", "Village");
            self.line(format_args!("required = true"));
        }
        for (field, column) in self.fields.clone() {
            self.field(&field, column);
        }
        self.indicators(&title);
        self.text
    }

    /// Whether a column tells the records apart. What is sensitive is no key: it would be told by what is refused.
    fn is_key(&self, column: &DraftColumn) -> bool {
        column.sensitive.is_none() && self.draft.key.as_ref() == Some(&column.name)
    }

    /// Whether every record must have a column. What cannot be read in some rows would send those rows back.
    fn is_required(&self, name: &str, column: &DraftColumn) -> bool {
        (column.required && column.unreadable == 0) || name == self.place
    }

    /// What a record is called: its first plain text that is not sensitive, else where it is.
    fn label(&self) -> String {
        let told = self
            .fields
            .iter()
            .find(|(_, column)| column.sensitive.is_none() && column.kind == Kind::Text);
        told.map_or_else(|| self.place.clone(), |(name, _)| name.clone())
    }

    fn codes(&mut self, field: &str, column: &DraftColumn) {
        let Kind::Code { codes } = &column.kind else {
            return;
        };
        let (zh, en) = (quoted(&column.title), quoted(&english(field)));
        self.line(format_args!("\n[codes.{field}]\nzh = {zh}\nen = {en}\ncodes = ["));
        for code in codes {
            let mut words = code.words.iter();
            let title = quoted(words.next().unwrap_or(&code.code));
            let (own, english) = (quoted(&code.code), quoted(&english(&code.code)));
            let also: Vec<String> = words.map(|word| quoted(word)).collect();
            let also = if also.is_empty() {
                String::new()
            } else {
                format!(", also = [{}]", also.join(", "))
            };
            self.line(format_args!(
                "  {{ code = {own}, zh = {title}, en = {english}{also} }},"
            ));
        }
        self.line(format_args!("]"));
    }

    fn field_head(&mut self, name: &str, kind: &str, zh: &str, en: &str) {
        let register = self.name;
        let (zh, en) = (quoted(zh), quoted(en));
        self.line(format_args!(
            "\n[[registers.{register}.fields]]\nname = {}\ntype = {}\nzh = {zh}\nen = {en}",
            quoted(name),
            quoted(kind)
        ));
    }

    fn field(&mut self, name: &str, column: &DraftColumn) {
        let kind = match &column.kind {
            Kind::Text | Kind::BankCard => "text".to_owned(),
            Kind::Person => "person".to_owned(),
            Kind::Integer => "integer".to_owned(),
            Kind::Decimal { scale } => format!("decimal({})", (*scale).clamp(1, 9)),
            Kind::Money => "money".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::Month => "month".to_owned(),
            Kind::Year => "year".to_owned(),
            Kind::Moment => "time".to_owned(),
            Kind::Truth => "bool".to_owned(),
            Kind::Code { .. } => format!("code({name})"),
            Kind::CitizenId => "citizen_id".to_owned(),
            Kind::CreditCode => "enterprise".to_owned(),
            Kind::Phone => "phone".to_owned(),
            Kind::Place if name == self.place => "place".to_owned(),
            Kind::Place => "text".to_owned(),
        };
        let title = column.title.rsplit('/').next().unwrap_or(&column.title);
        self.field_head(name, &kind, title, &english(name));
        if self.is_required(name, column) {
            self.line(format_args!("required = true"));
        }
        if let Some(sensitive) = column.sensitive {
            self.line(format_args!("sensitive = {}", quoted(mask(sensitive))));
        }
        if let Some(unit) = column.unit {
            self.line(format_args!("unit = {}", quoted(&unit.to_string())));
        }
        if title != column.title {
            self.line(format_args!("also = [{}]", quoted(&column.title)));
        }
    }

    /// How many records there are, and what their money sums to, by the first day they tell.
    fn indicators(&mut self, title: &str) {
        let day = self
            .fields
            .iter()
            .find(|(_, column)| matches!(column.kind, Kind::Date | Kind::Month));
        let Some((day, _)) = day.cloned() else { return };
        let name = self.name;
        let zh = quoted(&format!("{title}件数"));
        self.line(format_args!(
            "\n[[indicators]]\nname = \"{name}.count\"\nzh = {zh}\nen = \"Records\"\nkind = \"flow\"\nregister = \"{name}\"\non = \"{day}\"\nunit = \"件\""
        ));
        for (field, column) in self.fields.clone() {
            if column.kind == Kind::Money && column.sensitive.is_none() {
                let (zh, en) = (quoted(&column.title), quoted(&english(&field)));
                self.line(format_args!(
                    "\n[[indicators]]\nname = \"{name}.{field}\"\nzh = {zh}\nen = {en}\nkind = \"flow\"\nregister = \"{name}\"\non = \"{day}\"\nsum = \"{field}\"\nscale = 2\nunit = \"元\""
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::undated;

    #[test]
    fn a_register_is_not_named_after_one_year_of_its_ledger() {
        for (title, expected) in [
            ("岔路镇2024年矛盾纠纷台账", "岔路镇矛盾纠纷台账"),
            ("2023年度农村土地流转汇总表", "农村土地流转汇总表"),
            ("上金村2024年10月份收支表", "上金村收支表"),
            ("岔路镇2024年三季度花名册", "岔路镇花名册"),
            ("隐患整改台账（2024年1月）", "隐患整改台账"),
            ("老年人台账", "老年人台账"),
        ] {
            assert_eq!(undated(title), expected);
        }
    }
}
