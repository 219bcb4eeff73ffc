//! What the navigation holds for a person: only what the person's posts reach.

use super::assets::{Icon, icon};
use super::guard::Staff;
use super::words::checks as checks_words;
use super::words::disclosures as disclosures_words;
use super::words::evaluation as evaluation_words;
use super::words::place as place_words;
use super::words::settings as settings_words;
use super::words::shell as words;
use super::words::{commitments, figures, map, reports};
use desk::Action;

/// An entry of the navigation.
pub(super) struct Entry {
    /// Where it leads.
    pub(super) path: String,
    /// What it is called.
    pub(super) title: String,
    /// Its picture.
    pub(super) icon: Option<Icon>,
    /// Entries below it; the entry then only opens and closes.
    pub(super) below: Vec<Entry>,
}

impl Entry {
    fn new(path: impl Into<String>, title: impl Into<String>, icon: Icon) -> Self {
        Entry {
            path: path.into(),
            title: title.into(),
            icon: Some(icon),
            below: Vec::new(),
        }
    }

    /// Whether a page stands under this entry.
    pub(super) fn holds(&self, path: &str) -> bool {
        if self.below.is_empty() {
            path == self.path
                || path
                    .strip_prefix(&*self.path)
                    .is_some_and(|rest| rest.starts_with('/'))
        } else {
            self.below.iter().any(|below| below.holds(path))
        }
    }
}

/// The entries a person sees.
pub(super) fn entries(staff: &Staff) -> Vec<Entry> {
    let look = staff.look();
    let mut entries = vec![
        Entry::new("/today", look.say(words::TODAY), icon::CALENDAR_DUE),
        Entry::new("/messages", look.say(words::MESSAGES), icon::BELL),
        Entry::new("/loops", look.say(words::LOOPS), icon::REFRESH),
        Entry::new("/indicators", look.say(figures::INDICATORS), icon::CHART_BAR),
        Entry::new("/map", look.say(map::MAP), icon::MAP),
    ];
    entries.extend(views(staff));
    if staff.may_in_any_pack(Action::Import) {
        entries.push(Entry::new(
            "/imports",
            look.say(words::IMPORTS),
            icon::TABLE_IMPORT,
        ));
    }
    if staff.may_in_any_pack(Action::Export) {
        entries.push(Entry::new("/forms", look.say(words::FORMS), icon::REPORT));
    }
    let town = staff.seat.desk().town().code;
    if staff.seat.actor().may_somewhere(Action::Read, "commitments") {
        entries.push(Entry::new(
            "/commitments",
            look.say(commitments::TITLE),
            icon::FLAG,
        ));
    }
    if staff.seat.actor().may(Action::Read, "commitments", &town) {
        entries.push(Entry::new("/reports", look.say(reports::TITLE), icon::FILE_TEXT));
    }
    entries.extend(lines(staff));
    if staff.seat.actor().may_somewhere(Action::Admin, "*") {
        entries.push(settings(staff));
    }
    entries
}

/// Views over several records, each where there is something for this person to see in it.
fn views(staff: &Staff) -> Vec<Entry> {
    let (look, seat) = (staff.look(), &staff.seat);
    let shelf = seat.desk().shelf();
    let disclosures = shelf.register("disclosure");
    let views = [
        (
            !seat.rounds().is_empty(),
            Entry::new("/checks", look.say(checks_words::CHECKS), icon::CHECKLIST),
        ),
        (
            !seat.evaluations().is_empty(),
            Entry::new(
                "/evaluations",
                look.say(evaluation_words::EVALUATIONS),
                icon::COIN,
            ),
        ),
        (
            disclosures.is_some_and(|(pack, _)| seat.actor().may_somewhere(Action::Read, &pack.name)),
            Entry::new(
                "/disclosures",
                look.say(disclosures_words::DISCLOSURES),
                icon::BUILDING_COMMUNITY,
            ),
        ),
    ];
    views
        .into_iter()
        .filter_map(|(seen, entry)| seen.then_some(entry))
        .collect()
}

/// What administrators set.
fn settings(staff: &Staff) -> Entry {
    let look = staff.look();
    let below = [
        ("/settings/people", settings_words::PEOPLE),
        ("/settings/places", place_words::PLACES),
        ("/settings/packs", settings_words::PACKS),
        ("/settings/deliveries", settings_words::DELIVERIES),
        ("/settings/journal", settings_words::JOURNAL),
    ];
    Entry {
        path: String::new(),
        title: look.say(words::SETTINGS).to_owned(),
        icon: Some(icon::SETTINGS),
        below: below
            .into_iter()
            .map(|(path, title)| Entry {
                path: path.to_owned(),
                title: look.say(title).to_owned(),
                icon: None,
                below: Vec::new(),
            })
            .collect(),
    }
}

/// The lines of business, each with its registers.
fn lines(staff: &Staff) -> Vec<Entry> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    shelf
        .packs()
        .iter()
        .filter(|pack| {
            !pack.registers.is_empty() && staff.seat.actor().may_somewhere(Action::Read, &pack.name)
        })
        .map(|pack| Entry {
            path: String::new(),
            title: look.text(&pack.title).to_owned(),
            icon: Some(icon::BOOK),
            below: pack
                .registers
                .iter()
                .map(|register| Entry {
                    path: format!("/registers/{}", register.name),
                    title: look.text(&register.title).to_owned(),
                    icon: None,
                    below: Vec::new(),
                })
                .collect(),
        })
        .collect()
}
