//! Words of the first page of the day.

use super::{Say, say};

pub(crate) const LATE: Say = say("已超期", "Overdue");
pub(crate) const SOON: Say = say("七天内到期", "Due within 7 days");
pub(crate) const CAME_BACK: Say = say("退回重办", "Came back");
pub(crate) const MINE: Say = say("等我办理", "Waiting for me");
pub(crate) const OTHERS: Say = say("他人在办", "With others");
pub(crate) const ALL_DONE: Say = say("都办完了", "All done");
pub(crate) const ALL_DONE_WHY: Say = say("没有等您办理的到期事项。", "Nothing that is due waits for you.");
pub(crate) const QUICK: Say = say("登记一条", "Write down");
pub(crate) const NEWS: Say = say("新消息", "News");
