//! Keys of loops: levels, states, time limits, steps.

use super::{EN, Holds, Keys, ZH, may, must};

pub(crate) static LOOP: Keys = Keys {
    name: "loop",
    zh: "闭环",
    keys: &[
        may(
            "initial",
            Holds::Text,
            "Where a new record begins; the first state if left out",
            "新记录的状态，默认第一个",
        ),
        may(
            "remind",
            Holds::Integers,
            "Days before a deadline on which the holder is reminded",
            "到期前几天提醒",
        ),
        may(
            "levels",
            Holds::Many(&LEVEL),
            "Who may hold a matter, lowest first",
            "层级，从低到高",
        ),
        must("states", Holds::Many(&STATE), "The states", "状态"),
        must("steps", Holds::Many(&STEP), "The steps", "环节"),
    ],
};

pub(crate) static LEVEL: Keys = Keys {
    name: "level",
    zh: "层级",
    keys: &[
        must("name", Holds::Name, "Its name in expressions", "标识"),
        ZH,
        EN,
        may(
            "place",
            Holds::Choice(&["county", "town", "village", "grid"]),
            "Records whose place is of this level begin here",
            "区划属于这一级的记录从这里开始",
        ),
    ],
};

pub(crate) static STATE: Keys = Keys {
    name: "state",
    zh: "状态",
    keys: &[
        must("name", Holds::Name, "Its name in expressions", "标识"),
        ZH,
        EN,
        may(
            "tone",
            Holds::Choice(&["plain", "active", "alert", "good", "bad"]),
            "What its colour means",
            "颜色的含义：平、进行、须办、好、坏",
        ),
        may(
            "limits",
            Holds::Many(&LIMIT),
            "Time limits; the first that applies counts",
            "时限，取第一个适用的",
        ),
        may(
            "on_miss",
            Holds::Text,
            "When a limit passes: `mark` (the default), `lift` to the next level, or take `step:name`",
            "超期时：mark 标记（默认）、lift 升一级、step:环节 自动办理",
        ),
        may(
            "clock",
            Holds::Choice(&["runs", "pauses", "keeps"]),
            "A time of its own starts (the default), time stands still, or the time before runs on",
            "重新计时（默认）、停表、接着走",
        ),
        may(
            "stamp",
            Holds::Text,
            "Date field set to the day this state was entered",
            "记下进入此状态日期的字段",
        ),
        may(
            "closed",
            Holds::Bool,
            "The matter rests here and is no longer due",
            "办结：不再计时",
        ),
        may(
            "locked",
            Holds::Bool,
            "Fields may no longer be amended here",
            "锁定：不能再改",
        ),
    ],
};

pub(crate) static LIMIT: Keys = Keys {
    name: "limit",
    zh: "时限",
    keys: &[
        may("level", Holds::Text, "Only at this level", "只在这一层级"),
        may("when", Holds::Expr, "Only when this holds", "满足条件时"),
        may(
            "days",
            Holds::Integer(1, 3_660),
            "Calendar days after the day of entry",
            "自然日",
        ),
        may(
            "working",
            Holds::Integer(1, 3_660),
            "Working days after the day of entry",
            "工作日",
        ),
        may(
            "hours",
            Holds::Integer(1, 8_760),
            "Hours from the moment of entry",
            "小时",
        ),
        may("months", Holds::Integer(1, 120), "Calendar months", "月"),
        may(
            "field",
            Holds::Text,
            "The end of the day that this field holds",
            "到此字段所填日期为止",
        ),
        may(
            "day_of_next_month",
            Holds::Integer(1, 28),
            "This day of the month after, 1 to 28",
            "次月几日，1 到 28",
        ),
    ],
};

pub(crate) static STEP: Keys = Keys {
    name: "step",
    zh: "环节",
    keys: &[
        must("name", Holds::Name, "Its name in the API", "标识"),
        must(
            "zh",
            Holds::Told,
            "The words on the button, in Chinese",
            "按钮上的中文",
        ),
        must("en", Holds::Told, "The same in English", "按钮上的英文"),
        must(
            "from",
            Holds::Texts,
            "States it can be taken from",
            "从哪些状态办",
        ),
        may(
            "to",
            Holds::Text,
            "State it leads to; stays if left out",
            "到哪个状态，默认不变",
        ),
        may(
            "levels",
            Holds::Texts,
            "Levels at which it can be taken; all if left out",
            "哪些层级可办，默认都可",
        ),
        may(
            "roles",
            Holds::Texts,
            "Roles that may take it; whoever may step if left out",
            "哪些岗位可办",
        ),
        may("when", Holds::Expr, "Only when this holds", "满足条件才能办"),
        may(
            "refusal",
            Holds::Titles,
            "Told when it does not",
            "不满足时的提示",
        ),
        may(
            "needs",
            Holds::Texts,
            "Fields that must hold a value when it is taken",
            "办理时须已有值的字段",
        ),
        may(
            "asks",
            Holds::Texts,
            "Fields that may be given along with it",
            "办理时可一并填写的字段",
        ),
        may(
            "sets",
            Holds::Exprs,
            "Fields it sets, each to an expression",
            "自动赋值：字段 = 表达式",
        ),
        may(
            "effect",
            Holds::Text,
            "`lift`, `lower`, `reopen`, `pause`, `resume`, `extend:15` days, or `extend_working:15` working days",
            "lift 升级、lower 下放、reopen 重启、pause 停表、resume 续表、extend:15 延 15 天、extend_working:15 延 15 个工作日",
        ),
        may(
            "joint",
            Holds::Text,
            "Offices of this field must all take it before the state changes",
            "会签：此字段中的科室都办了才流转",
        ),
        may(
            "own",
            Holds::Bool,
            "The person who made the record may take it too; otherwise not",
            "允许登记人本人办理，默认不允许",
        ),
        may("note", Holds::Bool, "A note must be given", "须写办理说明"),
        may(
            "documents",
            Holds::Texts,
            "Documents made with it",
            "同时生成的文书",
        ),
        may(
            "publishes",
            Holds::Texts,
            "Fields that everyone can read from then on, looked through for personal data before",
            "此后向社会公开的字段，办理前查找个人信息",
        ),
    ],
};
