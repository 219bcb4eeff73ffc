//! The town's base map as browsers read it: stretch by stretch. No more than a piece of it is ever held here, so the file
//! may be of any size.

use super::range::Wanted;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use axum::body::{Body, Bytes};
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::BaseMap;
use futures_util::stream;
use std::io;
use std::ops::Range;

/// Bytes that are read at a time.
const PIECE: u64 = 64 * 1024;

/// Where browsers find it. Another file is found at another address, so what they keep is never of two files.
pub(super) fn path(base: &BaseMap) -> String {
    format!("/map/base?{}", base.mark())
}

pub(super) async fn serve(
    staff: Staff,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let found = staff.ask(|staff| Ok(staff.seat.base_map())).await?;
    let base = found.ok_or_else(Fault::missing)?;
    let (length, tag) = (base.length(), format!("\"{}\"", base.mark()));
    let lasting = query.is_some_and(|query| query == base.mark());
    let mut response = match Wanted::of(&headers, length, &tag) {
        Wanted::Same => StatusCode::NOT_MODIFIED.into_response(),
        Wanted::Beyond => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            put(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
            response
        }
        Wanted::Whole => sent(base, 0..length),
        Wanted::Stretch(range) => {
            let told = format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1));
            let mut response = sent(base, range);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            put(&mut response, header::CONTENT_RANGE, &told);
            response
        }
    };
    put(&mut response, header::ETAG, &tag);
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    let keep = if lasting {
        "private, max-age=604800"
    } else {
        "private, no-cache"
    };
    put(&mut response, header::CACHE_CONTROL, keep);
    Ok(response)
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// A stretch, read as fast as it is taken: who reads slowly holds no thread meanwhile.
fn sent(base: BaseMap, range: Range<u64>) -> Response {
    let length = (range.end - range.start).to_string();
    let pieces = stream::try_unfold((base, range), |(base, range)| async move {
        if range.is_empty() {
            return Ok(None);
        }
        tokio::task::spawn_blocking(move || next(base, range))
            .await
            .map_err(io::Error::other)?
            .map(Some)
    });
    let mut response = Body::from_stream(pieces).into_response();
    put(&mut response, header::CONTENT_LENGTH, &length);
    put(&mut response, header::CONTENT_TYPE, "application/vnd.pmtiles");
    response
}

/// A piece, and what is left to read.
fn next(mut base: BaseMap, range: Range<u64>) -> io::Result<(Bytes, (BaseMap, Range<u64>))> {
    let end = range.end.min(range.start + PIECE);
    let length = usize::try_from(end - range.start).map_err(io::Error::other)?;
    let piece = base.read(range.start, length)?;
    Ok((Bytes::from(piece), (base, end..range.end)))
}
