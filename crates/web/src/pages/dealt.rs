//! What is told after one button did something to many records.

use super::fault::Fault;
use super::flash::{Flash, Mood};
use super::guard::{Staff, go};
use super::look::Look;
use super::words::dealt as words;
use axum::response::Response;
use desk::{Dealt, DeskError};
use ledger::Cause;

/// How many took it; and why the others did not.
pub(crate) fn told(look: Look, dealt: &Dealt) -> Flash {
    let mut flash = Flash::done(words::done(look, dealt.done));
    if let Some((called, why)) = dealt.refused.first() {
        flash.mood = Mood::Mind;
        let why = words::refused(look, dealt.refused.len(), called, look.text(why));
        flash.text = format!("{} {why}", flash.text);
    }
    flash
}

/// Back to a page with what was done or why it was not; what may not be done or seen at all is an error of its own.
pub(crate) fn after(staff: &Staff, path: &str, done: Result<Flash, DeskError>) -> Result<Response, Fault> {
    let flash = match done {
        Ok(flash) => flash,
        Err(error)
            if matches!(
                error.cause(),
                Some(Cause::Conflict | Cause::Invalid | Cause::State)
            ) =>
        {
            let look = staff.look();
            let told: Vec<String> = error
                .problems()
                .iter()
                .map(|problem| look.text(&problem.message).to_owned())
                .collect();
            Flash::failed(told.join(look.semicolon()))
        }
        Err(error) => return Err(error.into()),
    };
    Ok(flash.on(&staff.visit, go(path)))
}
