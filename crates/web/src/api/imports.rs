//! Files brought in, and lists, figures and lineage taken out, over the API.

use super::base64::Content;
use super::{blocking, json_body};
use crate::inquiry::Inquiry;
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{FileForm, ImportAsk, Imported, ListAsk, Mode, Plan};
use serde::{Deserialize, Serialize};

/// A file to be brought in, or tried.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewImport {
    register: String,
    file: Content,
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default)]
    plan: Option<Plan>,
    #[serde(default)]
    accept_doubts: bool,
    #[serde(default)]
    file_name: String,
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    imported: Imported,
    /// The rejected rows, a workbook for each table that has any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    returned: Vec<Content>,
}

pub(super) async fn import(Bearer(seat): Bearer, body: Bytes) -> Result<Response, Problem> {
    let new: NewImport = json_body(&body)?;
    blocking(move || {
        let ask = ImportAsk {
            register: new.register,
            mode: new.mode,
            sheet: new.sheet,
            plan: new.plan,
            accept_doubts: new.accept_doubts,
            file_name: new.file_name,
            batch: None,
        };
        let mut imported = seat.import(&ask, &new.file.0, &mut |_, _| {})?;
        let returned = std::mem::take(&mut imported.returned);
        let answer = Answer {
            imported,
            returned: returned.into_iter().map(Content).collect(),
        };
        Ok(Json(answer).into_response())
    })
    .await
}

/// What a list is taken out as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    #[serde(default)]
    filter: String,
    #[serde(default)]
    lang: Option<String>,
}

pub(super) async fn list(
    Bearer(seat): Bearer,
    Path((register, format)): Path<(String, String)>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let form = form(&format)?;
    blocking(move || {
        let ask = ListAsk {
            filter: query.filter,
            sort: "id".to_owned(),
            ..ListAsk::default()
        };
        let mut out = Vec::new();
        seat.export(
            &register,
            &ask,
            form,
            query.lang.as_deref() != Some("en"),
            &mut out,
        )?;
        Ok(file(&register, form, out))
    })
    .await
}

pub(super) async fn figures(
    Bearer(seat): Bearer,
    Path((name, format)): Path<(String, String)>,
    Query(query): Query<Inquiry>,
) -> Result<Response, Problem> {
    let (form, ask) = (form(&format)?, query.ask(name)?);
    blocking(move || {
        let mut out = Vec::new();
        seat.export_figures(&ask, form, true, &mut out)?;
        Ok(file(&ask.indicator, form, out))
    })
    .await
}

pub(super) async fn lineage(
    Bearer(seat): Bearer,
    Path((name, format)): Path<(String, String)>,
    Query(query): Query<Inquiry>,
) -> Result<Response, Problem> {
    let (form, ask) = (form(&format)?, query.ask(name)?);
    blocking(move || {
        let mut out = Vec::new();
        seat.export_lineage(&ask, form, true, &mut out)?;
        Ok(file(&ask.indicator, form, out))
    })
    .await
}

fn form(format: &str) -> Result<FileForm, Problem> {
    match format {
        "xlsx" => Ok(FileForm::Xlsx),
        "csv" => Ok(FileForm::Csv),
        "jsonl" => Ok(FileForm::Json),
        "geojson" => Ok(FileForm::GeoJson),
        _ => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "missing",
            "格式可为 xlsx、csv、jsonl、geojson",
            "the format is xlsx, csv, jsonl or geojson",
        )),
    }
}

fn file(name: &str, form: FileForm, content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}.{}\"", form.extension());
    let headers = [
        (header::CONTENT_TYPE, form.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, content).into_response()
}
