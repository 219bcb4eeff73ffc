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
    /// Files that were chosen.
    pub(crate) files: Vec<Chosen>,
}

/// A file as it was chosen.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// Name of the input.
    pub(crate) field: String,
    /// Its own name, without folders and without what a name cannot hold.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) content: Vec<u8>,
}

impl Chosen {
    fn new(field: String, name: &str, content: Vec<u8>) -> Self {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = last
            .chars()
            .filter(|each| !each.is_control() && *each != ':')
            .collect();
        let skip = name.chars().count().saturating_sub(100);
        Chosen {
            field,
            // The end is kept: it tells what the file is.
            name: name.chars().skip(skip).collect(),
            content,
        }
    }
}

impl Form {
    /// A form that asks and changes nothing: its fields stand in the address.
    pub(crate) fn asked(query: &str) -> Self {
        Form {
            texts: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            files: Vec::new(),
        }
    }

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
        if let Some(file) = part.file_name().map(str::to_owned) {
            let content = part.bytes().await.map_err(unreadable)?;
            // A browser sends an empty part for an input in which no file was chosen.
            if !content.is_empty() {
                form.files.push(Chosen::new(name, &file, content.to_vec()));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_own_name_and_no_folder() {
        let name = |given: &str| Chosen::new(String::new(), given, Vec::new()).name;
        assert_eq!(name("C:\\用户\\协议书.pdf"), "协议书.pdf");
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name("a:b\u{7}.png"), "ab.png");
    }
}
