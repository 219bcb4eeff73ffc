//! Where something stands in a form, in words.

use crate::pages::look::Look;
use crate::pages::words::forms as words;
use sheet::{About, Blank, column_letters};

/// A cell, a column or a row; none of them for a table as a whole.
pub(super) fn place(look: Look, about: Option<About>) -> String {
    match about {
        Some(About::Cell(at)) => at.to_string(),
        Some(About::Column(column)) => words::column(look, &column_letters(column)),
        Some(About::Row(row)) => words::row(look, row + 1),
        None => look.say(words::WHOLE_TABLE).to_owned(),
    }
}

/// What a blank is called: the title of its table, or its label.
pub(super) fn title(blank: &Blank) -> String {
    match blank {
        Blank::Single(single) => single.path.join(" / "),
        Blank::Grid(grid) => grid.title.clone().unwrap_or_default(),
        Blank::Records(records) => records.title.clone().unwrap_or_default(),
    }
}
