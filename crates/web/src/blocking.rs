//! Work that reads the disk, done where it holds up nobody.

use crate::problem::Problem;
use axum::http::StatusCode;

/// Runs what reads the disk on a thread of its own.
///
/// # Errors
/// What the work says, or that it ended badly.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, desk::DeskError> + Send + 'static,
) -> Result<T, Problem> {
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(result) => result.map_err(Problem::from),
        Err(error) => {
            tracing::error!(%error, "a request ended badly");
            Err(Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "程序内部出错，已记入日志",
                "something went wrong inside; it was logged",
            ))
        }
    }
}
