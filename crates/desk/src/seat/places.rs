//! The town's places: villages and grids that begin, are renamed, end or are merged. What lay where stays as it was.

use super::Seat;
use crate::error::DeskError;
use crate::writer::{Keep, Receipt, Task, keep_together};
use ledger::{Cause, Problem};
use serde_json::{Value as Json, json};
use standards::PlaceChange;

impl Seat {
    /// Changes a place below the town.
    ///
    /// # Errors
    /// When the seat is no administrator's, the place is not of this town, the places would not hold together, or the
    /// store cannot keep it.
    pub fn change_place(&self, change: &PlaceChange) -> Result<Receipt, DeskError> {
        self.needs_admin()?;
        let (town, code) = (self.desk.town().code, change.code());
        if code == town || !town.contains(&code) {
            return Err(refused(
                "place.elsewhere",
                format!("{code} 不在本镇之下，代码应以 {town} 开头"),
                format!("{code} is no place below this town; its code begins with {town}"),
            ));
        }
        let change = change.clone();
        let mut job = self.job(tree(Json::Null), None, None);
        // Nobody writes between reading the tree and keeping it, so of two changes at once neither is lost.
        self.desk.alone(move |shared| {
            let changed = shared
                .places()
                .changed(&change)
                .map_err(|problem| refused("place", problem.zh(), problem.to_string()))?;
            job.task = tree(json!(changed.to_csv()));
            let kept = keep_together(shared, &[job], Keep::AllOrNone).pop();
            let receipt = kept.unwrap_or(Err(DeskError::Closing))?;
            shared.reload(&mut |_, _| {})?;
            Ok(receipt)
        })?
    }
}

/// The task of keeping the town's places.
fn tree(body: Json) -> Task {
    Task::Thing {
        subject: "places".to_owned(),
        name: "tree".to_owned(),
        body,
    }
}

fn refused(code: &'static str, zh: String, en: String) -> DeskError {
    DeskError::refused(Cause::Invalid, Problem::new(code, zh, en))
}
