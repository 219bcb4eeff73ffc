//! The division table as a workbook, and the monthly bulletin as a paper.

use super::board::{Asked, year_of};
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::paper;
use crate::pages::words::commitments as words;
use crate::serve::App;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{DeskError, PaperForm, division_table};
use ledger::{Cause, Problem};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn table(staff: Staff, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let (year, workbook) = staff
        .ask(move |staff| {
            staff.seat.may_export("commitment")?;
            let year = year_of(staff, asked.year)?;
            let standings = staff.seat.commitments(year, staff.seat.desk().now().date())?;
            let workbook = division_table(year, &standings).map_err(|error| {
                DeskError::refused(
                    Cause::Invalid,
                    Problem::new("workbook", error.zh(), error.to_string()),
                )
            })?;
            Ok((year, workbook))
        })
        .await?;
    let disposition = format!("attachment; filename=\"commitments-{year}.xlsx\"");
    let mut response = workbook.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// `bulletin-2024` is a page, `bulletin-2024.pdf` and `.docx` are files.
pub(super) async fn bulletin(
    State(app): State<App>,
    staff: Staff,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    let press = paper::press(&app)?;
    let (stem, form) = paper::asked(&name);
    let year = stem
        .strip_prefix("bulletin-")
        .and_then(|year| year.parse::<i16>().ok());
    let year = year.ok_or_else(Fault::missing)?;
    paper::in_turn(form, &staff, move |staff| {
        let look = staff.look();
        let day = staff.seat.desk().now().date();
        let manuscript = staff.seat.bulletin(year, day, &|text| press.literal(text))?;
        let title = look.say(words::BULLETIN);
        if form != PaperForm::Html {
            return paper::file(&*press, &manuscript, form, &format!("{title}{day}"));
        }
        let path = format!("/commitments/papers/bulletin-{year}");
        let page = paper::page(look, title.to_owned(), &path, &*press, &manuscript)?
            .under(format!("/commitments?year={year}"), look.say(words::TITLE));
        Ok(staff.show(&page))
    })
    .await
}
