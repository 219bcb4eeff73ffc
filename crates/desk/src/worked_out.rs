//! What a form would work out as it is being filled in: the computed fields of a record that nobody has written yet.

use crate::access::{Action, forbidden};
use crate::error::DeskError;
use crate::seat::Seat;
use crate::view::shown;
use crate::writer::find;
use ledger::{Given, RecordId, Row, read_fields, what_if};
use pack::Value;
use pack::model::{Pack, Register};
use serde_json::{Map, Value as Json};
use store::StoreError;

impl Seat {
    /// The computed fields of a record if these values were given to it, or to a new one; nothing is written. Values that
    /// cannot be read yet count as not given.
    ///
    /// # Errors
    /// When there is no such record that the seat may see, the seat may make none, or the store cannot be read.
    pub fn worked_out(
        &self,
        register: &str,
        record: Option<RecordId>,
        fields: Map<String, Json>,
    ) -> Result<Map<String, Json>, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let row = match record {
            Some(id) => self.row(pack, register, id)?,
            None => self.blank(pack, register)?,
        };
        let given = readable(pack, register, fields);
        let row = what_if(register, &row, &given).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let computed = register.fields.iter().zip(&row.values);
        Ok(computed
            .filter(|(field, value)| field.computed.is_some() && !value.is_null())
            .map(|(field, value)| (field.name.clone(), shown(field, value)))
            .collect())
    }

    /// A record before anything is given.
    fn blank(&self, pack: &Pack, register: &Register) -> Result<Row, DeskError> {
        if !self.actor.may_somewhere(Action::Create, &pack.name) {
            return Err(DeskError::Refused(forbidden(Action::Create, pack, register)));
        }
        let now = self.desk.now();
        Ok(Row {
            id: self.desk.fresh_id(),
            place: self.desk.town().code,
            number: None,
            version: 0,
            created_at: now,
            created_by: self.actor.login.clone(),
            changed_at: now,
            changed_by: self.actor.login.clone(),
            withdrawn: false,
            case: None,
            contested: Vec::new(),
            values: vec![Value::Null; register.fields.len()],
        })
    }
}

/// Those of the values that can be read, each by itself.
fn readable(pack: &Pack, register: &Register, fields: Map<String, Json>) -> Given {
    let each = fields.into_iter().filter_map(|(name, value)| {
        let one = Map::from_iter([(name, value)]);
        read_fields(pack, register, one).ok()
    });
    each.flatten().collect()
}
