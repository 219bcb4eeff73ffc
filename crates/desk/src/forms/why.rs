//! Why a cell of a form is not filled, in words for who sends it.

use ledger::Row;
use pack::Text;
use pack::model::Field;
use quantity::Period;

pub(super) fn words_title() -> Text {
    Text {
        zh: "表头".to_owned(),
        en: "heading".to_owned(),
    }
}

pub(super) fn unknown() -> Text {
    Text {
        zh: "本镇的台账中没有这一项".to_owned(),
        en: "the town's records do not tell it".to_owned(),
    }
}

pub(super) fn unsure() -> Text {
    Text {
        zh: "还没有人确认这里填什么".to_owned(),
        en: "nobody has confirmed what belongs here".to_owned(),
    }
}

pub(super) fn gone(name: &str) -> Text {
    Text {
        zh: format!("现行业务包中没有指标“{name}”"),
        en: format!("no pack in force has the indicator `{name}`"),
    }
}

pub(super) fn unreported(period: &Period) -> Text {
    Text {
        zh: format!("{} 还没有上报数或无法计算", period.zh()),
        en: format!(
            "nothing was reported for {}, or it cannot be worked out",
            period.en()
        ),
    }
}

pub(super) fn other_unit() -> Text {
    Text {
        zh: "单位不同，不能换算".to_owned(),
        en: "it is in a unit that does not turn into the one asked for".to_owned(),
    }
}

pub(super) fn not_needed(field: &Field) -> Text {
    Text {
        zh: format!("“{}”是敏感字段，按本表申明的用途不提供", field.title.zh),
        en: format!(
            "`{}` is sensitive and left out by the form's declared purpose",
            field.name
        ),
    }
}

pub(super) fn no_row(record: &Row) -> Text {
    Text {
        zh: format!("表中空行不够，记录 {} 没有填入", record.id),
        en: format!("the form has too few rows for the record {}", record.id),
    }
}
