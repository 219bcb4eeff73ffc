//! The functions expressions can call.

use super::types::Type;

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    AddDays,
    AddMonths,
    Average,
    Coalesce,
    Contains,
    Date,
    Day,
    Days,
    EndsWith,
    Found,
    Has,
    Matches,
    Max,
    Min,
    Month,
    Round,
    Score,
    Size,
    StartsWith,
    Sum,
    Within,
    Year,
}

impl Function {
    pub(super) const NAMES: [(&'static str, Function); 23] = [
        ("abs", Function::Abs),
        ("add_days", Function::AddDays),
        ("add_months", Function::AddMonths),
        ("avg", Function::Average),
        ("coalesce", Function::Coalesce),
        ("contains", Function::Contains),
        ("date", Function::Date),
        ("day", Function::Day),
        ("days", Function::Days),
        ("endsWith", Function::EndsWith),
        ("found", Function::Found),
        ("has", Function::Has),
        ("matches", Function::Matches),
        ("max", Function::Max),
        ("min", Function::Min),
        ("month", Function::Month),
        ("round", Function::Round),
        ("score", Function::Score),
        ("size", Function::Size),
        ("startsWith", Function::StartsWith),
        ("sum", Function::Sum),
        ("within", Function::Within),
        ("year", Function::Year),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(each, _)| *each == name)
            .map(|(_, function)| *function)
    }

    /// What it gives for arguments of these types; otherwise what it takes.
    pub(super) fn result(self, arguments: &[Type]) -> Result<Type, (&'static str, &'static str)> {
        use Type::{Bool, Checklist, Date, List, Number, Place, Table, Text};
        let numbers = |ty: &Type| matches!(ty, Number | Type::Null);
        match (self, arguments) {
            (Function::Abs, [number]) if numbers(number) => Ok(Number),
            (Function::Abs, _) => Err(("abs(数字)", "abs(number)")),
            (Function::AddDays | Function::AddMonths, [Date, Number]) => Ok(Date),
            (Function::AddDays, _) => Err(("add_days(日期, 天数)", "add_days(day, number)")),
            (Function::AddMonths, _) => Err(("add_months(日期, 月数)", "add_months(day, number)")),
            (Function::Sum | Function::Average | Function::Min | Function::Max, [List(of)])
                if numbers(of) =>
            {
                Ok(Number)
            }
            (Function::Min | Function::Max, [Date, rest @ ..])
                if !rest.is_empty() && rest.iter().all(|ty| *ty == Date) =>
            {
                Ok(Date)
            }
            (Function::Sum | Function::Average | Function::Min | Function::Max, many)
                if many.len() > 1 && many.iter().all(numbers) =>
            {
                Ok(Number)
            }
            (Function::Sum | Function::Average | Function::Min | Function::Max, _) => Err((
                "若干数字，或数字的列表，如 sum(rows.map(r, r.amount))",
                "numbers, or a list of them, as in sum(rows.map(r, r.amount))",
            )),
            (Function::Coalesce, [first, rest @ ..]) if !rest.is_empty() => {
                let known = arguments.iter().find(|ty| **ty != Type::Null).unwrap_or(first);
                if arguments.iter().all(|ty| *ty == Type::Null || ty.meets(known)) {
                    Ok(known.clone())
                } else {
                    Err(("同一类型的值", "values of one type"))
                }
            }
            (Function::Coalesce, _) => Err(("两个以上同类型的值", "two values or more of one type")),
            (Function::Contains, [List(of), one]) if of.meets(one) => Ok(Bool),
            (Function::Contains | Function::StartsWith | Function::EndsWith, [text, other])
                if text.is_text() && other.is_text() =>
            {
                Ok(Bool)
            }
            (Function::Contains | Function::StartsWith | Function::EndsWith, _) => {
                Err(("(文字, 文字)", "(text, text)"))
            }
            (Function::Date, [Text]) => Ok(Date),
            (Function::Date, [Number, Number, Number]) => Ok(Date),
            (Function::Date, _) => Err((
                "date('2024-03-05') 或 date(年, 月, 日)",
                "date('2024-03-05') or date(year, month, day)",
            )),
            (Function::Day | Function::Month | Function::Year, [Date]) => Ok(Number),
            (Function::Day | Function::Month | Function::Year, _) => Err(("一个日期", "a day")),
            (Function::Days, [Date, Date]) => Ok(Number),
            (Function::Days, _) => Err(("days(起日, 止日)", "days(from, to)")),
            (Function::Found, [Checklist(_)] | [Checklist(_), Text]) => Ok(Number),
            (Function::Found, _) => Err((
                "found(检查表字段) 或 found(检查表字段, '检查项')",
                "found(checklist field) or found(checklist field, 'item')",
            )),
            (Function::Has, [_]) => Ok(Bool),
            (Function::Has, _) => Err(("has(字段)", "has(field)")),
            (Function::Matches, [text, Text]) if text.is_text() => Ok(Bool),
            (Function::Matches, _) => Err(("matches(文字, '正则')", "matches(text, 'pattern')")),
            (Function::Round, [Number, Number]) => Ok(Number),
            (Function::Round, _) => Err(("round(数字, 位数)", "round(number, places)")),
            (Function::Score, [Checklist(_)]) => Ok(Number),
            (Function::Score, _) => Err(("score(检查表字段)", "score(checklist field)")),
            (Function::Size, [List(_) | Table(_) | Checklist(_)]) => Ok(Number),
            (Function::Size, [text]) if text.is_text() => Ok(Number),
            (Function::Size, _) => Err(("列表、表格或文字", "a list, a table or a text")),
            (Function::Within, [Place, Text]) => Ok(Bool),
            (Function::Within, _) => Err(("within(区划, '代码')", "within(place, 'code')")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_tells_of_every_function() {
        let reference = include_str!("../../../../docs/developer/packs.md");
        for (name, _) in Function::NAMES {
            assert!(
                reference.contains(&format!("`{name}(")),
                "the reference does not tell of {name}"
            );
        }
    }

    #[test]
    fn functions_are_found_by_their_names() {
        for (name, function) in Function::NAMES {
            assert_eq!(Function::named(name), Some(function));
        }
        assert_eq!(Function::named("nothing"), None);
    }
}
