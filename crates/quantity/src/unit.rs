//! Units and classifiers of government writing: what they measure, and how one turns into another.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::LazyLock;

/// What a unit measures. Two units can be compared only when this is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dimension {
    /// Money, in the currency of this symbol. Currencies do not turn into each other: rates are no units.
    Money(&'static str),
    /// Area; the base is the square metre.
    Area,
    /// Length; the base is the metre.
    Length,
    /// Volume; the base is the cubic metre.
    Volume,
    /// Mass; the base is the kilogram.
    Mass,
    /// Energy; the base is the kilowatt-hour.
    Energy,
    /// Heat; the base is the kilocalorie.
    Heat,
    /// Power; the base is the kilowatt.
    Power,
    /// Apparent power; the base is the kilovolt-ampere.
    ApparentPower,
    /// Voltage; the base is the kilovolt.
    Voltage,
    /// Temperature in degrees Celsius.
    Temperature,
    /// A span of time in clock units; the base is the minute.
    Clock,
    /// A span of time in calendar units; the base is the month.
    Calendar,
    /// A share or rate; the base is the percent.
    Share,
    /// A difference of two shares.
    Points,
    /// A multiple of something.
    Multiple,
    /// Doublings (番).
    Doubling,
    /// Persons.
    Person,
    /// A classifier: a kind of thing counted, known by its own word.
    Thing(&'static str),
    /// A class or rank in an order.
    Order(&'static str),
    /// One unit for each of another thing, such as yuan per head.
    Rate,
}

#[derive(Debug)]
struct Entry {
    symbol: &'static str,
    dimension: Dimension,
    /// Numerator and denominator of its size in the base unit.
    size: (u64, u64),
    /// It is taken only after Arabic digits, since in words it also means something else.
    digits_only: bool,
}

/// A unit or classifier as written.
///
/// ```
/// use quantity::Unit;
/// use rust_decimal::Decimal;
///
/// let mu = Unit::named("亩").unwrap();
/// let hectare = Unit::named("公顷").unwrap();
/// assert_eq!(hectare.convert(Decimal::from(2), mu), Some(Decimal::from(30)));
/// assert_eq!(hectare.convert(Decimal::from(2), Unit::named("户").unwrap()), None);
/// ```
#[derive(Clone, Copy)]
pub struct Unit {
    entry: &'static Entry,
    per: Option<&'static str>,
}

impl Unit {
    /// The unit of this symbol; none when it is no unit of the trade. `元/人` and the like are units too.
    #[must_use]
    pub fn named(symbol: &str) -> Option<Self> {
        let (unit, length) = Self::read(symbol)?;
        (length == symbol.len()).then_some(unit)
    }

    /// The longest unit at the start of `text`, and its length in bytes.
    #[must_use]
    pub fn read(text: &str) -> Option<(Self, usize)> {
        let candidates = INDEX.get(&text.chars().next()?)?;
        let entry = candidates.iter().find(|entry| {
            text.strip_prefix(entry.symbol)
                .is_some_and(|rest| ends_latin(entry.symbol, rest) && !goes_on(entry.symbol, rest))
        })?;
        let length = entry.symbol.len();
        let rest = text.get(length..).unwrap_or_default();
        let slash = ["/", "／"]
            .into_iter()
            .find_map(|slash| Some((slash, rest.strip_prefix(slash)?)));
        if let Some((slash, rest)) = slash
            && let Some(per) = PER.iter().find(|per| rest.starts_with(**per))
        {
            return Some((
                Unit {
                    entry,
                    per: Some(per),
                },
                length + slash.len() + per.len(),
            ));
        }
        Some((Unit { entry, per: None }, length))
    }

    /// How it is written, without what it is per.
    #[must_use]
    pub fn symbol(&self) -> &'static str {
        self.entry.symbol
    }

    /// What it is per: 人 in 元/人.
    #[must_use]
    pub fn per(&self) -> Option<&'static str> {
        self.per
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        if self.per.is_some() {
            Dimension::Rate
        } else {
            self.entry.dimension
        }
    }

    /// Whether it is a unit of measure, and not a classifier or an order.
    #[must_use]
    pub fn is_measure(&self) -> bool {
        !matches!(
            self.entry.dimension,
            Dimension::Person
                | Dimension::Thing(_)
                | Dimension::Order(_)
                | Dimension::Clock
                | Dimension::Calendar
                | Dimension::Share
                | Dimension::Points
                | Dimension::Multiple
                | Dimension::Doubling
        )
    }

    /// Turns a value in this unit into one in `other`; none when they measure different things.
    #[must_use]
    pub fn convert(&self, value: Decimal, other: Unit) -> Option<Decimal> {
        if self.entry.dimension != other.entry.dimension || self.per != other.per {
            return None;
        }
        let up = Decimal::from(self.entry.size.0) * Decimal::from(other.entry.size.1);
        let down = Decimal::from(self.entry.size.1) * Decimal::from(other.entry.size.0);
        value
            .checked_mul(up)?
            .checked_div(down)
            .map(|value| value.normalize())
    }

    pub(crate) fn digits_only(&self) -> bool {
        self.entry.digits_only
    }

    /// 年, 年度 and 月 as parts of dates, which are not read as units on their own.
    pub(crate) fn of_date(part: DatePart) -> Self {
        let [year, fiscal, month] = &DATE_PARTS;
        let entry = match part {
            DatePart::Year => year,
            DatePart::YearLong => fiscal,
            DatePart::Month => month,
        };
        Unit { entry, per: None }
    }

    /// The percent sign.
    #[must_use]
    pub fn percent() -> Self {
        Unit {
            entry: &PERCENT,
            per: None,
        }
    }

    /// The per mille sign.
    pub(crate) fn per_mille() -> Self {
        Unit {
            entry: &PER_MILLE,
            per: None,
        }
    }

    /// The place in a ranking (位).
    pub(crate) fn place() -> Self {
        Unit {
            entry: &PLACE,
            per: None,
        }
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.entry.symbol == other.entry.symbol && self.per == other.per
    }
}

