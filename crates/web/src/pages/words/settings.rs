//! Words of the settings.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const PEOPLE: Say = say("人员与岗位", "People and posts");
pub(crate) const PACKS: Say = say("业务包", "Packs");
pub(crate) const DELIVERIES: Say = say("消息投递", "Deliveries");
pub(crate) const JOURNAL: Say = say("审计流水", "Journal");

// People.
pub(crate) const NEW_PERSON: Say = say("新增人员", "New person");
pub(crate) const LOGIN: Say = say("用户名", "User name");
pub(crate) const LOGIN_HELP: Say = say(
    "字母、数字、. - _，至多 40 个；定下后不再改",
    "Letters, digits and . - _, 40 at most; never changed later",
);
pub(crate) const NAME: Say = say("姓名", "Name");
pub(crate) const POSTS: Say = say("岗位", "Posts");
pub(crate) const POSTS_HELP: Say = say(
    "岗位管到所选区划及其以下。要去掉一个岗位，把它选成空的。",
    "A post reaches its place and all below. To take one away, choose nothing for it.",
);
pub(crate) const ROLE: Say = say("角色", "Role");
pub(crate) const PLACE: Say = say("区划", "Place");
pub(crate) const OFFICE: Say = say("科室", "Office");
pub(crate) const NO_POST: Say = say("（无）", "(none)");
pub(crate) const ACTIVE: Say = say("可以登录", "May sign in");
pub(crate) const CLOSED: Say = say("已停用", "Closed");
pub(crate) const NO_PASSWORD: Say = say("未设密码", "No password yet");
pub(crate) const GIVE_PASSWORD: Say = say("设置新密码", "Set a new password");
pub(crate) const GIVE_PASSWORD_HELP: Say = say(
    "留空则不改。至少 8 位；设置后此人所有设备都要重新登录。",
    "Unchanged when left empty. 8 characters or more; the person has to sign in again everywhere.",
);
pub(crate) const SAVE: Say = say("保存", "Save");
pub(crate) const PERSON_KEPT: Say = say("已保存。", "Kept.");
pub(crate) const TAKEN: Say = say("这个用户名已有人用", "this user name is taken");
pub(crate) const NAME_MISSING: Say = say("请填写姓名", "give a name");
pub(crate) const PLACE_MISSING: Say = say("请为这个岗位选择区划", "choose a place for this post");

// Packs.
pub(crate) const VERSION: Say = say("版本", "Version");
pub(crate) const REGISTERS: Say = say("台账", "Registers");
pub(crate) const INDICATORS: Say = say("指标", "Indicators");
pub(crate) const SYSTEMS: Say = say("对应系统", "Systems");
pub(crate) const SOURCE: Say = say("原文", "Source");
pub(crate) const UPLOAD: Say = say("检查业务包", "Check a pack");
pub(crate) const UPLOAD_HELP: Say = say(
    "选择业务包文件（TOML），或把内容粘贴在下面。先检查语法和引用，再与现有数据比对；确认之后才会生效。",
    "Choose a pack's file (TOML) or paste its text below. It is checked first, then held against the records there are; it takes effect only when you say so.",
);
pub(crate) const FILE: Say = say("文件", "File");
pub(crate) const TEXT: Say = say("内容", "Text");
pub(crate) const CHECK: Say = say("检查", "Check");
pub(crate) const MISTAKES: Say = say("需要改正", "To be mended");
pub(crate) const CHANGES: Say = say("生效后的变化", "What would change");
pub(crate) const NO_CHANGES: Say = say("台账和字段没有变化。", "No register or field changes.");
pub(crate) const OBSTACLES: Say = say("不能生效", "What stands in the way");
pub(crate) const ADOPT: Say = say("使其生效", "Bring into force");
pub(crate) const ADOPTED: Say = say("业务包已生效。", "The pack is in force.");
pub(crate) const ADOPTING_WHY: Say = say(
    "正在按流水重建受影响的台账，期间不能登记，查看不受影响。本页会自己刷新。",
    "The registers concerned are made anew from the journal. Until then nothing can be written; reading goes on. This page renews itself.",
);
pub(crate) const NEWER: Say = say("程序自带的新版本", "Newer versions that come with the program");
pub(crate) const EMPTY_PACK: Say = say("请选择文件或粘贴内容", "choose a file or paste the text");

