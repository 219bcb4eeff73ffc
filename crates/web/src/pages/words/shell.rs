//! Words of the frame around every page.

use super::{Say, say};

pub(crate) const PRODUCT: Say = say("一本账", "Yiben");
pub(crate) const EXHIBIT: Say = say("演示", "Demo");
pub(crate) const SKIP: Say = say("跳到正文", "Skip to content");
pub(crate) const MENU: Say = say("菜单", "Menu");
pub(crate) const MAIN_NAV: Say = say("主导航", "Main");
pub(crate) const CRUMBS: Say = say("当前位置", "You are here");
pub(crate) const SEARCH: Say = say("搜索", "Search");
pub(crate) const SEARCH_HINT: Say = say("搜索全部台账", "Search all registers");
pub(crate) const LOOK: Say = say("显示", "Display");
pub(crate) const LIGHT: Say = say("浅色", "Light");
pub(crate) const DARK: Say = say("深色", "Dark");
pub(crate) const NORMAL_TYPE: Say = say("标准字号", "Normal type");
pub(crate) const LARGE_TYPE: Say = say("大字号", "Large type");
pub(crate) const LANGUAGE: Say = say("English", "中文");
pub(crate) const ACCOUNT: Say = say("我的账号", "My account");
pub(crate) const SIGN_OUT: Say = say("退出登录", "Sign out");
pub(crate) const TODAY: Say = say("今日", "Today");
pub(crate) const MESSAGES: Say = say("消息", "Messages");
pub(crate) const LOOPS: Say = say("闭环", "Loops");
pub(crate) const FORMS: Say = say("报表", "Forms");
pub(crate) const IMPORTS: Say = say("导入", "Import");
pub(crate) const SETTINGS: Say = say("设置", "Settings");
pub(crate) const BACK_TO_TODAY: Say = say("回到今日", "Back to today");
pub(crate) const SUMMARY: Say = say("有几处需要改正", "Some things need mending");

pub(crate) const MISSING: Say = say("没有找到", "Nothing here");
pub(crate) const FORBIDDEN: Say = say("您的岗位不能这样做", "Your post does not allow this");
pub(crate) const BROKEN: Say = say("出了一点问题", "Something went wrong");
pub(crate) const REFUSED: Say = say("没有办成", "This was not done");
pub(crate) const STALE: Say = say("页面已过期", "This page has gone stale");
pub(crate) const STALE_WHY: Say = say(
    "为了安全，表单只能从本系统的页面提交，而这一页可能开得太久了。请返回上一页，刷新后再提交。",
    "For safety, forms are only taken from this program's own pages, and this one may have been open too long. Go back, reload the page and send it again.",
);
