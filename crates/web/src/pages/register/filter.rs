//! The conditions of a list as a form, and as chips that come off one by one.

use super::ask::{Ask, Way, way};
use super::column::Column;
use crate::pages::assets::icon;
use crate::pages::look::Look;
use crate::pages::parts::value::Teller;
use crate::pages::parts::{anchor, value::grouped};
use crate::pages::words::record as words;
use maud::{Markup, html};
use pack::model::{Field, FieldKind};

/// Most places offered in a list; beyond it a code is typed.
const PLACES: usize = 400;

/// The form above a list: what is asked most in one line, the rest behind a button.
pub(super) fn bar(teller: &Teller<'_>, ask: &Ask) -> Markup {
    let look = teller.staff.look();
    let register = teller.register;
    let action = format!("/registers/{}", register.name);
    let more_in_use = ask
        .pairs
        .iter()
        .any(|(name, _)| name.starts_with("f.") || matches!(name.as_str(), "where" | "gone" | "contested"));
    html! {
        form.filter method="get" action=(action) role="search" aria-label=(look.say(words::FILTER)) {
            @for (name, value) in &ask.pairs {
                @if matches!(name.as_str(), "col" | "sort" | "tight" | "n") { input type="hidden" name=(name) value=(value); }
            }
            div.filter-line {
                @if !register.search.is_empty() {
                    label.visually-hidden for="q" { (look.say(words::KEYWORD)) }
                    input.form-control.filter-word id="q" type="search" name="q" value=(ask.get("q")) placeholder=(look.say(words::KEYWORD)) maxlength="100";
                }
                (place(teller, ask))
                (states(teller, ask))
                button.btn { (icon::FILTER) (look.say(words::FILTER)) }
            }
            details.filter-more open[more_in_use] {
                summary { (look.say(words::MORE_FILTERS)) (icon::CHEVRON_DOWN) }
                div.filter-grid {
                    @for field in &register.fields {
                        @if let Some(way) = way(register, field) { (condition(teller, look, ask, field, way)) }
                    }
                    div.filter-field.filter-wide {
                        label for="where" { (look.say(words::EXPRESSION)) }
                        input.form-control.mono id="where" name="where" value=(ask.get("where")) aria-describedby="where-help" spellcheck="false" maxlength="500";
                        p.help #where-help { (look.say(words::EXPRESSION_HELP)) }
                    }
                    div.filter-field.filter-wide.filter-ticks {
                        label { input type="checkbox" name="contested" value="1" checked[ask.get("contested") == "1"]; " " (look.say(words::ONLY_CONTESTED)) }
                        label { input type="checkbox" name="gone" value="1" checked[ask.get("gone") == "1"]; " " (look.say(words::WITH_WITHDRAWN)) }
                    }
                    div.filter-field.filter-wide { button.btn.btn-primary { (look.say(words::FILTER)) } }
                }
            }
        }
    }
}

/// The places this person may look at, as a choice.
fn place(teller: &Teller<'_>, ask: &Ask) -> Markup {
    let look = teller.staff.look();
    let title = look.text(&teller.register[teller.register.place].title);
    let places = teller.places_within_reach(desk::Action::Read);
    html! {
        label.visually-hidden for="place" { (title) }
        @if places.len() > PLACES {
            input.form-control id="place" name="place" value=(ask.get("place")) placeholder=(title);
        } @else {
            select.form-select id="place" name="place" {
                option value="" { (title) (if look.zh() { "：" } else { ": " }) (look.say(words::ANY)) }
                @for (code, name) in &places {
                    option value=(code) selected[ask.get("place") == code] { (name) }
                }
            }
        }
    }
}

fn states(teller: &Teller<'_>, ask: &Ask) -> Markup {
    let look = teller.staff.look();
    html! {
        @if let Some(cycle) = &teller.register.cycle {
            label.visually-hidden for="state" { (look.say(words::STATE)) }
            select.form-select id="state" name="state" {
                option value="" { (look.say(words::STATE)) (if look.zh() { "：" } else { ": " }) (look.say(words::ANY)) }
                @for state in &cycle.states {
                    option value=(state.name) selected[ask.has("state", &state.name)] { (look.text(&state.title)) }
                }
            }
            label.filter-tick { input type="checkbox" name="late" value="1" checked[ask.get("late") == "1"]; " " (look.say(words::ONLY_LATE)) }
        }
    }
}

