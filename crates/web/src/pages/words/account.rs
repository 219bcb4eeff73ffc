//! Words of signing in and of a person's own account.

use super::{Say, say};

pub(crate) const SIGN_IN: Say = say("登录", "Sign in");
pub(crate) const SIGN_IN_TITLE: Say = say("登录一本账", "Sign in to Yiben");
pub(crate) const MOTTO: Say = say("每件事只记一次", "Each fact is written once");
pub(crate) const LOGIN: Say = say("用户名", "User name");
pub(crate) const PASSWORD: Say = say("密码", "Password");
pub(crate) const FORGOTTEN: Say = say(
    "忘记密码请找本镇系统管理员重置。",
    "If you have forgotten your password, ask your town's administrator for a new one.",
);
pub(crate) const SIGNED_OUT: Say = say("已退出登录。", "You have signed out.");
pub(crate) const PLEASE: Say = say("请先登录，然后继续。", "Please sign in to go on.");
pub(crate) const POSTS: Say = say("我的岗位", "My posts");
pub(crate) const NO_POSTS: Say = say(
    "还没有岗位，请联系系统管理员。",
    "No posts yet; ask your administrator.",
);
pub(crate) const SESSIONS: Say = say("已登录的设备", "Where you are signed in");
pub(crate) const THIS_ONE: Say = say("当前设备", "this device");
pub(crate) const BEGUN: Say = say("登录于", "Since");
pub(crate) const USED: Say = say("最近使用", "Last used");
pub(crate) const DEVICE: Say = say("设备", "Device");
pub(crate) const END: Say = say("退出", "End");
pub(crate) const ENDED: Say = say("该设备已退出登录。", "That session was ended.");
pub(crate) const CHANGE_PASSWORD: Say = say("修改密码", "Change password");
pub(crate) const SO_FAR: Say = say("现用密码", "Present password");
pub(crate) const NEW: Say = say("新密码", "New password");
pub(crate) const NEW_HELP: Say = say(
    "至少 8 位。几个不相干的词连起来，既好记又难猜。修改后所有设备都要重新登录。",
    "8 characters or more. A few unrelated words are easy to keep in mind and hard to guess. You will have to sign in again everywhere.",
);
pub(crate) const AGAIN: Say = say("再输一遍新密码", "New password again");
pub(crate) const DIFFER: Say = say("两次输入的新密码不一样", "the two new passwords differ");
pub(crate) const CHANGED: Say = say(
    "密码已修改，请用新密码登录。",
    "Password changed. Sign in with the new one.",
);
