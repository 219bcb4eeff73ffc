//! What lies on the map: the registers whose records have a position, a line or an outline, and which of their records.

use crate::pages::form::Form;
use crate::pages::guard::Staff;
use desk::{Action, ListAsk};
use pack::Shelf;
use pack::model::{Field, FieldKind, Pack, Register};
use standards::PlaceCode;

/// Colours there are.
const COLOURS: usize = 6;

/// A register on the map.
pub(super) struct Layer<'a> {
    pub(super) pack: &'a Pack,
    pub(super) register: &'a Register,
    /// Its fields that have their place on a map.
    pub(super) shapes: Vec<&'a Field>,
    /// The colour, from 1.
    pub(super) colour: usize,
}

/// Which records are wanted.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Standing {
    /// Under way.
    Open,
    /// Done with.
    Closed,
    /// Whatever their state.
    All,
}

impl Standing {
    pub(super) fn name(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Closed => "closed",
            Standing::All => "all",
        }
    }
}

/// The conditions of a map.
pub(super) struct Which {
    pub(super) standing: Standing,
    pub(super) place: Option<PlaceCode>,
}

impl Which {
    pub(super) fn of(form: &Form) -> Self {
        Which {
            standing: match form.get("standing") {
                "closed" => Standing::Closed,
                "all" => Standing::All,
                _ => Standing::Open,
            },
            place: form.get("place").parse().ok(),
        }
    }
}

/// The layers this person may see anything of. A position that is kept secret is on no map.
pub(super) fn layers<'a>(staff: &Staff, shelf: &'a Shelf) -> Vec<Layer<'a>> {
    let seen = shelf
        .registers()
        .filter(|(pack, _)| staff.seat.actor().may_somewhere(Action::Read, &pack.name));
    seen.filter_map(|(pack, register)| {
        let shapes: Vec<&Field> = register.fields.iter().filter(|field| lies(field)).collect();
        (!shapes.is_empty()).then_some((pack, register, shapes))
    })
    .enumerate()
    .map(|(at, (pack, register, shapes))| Layer {
        pack,
        register,
        shapes,
        colour: at % COLOURS + 1,
    })
    .collect()
}

fn lies(field: &Field) -> bool {
    let shape = matches!(
        field.kind,
        FieldKind::Point | FieldKind::Line | FieldKind::Polygon
    );
    shape && !field.multiple && field.sensitive.is_none()
}

impl Layer<'_> {
    /// The condition that a record lies somewhere, in the language of filters.
    pub(super) fn lies_somewhere(&self) -> String {
        let each: Vec<String> = self
            .shapes
            .iter()
            .map(|field| format!("has({})", field.name))
            .collect();
        each.join(" || ")
    }

    /// Names of the states that are wanted; none where all are.
    pub(super) fn states(&self, standing: Standing) -> Vec<&str> {
        let closed = match standing {
            Standing::Open => false,
            Standing::Closed => true,
            Standing::All => return Vec::new(),
        };
        let states = self.register.cycle.iter().flat_map(|cycle| &cycle.states);
        states
            .filter(|state| state.closed == closed)
            .map(|state| &*state.name)
            .collect()
    }

    /// The question after its records, the latest first.
    pub(super) fn ask(&self, which: &Which, limit: usize) -> ListAsk {
        let mut filter = format!("({})", self.lies_somewhere());
        let states = self.states(which.standing);
        if !states.is_empty() {
            // Names of states are ASCII words, so nothing in them needs quoting.
            let states: Vec<String> = states.iter().map(|state| format!("'{state}'")).collect();
            filter.push_str(&format!(" && state in [{}]", states.join(", ")));
        }
        let label = self.register.label.iter().map(|field| &self.register[*field]);
        let fields = self.shapes.iter().copied().chain(label);
        ListAsk {
            filter,
            place: which.place,
            limit: Some(limit),
            fields: Some(fields.map(|field| field.name.clone()).collect()),
            ..ListAsk::default()
        }
    }

    /// The register's list under the same conditions.
    pub(super) fn list_path(&self, which: &Which) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for state in self.states(which.standing) {
            query.append_pair("state", state);
        }
        if let Some(place) = which.place {
            query.append_pair("place", place.as_str());
        }
        query.append_pair("where", &self.lies_somewhere());
        format!("/registers/{}?{}", self.register.name, query.finish())
    }
}
