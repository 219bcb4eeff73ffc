//! Words of the second step of signing in.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const TITLE: Say = say("两步验证", "Two-step sign-in");
pub(crate) const ON: Say = say("已开启", "On");
pub(crate) const OFF: Say = say("未开启", "Off");
pub(crate) const WHAT: Say = say(
    "登录时除了密码，还要输入手机验证器上的六位数字。密码被人知道了，也登录不了。",
    "Besides the password, signing in asks for six digits that your telephone shows. Whoever learns your password still stays outside.",
);
pub(crate) const TURN_ON: Say = say("开启两步验证", "Turn on");
pub(crate) const MANAGE: Say = say("管理", "Manage");
pub(crate) const SCAN: Say = say(
    "一、用手机上的验证器（如微信小程序里的“身份验证器”）扫这个码。",
    "1. Scan this with the authenticator on your telephone.",
);
pub(crate) const PICTURE: Say = say("验证器用的二维码", "The code for your authenticator");
pub(crate) const OR_TYPE: Say = say("扫不了就把这串字母输进去：", "If you cannot scan, type this in:");
pub(crate) const PROVE: Say = say(
    "二、输入验证器现在显示的六位数字和您的密码。",
    "2. Give the six digits that it shows now, and your password.",
);
pub(crate) const CODE: Say = say("验证码", "Code");
pub(crate) const CODE_TITLE: Say = say("请输入验证码", "Your code, please");
pub(crate) const CODE_HELP: Say = say(
    "验证器上的六位数字。手机不在身边，就用一个恢复码。",
    "The six digits of your authenticator. Without your telephone, use a recovery code.",
);
pub(crate) const OTHER_PERSON: Say = say("换一个用户登录", "Sign in as someone else");
pub(crate) const TURNED_ON: Say = say("两步验证已开启。", "Two-step sign-in is on.");
pub(crate) const RECOVERY: Say = say("恢复码", "Recovery codes");
pub(crate) const RECOVERY_WHY: Say = say(
    "手机丢了，用恢复码登录，每个只能用一次。只显示这一次，请抄下来或打印，放在手机以外的地方。",
    "Should you lose your telephone, each of these signs you in once. They are shown only now: write them down or print them, and keep them apart from the telephone.",
);
pub(crate) const KEPT_THEM: Say = say("我已经抄好了", "I have written them down");
pub(crate) const TURN_OFF: Say = say("关闭两步验证", "Turn off");
pub(crate) const TURNED_OFF: Say = say("两步验证已关闭。", "Two-step sign-in is off.");
pub(crate) const RESET: Say = say("重置两步验证", "Reset two-step sign-in");
pub(crate) const RESET_WHY: Say = say(
    "手机和恢复码都丢了时用。此人下次只凭密码登录，可再自行开启；重置会记入流水。",
    "For when the telephone and the recovery codes are lost. The person signs in with the password alone and can turn it on again; the reset stands in the journal.",
);
pub(crate) const RESET_DONE: Say = say("两步验证已重置。", "Two-step sign-in was reset.");

/// How many recovery codes are left.
pub(crate) fn recovery_left(look: Look, count: usize) -> String {
    if look.zh() {
        format!("还剩 {count} 个恢复码。要换一批，先关闭再开启。")
    } else {
        format!("{count} recovery codes left. For fresh ones turn it off and on again.")
    }
}
