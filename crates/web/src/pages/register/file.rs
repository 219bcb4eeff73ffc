//! Attachments of a record, for who may see the record.

use super::record_id;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

/// A file of a record. Pictures are shown; everything else is saved and not run.
pub(super) async fn show(
    staff: Staff,
    Path((register, id, name)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let found = staff
        .ask(move |staff| staff.seat.file(&register, record_id(&id)?, &name))
        .await?;
    let content = found.ok_or_else(Fault::missing)?;
    let (kind, disposition) = match picture(&content) {
        Some(kind) => (kind, "inline"),
        None => ("application/octet-stream", "attachment"),
    };
    let headers: [(HeaderName, &'static str); 4] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        // A name stands for one content for ever, but who may see it may change.
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    Ok((headers, content).into_response())
}

/// The kind of picture a content is by its first bytes; SVG is none, for it can hold script.
fn picture(content: &[u8]) -> Option<&'static str> {
    match content {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_that_hold_no_script_are_shown() {
        assert_eq!(picture(b"\x89PNG\r\n"), Some("image/png"));
        assert_eq!(picture(b"<svg xmlns='http://www.w3.org/2000/svg'>"), None);
        assert_eq!(picture(b"<!doctype html>"), None);
        assert_eq!(picture(b""), None);
    }
}
