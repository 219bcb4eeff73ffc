//! Packs: the ones in the program, the ones in force, and bringing a changed one into force.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::{Keep, Receipt, Task, keep_together};
use ledger::{Cause, Problem, Refusal};
use pack::model::{FieldKind, Register, Text};
use pack::{Pack, Shelf, parse};
use sha2::{Digest as _, Sha256};
use store::{Column, Filter, Listing, StoreError};

/// The packs that come with the program, each with its file name.
const BUILT_IN: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The packs that come with the program.
#[must_use]
pub fn built_in() -> Vec<Pack> {
    BUILT_IN.iter().filter_map(|(_, text)| parse(text).pack).collect()
}

/// Puts the packs in force on a shelf.
pub(crate) fn shelf(packs: Vec<(String, u32, String)>) -> Result<Shelf, StoreError> {
    let mut read = Vec::with_capacity(packs.len());
    for (name, _, text) in packs {
        let parsed = parse(&text);
        match parsed.pack {
            Some(pack) => read.push(pack),
            None => {
                let first = parsed
                    .diagnostics
                    .first()
                    .map(|first| format!("{}:{}: {}", first.line, first.column, first.message.en));
                return Err(StoreError::Damaged(format!(
                    "the pack `{name}` in force is not understood by this program: {}",
                    first.unwrap_or_default()
                )));
            }
        }
    }
    Shelf::new(read)
        .map_err(|errors| StoreError::Damaged(errors.first().map(ToString::to_string).unwrap_or_default()))
}

/// The task that brings a pack into force.
pub(crate) fn adopt_task(pack: &Pack) -> Task {
    let digest: String = Sha256::digest(pack.source.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Task::Adopt {
        pack: pack.name.clone(),
        version: pack.version,
        digest,
        text: pack.source.clone(),
    }
}

/// What bringing a pack into force would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adoption {
    /// What stands in the way, with the records concerned.
    pub obstacles: Vec<Problem>,
    /// Tells what changes.
    pub changes: Vec<Text>,
}

impl Seat {
    /// Looks at what a pack would change, against the records there are. Nothing is written.
    ///
    /// # Errors
    /// When the seat is no administrator's, the pack clashes with others in force, or the store cannot be read.
    pub fn weigh_pack(&self, pack: &Pack) -> Result<Adoption, DeskError> {
        self.needs_admin()?;
        let shelf = self.desk.shelf();
        self.together(pack)?;
        let mut adoption = Adoption::default();
        let Some(old) = shelf.pack(&pack.name) else {
            adoption.changes.push(Text {
                zh: "新业务包".to_owned(),
                en: "a new pack".to_owned(),
            });
            return Ok(adoption);
        };
        for register in &old.registers {
            let new = pack.registers.iter().find(|new| new.name == register.name);
            self.weigh_register(old, pack, register, new, &mut adoption)?;
        }
        for register in &pack.registers {
            if !old.registers.iter().any(|old| old.name == register.name) {
                adoption.changes.push(Text {
                    zh: format!("新台账“{}”", register.title.zh),
                    en: format!("a new register `{}`", register.name),
                });
            }
        }
        Ok(adoption)
    }

