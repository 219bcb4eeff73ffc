//! Words of indicators and their figures.

use super::{Say, say};
use crate::pages::look::Look;
use crate::pages::parts::value::grouped;
use desk::By;
use ledger::Moment;
use pack::model::Measure;
use quantity::Period;

pub(crate) const INDICATORS: Say = say("指标", "Indicators");
pub(crate) const INDICATOR: Say = say("指标", "Indicator");
pub(crate) const SEARCH: Say = say("名称或别称", "Name, or what it is also called");
pub(crate) const SHOW: Say = say("查看", "Show");
pub(crate) const PLACE: Say = say("区划", "Place");
pub(crate) const YEAR: Say = say("年份", "Year");
pub(crate) const PART: Say = say("期间", "Period");
pub(crate) const WHOLE_YEAR: Say = say("全年", "Whole year");
pub(crate) const DAYS: Say = say("自定义起止日", "Days of my own");
pub(crate) const FIRST_DAY: Say = say("起始日", "First day");
pub(crate) const LAST_DAY: Say = say("截止日", "Last day");
pub(crate) const DAYS_MISSING: Say = say(
    "请填写起始日和截止日，截止日不早于起始日",
    "give a first and a last day, the last not before the first",
);
pub(crate) const MORE: Say = say("更多条件", "More conditions");
pub(crate) const ROWS: Say = say("分组", "Broken down by");
pub(crate) const COLUMNS: Say = say("再按", "and by");
pub(crate) const NOT_BROKEN: Say = say("不分组", "Nothing");
pub(crate) const COMPARE: Say = say("与上年同期比", "Beside the year before");
pub(crate) const AS_OF: Say = say("按某天的账回看", "As the book stood on");
pub(crate) const AS_OF_HELP: Say = say(
    "选一天，看当天终了时的账算出来是多少；留空则看现在。",
    "A day: what the book said at its end; empty for now.",
);
pub(crate) const CHOOSE: Say = say("选入并排比较", "Take into the comparison");
pub(crate) const COMPARE_CHOSEN: Say = say("并排比较所选", "Compare the chosen");
pub(crate) const NOW: Say = say("本期", "This period");
pub(crate) const BEFORE: Say = say("上年同期", "Year before");
pub(crate) const GROWTH: Say = say("同比", "On the year before");
pub(crate) const ON_PREVIOUS: Say = say("环比", "On the period before");
pub(crate) const RANK: Say = say("名次", "Rank");
pub(crate) const TARGET: Say = say("目标", "Target");
pub(crate) const RECORDS: Say = say("记录数", "Records");
pub(crate) const TOTAL: Say = say("合计", "In all");
pub(crate) const ABOUT: Say = say("口径", "What it counts");
pub(crate) const ALSO: Say = say("又称", "Also called");
pub(crate) const NOT_REPORTED: Say = say("缺报", "Not reported");
pub(crate) const NOT_YET: Say = say("未到报送期", "Not due yet");
pub(crate) const NO_VALUE: Say = say("算不出", "Cannot be worked out");
pub(crate) const NOT_HERE: Say = say(
    "您的岗位看不到这里的数",
    "Your posts do not show this place's figure",
);
pub(crate) const NOT_GIVEN: Say = say("未填", "Not given");
pub(crate) const NO_INDICATORS: Say = say("没有您能看到的指标", "There is no indicator that you may see");
pub(crate) const NONE_FITS: Say = say("没有这样的指标", "No indicator is called so");
pub(crate) const NONE_FITS_WHY: Say = say("换个说法，或少打几个字试试。", "Try other words or fewer.");
pub(crate) const NOTHING: Say = say("这段时间没有记录", "No records in this period");
pub(crate) const NOTHING_WHY: Say = say(
    "换一个期间或区划看看；没有记录不等于漏记，可到台账核对。",
    "Try another period or place.",
);
pub(crate) const NOT_BELOW: Say = say("下级区划不单独报送", "Not reported by the places below");
pub(crate) const NOT_BELOW_WHY: Say = say(
    "这个数由本级报送，没有分村的数；可以按月、按季看。",
    "This figure is reported for the place as a whole; see it by month or quarter.",
);
pub(crate) const CHART: Say = say("图", "Chart");
pub(crate) const MAP: Say = say("各村示意图", "Villages at a glance");
pub(crate) const MAP_WHY: Say = say(
    "每村一格，位置按各村登记的点大致排列，不是行政区划界线，格子大小不代表面积。",
    "One tile for each village, placed about where it was declared to lie. These are no boundaries, and sizes mean nothing.",
);
pub(crate) const MAP_NO_POINTS: Say = say(
    "每村一格，按代码排列；区划表里没有登记各村位置，不是地图。",
    "One tile for each village in the order of codes: no positions of villages were declared, so this is no map.",
);
pub(crate) const TABLE: Say = say("数据表", "Table");
pub(crate) const DOWNLOAD: Say = say("下载", "Download");
pub(crate) const PRINT: Say = say("打印", "Print");
pub(crate) const KEPT_AT: Say = say("此数算自流水第", "Worked out from the journal as of entry");
pub(crate) const FIX: Say = say("固定为此刻的数", "Keep as of this moment");
pub(crate) const UNFIX: Say = say("看现在的数", "Show it as it is now");
pub(crate) const PAST: Say = say(
    "这是当时的数，之后的补录、改错没有计入。",
    "This is what the book said then; later entries and corrections are not in it.",
);

