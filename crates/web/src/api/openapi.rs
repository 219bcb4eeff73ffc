//! The API's own description (OpenAPI 3.1), made from the packs in force.

use crate::serve::App;
use axum::Json;
use axum::extract::State;
use pack::model::{Field, FieldKind, Pack};
use serde_json::{Map, Value as Json_, json};

pub(super) async fn document(State(app): State<App>) -> Json<Json_> {
    let shelf = app.desk().shelf();
    let mut schemas = Map::new();
    for (pack, register) in shelf.registers() {
        let given = register.fields.iter().filter(|field| field.is_given());
        let properties: Map<String, Json_> = given
            .clone()
            .map(|field| (field.name.clone(), field_schema(pack, field)))
            .collect();
        let required: Vec<&str> = given
            .filter(|field| field.required && field.default.is_none())
            .map(|field| &*field.name)
            .collect();
        schemas.insert(
            format!("{}_fields", register.name),
            json!({ "type": "object", "title": register.title.zh, "properties": properties, "required": required, "additionalProperties": false }),
        );
    }
    schemas.insert("Problem".to_owned(), problem_schema());
    Json(json!({
        "openapi": "3.1.0",
        "info": { "title": "Yiben 一本账", "version": env!("CARGO_PKG_VERSION"),
            "description": "Registers, records, loops, indicators and lineage of a town. Errors are problem+json in Chinese and English." },
        "servers": [{ "url": "/api/v1" }],
        "security": [{ "bearer": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas,
        },
    }))
}

/// The JSON Schema of a field's values.
pub(super) fn field_schema(pack: &Pack, field: &Field) -> Json_ {
    let single = match &field.kind {
        FieldKind::Bool => json!({ "type": "boolean" }),
        FieldKind::Integer | FieldKind::Year => json!({ "type": "integer" }),
        FieldKind::Decimal { scale } => json!({ "type": "string", "format": "decimal", "x-scale": scale }),
        FieldKind::Money => json!({ "type": "string", "format": "decimal", "x-scale": 2, "x-unit": "元" }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Month => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}$" }),
        FieldKind::Time => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Code { list } => {
            let codes = pack
                .codes
                .get(*list)
                .map(|list| list.codes.as_slice())
                .unwrap_or_default();
            json!({
                "type": "string",
                "enum": codes.iter().map(|code| &*code.code).collect::<Vec<_>>(),
                "x-titles": codes.iter().map(|code| (code.code.clone(), json!(code.title))).collect::<Map<_, _>>(),
            })
        }
        FieldKind::Point | FieldKind::Line | FieldKind::Polygon => {
            json!({ "type": "object", "format": "geojson" })
        }
        FieldKind::Link { register } => json!({ "type": "string", "x-register": register }),
        FieldKind::Table { columns } => {
            let properties: Map<String, Json_> = columns
                .iter()
                .map(|column| (column.name.clone(), field_schema(pack, column)))
                .collect();
            return json!({ "type": "array", "items": { "type": "object", "properties": properties }, "title": field.title.zh });
        }
        FieldKind::Checklist { .. } => {
            return json!({
                "type": "array",
                "title": field.title.zh,
                "items": { "type": "object", "properties": {
                    "item": { "type": "string" }, "count": { "type": "integer" },
                    "note": { "type": "string" }, "photo": { "type": "string" },
                    "relapse": { "type": "integer" },
                } },
            });
        }
        _ => json!({ "type": "string" }),
    };
    let mut schema = if field.multiple {
        json!({ "type": "array", "items": single })
    } else {
        single
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), json!(field.title.zh));
        schema.insert("description".to_owned(), json!(field.title.en));
    }
    schema
}

fn problem_schema() -> Json_ {
    json!({
        "type": "object",
        "required": ["type", "status", "title", "title_zh"],
        "properties": {
            "type": { "type": "string" },
            "status": { "type": "integer" },
            "title": { "type": "string" },
            "title_zh": { "type": "string" },
            "problems": { "type": "array", "items": { "type": "object", "properties": {
                "code": { "type": "string" },
                "field": { "type": "string" },
                "message": { "type": "object", "properties": { "zh": { "type": "string" }, "en": { "type": "string" } } },
            } } },
        },
    })
}

/// A parameter in a path or query.
fn parameter(name: &str, place: &str, about: &str) -> Json_ {
    json!({ "name": name, "in": place, "required": place == "path", "description": about, "schema": { "type": "string" } })
}

fn operation(summary: &str, id: &str, parameters: &[Json_], body: Option<Json_>, status: &str) -> Json_ {
    let problem = json!({ "description": "refused", "content": {
        "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let mut operation = json!({
        "summary": summary,
        "operationId": id,
        "parameters": parameters,
        "responses": { status: { "description": "done", "content": { "application/json": { "schema": { "type": "object" } } } }, "default": problem },
    });
    if let (Some(body), Some(operation)) = (body, operation.as_object_mut()) {
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": { "application/json": { "schema": body } } }),
        );
    }
    operation
}

