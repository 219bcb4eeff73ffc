//! The small things pages are made of, each drawn in one way everywhere.

pub(crate) mod matter;
pub(crate) mod place;
pub(crate) mod value;
pub(crate) mod working;

use super::assets::Icon;
use super::look::Look;
use super::words::shell as words;
use ledger::Problem;
use maud::{Markup, html};
use pack::model::Tone;

/// A word on how things stand, coloured by what it means. The colour never says more than the word.
pub(crate) fn tag(tone: Tone, text: &str) -> Markup {
    let class = match tone {
        Tone::Plain => "tag",
        Tone::Active => "tag tag-active",
        Tone::Alert => "tag tag-alert",
        Tone::Good => "tag tag-good",
        Tone::Bad => "tag tag-bad",
    };
    html! { span class=(class) { (text) } }
}

/// What stands where there is nothing else: why, and what to do.
pub(crate) fn empty(picture: Icon, title: &str, more: &Markup) -> Markup {
    html! {
        div.empty-place {
            (picture)
            h2 { (title) }
            (more)
        }
    }
}

/// A moment such as `2024-03-05T08:00:00+08:00` as people read it, to the minute.
pub(crate) fn moment(text: &str) -> Markup {
    let shown = text
        .get(..16)
        .map_or_else(|| text.to_owned(), |short| short.replace('T', " "));
    html! { time datetime=(text) { (shown) } }
}

/// Everything that is wrong with a form, each leading to its field.
pub(crate) fn summary(look: Look, problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.note.note-bad.summary role="alert" tabindex="-1" {
                (super::assets::icon::ALERT_CIRCLE)
                div {
                    h2 { (look.say(words::SUMMARY)) }
                    ul {
                        @for problem in problems {
                            li {
                                @match &problem.field {
                                    Some(field) => a href={ "#" (anchor(field)) } { (look.text(&problem.message)) },
                                    None => (look.text(&problem.message)),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The problems of one field, under its input. The input names them with `aria-describedby` [`problem_id`].
pub(crate) fn problems_of(look: Look, problems: &[Problem], field: &str) -> Markup {
    let found: Vec<&Problem> = problems
        .iter()
        .filter(|problem| problem.field.as_deref() == Some(field))
        .collect();
    html! {
        @if !found.is_empty() {
            p.wrong id=(problem_id(field)) {
                @for problem in found { (look.text(&problem.message)) " " }
            }
        }
    }
}

/// The id of a field's problems.
pub(crate) fn problem_id(field: &str) -> String {
    format!("{}-wrong", anchor(field))
}

/// The id of a field's input: `parties[2].name` is no id, `f-parties-2-name` is.
pub(crate) fn anchor(field: &str) -> String {
    let mut id = "f".to_owned();
    let mut gap = true;
    for each in field.chars() {
        if each.is_ascii_alphanumeric() || each == '_' {
            if gap {
                id.push('-');
            }
            id.push(each);
            gap = false;
        } else {
            gap = true;
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_into_a_table_becomes_an_id() {
        assert_eq!(anchor("parties[2].name"), "f-parties-2-name");
        assert_eq!(anchor("reported_on"), "f-reported_on");
    }
}
