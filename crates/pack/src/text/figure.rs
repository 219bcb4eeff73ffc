//! Reading indicators.

use super::notes::Note;
use super::register::{field_ix, field_of, is_day};
use super::walk::{Placed, Table};
use super::{Shared, keys};
use crate::Names;
use crate::diagnostic::{Mistake, did_you_mean};
use crate::model::{Amount, Better, Dimension, Field, FieldKind, Indicator, Loop, Measure, Register};
use std::collections::{BTreeSet, HashMap};

/// What the expressions of one register may use once it is read.
pub(super) struct Scope<'a> {
    pub(super) register: usize,
    pub(super) fields: &'a [Field],
    states: Vec<String>,
    levels: Vec<String>,
    shared: Shared<'a>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(table: &Table<'_>, shared: Shared<'a>, registers: &'a [Register]) -> Option<Self> {
        let name = table.placed("register")?;
        let register = table.find(&name, registers, |register| &register.name, "台账", "register")?;
        let cycle = registers[register].cycle.as_ref();
        let all = |of: fn(&Loop) -> Vec<String>| cycle.map(of).unwrap_or_default();
        Some(Scope {
            register,
            fields: &registers[register].fields,
            states: all(|cycle| cycle.states.iter().map(|state| state.name.clone()).collect()),
            levels: all(|cycle| cycle.levels.iter().map(|level| level.name.clone()).collect()),
            shared,
        })
    }

    pub(super) fn names(&self) -> Names<'_> {
        Names {
            fields: self.fields,
            codes: self.shared.codes,
            settings: self.shared.settings,
            checklists: self.shared.checklists,
            states: &self.states,
            levels: &self.levels,
            ..Names::default()
        }
    }
}

/// The kinds of indicators: the keys that each must have, and those it may have, besides the ones all share.
const KINDS: [(&str, &[&str], &[&str]); 5] = [
    ("flow", &["register", "on"], &["sum", "when", "by"]),
    ("stock", &["register", "from"], &["until", "sum", "when", "by"]),
    (
        "return",
        &["register", "period", "sum"],
        &["when", "cumulative", "by"],
    ),
    ("ratio", &["of", "to"], &["times"]),
    ("formula", &["expr"], &[]),
];

pub(super) fn indicators(
    table: &Table<'_>,
    shared: Shared<'_>,
    registers: &[Register],
    pack: Option<&str>,
) -> Vec<Indicator> {
    let entries = table.many("indicators", &keys::INDICATOR);
    let names: Vec<Placed> = entries.iter().filter_map(|entry| entry.placed("name")).collect();
    table.unique(names.iter().cloned());
    one_indicator_to_a_phrase(&entries);
    let mut found = Vec::with_capacity(entries.len());
    for entry in &entries {
        check_name(entry, pack);
        check_keys(entry);
        check_reads(entry, &names, pack);
        match indicator(entry, shared, registers) {
            Some(indicator) => found.push(indicator),
            None => table.notes.doubt(&entry.text("name").unwrap_or_default()),
        }
    }
    circles(table, &entries, &found);
    found
}

/// `disputes.settled`: the pack's name, a dot and its own.
fn check_name(table: &Table<'_>, pack: Option<&str>) {
    let (Some((name, span)), Some(pack)) = (table.placed("name"), pack) else {
        return;
    };
    match name.strip_prefix(pack).and_then(|rest| rest.strip_prefix('.')) {
        Some(own) => super::shape::check_name(own, false, span, table.notes),
        None => {
            let note = Note::new(
                Mistake::BadName,
                format!("指标标识须以业务包名开头，如 {pack}.{name}"),
                format!("an indicator's name begins with its pack's: {pack}.{name}"),
            );
            table.notes.add(span, note);
        }
    }
}

