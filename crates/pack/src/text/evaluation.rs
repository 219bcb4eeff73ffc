//! Reading yearly evaluations.

use super::figure::Scope;
use super::register::field_of;
use super::walk::{Placed, Table};
use super::{Shared, keys};
use crate::Names;
use crate::diagnostic::Mistake;
use crate::model::{Evaluation, Field, FieldIx, FieldKind, GradeBand, Register, Term};
use rust_decimal::Decimal;

pub(super) fn evaluations(table: &Table<'_>, shared: Shared<'_>, registers: &[Register]) -> Vec<Evaluation> {
    let entries = table.many("evaluations", &keys::EVALUATION);
    table.unique(entries.iter().filter_map(|entry| entry.placed("name")));
    entries
        .iter()
        .filter_map(|entry| evaluation(entry, shared, registers))
        .collect()
}

fn evaluation(table: &Table<'_>, shared: Shared<'_>, registers: &[Register]) -> Option<Evaluation> {
    let scope = Scope::of(table, shared, registers)?;
    let names = scope.names();
    let of = |key: &str, fits: fn(&Field) -> bool, zh: &str, en: &str| {
        field_of(table, key, scope.fields, fits, zh, en)
    };
    let year = of(
        "year",
        |field| field.kind == FieldKind::Year,
        "year 类型的字段",
        "a field of type year",
    );
    let score = of(
        "score",
        |field| field.automatic && matches!(field.kind, FieldKind::Decimal { .. }),
        "自动的 decimal 类型字段",
        "an automatic field of type decimal",
    );
    let rank = of(
        "rank",
        |field| field.automatic && field.kind == FieldKind::Integer,
        "自动的 integer 类型字段",
        "an automatic field of type integer",
    );
    let grade = of(
        "grade",
        |field| field.automatic && matches!(field.kind, FieldKind::Code { .. } | FieldKind::Text),
        "自动的 code 或 text 类型字段",
        "an automatic field of type code or text",
    );
    let grades = grades(table, grade, &scope, shared);
    let terms = terms(table, &names);
    let (when, adjust) = (table.condition("when", &names), table.figure("adjust", &names));
    let exempt = exempt(table, &names, &grades);
    Some(Evaluation {
        name: table.text("name")?,
        title: table.title(),
        register: scope.register,
        year: year?,
        when,
        exempt,
        terms,
        adjust,
        grades,
        score: score?,
        rank: rank?,
        grade: grade?,
    })
}

fn exempt(table: &Table<'_>, names: &Names<'_>, grades: &[GradeBand]) -> Option<(crate::Expr, String)> {
    let condition = table.condition("exempt", names);
    for (one, other) in [("exempt", "exempt_grade"), ("exempt_grade", "exempt")] {
        if table.has(one) && !table.has(other) {
            table.note(
                one,
                Mistake::Contradiction,
                "exempt 与 exempt_grade 须一起写",
                "`exempt` and `exempt_grade` are given together",
            );
        }
    }
    let grade = table.text("exempt_grade")?;
    if !grades.iter().any(|band| band.grade == grade) {
        table.note(
            "exempt_grade",
            Mistake::UnknownName,
            format!("没有“{grade}”这一档"),
            format!("there is no grade `{grade}`"),
        );
    }
    Some((condition?, grade))
}

fn terms(table: &Table<'_>, names: &Names<'_>) -> Vec<Term> {
    let entries = table.many("terms", &keys::TERM);
    table.unique(entries.iter().filter_map(|entry| entry.placed("name")));
    if entries.is_empty() && table.has("terms") {
        table.note(
            "terms",
            Mistake::WrongValue,
            "至少有一个评分项",
            "there is a term at least",
        );
    }
    entries.iter().filter_map(|entry| term(entry, names)).collect()
}

fn term(table: &Table<'_>, names: &Names<'_>) -> Option<Term> {
    let bases = table.years("bases");
    if (bases.is_empty() || bases.iter().any(|(_, base)| base.is_zero())) && table.has("bases") {
        table.note(
            "bases",
            Mistake::WrongValue,
            "至少写一年的基准值，且不得为零",
            "at least one year's base is needed, none of them zero",
        );
    }
    let (least, most) = (table.number("least"), table.number("most"));
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        table.note(
            "most",
            Mistake::Contradiction,
            "封顶分小于保底分",
            "the most points are below the fewest",
        );
    }
    Some(Term {
        name: table.text("name")?,
        title: table.title(),
        value: table.figure("value", names)?,
        bases,
        weight: table.number("weight")?,
        most,
        least,
        average_if_missing: table.yes("average_if_missing"),
    })
}

fn grades(
    table: &Table<'_>,
    field: Option<FieldIx>,
    scope: &Scope<'_>,
    shared: Shared<'_>,
) -> Vec<GradeBand> {
    let entries = table.many("grades", &keys::GRADE);
    let names: Vec<Placed> = entries.iter().filter_map(|entry| entry.placed("grade")).collect();
    table.unique(names.iter().cloned());
    let list = field.and_then(|ix| match scope.fields[usize::from(ix.0)].kind {
        FieldKind::Code { list } => shared.codes.get(list),
        _ => None,
    });
    for name in list.iter().flat_map(|_| &names) {
        table.find(
            name,
            list.map_or(&[], |list| &list.codes),
            |code| &code.code,
            "代码",
            "code",
        );
    }
    let band = |entry: &Table<'_>| {
        Some(GradeBand {
            grade: entry.text("grade")?,
            share: entry.number("share")?,
        })
    };
    let bands: Vec<GradeBand> = entries.iter().filter_map(band).collect();
    let whole = bands.len() == entries.len();
    let sum: Decimal = bands.iter().map(|band| band.share).sum();
    if whole && sum != Decimal::ONE_HUNDRED && table.has("grades") {
        table.note(
            "grades",
            Mistake::Contradiction,
            format!("各档占比之和应为 100，而不是 {sum}"),
            format!("the shares of all grades add up to 100, not {sum}"),
        );
    }
    bands
}
