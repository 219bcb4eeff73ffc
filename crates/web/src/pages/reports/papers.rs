//! A report as a paper: a draft as it would be told now, a frozen text as it was told.

use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::paper;
use crate::pages::words::reports as words;
use crate::serve::App;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{ComposeAsk, DeskError, Manuscript, PaperForm};

/// Figures lead to their records on a page, and nowhere on paper.
const FIGURES: &str = "/indicators/";

pub(super) async fn draft(
    app: State<App>,
    staff: Staff,
    Path((name, file)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let path = format!("/reports/{name}");
    send(app, staff, path, file, move |staff| {
        let report = staff.seat.report(&name)?;
        let ask = ComposeAsk {
            place: Some(report.place),
            as_of: None,
        };
        let composed = staff.seat.compose(&report.template, &ask)?;
        let manuscript = Manuscript {
            markdown: composed.markdown,
            charts: composed.charts,
            ident: format!("{name}/{}", report.version),
            moment: report.at.0,
            figures: None,
        };
        Ok((report.title, manuscript))
    })
    .await
}

pub(super) async fn frozen(
    app: State<App>,
    staff: Staff,
    Path((name, number, file)): Path<(String, u32, String)>,
) -> Result<Response, Fault> {
    let path = format!("/reports/{name}/frozen/{number}");
    send(app, staff, path, file, move |staff| {
        let title = staff.seat.report(&name)?.title;
        Ok((title, staff.seat.frozen_report(&name, number)?.manuscript()))
    })
    .await
}

/// `paper` is a page, `paper.pdf` and `paper.docx` are files.
async fn send(
    State(app): State<App>,
    staff: Staff,
    path: String,
    file: String,
    work: impl FnOnce(&Staff) -> Result<(String, Manuscript), DeskError> + Send + 'static,
) -> Result<Response, Fault> {
    let press = paper::press(&app)?;
    let (stem, form) = paper::asked(&file);
    if stem != "paper" {
        return Err(Fault::missing());
    }
    paper::in_turn(form, &staff, move |staff| {
        let (title, manuscript) = work(staff)?;
        if form != PaperForm::Html {
            return paper::file(&*press, &manuscript, form, &title);
        }
        let manuscript = Manuscript {
            figures: Some(FIGURES.to_owned()),
            ..manuscript
        };
        let look = staff.look();
        let page = paper::page(
            look,
            title.clone(),
            &format!("{path}/papers/paper"),
            &*press,
            &manuscript,
        )?
        .under("/reports", look.say(words::TITLE))
        .under(path, title);
        Ok(staff.show(&page))
    })
    .await
}
