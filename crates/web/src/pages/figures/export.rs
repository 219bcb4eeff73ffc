//! Figures and their lineage as files.

use super::ask;
use crate::pages::assets::icon;
use crate::pages::download;
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::words::{figures as words, record};
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use desk::{Ask, DeskError, FileForm};
use ledger::Cause;
use maud::{Markup, html};

/// The files that are offered, as a menu.
pub(super) fn menu(look: Look, path: &str, query: &str) -> Markup {
    let forms = [
        (FileForm::Xlsx, record::EXPORT_XLSX),
        (FileForm::Csv, record::EXPORT_CSV),
        (FileForm::Json, record::EXPORT_JSON),
    ];
    html! {
        details.drop {
            summary.btn { (icon::DOWNLOAD) (look.say(words::DOWNLOAD)) (icon::CHEVRON_DOWN) }
            div.drop-body {
                @for (form, title) in forms { a href={ (path) "." (form.extension()) "?" (query) } { (look.say(title)) } }
            }
        }
    }
}

/// `figures.xlsx`, `lineage.csv` and their like.
pub(super) async fn file(
    staff: Staff,
    Path((name, file)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let (what, form) = asked(&file).ok_or_else(Fault::missing)?;
    let fields = Form::asked(&query.unwrap_or_default());
    let indicator = name.clone();
    // Asked once here, so that who may not is told by a page and not by a broken file.
    let ask = staff
        .ask(move |staff| question(staff, &indicator, &fields, what))
        .await?;
    let title = format!("{name}-{}", ask.period.to_string().replace('/', "_"));
    Ok(download::send(&staff, &title, form, move |staff, out| {
        let zh = staff.look().zh();
        match what {
            What::Figures => staff.seat.export_figures(&ask, form, zh, out),
            What::Lineage => staff.seat.export_lineage(&ask, form, zh, out),
        }
    }))
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Figures,
    Lineage,
}

fn asked(file: &str) -> Option<(What, FileForm)> {
    let (what, extension) = file.split_once('.')?;
    let what = match what {
        "figures" => What::Figures,
        "lineage" => What::Lineage,
        _ => return None,
    };
    let forms = [FileForm::Xlsx, FileForm::Csv, FileForm::Json];
    Some((
        what,
        forms.into_iter().find(|form| form.extension() == extension)?,
    ))
}

fn question(staff: &Staff, name: &str, form: &Form, what: What) -> Result<Ask, DeskError> {
    let shelf = staff.seat.desk().shelf();
    super::seen(staff, &shelf, name)?;
    let today = staff.seat.desk().now().date();
    let period = ask::period(form, today).map_err(|problem| DeskError::refused(Cause::Invalid, problem))?;
    let mut ask = ask::question(form, name, period)?;
    if what == What::Lineage {
        ask.by.clear();
    }
    staff.seat.may_export_figures(&ask)?;
    staff.seat.figures(&ask)?;
    Ok(ask)
}