/// A file within JSON.
fn file() -> Json_ {
    json!({ "type": "string", "contentEncoding": "base64" })
}

fn import() -> Json_ {
    json!({ "type": "object", "required": ["register", "file"], "properties": {
        "register": { "type": "string" },
        "file": file(),
        "mode": { "enum": ["preview", "each", "all"], "default": "preview" },
        "sheet": { "type": "string" },
        "plan": { "type": "object", "description": "What the columns mean, as a preview answers with" },
        "accept_doubts": { "type": "boolean" },
        "file_name": { "type": "string", "description": "Told of the batch" },
    } })
}

fn report_file() -> Json_ {
    json!({ "type": "string", "contentMediaType": "application/octet-stream", "description": "The file itself is the body" })
}

fn new_form() -> Json_ {
    json!({ "type": "object", "required": ["name", "title", "file"], "properties": {
        "name": { "type": "string" },
        "title": { "type": "string" },
        "asked_by": { "type": "string" },
        "every": { "enum": ["once", "month", "quarter", "half", "year"] },
        "due_days": { "type": "integer" },
        "purpose": { "enum": ["figures", "masked", "clear"] },
        "minutes_by_hand": { "type": "integer" },
        "file_name": { "type": "string" },
        "file": file(),
    } })
}

fn paths() -> Json_ {
    let register = || parameter("register", "path", "Name of the register 台账");
    let id = || parameter("id", "path", "Id of the record 记录编号");
    let fields = || json!({ "type": "object", "properties": { "fields": { "type": "object" } } });
    let reason = || json!({ "type": "object", "required": ["reason"], "properties": { "reason": { "type": "string" } } });
    let key = || {
        parameter(
            "Idempotency-Key",
            "header",
            "The submission's own key: sent twice, it is one record",
        )
    };
    let list = [
        register(),
        parameter(
            "filter",
            "query",
            "category == 'neighbour' && reported_on >= '2024-03-01' && !overdue",
        ),
        parameter("place", "query", "Only this place and below"),
        parameter("sort", "query", "A column, - in front for greatest first"),
        parameter("after", "query", "Where the page before ended"),
        parameter("limit", "query", "Records on the page, at most 500"),
        parameter("fields", "query", "Only these fields, with commas between"),
        parameter("withdrawn", "query", "true: withdrawn records too"),
        parameter("count", "query", "true: count them all"),
    ];
    let figure = [
        parameter("name", "path", "Name of the indicator 指标"),
        parameter(
            "period",
            "query",
            "2024, 2024-H1, 2024-Q3, 2024-11, 2024-01/2024-11, 2024-03-05",
        ),
        parameter("place", "query", "Place; the town if left out"),
        parameter(
            "by",
            "query",
            "Dimensions of the indicator, place, day, month, quarter, year, with commas between",
        ),
        parameter("only", "query", "category:neighbour|family"),
        parameter("as_of", "query", "As the journal stood after this entry"),
        parameter("compare", "query", "true: growth and rank as well"),
    ];
    let format = || parameter("format", "path", "xlsx, csv, jsonl or geojson");
    let form = || parameter("name", "path", "Name of the form 报表");
    let mut figure_file = figure.to_vec();
    figure_file.push(format());
    let mut amend = operation(
        "Amend fields",
        "amendRecord",
        &[
            register(),
            id(),
            key(),
            parameter("If-Match", "header", "The version in view"),
        ],
        Some(fields()),
        "200",
    );
    if let Some(amend) = amend.as_object_mut() {
        amend.insert(
            "description".to_owned(),
            json!("An older version is merged field by field; what loses is kept with the record."),
        );
    }
    json!({
        "/registers": { "get": operation("Registers", "listRegisters", &[], None, "200") },
        "/registers/{register}": { "get": operation("A register with its fields and loop", "showRegister", &[register()], None, "200") },
        "/registers/{register}/records": {
            "get": operation("A page of records", "listRecords", &list, None, "200"),
            "post": operation("Make one record, or a batch with a result for each", "createRecords", &[register(), key()],
                Some(json!({ "oneOf": [
                    { "type": "object", "required": ["fields"], "properties": { "id": { "type": "string" }, "fields": { "type": "object" } } },
                    { "type": "object", "required": ["records"], "properties": { "mode": { "enum": ["each", "all"] }, "batch": { "type": "string" }, "records": { "type": "array", "items": { "type": "object" } } } },
                ] })), "201"),
        },
        "/registers/{register}/records/{id}": {
            "get": operation("A record and the steps it can take", "showRecord", &[register(), id()], None, "200"),
            "patch": amend,
        },
        "/registers/{register}/records/{id}/files/{name}": { "get": operation("An attachment that the record names", "showFile",
            &[register(), id(), parameter("name", "path", "Name it was kept under")], None, "200") },
        "/registers/{register}/records/{id}/history": { "get": operation("What happened to a record", "showHistory", &[register(), id()], None, "200") },
        "/registers/{register}/records/{id}/steps/{step}": { "post": operation("Take a step", "takeStep",
            &[register(), id(), parameter("step", "path", "Name of the step"), key()],
            Some(json!({ "type": "object", "properties": { "fields": { "type": "object" }, "note": { "type": "string" } } })), "200") },
        "/registers/{register}/records/{id}/withdraw": { "post": operation("Withdraw a record", "withdrawRecord", &[register(), id(), key()], Some(reason()), "200") },
        "/registers/{register}/records/{id}/restore": { "post": operation("Bring a record back", "restoreRecord", &[register(), id(), key()], Some(reason()), "200") },
        "/registers/{register}/records/{id}/reveal": { "post": operation("Show sensitive fields; journalled", "revealFields", &[register(), id()],
            Some(json!({ "type": "object", "required": ["fields", "reason"], "properties": { "fields": { "type": "array", "items": { "type": "string" } }, "reason": { "type": "string" } } })), "200") },
        "/registers/{register}/records/{id}/settle/{field}": { "post": operation("Decide a contested value", "settleField", &[register(), id(), parameter("field", "path", "Name of the field")], None, "200") },
        "/indicators": { "get": operation("Indicators", "listIndicators", &[], None, "200") },
        "/indicators/{name}": { "get": operation("Figures", "showFigures", &figure, None, "200") },
        "/indicators/{name}/lineage": { "get": operation("The records behind a figure", "showLineage", &figure, None, "200") },
        "/reports/check": { "post": operation("Hold every figure of a report against the records", "checkReport",
            &[parameter("name", "query", "Name of the file; its ending tells the format"), parameter("year", "query", "The year looked back on")], Some(report_file()), "200") },
        "/reports/adopt": { "post": operation("Propose every promise of a report as a commitment", "adoptReport",
            &[parameter("name", "query", "Name of the file; its ending tells the format"), parameter("year", "query", "The year looked back on"),
              parameter("measurable", "query", "Only promises with a number or a day"), parameter("dry", "query", "Tell what would be proposed; write nothing")], Some(report_file()), "200") },
        "/imports": { "post": operation("Bring a file's rows into a register, or tell what would become of them", "importFile", &[], Some(import()), "200") },
        "/registers/{register}/export/{format}": { "get": operation("A list as a file", "exportList",
            &[register(), format(), parameter("filter", "query", "As for the list"), parameter("lang", "query", "zh or en")], None, "200") },
        "/indicators/{name}/export/{format}": { "get": operation("Figures as a file", "exportFigures", &figure_file, None, "200") },
        "/indicators/{name}/lineage/export/{format}": { "get": operation("The records behind a figure as a file", "exportLineage", &figure_file, None, "200") },
        "/forms": {
            "get": operation("Forms asked for from above: who asks, when due, how much fills itself, what two of them ask alike", "listForms", &[], None, "200"),
            "post": operation("Take in a form; what its blanks want is proposed", "addForm", &[], Some(new_form()), "201"),
        },
        "/forms/{name}": {
            "get": operation("A form with its blanks and what belongs there", "showForm", &[form()], None, "200"),
            "delete": operation("Take a form out of the catalogue", "removeForm", &[form()], None, "204"),
        },
        "/forms/{name}/answers": { "put": operation("Confirm what belongs into blanks", "confirmForm", &[form()],
            Some(json!({ "type": "object", "required": ["answers"], "properties": { "answers": { "type": "array", "items": { "type": "object" } } } })), "200") },
        "/forms/{name}/fill": { "post": operation("Fill a form for a period: the workbook, the source of each cell, what could not be filled, what changed since it was sent", "fillForm", &[form()],
            Some(json!({ "type": "object", "required": ["period"], "properties": {
                "period": { "type": "string" }, "notes": { "type": "boolean" }, "send": { "type": "boolean" }, "reason": { "type": "string" } } })), "200") },
        "/due": { "get": operation("Matters that are due", "listDue", &[parameter("days", "query", "Days ahead")], None, "200") },
        "/messages": { "get": operation("Messages", "listMessages", &[], None, "200") },
        "/journal": { "get": operation("The journal's tail, as JSON or server-sent events", "tailJournal", &[parameter("after", "query", "Position")], None, "200") },
        "/files": { "post": operation("Keep an attachment", "keepFile", &[], None, "201") },
    })
}
