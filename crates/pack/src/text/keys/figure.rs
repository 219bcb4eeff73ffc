//! Keys of indicators and yearly evaluations.

use super::{EN, Holds, Keys, ZH, may, must};

pub(crate) static INDICATOR: Keys = Keys {
    name: "indicator",
    zh: "指标",
    keys: &[
        must(
            "name",
            Holds::Text,
            "The pack's name, a dot and its own: `disputes.settled`",
            "标识：业务包名.指标名",
        ),
        ZH,
        EN,
        must(
            "kind",
            Holds::Choice(&["flow", "stock", "return", "ratio", "formula"]),
            "flow: happened in a period; stock: holds at a date; return: reported for a period; ratio; formula",
            "flow 时期数、stock 时点数、return 填报数、ratio 比率、formula 公式",
        ),
        must("unit", Holds::Text, "Unit of the figure", "单位"),
        may(
            "scale",
            Holds::Integer(0, 9),
            "Digits after the point, 0 if left out",
            "小数位，默认 0",
        ),
        may(
            "register",
            Holds::Text,
            "flow, stock, return: the register it is made from",
            "取自哪个台账",
        ),
        may(
            "on",
            Holds::Text,
            "flow: the field of the day it happened",
            "flow：发生日期字段",
        ),
        may(
            "from",
            Holds::Text,
            "stock: the field of the day it began to hold",
            "stock：开始日期字段",
        ),
        may(
            "until",
            Holds::Text,
            "stock: the field of the day it ceased to hold",
            "stock：结束日期字段",
        ),
        may(
            "period",
            Holds::Text,
            "return: the field of the month or day it is for",
            "return：所属期字段",
        ),
        may(
            "sum",
            Holds::Expr,
            "flow, stock: what each record adds, one if left out; return: the number reported",
            "每条记录计多少，默认计 1；return 须写",
        ),
        may(
            "when",
            Holds::Expr,
            "flow, stock, return: which records count",
            "哪些记录计入",
        ),
        may(
            "cumulative",
            Holds::Bool,
            "return: each already holds the total since January",
            "return：填报的是 1 月以来累计数",
        ),
        may("of", Holds::Text, "ratio: the upper indicator", "ratio：分子指标"),
        may("to", Holds::Text, "ratio: the lower indicator", "ratio：分母指标"),
        may(
            "times",
            Holds::Integer(1, 1_000_000),
            "ratio: factor, such as 100",
            "ratio：乘以多少，如 100",
        ),
        may(
            "expr",
            Holds::Expr,
            "formula: over other indicators, `ind('name')`",
            "formula：用 ind('指标名') 写的公式",
        ),
        may(
            "by",
            Holds::Texts,
            "flow, stock, return: fields to break it down by",
            "可按哪些字段分组",
        ),
        may(
            "also",
            Holds::Texts,
            "Phrases under which reports and forms name it; each names one indicator",
            "报告和报表里的其他叫法，各指一个指标",
        ),
        may(
            "better",
            Holds::Choice(&["more", "less"]),
            "Which direction is good",
            "越多越好还是越少越好",
        ),
        may(
            "about",
            Holds::Titles,
            "What it counts and what it leaves out",
            "统计口径",
        ),
    ],
};

pub(crate) static EVALUATION: Keys = Keys {
    name: "evaluation",
    zh: "年度评价",
    keys: &[
        must("name", Holds::Slug, "Its name in the API", "标识"),
        ZH,
        EN,
        must(
            "register",
            Holds::Text,
            "The register that holds the inputs",
            "取自哪个台账",
        ),
        must("year", Holds::Text, "The field of the year evaluated", "年份字段"),
        may(
            "when",
            Holds::Expr,
            "Which records are ranked together",
            "哪些记录参评",
        ),
        may(
            "exempt",
            Holds::Expr,
            "Which of them are not ranked",
            "其中哪些不评",
        ),
        may(
            "exempt_grade",
            Holds::Text,
            "The grade those are handled as",
            "不评的按哪一档",
        ),
        must(
            "terms",
            Holds::Many(&TERM),
            "The terms whose sum is the score: value ÷ base × weight",
            "评分项：取值 ÷ 基准 × 权重，相加得分",
        ),
        may(
            "adjust",
            Holds::Expr,
            "Points added or taken off at the end",
            "最后的加减分",
        ),
        must(
            "grades",
            Holds::Many(&GRADE),
            "Grades by rank, best first; shares add up to 100",
            "按名次分档，占比合计 100",
        ),
        must(
            "score",
            Holds::Text,
            "Automatic field that receives the score",
            "得分写入的字段（自动）",
        ),
        must(
            "rank",
            Holds::Text,
            "Automatic field that receives the rank",
            "名次写入的字段（自动）",
        ),
        must(
            "grade",
            Holds::Text,
            "Automatic field that receives the grade",
            "档次写入的字段（自动）",
        ),
    ],
};

pub(crate) static TERM: Keys = Keys {
    name: "term",
    zh: "评分项",
    keys: &[
        must("name", Holds::Slug, "Its name in workings", "标识"),
        ZH,
        EN,
        must("value", Holds::Expr, "The value of one record", "一条记录的取值"),
        must(
            "bases",
            Holds::Years,
            "Base of each year; the latest not after the year evaluated counts",
            "各年基准值，取不晚于评价年份的最近一年",
        ),
        must("weight", Holds::Number, "Weight in points", "权重分"),
        may("most", Holds::Number, "Most points it can give", "封顶分"),
        may("least", Holds::Number, "Fewest points it can give", "保底分"),
        may(
            "average_if_missing",
            Holds::Bool,
            "A missing value takes the average points of the others; else it gives none",
            "缺值时取其他记录的平均分，否则不得分",
        ),
    ],
};

pub(crate) static GRADE: Keys = Keys {
    name: "grade",
    zh: "档次",
    keys: &[
        must("grade", Holds::Text, "The grade, such as A", "档次，如 A"),
        must(
            "share",
            Holds::Number,
            "Share of the ranked records in percent",
            "占参评记录的百分比",
        ),
    ],
};