// Lineage.
pub(crate) const LINEAGE: Say = say("来源", "Lineage");
pub(crate) const LINEAGE_OF: Say = say("这个数怎么来的", "How this figure comes about");
pub(crate) const RECORD: Say = say("记录", "Record");
pub(crate) const ADDS: Say = say("计入", "Adds");
pub(crate) const THIS_PAGE: Say = say("本页小计", "On this page");
pub(crate) const AGREES: Say = say("逐条加总与指标一致", "The records add up to the figure");
pub(crate) const DIFFERS: Say = say(
    "逐条加总与指标不一致，请运行 yiben rebuild 核查",
    "The records do not add up to the figure; run yiben rebuild",
);
pub(crate) const ADD_UP: Say = say("逐条加总核对", "Add them all up");
pub(crate) const ADDING_UP_WHY: Say = say(
    "这个数由很多条记录组成，正在后台逐条加总；可以离开本页，稍后再回来看。",
    "Very many records make this figure. They are added up one by one; you may leave this page and come back.",
);
pub(crate) const NO_RECORDS: Say = say("没有计入的记录", "No record adds to it");
pub(crate) const NO_RECORDS_WHY: Say = say(
    "这段时间这个地方没有符合口径的记录。",
    "No record of this place and period fits what the indicator counts.",
);
pub(crate) const MADE_OF: Say = say("由这些指标算出", "Worked out of these indicators");
pub(crate) const MISSING_MONTHS: Say = say("缺报月份", "Months not reported");
pub(crate) const ONLY: Say = say("只算", "Only");

// Side by side.
pub(crate) const SIDE_BY_SIDE: Say = say("并排比较", "Side by side");
pub(crate) const YEARS: Say = say("年份（可多选）", "Years (several may be chosen)");
pub(crate) const PLACES: Say = say("区划（可多选）", "Places (several may be chosen)");
pub(crate) const INDICATORS_CHOSEN: Say = say("指标（可多选）", "Indicators (several may be chosen)");
pub(crate) const NOTHING_CHOSEN: Say = say("先选要比较的指标", "Choose what to compare");
pub(crate) const NOTHING_CHOSEN_WHY: Say = say(
    "勾选一个或几个指标、区划和年份，它们会排成一张表。",
    "Tick indicators, places and years; they are set side by side in one table.",
);
pub(crate) const TOO_MANY: Say = say(
    "选得太多，只排了前面的；请少选一些。",
    "That is too much for one table; only the first are shown.",
);
pub(crate) const UNITS_DIFFER: Say = say(
    "所选指标单位不同，不画在同一张图上。",
    "The chosen indicators have different units, so they are not drawn in one chart.",
);

/// How an indicator is made, in a word.
pub(crate) fn kind(measure: &Measure) -> Say {
    match measure {
        Measure::Flow { .. } => say("发生数", "Flow"),
        Measure::Stock { .. } => say("时点数", "Stock"),
        Measure::Return { .. } => say("报送数", "Return"),
        Measure::Ratio { .. } => say("比率", "Ratio"),
        Measure::Formula { .. } => say("公式", "Formula"),
    }
}

/// What is put beside each other: places or stretches of time; none for a dimension, which has its own name.
pub(crate) fn by(by: &By) -> Option<Say> {
    Some(match by {
        By::Dimension(_) => return None,
        By::Day => say("日", "Day"),
        By::Month => say("月", "Month"),
        By::Quarter => say("季度", "Quarter"),
        By::Year => say("年", "Year"),
        By::Place => say("村（下级区划）", "Place below"),
    })
}

/// A period by its name.
pub(crate) fn period(look: Look, period: &Period) -> String {
    if look.zh() { period.zh() } else { period.en() }
}

/// A period of which only a part has gone by.
pub(crate) fn so_far(look: Look, period: &Period, today: jiff::civil::Date) -> String {
    let name = self::period(look, period);
    if look.zh() {
        format!("{name}（至{}月{}日）", today.month(), today.day())
    } else {
        format!("{name} (to {})", Period::day(today).en())
    }
}

/// How many months are missing.
pub(crate) fn missing(look: Look, months: usize) -> String {
    match (look.zh(), months) {
        (true, _) => format!("缺报{months}个月"),
        (false, 1) => "1 month not reported".to_owned(),
        (false, _) => format!("{months} months not reported"),
    }
}

/// A rank.
pub(crate) fn rank(look: Look, rank: usize) -> String {
    if look.zh() {
        format!("第{rank}名")
    } else {
        format!("no. {rank}")
    }
}

/// How many records a figure is made of.
pub(crate) fn records(look: Look, count: &str) -> String {
    if look.zh() {
        format!("{count} 条记录")
    } else {
        format!("records: {count}")
    }
}

/// How many records are added up.
pub(crate) fn adding_up(look: Look, (done, all): (usize, usize)) -> String {
    let (done, all) = (grouped(&done.to_string()), grouped(&all.to_string()));
    if look.zh() {
        format!("已加总 {done} 条，共 {all} 条。")
    } else {
        format!("{done} of {all} records are added up.")
    }
}

/// When records were added up whose figure has changed since.
pub(crate) fn added_up_at(look: Look, at: Moment) -> String {
    let time = at.civil().strftime("%H:%M").to_string();
    if look.zh() {
        format!("按 {time} 的账，此后有变动")
    } else {
        format!("as of {time}; it has changed since")
    }
}