    fn weigh_register(
        &self,
        old_pack: &Pack,
        new_pack: &Pack,
        old: &Register,
        new: Option<&Register>,
        adoption: &mut Adoption,
    ) -> Result<(), DeskError> {
        let desk = &self.desk;
        let book = desk.town().store.read(&desk.town().code)?;
        let count = |filter: Filter| {
            let listing = Listing {
                filter,
                withdrawn: true,
                ..Listing::default()
            };
            book.count(old, &listing)
        };
        let Some(new) = new else {
            let records = count(Filter::all())?;
            if records > 0 {
                adoption.obstacles.push(Problem::new(
                    "pack.register-removed",
                    format!("台账“{}”有 {records} 条记录，不能删去", old.title.zh),
                    format!(
                        "the register `{}` holds {records} records and cannot be left out",
                        old.name
                    ),
                ));
            }
            return Ok(());
        };
        for (at, field) in (0u16..).zip(&old.fields) {
            let given = |filter: Filter| {
                count(
                    Filter::Not(Box::new(Filter::Null(Column::Field(pack::model::FieldIx(at))))).and(filter),
                )
            };
            match new.field(&field.name) {
                None => {
                    let records = given(Filter::all())?;
                    if records > 0 {
                        adoption.obstacles.push(Problem::new(
                            "pack.field-removed",
                            format!(
                                "字段“{}”有 {records} 条记录填了值，删去将不再显示",
                                field.title.zh
                            ),
                            format!(
                                "{records} records hold a value of `{}`, which would be hidden",
                                field.name
                            ),
                        ));
                    }
                }
                Some((_, changed)) => {
                    if !same_kind(old_pack, new_pack, &field.kind, &changed.kind) && given(Filter::all())? > 0
                    {
                        adoption.obstacles.push(Problem::new(
                            "pack.field-kind",
                            format!("字段“{}”的类型变了，而已有记录填了值", field.title.zh),
                            format!(
                                "`{}` changes its type while records hold values of it",
                                field.name
                            ),
                        ));
                    }
                    if field.sensitive.is_some() != changed.sensitive.is_some() && given(Filter::all())? > 0 {
                        adoption.obstacles.push(Problem::new(
                            "pack.field-sensitive",
                            format!("字段“{}”的敏感设置变了，而已有记录填了值", field.title.zh),
                            format!(
                                "`{}` changes whether it is sensitive while records hold values of it",
                                field.name
                            ),
                        ));
                    }
                }
            }
        }
        for field in new.fields.iter().filter(|field| old.field(&field.name).is_none()) {
            adoption.changes.push(Text {
                zh: format!("“{}”新增字段“{}”", new.title.zh, field.title.zh),
                en: format!("`{}` gains the field `{}`", new.name, field.name),
            });
        }
        if let (Some(cycle), next) = (&old.cycle, &new.cycle) {
            for state in &cycle.states {
                if next
                    .as_ref()
                    .is_some_and(|next| next.state(&state.name).is_some())
                {
                    continue;
                }
                let records = count(Filter::Is(
                    Column::State,
                    store::Op::Eq,
                    pack::Value::Text(state.name.clone()),
                ))?;
                // Any record that ever was in the state has it in its history, which replay must understand.
                adoption.obstacles.push(Problem::new(
                    "pack.state-removed",
                    format!("状态“{}”不能删去（现有 {records} 件处于此状态）", state.title.zh),
                    format!(
                        "the state `{}` cannot be left out ({records} records are in it)",
                        state.name
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Brings a pack into force, if nothing stands in the way, and rebuilds what it changes from the journal.
    ///
    /// # Errors
    /// When the seat is no administrator's, something stands in the way, or the store cannot be written.
    pub fn adopt_pack(&self, pack: &Pack) -> Result<Receipt, DeskError> {
        self.adopt_pack_telling(pack, |_, _| {})
    }

    /// [`Seat::adopt_pack`], telling how far it is: the journal is gone through twice at most, in the rehearsal and for
    /// good.
    pub(crate) fn adopt_pack_telling(
        &self,
        pack: &Pack,
        tell: impl Fn(usize, usize) + Send + 'static,
    ) -> Result<Receipt, DeskError> {
        let adoption = self.weigh_pack(pack)?;
        if !adoption.obstacles.is_empty() {
            return Err(DeskError::Refused(Refusal {
                cause: Cause::Conflict,
                problems: adoption.obstacles,
            }));
        }
        let shelf = self.together(pack)?;
        let job = self.job(adopt_task(pack), None, None);
        // Nobody writes between the rehearsal, the entry and the rebuilding: what is decided by one pack is never laid
        // down in the tables of another.
        self.desk.alone(move |shared| {
            let count = |entries: u64| usize::try_from(entries).unwrap_or(usize::MAX);
            let mut first = |done, total| tell(count(done), count(total).saturating_mul(2));
            if let Err(error) = shared.town.store.rehearse(&shelf, &mut first) {
                return Err(unfit(error));
            }
            let kept = keep_together(shared, &[job], Keep::AllOrNone).pop();
            let receipt = kept.unwrap_or(Err(DeskError::Closing))?;
            shared.reload(&mut |done, total| tell(count(done + total), count(total).saturating_mul(2)))?;
            Ok(receipt)
        })?
    }

    /// The packs that would be in force.
    fn together(&self, pack: &Pack) -> Result<Shelf, DeskError> {
        let shelf = self.desk.shelf();
        let mut all: Vec<Pack> = shelf
            .packs()
            .iter()
            .filter(|old| old.name != pack.name)
            .cloned()
            .collect();
        all.push(pack.clone());
        Shelf::new(all).map_err(|errors| {
            let problems = errors
                .into_iter()
                .map(|error| Problem {
                    code: "pack.clash",
                    field: None,
                    message: error.message,
                })
                .collect();
            DeskError::Refused(Refusal {
                cause: Cause::Conflict,
                problems,
            })
        })
    }
}

/// The refusal of a pack under which the journal cannot be told again.
fn unfit(error: StoreError) -> DeskError {
    match error {
        StoreError::Database(why) | StoreError::Damaged(why) => DeskError::refused(
            Cause::Conflict,
            Problem::new(
                "pack.unfit",
                format!("现有记录或其历史与新业务包不符，未启用：{why}"),
                format!("records or their history do not fit the new pack, which was not adopted: {why}"),
            ),
        ),
        error => error.into(),
    }
}

impl Desk {
    /// Built-in packs that are newer than those in force, or not in force at all.
    #[must_use]
    pub fn newer_packs(&self) -> Vec<Pack> {
        let shelf = self.shelf();
        built_in()
            .into_iter()
            .filter(|pack| {
                shelf
                    .pack(&pack.name)
                    .is_none_or(|old| old.version < pack.version)
            })
            .collect()
    }
}

/// Whether two kinds keep values the same way: code lists are the same by name, wherever they stand.
fn same_kind(old_pack: &Pack, new_pack: &Pack, old: &FieldKind, new: &FieldKind) -> bool {
    match (old, new) {
        (FieldKind::Code { list: a }, FieldKind::Code { list: b }) => {
            let codes = |pack: &Pack, at: usize| {
                pack.codes.get(at).map(|list| {
                    list.codes
                        .iter()
                        .map(|code| code.code.clone())
                        .collect::<Vec<_>>()
                })
            };
            let (Some(before), Some(after)) = (codes(old_pack, *a), codes(new_pack, *b)) else {
                return false;
            };
            before.iter().all(|code| after.contains(code))
        }
        (FieldKind::Text, FieldKind::LongText) => true,
        (a, b) => a == b,
    }
}
