//! The packs in force together, checked against each other.

use crate::model::{FieldKind, Indicator, Pack, Register, Text};
use std::collections::{BTreeSet, HashMap};

/// The packs in force together. Registers and indicators are found by name; every reference leads somewhere.
#[derive(Debug, Default)]
pub struct Shelf {
    packs: Vec<Pack>,
    registers: HashMap<String, (usize, usize)>,
    indicators: HashMap<String, (usize, usize)>,
    by_register: HashMap<String, Vec<(usize, usize)>>,
}

/// Why packs cannot be in force together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message.en)]
pub struct ShelfError {
    /// The pack it is about.
    pub pack: String,
    /// What is wrong.
    pub message: Text,
}

impl Shelf {
    /// Puts packs together.
    ///
    /// # Errors
    /// Everything that keeps them apart: names used twice, links and formulas that lead nowhere or in a circle.
    pub fn new(packs: Vec<Pack>) -> Result<Self, Vec<ShelfError>> {
        let mut shelf = Shelf {
            packs,
            ..Shelf::default()
        };
        let mut errors = shelf.index();
        errors.extend(shelf.dangling());
        errors.extend(shelf.circles());
        if errors.is_empty() { Ok(shelf) } else { Err(errors) }
    }

    /// The packs, in the order they were given.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The pack called so.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.name == name)
    }

    /// The register called so, with its pack.
    #[must_use]
    pub fn register(&self, name: &str) -> Option<(&Pack, &Register)> {
        let (pack, register) = *self.registers.get(name)?;
        let pack = &self.packs[pack];
        Some((pack, &pack.registers[register]))
    }

    /// All registers, in the order of packs.
    pub fn registers(&self) -> impl Iterator<Item = (&Pack, &Register)> {
        self.packs
            .iter()
            .flat_map(|pack| pack.registers.iter().map(move |register| (pack, register)))
    }

    /// The indicator called so, with its pack.
    #[must_use]
    pub fn indicator(&self, name: &str) -> Option<(&Pack, &Indicator)> {
        let (pack, indicator) = *self.indicators.get(name)?;
        let pack = &self.packs[pack];
        Some((pack, &pack.indicators[indicator]))
    }

    /// All indicators, in the order of packs.
    pub fn indicators(&self) -> impl Iterator<Item = (&Pack, &Indicator)> {
        self.packs
            .iter()
            .flat_map(|pack| pack.indicators.iter().map(move |indicator| (pack, indicator)))
    }

    /// The indicators that are made from a register's records.
    pub fn indicators_of(&self, register: &str) -> impl Iterator<Item = &Indicator> {
        let found = self.by_register.get(register).map_or(&[][..], Vec::as_slice);
        found
            .iter()
            .map(|(pack, indicator)| &self.packs[*pack].indicators[*indicator])
    }

    /// The register that an indicator is made from; none for ratios and formulas.
    #[must_use]
    pub fn register_of(&self, indicator: &str) -> Option<(&Pack, &Register)> {
        let (pack, indicator) = self.indicator(indicator)?;
        let register = indicator.measure.register()?;
        Some((pack, pack.registers.get(register)?))
    }

    fn index(&mut self) -> Vec<ShelfError> {
        let mut errors = Vec::new();
        let mut names = BTreeSet::new();
        let twice = |pack: &Pack, zh: &str, en: &str, name: &str| ShelfError {
            pack: pack.name.clone(),
            message: Text {
                zh: format!("{zh}“{name}”已被占用"),
                en: format!("the {en} `{name}` is taken"),
            },
        };
        for (at, pack) in self.packs.iter().enumerate() {
            if !names.insert(&pack.name) {
                errors.push(twice(pack, "业务包", "pack", &pack.name));
            }
            for (of, register) in pack.registers.iter().enumerate() {
                if self.registers.insert(register.name.clone(), (at, of)).is_some() {
                    errors.push(twice(pack, "台账", "register", &register.name));
                }
            }
            for (of, indicator) in pack.indicators.iter().enumerate() {
                if self.indicators.insert(indicator.name.clone(), (at, of)).is_some() {
                    errors.push(twice(pack, "指标", "indicator", &indicator.name));
                }
                if let Some(register) = indicator.measure.register()
                    && let Some(register) = pack.registers.get(register)
                {
                    self.by_register
                        .entry(register.name.clone())
                        .or_default()
                        .push((at, of));
                }
            }
        }
        errors
    }

    fn dangling(&self) -> Vec<ShelfError> {
        let mut errors = Vec::new();
        for (pack, register) in self.registers() {
            for field in &register.fields {
                if let FieldKind::Link { register: to } = &field.kind
                    && !self.registers.contains_key(to)
                {
                    errors.push(ShelfError {
                        pack: pack.name.clone(),
                        message: Text {
                            zh: format!("字段“{}”关联的台账“{to}”不存在", field.name),
                            en: format!("the field `{}` links to `{to}`, which is no register", field.name),
                        },
                    });
                }
            }
        }
        for (pack, indicator) in self.indicators() {
            for read in indicator.measure.reads() {
                if !self.indicators.contains_key(read) {
                    errors.push(ShelfError {
                        pack: pack.name.clone(),
                        message: Text {
                            zh: format!("指标“{}”引用的“{read}”不存在", indicator.name),
                            en: format!(
                                "the indicator `{}` reads `{read}`, which does not exist",
                                indicator.name
                            ),
                        },
                    });
                }
            }
        }
        errors
    }

    fn circles(&self) -> Vec<ShelfError> {
        let reads = |name: &str| {
            self.indicator(name)
                .map(|(_, of)| of.measure.reads().collect())
                .unwrap_or_default()
        };
        self.indicators()
            .filter(|(_, indicator)| in_circle(&indicator.name, reads))
            .map(|(pack, indicator)| ShelfError {
                pack: pack.name.clone(),
                message: Text {
                    zh: format!("指标“{}”绕了一圈又引用自己", indicator.name),
                    en: format!("the indicator `{}` reads itself in a circle", indicator.name),
                },
            })
            .collect()
    }
}

/// Whether the thing called `name` is made from itself, when each is made from those that `reads` tells.
pub(crate) fn in_circle<'a>(name: &str, reads: impl Fn(&str) -> Vec<&'a str>) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = reads(name);
    while let Some(next) = ahead.pop() {
        if next == name {
            return true;
        }
        if seen.insert(next) {
            ahead.extend(reads(next));
        }
    }
    false
}
