//! Words of the open-government catalogue.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const DISCLOSURES: Say = say("政务公开目录", "Catalogue of disclosures");
pub(crate) const CLASSES: Say = say("分类", "Classes");
pub(crate) const ALL: Say = say("全部", "All");
pub(crate) const YEAR: Say = say("年份", "Year");
pub(crate) const GO: Say = say("查看", "Go");
pub(crate) const OPEN: Say = say("待公开", "To be published");
pub(crate) const OPEN_WHY: Say = say(
    "自形成之日起 20 个工作日内公开。最急的在前面。",
    "Within 20 working days of being written. The most pressing first.",
);
pub(crate) const NOTHING_OPEN: Say = say("没有待公开的信息。", "Nothing waits to be published.");
pub(crate) const NOTHING: Say = say(
    "这一年这一类还没有公开",
    "Nothing of this class was published in this year",
);
pub(crate) const NEW: Say = say("起草", "Draft one");
pub(crate) const REGISTER: Say = say("台账", "Register");
pub(crate) const MORE: Say = say("在台账中看全部", "See all in the register");
pub(crate) const NUMBER: Say = say("序号", "No.");

/// How many were published.
pub(crate) fn published(look: Look, count: usize) -> String {
    if look.zh() {
        format!("公开 {count} 条")
    } else {
        format!("{count} published")
    }
}