/// Notes keys that an indicator of this kind must have and has not, or has and cannot use.
fn check_keys(table: &Table<'_>) {
    let Some(kind) = table.text("kind") else { return };
    let Some((_, must, may)) = KINDS.iter().find(|(name, ..)| *name == kind) else {
        return;
    };
    for key in must.iter().filter(|key| !table.has(key)) {
        table.note(
            "kind",
            Mistake::MissingKey,
            format!("{kind} 指标缺少 {key}"),
            format!("a {kind} indicator has `{key}`"),
        );
    }
    let own: BTreeSet<&str> = KINDS
        .iter()
        .flat_map(|(_, must, may)| must.iter().chain(*may))
        .copied()
        .collect();
    for key in own
        .into_iter()
        .filter(|key| table.has(key) && !must.contains(key) && !may.contains(key))
    {
        table.note(
            key,
            Mistake::Contradiction,
            format!("{kind} 指标没有 {key}"),
            format!("a {kind} indicator has no `{key}`"),
        );
    }
}

/// Notes indicators of this very pack that a ratio or formula reads and that are not there. Those of other packs are looked
/// for when packs stand together.
fn check_reads(table: &Table<'_>, names: &[Placed], pack: Option<&str>) {
    let ours = |name: &str| {
        pack.is_some_and(|pack| name.strip_prefix(pack).is_some_and(|rest| rest.starts_with('.')))
    };
    let missing = |name: &str| ours(name) && !names.iter().any(|(known, _)| known == name);
    let ratio = ["of", "to"].into_iter().filter_map(|key| table.placed(key));
    let mut reads: Vec<Placed> = ratio.collect();
    if let Some((text, span)) = table.placed("expr") {
        let lone = Names {
            indicators: true,
            ..Names::default()
        };
        let formula = crate::Expr::compile(&text, &lone);
        let read = formula
            .iter()
            .flat_map(crate::Expr::indicators)
            .filter_map(|name| {
                let at = text
                    .find(&format!("'{name}'"))
                    .or_else(|| text.find(&format!("\"{name}\"")))?;
                Some((
                    name.clone(),
                    table.notes.inside(&span, &(at..at + name.len() + 2)),
                ))
            });
        reads.extend(read);
    }
    for (name, span) in reads.into_iter().filter(|(name, _)| missing(name)) {
        let note = Note::new(
            Mistake::UnknownName,
            format!("没有指标“{name}”"),
            format!("there is no indicator `{name}`"),
        );
        table.notes.add(
            span,
            note.hint(did_you_mean(&name, names.iter().map(|(known, _)| &**known))),
        );
    }
}

/// A phrase that names two indicators would be read as either.
fn one_indicator_to_a_phrase(entries: &[Table<'_>]) {
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for (phrase, span) in entry.placed("zh").into_iter().chain(entry.texts("also")) {
            if owners.insert(phrase.clone(), at).is_some_and(|owner| owner != at) {
                let note = Note::new(
                    Mistake::Duplicate,
                    format!("“{phrase}”已指另一个指标"),
                    format!("`{phrase}` names another indicator already"),
                );
                entry.notes.add(span, note);
            }
        }
    }
}

fn indicator(table: &Table<'_>, shared: Shared<'_>, registers: &[Register]) -> Option<Indicator> {
    let kind = table.text("kind")?;
    let (measure, by) = match &*kind {
        "ratio" => {
            let (of, to, times) = (
                table.text("of"),
                table.text("to"),
                table.integer("times").unwrap_or(1),
            );
            (
                Measure::Ratio {
                    of: of?,
                    to: to?,
                    times,
                },
                Vec::new(),
            )
        }
        "formula" => {
            let expr = table.figure(
                "expr",
                &Names {
                    indicators: true,
                    ..Names::default()
                },
            )?;
            let reads = expr.indicators().to_vec();
            (Measure::Formula { expr, reads }, Vec::new())
        }
        "flow" | "stock" | "return" => {
            let scope = Scope::of(table, shared, registers)?;
            let (measure, by) = (kept(table, &kind, &scope), dimensions(table, &scope));
            (measure?, by)
        }
        _ => return None,
    };
    Some(Indicator {
        name: table.text("name")?,
        title: table.title(),
        unit: table.text("unit")?,
        scale: table.integer("scale").unwrap_or(0),
        measure,
        by,
        also_called: table.plain_texts("also"),
        better: table
            .choice("better", &[("more", Better::More), ("less", Better::Less)])
            .unwrap_or_default(),
        about: table.titles("about"),
    })
}

