//! A text that a person gives: chosen as a file or pasted, and read as a report.

use super::form::Form;
use super::look::Look;
use super::parts::{anchor, problems_of};
use super::words::Say;
use super::words::commitments as words;
use ledger::Problem;
use maud::{Markup, html};
use pack::Lang;
use report::{Document, Options, Reading, read};

/// A text as it was given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// Its file's name; its ending tells the format.
    pub(super) name: String,
    /// What is in it.
    pub(super) content: Vec<u8>,
}

/// What the form gives under this name: a file, or else the text pasted.
///
/// # Errors
/// When there is neither.
pub(super) fn of(form: &Form, field: &str) -> Result<Given, Problem> {
    if let Some(file) = form.files.iter().find(|file| file.field == field) {
        return Ok(Given {
            name: file.name.clone(),
            content: file.content.clone(),
        });
    }
    let text = form.get(&format!("{field}-text")).replace("\r\n", "\n");
    if text.trim().is_empty() {
        let say = words::NOTHING_GIVEN;
        return Err(Problem::new("given", say.get(Lang::Zh), say.get(Lang::En)).at(field));
    }
    // A heading marked so is Markdown's.
    let marked = text.starts_with('#') || text.contains("\n#");
    Ok(Given {
        name: if marked { "text.md" } else { "text.txt" }.to_owned(),
        content: text.into_bytes(),
    })
}

impl Given {
    /// Its name without its ending; nothing for what was pasted.
    pub(super) fn stem(&self) -> &str {
        let stem = self.name.rsplit_once('.').map_or(&*self.name, |(stem, _)| stem);
        if stem == "text" { "" } else { stem }
    }

    /// Takes it apart as a report. `year` is the one it looks back on, where it is told.
    ///
    /// # Errors
    /// When it is of no format that is read.
    pub(super) fn reading(&self, year: Option<i16>) -> Result<Reading, Problem> {
        let document = Document::open(&self.name, &self.content)
            .map_err(|error| Problem::new("report", error.zh(), error.to_string()).at("report"))?;
        Ok(read(document, &Options { year }))
    }
}

/// The inputs for a file or a text.
pub(super) fn inputs(
    look: Look,
    form: &Form,
    field: &str,
    file: Say,
    text: Say,
    problems: &[Problem],
) -> Markup {
    let pasted = format!("{field}-text");
    html! {
        label for=(anchor(field)) { (look.say(file)) }
        input.form-control id=(anchor(field)) type="file" name=(field) accept=".docx,.html,.htm,.md,.txt";
        (problems_of(look, problems, field))
        label for=(anchor(&pasted)) { (look.say(text)) }
        textarea.form-control id=(anchor(&pasted)) name=(pasted) rows="10" { "\n" (form.get(&pasted)) }
    }
}
