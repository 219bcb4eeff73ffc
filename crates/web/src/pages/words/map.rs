//! Words of the map.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const MAP: Say = say("地图", "Map");
pub(crate) const LAYERS: Say = say("图层", "Layers");
pub(crate) const STANDING: Say = say("办理", "Standing");
pub(crate) const OPEN: Say = say("在办", "Open");
pub(crate) const CLOSED: Say = say("已办结", "Closed");
pub(crate) const ALL: Say = say("全部", "All");
pub(crate) const SHOW: Say = say("查看", "Show");
pub(crate) const NEEDS_SCRIPT: Say = say(
    "画地图需要浏览器脚本和图形加速；地图上的内容下面都按图层列着。",
    "Drawing the map needs script and graphics in the browser; all that is on it is listed below by layer.",
);
pub(crate) const NO_GROUND: Say = say(
    "没有底图：只画村名和记录的位置，坐标系为 CGCS2000。村名标在区划表登记的点上，不是界线。",
    "There is no base map: only names of villages and positions of records, in CGCS2000. Names stand at declared points and are no boundaries.",
);
pub(crate) const GROUND: Say = say(
    "底图是本镇自备的文件，不连外网。记录的坐标系为 CGCS2000，与底图的 WGS84 在图上看不出差别，不作偏移。村名标在区划表登记的点上，不是界线。",
    "The base map is a file of the town's own; nothing is asked of the internet. Records are in CGCS2000, which on a map is one with the WGS84 of the base map, so nothing is shifted. Names stand at declared points and are no boundaries.",
);
pub(crate) const WITHOUT_BASE: Say = say(
    "。地图先不用底图。（只有管理员看到这一条。）",
    ". The map does without it for now. (Only administrators are shown this.)",
);
pub(crate) const BASE_UNREADABLE: Say = say(
    "底图没有读到，先不用底图。",
    "The base map could not be read; the map does without it.",
);
pub(crate) const BASE_FOREIGN: Say = say(
    "底图的矢量图层不是 Protomaps 的分法，认不出来，没有画。",
    "The base map's vector layers are not those of the Protomaps basemap; they are not known here and were not drawn.",
);
pub(crate) const ZOOM_IN: Say = say("放大", "Zoom in");
pub(crate) const ZOOM_OUT: Say = say("缩小", "Zoom out");
pub(crate) const TOO_MANY: Say = say(
    "记录太多，只画了最近的；请选一个村。",
    "There are too many records; only the latest are drawn. Choose a village.",
);
pub(crate) const UNREADABLE: Say = say(
    "有图层没有读到，请刷新再试。",
    "A layer could not be read; reload the page.",
);
pub(crate) const NOTHING: Say = say("没有带位置的记录", "No record with a position");
pub(crate) const NOTHING_WHY: Say = say(
    "登记时填上坐标或画出范围，就会出现在这里；也可以换个条件看看。",
    "Records appear here once a position or outline is written down; or try other conditions.",
);
pub(crate) const NO_LAYERS: Say = say("没有您能看到的图层", "There is no layer that you may see");
pub(crate) const IN_REGISTER: Say = say("在台账中看全部", "See all in the register");

/// How many are listed of how many there may be.
pub(crate) fn listed(look: Look, count: usize, more: bool) -> String {
    match (look.zh(), more) {
        (true, false) => format!("{count} 条"),
        (true, true) => format!("最近 {count} 条"),
        (false, false) => format!("{count} in all"),
        (false, true) => format!("latest {count}"),
    }
}
