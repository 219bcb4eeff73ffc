//! Words of personal data in what is about to be published.

use super::{Say, say};
use crate::pages::look::Look;
use desk::Personal;

pub(crate) const TITLE: Say = say(
    "公开前请核对个人信息",
    "Personal data in what is about to be published",
);
pub(crate) const WHY: Say = say(
    "下面这些地方像是个人信息，公开后人人可见。请退回修改或遮盖；确须公开的，核对后勾选。",
    "These look like personal data, and everyone will be able to read them. Send it back to be masked; if they must be published, tick below.",
);
pub(crate) const SEEN: Say = say("已逐条核对，可以公开", "Each was looked at and may be published");
pub(crate) const UNSEEN: Say = say(
    "请先核对个人信息，再勾选“已逐条核对”",
    "look at the personal data first, then tick that each was looked at",
);
pub(crate) const NOT_FILES: Say = say(
    "附件里的内容没有查，请打开看一遍。",
    "Attached files were not looked through; open them and read.",
);

/// What it looks like.
pub(crate) fn what(personal: Personal) -> Say {
    match personal {
        Personal::CitizenId => say("身份证号", "citizen id"),
        Personal::Mobile => say("手机号", "mobile number"),
        Personal::BankCard => say("银行卡号", "bank card"),
    }
}

/// The place in a text.
pub(crate) fn place(look: Look, line: usize, column: usize) -> String {
    if look.zh() {
        format!("第 {line} 行第 {column} 字")
    } else {
        format!("line {line}, character {column}")
    }
}
