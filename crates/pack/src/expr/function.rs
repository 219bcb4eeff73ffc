//! The functions expressions can call: their names, what they take and what they give.

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
    Relapsed,
    Round,
    Score,
    Size,
    StartsWith,
    Sum,
    Within,
    Year,
}

/// A function as authors know it.
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) function: Function,
    /// How it is written.
    pub(super) en: &'static str,
    /// The same in Chinese.
    pub(super) zh: &'static str,
}

const fn known(name: &'static str, function: Function, en: &'static str, zh: &'static str) -> Signature {
    Signature {
        name,
        function,
        en,
        zh,
    }
}

/// Every function, by name.
pub(super) const FUNCTIONS: [Signature; 24] = [
    known("abs", Function::Abs, "abs(number)", "abs(数字)"),
    known(
        "add_days",
        Function::AddDays,
        "add_days(day, number)",
        "add_days(日期, 天数)",
    ),
    known(
        "add_months",
        Function::AddMonths,
        "add_months(day, number)",
        "add_months(日期, 月数)",
    ),
    known(
        "avg",
        Function::Average,
        "avg(number, …) or avg(rows.map(r, r.amount))",
        "avg(数字, …) 或 avg(rows.map(r, r.amount))",
    ),
    known(
        "coalesce",
        Function::Coalesce,
        "coalesce(value, value, …), all of one type",
        "coalesce(值, 值, …)，类型相同",
    ),
    known(
        "contains",
        Function::Contains,
        "contains(text, part) or contains(list, value)",
        "contains(文字, 部分) 或 contains(列表, 值)",
    ),
    known(
        "date",
        Function::Date,
        "date('2024-03-05') or date(year, month, day)",
        "date('2024-03-05') 或 date(年, 月, 日)",
    ),
    known("day", Function::Day, "day(day)", "day(日期)"),
    known("days", Function::Days, "days(from, to)", "days(起日, 止日)"),
    known(
        "endsWith",
        Function::EndsWith,
        "endsWith(text, end)",
        "endsWith(文字, 结尾)",
    ),
    known(
        "found",
        Function::Found,
        "found(checklist) or found(checklist, 'item')",
        "found(检查结果) 或 found(检查结果, '检查项')",
    ),
    known("has", Function::Has, "has(field)", "has(字段)"),
    known(
        "matches",
        Function::Matches,
        "matches(text, 'pattern')",
        "matches(文字, '正则')",
    ),
    known(
        "max",
        Function::Max,
        "max(number, …), max(day, …) or max(rows.map(r, r.amount))",
        "max(数字, …)、max(日期, …) 或 max(rows.map(r, r.amount))",
    ),
    known(
        "min",
        Function::Min,
        "min(number, …), min(day, …) or min(rows.map(r, r.amount))",
        "min(数字, …)、min(日期, …) 或 min(rows.map(r, r.amount))",
    ),
    known("month", Function::Month, "month(day)", "month(日期)"),
    known(
        "relapsed",
        Function::Relapsed,
        "relapsed(checklist) or relapsed(checklist, 'item')",
        "relapsed(检查结果) 或 relapsed(检查结果, '检查项')",
    ),
    known(
        "round",
        Function::Round,
        "round(number, places) with 0 to 12 places",
        "round(数字, 位数)，位数 0 到 12",
    ),
    known(
        "score",
        Function::Score,
        "score(checklist) or score(checklist, factor of relapses)",
        "score(检查结果) 或 score(检查结果, 复发倍数)",
    ),
    known(
        "size",
        Function::Size,
        "size(list, table or text)",
        "size(列表、表格或文字)",
    ),
    known(
        "startsWith",
        Function::StartsWith,
        "startsWith(text, start)",
        "startsWith(文字, 开头)",
    ),
    known(
        "sum",
        Function::Sum,
        "sum(number, …) or sum(rows.map(r, r.amount))",
        "sum(数字, …) 或 sum(rows.map(r, r.amount))",
    ),
    known(
        "within",
        Function::Within,
        "within(place, 'code')",
        "within(区划, '代码')",
    ),
    known("year", Function::Year, "year(day)", "year(日期)"),
];

impl Function {
    pub(super) fn named(name: &str) -> Option<&'static Signature> {
        FUNCTIONS.iter().find(|each| each.name == name)
    }
}

impl Signature {
    /// What it gives for arguments of these types; none when it does not take them. A null is taken for anything.
    pub(super) fn result(&self, arguments: &[Type]) -> Option<Type> {
        use Type::{Bool, Date, List, Number, Text};
        let fits = |wanted: &[fn(&Type) -> bool]| {
            arguments.len() == wanted.len()
                && arguments
                    .iter()
                    .zip(wanted)
                    .all(|(ty, wanted)| *ty == Type::Null || wanted(ty))
        };
        let is_number: fn(&Type) -> bool = |ty| *ty == Number;
        let is_date: fn(&Type) -> bool = |ty| *ty == Date;
        let is_text: fn(&Type) -> bool = Type::is_text;
        let given = |fits: bool, ty: Type| fits.then_some(ty);
        match self.function {
            Function::Abs => given(fits(&[is_number]), Number),
            Function::AddDays | Function::AddMonths => given(fits(&[is_date, is_number]), Date),
            Function::Sum | Function::Average => given(numbers(arguments), Number),
            Function::Min | Function::Max => {
                let dates = arguments.len() > 1 && arguments.iter().all(|ty| matches!(ty, Date | Type::Null));
                let listed = matches!(arguments, [List(of)] if **of == Date);
                given(numbers(arguments), Number).or_else(|| given(dates || listed, Date))
            }
            Function::Coalesce => {
                let joined = arguments
                    .iter()
                    .try_fold(Type::Null, |joined, ty| joined.join(ty))?;
                given(arguments.len() > 1, joined)
            }
            Function::Contains => {
                let listed = matches!(arguments, [List(of), one] if of.meets(one));
                given(listed || fits(&[is_text, is_text]), Bool)
            }
            Function::StartsWith | Function::EndsWith | Function::Matches => {
                given(fits(&[is_text, is_text]), Bool)
            }
            Function::Date => given(arguments == [Text] || fits(&[is_number; 3]), Date),
            Function::Day | Function::Month | Function::Year => given(fits(&[is_date]), Number),
            Function::Days => given(fits(&[is_date, is_date]), Number),
            Function::Found | Function::Relapsed => given(
                matches!(arguments, [Type::Checklist(_)] | [Type::Checklist(_), Text]),
                Number,
            ),
            Function::Has => given(arguments.len() == 1, Bool),
            Function::Round => given(fits(&[is_number, is_number]), Number),
            Function::Score => given(
                matches!(arguments, [Type::Checklist(_)] | [Type::Checklist(_), Number]),
                Number,
            ),
            Function::Size => given(
                fits(&[|ty| ty.is_text() || matches!(ty, List(_) | Type::Table(_) | Type::Checklist(_))]),
                Number,
            ),
            Function::Within => given(matches!(arguments, [Type::Place, Text]), Bool),
        }
    }
}

/// Numbers side by side, or one list of them.
fn numbers(arguments: &[Type]) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Number | Type::Null);
    match arguments {
        [Type::List(of)] => number(of),
        many => many.len() > 1 && many.iter().all(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_stand_in_order_and_once() {
        assert!(FUNCTIONS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn a_signature_begins_with_the_name_it_explains() {
        for each in &FUNCTIONS {
            assert!(each.en.starts_with(&format!("{}(", each.name)), "{}", each.name);
            assert!(each.zh.starts_with(&format!("{}(", each.name)), "{}", each.name);
        }
    }
}
