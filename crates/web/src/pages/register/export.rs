//! A list as a file, sent while it is read.

use super::ask::Ask;
use super::seen;
use crate::pages::download;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use desk::FileForm;

pub(super) async fn csv(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::Csv).await
}

pub(super) async fn xlsx(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::Xlsx).await
}

pub(super) async fn json(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::Json).await
}

pub(super) async fn geojson(staff: Staff, path: Path<String>, query: RawQuery) -> Result<Response, Fault> {
    send(staff, path, query, FileForm::GeoJson).await
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
    let day = staff.seat.desk().now().date();
    let title = format!("{name}-{day}");
    Ok(download::send(&staff, &title, form, move |staff, out| {
        let zh = staff.look().zh();
        staff.seat.export(&name, &listing, form, zh, out)
    }))
}
