//! Loops: the states and steps a case moves through, with time limits by level.

use super::{FieldIx, Text};
use crate::Expr;
use standards::PlaceLevel;

/// Position of a state in its loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateIx(pub u16);
/// Position of a step in its loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepIx(pub u16);
/// Position of a level in its loop; higher is nearer to the county.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LevelIx(pub u16);

/// The states and steps of a case.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Who may hold a matter, lowest first. Empty when the loop knows no levels.
    pub levels: Vec<Level>,
    /// The states.
    pub states: Vec<State>,
    /// The steps.
    pub steps: Vec<Step>,
    /// Where a new record begins.
    pub initial: StateIx,
    /// Days before a deadline on which the holder is reminded, such as 3 and 1; empty for none.
    pub remind: Vec<u16>,
}

/// One level of a loop.
#[derive(Clone, Debug)]
pub struct Level {
    /// ASCII name: `grid`, `village`, `town`, `county`.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// Records whose place is of this level begin here.
    pub place: Option<PlaceLevel>,
}

/// One state of a loop.
#[derive(Clone, Debug)]
pub struct State {
    /// ASCII name.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// How it is coloured.
    pub tone: Tone,
    /// Time limits, the first that applies counts.
    pub limits: Vec<Limit>,
    /// What happens when the limit passes.
    pub on_miss: OnMiss,
    /// Whether time runs here.
    pub clock: Clock,
    /// Date field that is set to the day this state was entered, each time.
    pub stamp: Option<FieldIx>,
    /// The matter rests here; it is no longer due.
    pub closed: bool,
    /// Fields may no longer be amended here.
    pub locked: bool,
}

/// A time limit of a state.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Only at this level.
    pub level: Option<LevelIx>,
    /// Only when this holds.
    pub when: Option<Expr>,
    /// How it is counted.
    pub basis: Basis,
}

/// How a limit is counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// Calendar days after the day the state was entered; due at the end of the last one.
    Days(u16),
    /// Working days after the day the state was entered; due at the end of the last one.
    Working(u16),
    /// Hours from the moment the state was entered.
    Hours(u16),
    /// Calendar months.
    Months(u16),
    /// The end of the day held by a date field.
    Field(FieldIx),
    /// The given day of the month after the one the state was entered in, such as the 10th.
    DayOfNextMonth(u8),
}

/// What happens when a limit passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnMiss {
    /// The case is marked overdue and its holders are told.
    Mark,
    /// It rises one level and its time starts again there; at the top it is marked.
    Lift,
    /// It takes this step by itself.
    Step(StepIx),
}

/// Whether time runs in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Time runs, and the state's own limit starts when it is entered.
    Runs,
    /// Time stands still; the time left is kept and runs on in the next state that `keeps` it.
    Pauses,
    /// Time runs on with the deadline of the state before.
    Keeps,
}

/// One step of a loop.
#[derive(Clone, Debug)]
pub struct Step {
    /// ASCII name.
    pub name: String,
    /// Its name to people: the words on the button.
    pub title: Text,
    /// States it can be taken from.
    pub from: Vec<StateIx>,
    /// State it leads to; none to stay.
    pub to: Option<StateIx>,
    /// Levels at which it can be taken; empty for all.
    pub levels: Vec<LevelIx>,
    /// Roles that may take it; empty for whoever may step on this register.
    pub roles: Vec<String>,
    /// Only when this holds.
    pub when: Option<Expr>,
    /// Told when it does not.
    pub refusal: Option<Text>,
    /// Fields that must hold a value when it is taken.
    pub needs: Vec<FieldIx>,
    /// Fields that may be given along with it.
    pub asks: Vec<FieldIx>,
    /// Fields it sets.
    pub sets: Vec<(FieldIx, Expr)>,
    /// What it does to level and clock.
    pub effect: Option<Effect>,
    /// Offices of this field must all take the step before the state changes (会签).
    pub joint: Option<FieldIx>,
    /// The person who made the record may take it too. Self-approval is off unless said.
    pub own: bool,
    /// A note must be given.
    pub note: bool,
    /// Documents made with it, as indexes into the pack's documents.
    pub documents: Vec<usize>,
    /// Fields that everyone can read from then on; they are looked through for personal data before it is taken.
    pub publishes: Vec<FieldIx>,
}

/// What a step does besides changing the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Raises the case one level.
    Lift,
    /// Hands it down one level.
    Lower,
    /// Opens a closed case again; counted.
    Reopen,
    /// Moves the deadline by this many calendar days.
    Extend(u16),
    /// Moves the deadline by this many working days.
    ExtendWorking(u16),
    /// Time stands still from now on, in whichever state.
    Pause,
    /// Time runs on with what was left.
    Resume,
}

/// The colour of a state or code: meaning, not paint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Work is going on.
    Active,
    /// Someone must act.
    Alert,
    /// Done well.
    Good,
    /// Ended badly.
    Bad,
}

impl Loop {
    /// The state called `name`.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<StateIx> {
        index_of(self.states.iter().position(|state| state.name == name)).map(StateIx)
    }

    /// The step called `name`.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<StepIx> {
        index_of(self.steps.iter().position(|step| step.name == name)).map(StepIx)
    }

    /// The level called `name`.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<LevelIx> {
        index_of(self.levels.iter().position(|level| level.name == name)).map(LevelIx)
    }
}

fn index_of(position: Option<usize>) -> Option<u16> {
    position.and_then(|at| u16::try_from(at).ok())
}

impl std::ops::Index<StateIx> for Loop {
    type Output = State;

    fn index(&self, ix: StateIx) -> &State {
        &self.states[usize::from(ix.0)]
    }
}

impl std::ops::Index<StepIx> for Loop {
    type Output = Step;

    fn index(&self, ix: StepIx) -> &Step {
        &self.steps[usize::from(ix.0)]
    }
}