/// An indicator whose cells are kept.
fn kept(table: &Table<'_>, kind: &str, scope: &Scope<'_>) -> Option<Measure> {
    let names = scope.names();
    let day = |key: &str| {
        field_of(
            table,
            key,
            scope.fields,
            is_day,
            "日期或月份字段",
            "a field of type date or month",
        )
    };
    let (when, sum) = (table.condition("when", &names), table.figure("sum", &names));
    let amount = |sum| {
        if table.has("sum") {
            sum
        } else {
            Some(Amount::Count)
        }
    };
    let register = scope.register;
    Some(match kind {
        "flow" => Measure::Flow {
            register,
            on: day("on")?,
            amount: amount(sum.map(Amount::Sum))?,
            when,
        },
        "stock" => {
            let (from, until) = (day("from"), day("until"));
            if from.is_some() && from == until {
                let (zh, en) = ("开始和结束是同一个字段", "it begins and ceases with one field");
                table.note("until", Mistake::Contradiction, zh, en);
            }
            Measure::Stock {
                register,
                from: from?,
                until,
                amount: amount(sum.map(Amount::Sum))?,
                when,
            }
        }
        _ => {
            let cumulative = table.yes("cumulative");
            Measure::Return {
                register,
                period: day("period")?,
                amount: sum?,
                when,
                cumulative,
            }
        }
    })
}

fn dimensions(table: &Table<'_>, scope: &Scope<'_>) -> Vec<Dimension> {
    let names = table.texts("by");
    table.unique(names.iter().cloned());
    let read = |placed: &Placed| {
        let field = field_ix(table, placed, scope.fields)?;
        let of = &scope.fields[usize::from(field.0)];
        if !groups(of) && !table.notes.doubts(&of.name) {
            let note = Note::new(
                Mistake::WrongField,
                format!(
                    "不能按“{}”分组：须为单值、不敏感的代码、是否、年份、科室、企业、短文字等字段",
                    of.name
                ),
                format!(
                    "`{}` cannot be grouped by: a single, not sensitive code, yes-or-no, year, office, enterprise or line of text can",
                    of.name
                ),
            );
            table.notes.add(placed.1.clone(), note);
        }
        Some(Dimension {
            name: placed.0.clone(),
            field,
        })
    };
    names.iter().filter_map(read).collect()
}

/// Whether figures can be broken down by the field.
fn groups(field: &Field) -> bool {
    let kind = matches!(
        field.kind,
        FieldKind::Code { .. }
            | FieldKind::Bool
            | FieldKind::Year
            | FieldKind::Integer
            | FieldKind::Enterprise
            | FieldKind::Industry
            | FieldKind::Office
            | FieldKind::Link { .. }
            | FieldKind::Text
    );
    kind && !field.multiple && field.sensitive.is_none()
}

/// Notes ratios and formulas that are defined by each other.
fn circles(table: &Table<'_>, entries: &[Table<'_>], found: &[Indicator]) {
    let reads: HashMap<&str, Vec<&str>> = found
        .iter()
        .map(|indicator| (&*indicator.name, indicator.measure.reads().collect()))
        .collect();
    for entry in entries {
        let Some((name, span)) = entry.placed("name") else {
            continue;
        };
        if crate::shelf::in_circle(&name, |of| reads.get(of).cloned().unwrap_or_default()) {
            let note = Note::new(
                Mistake::Cycle,
                format!("指标“{name}”绕了一圈又引用自己"),
                format!("the indicator `{name}` reads itself in a circle"),
            );
            table.notes.add(span, note);
        }
    }
}
