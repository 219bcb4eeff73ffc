//! Papers on a page and as files: the forms they come in, the buttons that fetch them, and how a browser is given them.

use super::assets::{self, icon};
use super::fault::Fault;
use super::guard::Staff;
use super::look::Look;
use super::shell::Page;
use super::words::paper as words;
use crate::serve::App;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{DeskError, Manuscript, PaperForm, Press};
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Who sets a file.
static TURN: Semaphore = Semaphore::const_new(1);

/// Endings of the files a paper comes as.
const FORMS: [(&str, PaperForm, &str); 2] = [
    ("pdf", PaperForm::Pdf, "application/pdf"),
    (
        "docx",
        PaperForm::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
];

/// The press; without one there are no papers, and no page of any.
pub(crate) fn press(app: &App) -> Result<Arc<dyn Press>, Fault> {
    app.press().map(Arc::clone).ok_or_else(Fault::missing)
}

/// A paper's name and the form asked for: `notice` is shown on a page, `notice.pdf` is a file.
pub(crate) fn asked(name: &str) -> (&str, PaperForm) {
    for (ending, form, _) in FORMS {
        if let Some(stem) = name.strip_suffix(ending).and_then(|stem| stem.strip_suffix('.')) {
            return (stem, form);
        }
    }
    (name, PaperForm::Html)
}

/// A paper as a file under a name of its own.
pub(crate) fn file(
    press: &dyn Press,
    manuscript: &Manuscript,
    form: PaperForm,
    name: &str,
) -> Result<Response, DeskError> {
    Ok(sent(press.set(manuscript, form)?.bytes, form, name))
}

/// A file that was set, under a name of its own.
pub(crate) fn sent(bytes: Vec<u8>, form: PaperForm, name: &str) -> Response {
    let known = FORMS.into_iter().find(|(_, known, _)| *known == form);
    let (ending, _, kind) = known.unwrap_or(FORMS[0]);
    let name: String = form_urlencoded::byte_serialize(format!("{name}.{ending}").as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"paper.{ending}\"; filename*=UTF-8''{name}");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Does work that sets a paper. Pages come at once; files take a processor for seconds, so they are set in turn, and who waits
/// holds up nobody else.
pub(crate) async fn in_turn<T: Send + 'static>(
    form: PaperForm,
    staff: &Staff,
    work: impl FnOnce(&Staff) -> Result<T, DeskError> + Send + 'static,
) -> Result<T, Fault> {
    let _turn = match form {
        PaperForm::Html => None,
        PaperForm::Pdf | PaperForm::Docx => TURN.acquire().await.ok(),
    };
    staff.ask(work).await
}

/// A paper on a page, with its files beside the heading. `path` is where it is; its files have endings after it.
pub(crate) fn page(
    look: Look,
    title: String,
    path: &str,
    press: &dyn Press,
    manuscript: &Manuscript,
) -> Result<Page, DeskError> {
    let paper = press.set(manuscript, PaperForm::Html)?;
    let body = html! {
        @for warning in &paper.warnings { p.note.note-alert { (icon::ALERT_TRIANGLE) (look.text(warning)) } }
        div.sheet { (PreEscaped(below(&String::from_utf8_lossy(&paper.bytes)))) }
    };
    Ok(Page::new(title, body)
        .style(&assets::PAPER_CSS)
        .doing(files(look, path)))
}

/// The buttons that fetch a paper as a file.
pub(crate) fn files(look: Look, path: &str) -> Markup {
    html! {
        a.btn href={ (path) ".pdf" } download { (icon::DOWNLOAD) (look.say(words::PDF)) }
        a.btn href={ (path) ".docx" } download { (icon::DOWNLOAD) (look.say(words::DOCX)) }
    }
}

/// The paper's headings one level lower: on a page its own title stands below the page's. Texts of a paper are escaped, so
/// only its tags read so.
fn below(fragment: &str) -> String {
    let mut text = fragment.to_owned();
    for level in (1..6).rev() {
        for end in ["<h", "</h"] {
            text = text.replace(&format!("{end}{level}"), &format!("{end}{}", level + 1));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_says_the_form() {
        assert_eq!(asked("notice.pdf"), ("notice", PaperForm::Pdf));
        assert_eq!(asked("closing-report.docx"), ("closing-report", PaperForm::Docx));
        assert_eq!(asked("notice"), ("notice", PaperForm::Html));
    }

    #[test]
    fn headings_of_a_paper_stand_below_the_pages() {
        assert_eq!(
            below("<h1 class=\"title\">a</h1><h2>b</h2>&lt;h1"),
            "<h2 class=\"title\">a</h2><h3>b</h3>&lt;h1"
        );
    }
}
