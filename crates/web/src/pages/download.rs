//! Files that are saved: sent while they are written, or whole, under a name in whatever script.

use super::guard::Staff;
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{DeskError, Exported, FileForm};
use futures_util::stream;
use std::io;
use tokio::sync::mpsc;

/// Pieces that wait to be sent; the writer then waits too.
const AHEAD: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;

/// Answers with a file of that name and form, as `write` writes it.
pub(super) fn send(
    staff: &Staff,
    name: &str,
    form: FileForm,
    write: impl FnOnce(&Staff, &mut dyn io::Write) -> Result<Exported, DeskError> + Send + 'static,
) -> Response {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(AHEAD);
    let writer = staff.clone();
    tokio::task::spawn_blocking(move || {
        let mut out = io::BufWriter::with_capacity(PIECE, Pipe(sender.clone()));
        let written = write(&writer, &mut out);
        let flushed = io::Write::flush(&mut out);
        if let Err(error) = written.map(drop).map_err(io::Error::other).and(flushed) {
            tracing::warn!(%error, "an export ended early");
            // Whoever reads may have gone.
            let _ = sender.blocking_send(Err(error));
        }
    });
    let pieces = stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    let name = format!("{name}.{}", form.extension());
    if let Ok(value) = HeaderValue::from_str(&disposition(&name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Answers with a file to be saved under this name.
pub(super) fn whole(name: &str, kind: &'static str, content: Vec<u8>) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 2] = [
        (header::CONTENT_TYPE, kind),
        // Whatever the content is taken for, it is no page of this program.
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&disposition(name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The name in ASCII for old programs, and as it is for all others (RFC 6266).
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|each| {
            if each.is_ascii_alphanumeric() || ".-_".contains(each) {
                each
            } else {
                '_'
            }
        })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

/// Writes into a channel.
struct Pipe(mpsc::Sender<io::Result<Bytes>>);

impl io::Write for Pipe {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0
            .blocking_send(Ok(Bytes::copy_from_slice(piece)))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_is_told_to_every_browser() {
        assert_eq!(
            disposition("退回 1.xlsx"),
            "attachment; filename=\"___1.xlsx\"; filename*=UTF-8''%E9%80%80%E5%9B%9E%201.xlsx"
        );
    }
}
