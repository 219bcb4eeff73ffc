//! Words of the town's places.

use super::{Say, say};

pub(crate) const PLACES: Say = say("区划", "Places");
pub(crate) const WHY: Say = say(
    "村、社区和网格的设立、更名与撤并都记在这里。已有的记录和数字仍算在原来的地方，不会跟着改名。",
    "Villages and grids that begin, are renamed, end or are merged are written down here. Records and figures of the past stay where they were.",
);
pub(crate) const CODE: Say = say("代码", "Code");
pub(crate) const CODE_HELP: Say = say(
    "村 12 位；网格在村代码后加“-”和序号，如 330226105208-01",
    "12 digits for a village; a grid adds “-” and its number, such as 330226105208-01",
);
pub(crate) const NAME: Say = say("名称", "Name");
pub(crate) const ENGLISH: Say = say("英文名（可不填）", "English name (may be left out)");
pub(crate) const FROM: Say = say("启用日期", "First day");
pub(crate) const UNTIL: Say = say("最后一天", "Last day");
pub(crate) const MERGED_INTO: Say = say("并入", "Merged into");
pub(crate) const MERGED_NOWHERE: Say = say("（不并入别处）", "(into no other place)");
pub(crate) const GRIDS: Say = say("网格", "Grids");
pub(crate) const STATE: Say = say("状态", "State");
pub(crate) const STANDS: Say = say("现有", "Stands");
pub(crate) const ENDED: Say = say("已撤并", "Ended");
pub(crate) const YET_TO_BEGIN: Say = say("未启用", "Yet to begin");
pub(crate) const HISTORY: Say = say("沿革", "History");
pub(crate) const NEW: Say = say("新设区划", "New place");
pub(crate) const RENAME: Say = say("更名", "Rename");
pub(crate) const RENAME_FROM: Say = say("新名称启用日期", "First day of the new name");
pub(crate) const POSITION: Say = say("位置", "Where it lies");
pub(crate) const POSITION_HELP: Say = say(
    "大致的一个点，用来在地图上标村名、排各村示意图；不是界线。都留空即不标。",
    "About where, as one point: its name stands there on the map, and villages are laid out by it. No boundary. Leave both empty for nowhere.",
);
pub(crate) const LONGITUDE: Say = say("经度（度）", "Longitude in degrees");
pub(crate) const LATITUDE: Say = say("纬度（度）", "Latitude in degrees");
pub(crate) const POSITION_KEEP: Say = say("登记位置", "Declare it");
pub(crate) const POSITION_WRONG: Say = say(
    "经度、纬度应以度为单位，如 121.31 和 29.23，或都留空",
    "longitude and latitude are degrees such as 121.31 and 29.23, or both empty",
);
pub(crate) const END: Say = say("撤并", "End or merge");
pub(crate) const END_HELP: Say = say(
    "其下的网格一并停用。此后不能再在这里登记，已有的记录不受影响。",
    "The grids in it end as well. Nothing new can be written down there afterwards; what is there stays.",
);
pub(crate) const KEPT: Say = say("区划已更新。", "The places are up to date.");
pub(crate) const DATE_WRONG: Say = say("日期应写作 2025-06-30", "a date is written like 2025-06-30");
pub(crate) const ALWAYS: Say = say("历来", "as long as known");
pub(crate) const TODAY: Say = say("至今", "to this day");
