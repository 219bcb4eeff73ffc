//! Words of deeds done to many records at once.

use crate::pages::look::Look;

/// How many took it.
pub(crate) fn done(look: Look, count: usize) -> String {
    match (look.zh(), count) {
        (true, 0) => "没有可办的。".to_owned(),
        (true, _) => format!("已办 {count} 件。"),
        (false, 0) => "There was nothing to do.".to_owned(),
        (false, _) => format!("{count} done."),
    }
}

/// How many did not, and the reason of the first.
pub(crate) fn refused(look: Look, count: usize, called: &str, why: &str) -> String {
    if look.zh() {
        format!("{count} 件未办，如“{called}”：{why}")
    } else {
        format!("{count} not done, such as “{called}”: {why}")
    }
}
