//! Forms as browsers send them: names and texts in their order, and files.

use super::fault::Fault;
use crate::problem::Problem;
use crate::serve::App;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};

/// A form as it was filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// Names and texts, in the order of the page.
    pub(crate) texts: Vec<(String, String)>,
    /// Names and contents of files that were chosen.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Form {
    /// The text under a name; empty if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.texts
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, text)| text.as_str())
            .unwrap_or_default()
    }

    /// All texts under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, text)| text.as_str())
    }

    /// Whether the name was sent at all, be it with nothing in it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.texts.iter().any(|(found, _)| found == name)
    }
}

/// Reads a request's form.
///
/// # Errors
/// When it is no form, or too large.
pub(super) async fn read(request: Request, app: &App) -> Result<Form, Fault> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        return parts(Multipart::from_request(request, app).await.map_err(unreadable)?).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), app.limits().body)
        .await
        .map_err(unreadable)?;
    let texts = form_urlencoded::parse(&bytes).into_owned().collect();
    Ok(Form {
        texts,
        files: Vec::new(),
    })
}

async fn parts(mut parts: Multipart) -> Result<Form, Fault> {
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            let content = part.bytes().await.map_err(unreadable)?;
            // A browser sends an empty part for an input in which no file was chosen.
            if !content.is_empty() {
                form.files.push((name, content.to_vec()));
            }
        } else {
            form.texts.push((name, part.text().await.map_err(unreadable)?));
        }
    }
    Ok(form)
}

fn unreadable(error: impl std::error::Error) -> Fault {
    tracing::debug!(%error, "a form could not be read");
    Fault::from(Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "form",
        "表单读不出来，可能是文件太大或网络中断，请缩小文件后再试",
        "the form could not be read; a file may be too large or the connection was cut. Try again with smaller files",
    ))
}