impl Eq for Unit {}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry.symbol)?;
        match self.per {
            Some(per) => write!(f, "/{per}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({self})")
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The parts of dates that are told as values with a unit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum DatePart {
    Year,
    YearLong,
    Month,
}

const fn entry(symbol: &'static str, dimension: Dimension, size: (u64, u64)) -> Entry {
    Entry {
        symbol,
        dimension,
        size,
        digits_only: false,
    }
}

static DATE_PARTS: [Entry; 3] = [
    entry("年", Dimension::Calendar, (12, 1)),
    entry("年度", Dimension::Calendar, (12, 1)),
    entry("月", Dimension::Calendar, (1, 1)),
];
static PERCENT: Entry = entry("%", Dimension::Share, (1, 1));
static PER_MILLE: Entry = entry("‰", Dimension::Share, (1, 10));
static PLACE: Entry = entry("位", Dimension::Person, (1, 1));

/// A unit in Latin letters ends where the letters end: the `m` of `mm` is none.
fn ends_latin(symbol: &str, rest: &str) -> bool {
    let latin = symbol.ends_with(|c: char| c.is_ascii_alphabetic());
    !latin || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '²' | '³'))
}

/// Whether the last character of a unit begins the noun after it: 170个人民满意项目 counts in 个.
fn goes_on(symbol: &str, rest: &str) -> bool {
    symbol == "个人" && rest.starts_with(|c| "民才大工居社口文物身".contains(c))
}

/// What a rate can be per.
const PER: &[&str] = &[
    "平方米",
    "立方米",
    "平方公里",
    "公顷",
    "工作日",
    "千瓦时",
    "公斤",
    "千克",
    "万元",
    "万人",
    "小时",
    "人",
    "户",
    "亩",
    "年",
    "月",
    "日",
    "天",
    "次",
    "吨",
    "斤",
    "升",
    "村",
    "㎡",
];

macro_rules! units {
    ($($dimension:expr => $(($symbol:literal, $up:literal, $down:literal)),+;)+) => {
        &[$($(entry($symbol, $dimension, ($up, $down)),)+)+]
    };
}