// Deliveries.
pub(crate) const CHANNEL: Say = say("通道", "Channel");
pub(crate) const MESSAGE: Say = say("内容", "Message");
pub(crate) const STATE: Say = say("状态", "State");
pub(crate) const TRIES: Say = say("次数", "Tries");
pub(crate) const ANSWER: Say = say("对方答复", "Answer");
pub(crate) const WAITING: Say = say("待发", "Waiting");
pub(crate) const SENT: Say = say("已送达", "Sent");
pub(crate) const FAILED: Say = say("失败", "Failed");
pub(crate) const NO_DELIVERIES: Say = say("还没有投递", "No deliveries yet");
pub(crate) const NO_DELIVERIES_WHY: Say = say(
    "设了投递通道后，到期、超期、升级的消息会记在这里。",
    "Once there is a channel, messages on what is due, late or risen are noted here.",
);

// The journal.
pub(crate) const VERIFY: Say = say("核验流水", "Verify the journal");
pub(crate) const VERIFY_WHY: Say = say(
    "逐条重算哈希链；任何一个字节被改动过都会被发现。",
    "Every link of the chain is worked out anew; a single changed byte is found.",
);
pub(crate) const WHOLE: Say = say(
    "流水完整，没有被改动。",
    "The journal is whole; nothing was changed.",
);
pub(crate) const BROKEN: Say = say(
    "流水有异常，请保留现场并从备份核对。",
    "The journal is not whole. Leave it as it is and compare with a backup.",
);
pub(crate) const SEQ: Say = say("序号", "No.");
pub(crate) const WHEN: Say = say("时间", "When");
pub(crate) const WHO: Say = say("谁", "Who");
pub(crate) const WHAT: Say = say("做了什么", "What");
pub(crate) const ON_WHAT: Say = say("对象", "On what");
pub(crate) const FIELDS: Say = say("涉及字段", "Fields");
pub(crate) const LINK: Say = say("链值", "Link");
pub(crate) const ANYONE: Say = say("所有人", "Anyone");
pub(crate) const ANYTHING: Say = say("所有动作", "Any act");
pub(crate) const ANYWHERE: Say = say("所有台账", "Any register");
pub(crate) const WORD: Say = say("编号或文字", "Id or text");
pub(crate) const LOOK_UP: Say = say("查询", "Look up");
pub(crate) const OLDER: Say = say("更早的", "Earlier");
pub(crate) const NOTHING_FITS: Say = say("没有符合的流水", "No line fits");
pub(crate) const EXPECTED: Say = say("应为", "expected");
pub(crate) const INSTEAD: Say = say("实为", "found");

/// How many lines were looked at.
pub(crate) fn looked_at(look: Look, entries: u64) -> String {
    if look.zh() {
        format!("共核验 {entries} 条。")
    } else {
        format!("{entries} entries looked at.")
    }
}

/// What an act of the journal is called when it is not about a record.
pub(crate) fn act(name: &str) -> Option<Say> {
    Some(match name {
        "town" => say("修改镇级设置", "Changed a thing of the town"),
        "adopt" => say("业务包生效", "Brought a pack into force"),
        _ => return None,
    })
}

pub(crate) fn adopting(look: Look, (done, total): (usize, usize)) -> String {
    let percent = (done * 100).checked_div(total).unwrap_or_default();
    if look.zh() {
        format!("业务包正在生效，已完成 {percent}%。")
    } else {
        format!("The pack comes into force: {percent}% done.")
    }
}
