//! Reading indicators and evaluations.

use super::register::{field_ix, field_of, is_day};
use super::walk::{Placed, Table};
use super::{Shared, keys};
use crate::expr::Type;
use crate::model::{
    Amount, Better, Dimension, Evaluation, Field, FieldKind, GradeBand, Indicator, Loop, Measure, Register,
    Term,
};
use crate::{Expr, Names};
use rust_decimal::Decimal;

/// What the expressions of one register may use once it is read.
struct Scope<'a> {
    register: usize,
    fields: &'a [Field],
    states: Vec<String>,
    levels: Vec<String>,
    shared: Shared<'a>,
}

impl<'a> Scope<'a> {
    fn of(table: &Table<'_>, shared: Shared<'a>, registers: &'a [Register]) -> Option<Self> {
        let name = table.placed("register").or_else(|| {
            table.note("kind", "须写明 register（台账）", "`register` must be given");
            None
        })?;
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

    fn names(&self) -> Names<'_> {
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

pub(super) fn indicators(
    table: &Table<'_>,
    shared: Shared<'_>,
    registers: &[Register],
    pack: Option<&str>,
) -> Vec<Indicator> {
    let entries = table.many("indicators", &keys::INDICATOR);
    let names: Vec<Placed> = entries.iter().filter_map(|entry| entry.placed("name")).collect();
    table.unique(names.iter().map(|(name, span)| (&**name, span.clone())));
    entries
        .iter()
        .filter_map(|entry| indicator(entry, shared, registers, pack))
        .collect()
}

fn indicator(
    table: &Table<'_>,
    shared: Shared<'_>,
    registers: &[Register],
    pack: Option<&str>,
) -> Option<Indicator> {
    let name = table.text("name")?;
    let prefix = pack.map(|pack| format!("{pack}."));
    if prefix.is_some_and(|prefix| !name.starts_with(&prefix)) {
        table.note(
            "name",
            format!(
                "指标标识须以业务包名开头，如 {}.settled",
                pack.unwrap_or_default()
            ),
            format!(
                "an indicator's name begins with its pack's, as in {}.settled",
                pack.unwrap_or_default()
            ),
        );
    }
    let kinds = [
        ("flow", "flow"),
        ("stock", "stock"),
        ("return", "return"),
        ("ratio", "ratio"),
        ("formula", "formula"),
    ];
    let kind = table.choice("kind", &kinds)?;
    let (measure, by) = match kind {
        "ratio" => (
            Measure::Ratio {
                of: required_text(table, "of")?,
                to: required_text(table, "to")?,
                times: table.integer("times").unwrap_or(1),
            },
            Vec::new(),
        ),
        "formula" => {
            let names = Names {
                indicators: true,
                ..Names::default()
            };
            let expr = required_expr(table, "expr", &names)?;
            numeric(table, "expr", &expr);
            let reads = expr.indicators().to_vec();
            (Measure::Formula { expr, reads }, Vec::new())
        }
        kind => {
            let scope = Scope::of(table, shared, registers)?;
            (kept(table, kind, &scope)?, dimensions(table, &scope))
        }
    };
    Some(Indicator {
        name,
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

fn kept(table: &Table<'_>, kind: &str, scope: &Scope<'_>) -> Option<Measure> {
    let names = scope.names();
    let day = |key: &str| {
        if !table.has(key) {
            table.note(
                "kind",
                format!("{kind} 指标须写明 {key}"),
                format!("a {kind} indicator has `{key}`"),
            );
        }
        field_of(
            table,
            key,
            scope.fields,
            is_day,
            "日期或月份",
            "type date or month",
        )
    };
    let when = table.condition("when", &names);
    let sum = table.expr("sum", &names);
    if let Some(sum) = &sum {
        numeric(table, "sum", sum);
    }
    let amount = |sum: Option<Expr>| sum.map_or(Amount::Count, Amount::Sum);
    let register = scope.register;
    Some(match kind {
        "flow" => Measure::Flow {
            register,
            on: day("on")?,
            amount: amount(sum),
            when,
        },
        "stock" => Measure::Stock {
            register,
            from: day("from")?,
            until: field_of(table, "until", scope.fields, is_day, "日期", "type date"),
            amount: amount(sum),
            when,
        },
        _ => {
            let period = day("period")?;
            let Some(amount) = sum else {
                table.note("kind", "return 指标须写明 sum", "a return indicator has `sum`");
                return None;
            };
            Measure::Return {
                register,
                period,
                amount,
                when,
                cumulative: table.yes("cumulative"),
            }
        }
    })
}

fn dimensions(table: &Table<'_>, scope: &Scope<'_>) -> Vec<Dimension> {
    table
        .texts("by")
        .iter()
        .filter_map(|placed| {
            let field = field_ix(table, placed, scope.fields)?;
            let of = &scope.fields[usize::from(field.0)];
            let fits = !of.multiple
                && of.sensitive.is_none()
                && matches!(
                    of.kind,
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
            if !fits {
                table.note(
                    "by",
                    format!("不能按“{}”分组：须为单值、不敏感的代码、是否、年份、企业等字段", placed.0),
                    format!("`{}` cannot be grouped by: a single, not sensitive code, yes-or-no, year or enterprise can", placed.0),
                );
                return None;
            }
            Some(Dimension { name: placed.0.clone(), field })
        })
        .collect()
}

fn numeric(table: &Table<'_>, key: &str, expr: &Expr) {
    if !matches!(expr.ty(), Type::Number | Type::Null) {
        table.note(key, "此处应得出数字", "this should give a number");
    }
}

fn required_text(table: &Table<'_>, key: &str) -> Option<String> {
    if !table.has(key) {
        table.note(
            "kind",
            format!("此类指标须写明 {key}"),
            format!("an indicator of this kind has `{key}`"),
        );
    }
    table.text(key)
}

fn required_expr(table: &Table<'_>, key: &str, names: &Names<'_>) -> Option<Expr> {
    if !table.has(key) {
        table.note(
            "kind",
            format!("此类指标须写明 {key}"),
            format!("an indicator of this kind has `{key}`"),
        );
    }
    table.expr(key, names)
}

pub(super) fn evaluations(table: &Table<'_>, shared: Shared<'_>, registers: &[Register]) -> Vec<Evaluation> {
    table
        .many("evaluations", &keys::EVALUATION)
        .iter()
        .filter_map(|entry| evaluation(entry, shared, registers))
        .collect()
}

fn evaluation(table: &Table<'_>, shared: Shared<'_>, registers: &[Register]) -> Option<Evaluation> {
    let scope = Scope::of(table, shared, registers)?;
    let names = scope.names();
    let fields = scope.fields;
    let numbers = |kind: &FieldKind| matches!(kind, FieldKind::Decimal { .. } | FieldKind::Integer);
    let terms = table
        .many("terms", &keys::TERM)
        .iter()
        .filter_map(|term| {
            let value = term.expr("value", &names)?;
            numeric(term, "value", &value);
            let bases = term.years("bases");
            if bases.is_empty() || bases.iter().any(|(_, base)| base.is_zero()) {
                term.note(
                    "bases",
                    "至少写一年的基准值，且不得为零",
                    "at least one year's base is needed, none of them zero",
                );
            }
            Some(Term {
                name: term.name()?.0,
                title: term.title(),
                value,
                bases,
                weight: term.number("weight")?,
                most: term.number("most"),
                least: term.number("least"),
                average_if_missing: term.yes("average_if_missing"),
            })
        })
        .collect();
    let grades: Vec<GradeBand> = table
        .many("grades", &keys::GRADE)
        .iter()
        .filter_map(|band| {
            Some(GradeBand {
                grade: band.text("grade")?,
                share: band.number("share")?,
            })
        })
        .collect();
    if grades.iter().map(|band| band.share).sum::<Decimal>() != Decimal::ONE_HUNDRED {
        table.note(
            "grades",
            "各档占比之和应为 100",
            "the shares of all grades add up to 100",
        );
    }
    let adjust = table.expr("adjust", &names);
    if let Some(adjust) = &adjust {
        numeric(table, "adjust", adjust);
    }
    let exempt = table.condition("exempt", &names).zip(table.text("exempt_grade"));
    Some(Evaluation {
        name: table.name()?.0,
        title: table.title(),
        register: scope.register,
        year: field_of(
            table,
            "year",
            fields,
            |kind| *kind == FieldKind::Year,
            "年份",
            "type year",
        )?,
        when: table.condition("when", &names),
        exempt,
        terms,
        adjust,
        grades,
        score: field_of(table, "score", fields, numbers, "数字", "type decimal")?,
        rank: field_of(table, "rank", fields, numbers, "整数", "type integer")?,
        grade: field_of(
            table,
            "grade",
            fields,
            |kind| matches!(kind, FieldKind::Code { .. } | FieldKind::Text),
            "代码或文字",
            "type code or text",
        )?,
    })
}