/// Units of measure with their size in the base unit. The mu is 2000/3 square metres.
static MEASURES: &[Entry] = units! {
    Dimension::Money("元") => ("元", 1, 1), ("人民币", 1, 1), ("块钱", 1, 1), ("元人民币", 1, 1);
    Dimension::Money("美元") => ("美元", 1, 1), ("美金", 1, 1);
    Dimension::Money("欧元") => ("欧元", 1, 1);
    Dimension::Money("港元") => ("港元", 1, 1), ("港币", 1, 1);
    Dimension::Money("日元") => ("日元", 1, 1);
    Dimension::Money("英镑") => ("英镑", 1, 1);
    Dimension::Money("台币") => ("台币", 1, 1), ("新台币", 1, 1);
    Dimension::Area => ("平方米", 1, 1), ("平米", 1, 1), ("㎡", 1, 1), ("m²", 1, 1), ("m2", 1, 1), ("平方", 1, 1),
        ("平方公里", 1_000_000, 1), ("平方千米", 1_000_000, 1), ("k㎡", 1_000_000, 1), ("km²", 1_000_000, 1),
        ("公顷", 10_000, 1), ("亩", 2_000, 3), ("顷", 200_000, 3), ("亩次", 2_000, 3);
    Dimension::Length => ("公里", 1_000, 1), ("千米", 1_000, 1), ("km", 1_000, 1), ("KM", 1_000, 1), ("Km", 1_000, 1), ("㎞", 1_000, 1), ("米", 1, 1), ("m", 1, 1),
        ("延米", 1, 1), ("延长米", 1, 1), ("厘米", 1, 100), ("cm", 1, 100), ("㎝", 1, 100), ("公分", 1, 100), ("毫米", 1, 1_000), ("mm", 1, 1_000), ("㎜", 1, 1_000), ("微米", 1, 1_000_000),
        ("纳米", 1, 1_000_000_000), ("英寸", 127, 5_000),
        ("海里", 1_852, 1), ("华里", 500, 1), ("车道公里", 1_000, 1), ("皮长公里", 1_000, 1);
    Dimension::Volume => ("立方米", 1, 1), ("立方", 1, 1), ("m³", 1, 1), ("m3", 1, 1), ("升", 1, 1_000),
        ("毫升", 1, 1_000_000);
    Dimension::Mass => ("吨", 1_000, 1), ("公斤", 1, 1), ("千克", 1, 1), ("kg", 1, 1), ("KG", 1, 1), ("Kg", 1, 1), ("㎏", 1, 1), ("市斤", 1, 2), ("斤", 1, 2), ("克", 1, 1_000),
        ("毫克", 1, 1_000_000), ("微克", 1, 1_000_000_000), ("担", 50, 1), ("吨标准煤", 1_000, 1),
        ("吨标煤", 1_000, 1);
    Dimension::Energy => ("千瓦时", 1, 1), ("kWh", 1, 1), ("kwh", 1, 1), ("KWh", 1, 1), ("KWH", 1, 1), ("兆瓦时", 1_000, 1), ("MWh", 1_000, 1),
        ("吉瓦时", 1_000_000, 1), ("GWh", 1_000_000, 1);
    Dimension::Heat => ("千卡", 1, 1), ("大卡", 1, 1);
    Dimension::Power => ("千瓦", 1, 1), ("kW", 1, 1), ("kw", 1, 1), ("KW", 1, 1), ("瓦", 1, 1_000), ("兆瓦", 1_000, 1), ("MW", 1_000, 1),
        ("吉瓦", 1_000_000, 1), ("GW", 1_000_000, 1);
    Dimension::ApparentPower => ("千伏安", 1, 1), ("kVA", 1, 1), ("kva", 1, 1), ("KVA", 1, 1), ("兆伏安", 1_000, 1);
    Dimension::Voltage => ("千伏", 1, 1), ("kV", 1, 1), ("kv", 1, 1), ("KV", 1, 1), ("伏", 1, 1_000);
    Dimension::Temperature => ("摄氏度", 1, 1), ("℃", 1, 1), ("°C", 1, 1);
    Dimension::Clock => ("分钟", 1, 1), ("小时", 60, 1), ("个小时", 60, 1), ("秒", 1, 60), ("秒钟", 1, 60),
        ("天", 1_440, 1), ("周", 10_080, 1), ("个星期", 10_080, 1);
    Dimension::Calendar => ("个月", 1, 1), ("个季度", 3, 1), ("年", 12, 1), ("周年", 12, 1), ("个年头", 12, 1),
        ("学年", 12, 1);
    Dimension::Share => ("%", 1, 1), ("％", 1, 1), ("‰", 1, 10), ("成", 10, 1);
    Dimension::Points => ("个百分点", 1, 1), ("百分点", 1, 1), ("个千分点", 1, 10);
    Dimension::Multiple => ("倍", 1, 1);
    Dimension::Doubling => ("番", 1, 1);
    Dimension::Person => ("人", 1, 1), ("名", 1, 1), ("位", 1, 1), ("个人", 1, 1);
    Dimension::Order("级") => ("级", 1, 1);
    Dimension::Order("星") => ("星级", 1, 1), ("星", 1, 1);
    Dimension::Order("等奖") => ("等奖", 1, 1);
    Dimension::Order("等") => ("等", 1, 1);
    Dimension::Order("届") => ("届", 1, 1);
    Dimension::Order("批") => ("批", 1, 1);
    Dimension::Order("期") => ("期", 1, 1);
    Dimension::Order("号") => ("号", 1, 1);
    Dimension::Order("梯队") => ("梯队", 1, 1), ("方阵", 1, 1);
    Dimension::Thing("家") => ("家", 1, 1), ("家次", 1, 1);
    Dimension::Thing("户") => ("户", 1, 1), ("户次", 1, 1);
    Dimension::Thing("起") => ("起", 1, 1), ("宗", 1, 1), ("件", 1, 1), ("例", 1, 1);
};

