//! A list as a file, sent while it is read.

use super::ask::Ask;
use super::seen;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::FileForm;
use futures_util::stream;
use std::io;
use tokio::sync::mpsc;

/// Pieces that wait to be sent; the reader then waits too.
const AHEAD: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;

pub(super) async fn csv(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::Csv).await
}

pub(super) async fn xlsx(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::Xlsx).await
}

pub(super) async fn json(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::Json).await
}

async fn send(
    staff: Staff,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    form: FileForm,
) -> Result<Response, Fault> {
    let ask = Ask::read(&query.unwrap_or_default());
    let register = name.clone();
    // Asked once here, so that who may not is told by a page and not by a broken file.
    let listing = staff
        .ask(move |staff| {
            let shelf = staff.seat.desk().shelf();
            let (_, found) = seen(staff, &shelf, &register)?;
            let listing = ask.listing(found);
            staff.seat.may_export(&register)?;
            staff.seat.list(
                &register,
                &desk::ListAsk {
                    limit: Some(1),
                    ..listing.clone()
                },
            )?;
            Ok(listing)
        })
        .await?;
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(AHEAD);
    let (writer, register) = (staff.clone(), name.clone());
    tokio::task::spawn_blocking(move || {
        let mut out = io::BufWriter::with_capacity(PIECE, Pipe(sender.clone()));
        let zh = writer.look().zh();
        let written = writer.seat.export(&register, &listing, form, zh, &mut out);
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
    let (kind, extension) = (form.media_type(), form.extension());
    let day = staff.seat.desk().now().date();
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"{name}-{day}.{extension}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
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
