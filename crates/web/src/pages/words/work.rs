//! Words of loops, messages and the search.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const BY_DEADLINE: Say = say("按期限", "By deadline");
pub(crate) const BOARDS: Say = say("看板", "Boards");
pub(crate) const LIST: Say = say("列表", "List");
pub(crate) const LATE: Say = say("已超期", "Overdue");
pub(crate) const TODAY: Say = say("今天到期", "Due today");
pub(crate) const WEEK: Say = say("七天内", "Within 7 days");
pub(crate) const MONTH: Say = say("三十天内", "Within 30 days");
pub(crate) const NOTHING_DUE: Say = say("三十天内没有到期的事", "Nothing is due within 30 days");
pub(crate) const ONLY_MINE: Say = say("只看等我办理的", "Only what waits for me");
pub(crate) const EVERYONES: Say = say("看全部", "Everyone's");
pub(crate) const NOTHING_HERE: Say = say("没有", "None");
pub(crate) const MORE: Say = say("更多", "More");
pub(crate) const NO_LOOPS: Say = say("没有您能看到的闭环", "There is no loop that you may see");
pub(crate) const NO_MESSAGES: Say = say("还没有消息", "No messages yet");
pub(crate) const NO_MESSAGES_WHY: Say = say(
    "事情快到期、超期或升级时，会在这里告诉您。",
    "When a matter is due soon, missed its limit or rose a level, it is told here.",
);
pub(crate) const SEARCH_WHAT: Say = say("搜什么？", "Search for what?");
pub(crate) const SEARCH_WHY: Say = say(
    "输入名称、事由中的几个字，一两个字也行；也可以输入编号。",
    "Type a few characters of a name or a matter, one or two will do; or a number.",
);
pub(crate) const NOT_FOUND: Say = say("没有找到", "Nothing found");
pub(crate) const NOT_FOUND_WHY: Say = say(
    "换个说法，或少打几个字试试。敏感信息不能用来搜索。",
    "Try other words or fewer. Sensitive fields cannot be searched.",
);
pub(crate) const ALL_IN_REGISTER: Say = say("在台账中看全部", "See all in the register");

/// What was searched for.
pub(crate) fn found(look: Look, word: &str) -> String {
    if look.zh() {
        format!("搜索“{word}”")
    } else {
        format!("Search for “{word}”")
    }
}

pub(crate) const AT_WORK: Say = say("正在处理", "At work");
pub(crate) const LOOK_AGAIN: Say = say("刷新", "Look again");