/// Classifiers that count only as themselves.
const CLASSIFIERS: &str = "个 处 条 场 场次 人次 人份 项 项次 座 所 台 台套 台次 辆 辆次 栋 幢 间 套 种 类 类次 次 轮 轮次 支 只 头 羽 尾 株 棵 盏 \
    块 笔 份 份次 篇 部 本 册 张 枚 颗 粒 瓶 袋 桶 箱 班 班次 趟 艘 架 架次 眼 口 道 扇 门 门次 组 队 群 对 双 副 把 课时 学时 \
    节 堂 张床位 个床位 床位 席 幅 首 曲 款 枝 根 捆 匹 窝 巢 池 片 段 层 栏 版 页 期次 批次 频次 例次 件次 剂 剂次 针次 \
    车次 航次 站次 点次 村次 校次 厂次 户均 卷 宗次 面 顶 副本 标箱 标准箱 TEU 亿次 重 大 方面 方 \
    梯次 代 章 步 步骤 具 尊 樘 盆 筐 篮 束 丛 滴 团 股 条次 人日 人天 工日 个工日 工作日 个工作日 趟次 届次 周岁 岁 分 学分 度 \
    档 支队伍 个批次 级次 站 镇 村 乡 社区 街道 校 院 厂 拨 茬 季 厘 尺 寸 里 日 列 列次 回 市 县 州 旗";

/// Classifiers taken only after Arabic digits: in words they make names (`三村`, `十里`, `五镇`).
const DIGITS_ONLY: &str = "方 里 站 镇 村 乡 社区 街道 校 院 厂 步 分 度 季 代 章 面 群 口 门 道 眼 版 页 栏 日 尺 寸 厘 步骤 首 星 \
     星级 号 伏 瓦 米 担 顷 档 斤 茬 级次 具 丛 团 股 人民币 列 回 市 县 州 旗";

/// Units by first character, longest first.
static INDEX: LazyLock<FxHashMap<char, Vec<Entry>>> = LazyLock::new(|| {
    let digits_only: Vec<&str> = DIGITS_ONLY.split_whitespace().collect();
    let mut index: FxHashMap<char, Vec<Entry>> = FxHashMap::default();
    let mut add = |entry: Entry| {
        if let Some(first) = entry.symbol.chars().next() {
            let digits_only = digits_only.contains(&entry.symbol);
            index
                .entry(first)
                .or_default()
                .push(Entry { digits_only, ..entry });
        }
    };
    for entry in MEASURES {
        add(Entry { ..*entry });
    }
    for symbol in CLASSIFIERS.split_whitespace() {
        add(entry(symbol, Dimension::Thing(symbol), (1, 1)));
    }
    for entries in index.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.symbol.len()));
    }
    index
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unit_is_taken() {
        for (text, unit) in [
            ("人次以上", "人次"),
            ("平方米", "平方米"),
            ("平方公里", "平方公里"),
            ("个百分点", "个百分点"),
            ("场次", "场次"),
            ("千伏安变压器", "千伏安"),
            ("元/亩", "元/亩"),
            ("km的路", "km"),
            ("周年", "周年"),
        ] {
            assert_eq!(
                Unit::read(text).map(|(unit, _)| unit.to_string()).as_deref(),
                Some(unit),
                "{text}"
            );
        }
        assert_eq!(Unit::read("mp3"), None);
    }

    #[test]
    fn no_symbol_is_listed_twice() {
        for (first, entries) in INDEX.iter() {
            let mut symbols: Vec<_> = entries.iter().map(|entry| entry.symbol).collect();
            symbols.sort_unstable();
            symbols.dedup();
            assert_eq!(symbols.len(), entries.len(), "{first}");
        }
    }

    #[test]
    fn every_unit_turns_into_itself() {
        for entry in INDEX.values().flatten() {
            let unit = Unit { entry, per: None };
            assert_eq!(unit.convert(Decimal::from(7), unit), Some(Decimal::from(7)));
        }
    }

    #[test]
    fn areas_turn_into_each_other() {
        let unit = |symbol| Unit::named(symbol).unwrap();
        assert_eq!(
            unit("亩").convert(Decimal::from(3), unit("平方米")),
            Some(Decimal::from(2000))
        );
        assert_eq!(
            unit("平方公里").convert(Decimal::from(1), unit("亩")),
            Some(Decimal::from(1500))
        );
        assert_eq!(unit("元").convert(Decimal::ONE, unit("美元")), None);
    }
}