fn condition(teller: &Teller<'_>, look: Look, ask: &Ask, field: &Field, way: Way) -> Markup {
    let name = format!("f.{}", field.name);
    let id = anchor(&name);
    let title = look.text(&field.title);
    let kind = match field.kind {
        FieldKind::Month => "month",
        FieldKind::Date | FieldKind::Time => "date",
        _ => "text",
    };
    html! {
        div.filter-field {
            @match way {
                Way::Codes => {
                    label for=(id) { (title) }
                    select.form-select id=(id) name=(name) {
                        option value="" { (look.say(words::ANY)) }
                        @for (code, shown) in teller.codes(field) {
                            option value=(code) selected[ask.has(&name, &code)] { (shown) }
                        }
                    }
                }
                Way::YesNo => {
                    label for=(id) { (title) }
                    select.form-select id=(id) name=(name) {
                        option value="" { (look.say(words::ANY)) }
                        option value="yes" selected[ask.get(&name) == "yes"] { (look.say(words::YES)) }
                        option value="no" selected[ask.get(&name) == "no"] { (look.say(words::NO)) }
                    }
                }
                Way::Days | Way::Figures => {
                    span.label { (title) @if let Some(unit) = &field.unit { span.unit { "（" (unit) "）" } } }
                    div.from-to {
                        @for (edge, word) in [("from", words::FROM), ("to", words::TO)] {
                            input.form-control type=(kind) name={ (name) "." (edge) } value=(ask.get(&format!("{name}.{edge}")))
                                aria-label={ (title) " " (look.say(word)) } inputmode=[(way == Way::Figures).then_some("decimal")];
                        }
                    }
                }
                Way::Part | Way::Exact => {
                    label for=(id) { (title) }
                    input.form-control id=(id) name=(name) value=(ask.get(&name)) maxlength="100";
                }
            }
        }
    }
}

/// The conditions in force, each with a way to take it off.
pub(super) fn chips(teller: &Teller<'_>, ask: &Ask) -> Markup {
    let look = teller.staff.look();
    let chips = ask.chips(teller);
    let path = |query: &str| format!("/registers/{}?{query}", teller.register.name);
    html! {
        @if !chips.is_empty() {
            ul.chips aria-label=(look.say(words::CONDITIONS)) {
                @for (text, without) in &chips {
                    li { a.chip href=(path(without)) { (text) span.visually-hidden { " " (look.say(words::TAKE_OFF)) } (icon::X) } }
                }
                @if chips.len() > 1 { li { a href=(path(&ask.bare())) { (look.say(words::CLEAR)) } } }
            }
        }
    }
}

/// The choice of columns.
pub(super) fn columns(teller: &Teller<'_>, ask: &Ask) -> Markup {
    let look = teller.staff.look();
    let chosen: Vec<&str> = Column::chosen(teller.register, ask)
        .into_iter()
        .map(Column::name)
        .collect();
    let all = Column::all(teller.register);
    html! {
        details.drop {
            summary.btn { (icon::COLUMNS) (look.say(words::COLUMNS)) " " (grouped(&chosen.len().to_string())) (icon::CHEVRON_DOWN) }
            form.drop-body.drop-columns method="get" action={ "/registers/" (teller.register.name) } {
                @for (name, value) in &ask.pairs {
                    @if !matches!(name.as_str(), "col" | "after" | "count") { input type="hidden" name=(name) value=(value); }
                }
                @for column in all {
                    label { input type="checkbox" name="col" value=(column.name()) checked[chosen.contains(&column.name())]; " " (column.title(look)) }
                }
                button.btn.btn-primary { (look.say(words::COLUMNS_SET)) }
            }
        }
    }
}
