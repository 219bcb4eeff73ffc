//! Files that are sent while they are written.

use super::guard::Staff;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
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
    let disposition = format!("attachment; filename=\"{name}.{}\"", form.extension());
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
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
