//! Writing a report: its text beside what it would tell now and what is found in it. What was typed is kept by itself for its
//! writer; saving makes a version of it for everyone.

use super::{find, findings, marked};
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::form::Form;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, empty, moment, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::reports as words;
use crate::serve::App;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use desk::{ComposeAsk, DeskError, FigureAt, Report};
use ledger::{Cause, Moment, Problem};
use maud::{Markup, PreEscaped, html};
use pack::model::Tone;

/// What stands in the editor.
struct Shown {
    name: String,
    /// The report as it is saved.
    report: Report,
    title: String,
    template: String,
    /// The version that the text was written from.
    base: u32,
    /// When the text was kept by itself, if it was not saved since.
    kept: Option<Moment>,
    /// Someone saved another version meanwhile.
    overtaken: bool,
    problems: Vec<Problem>,
    /// The word for which an indicator is looked for.
    word: String,
    /// Papers can be set.
    papers: bool,
}

fn address(name: &str) -> String {
    format!("/reports/{name}")
}

impl Shown {
    /// The report as it is saved, or the person's own text where it was not saved.
    fn open(staff: &Staff, name: String, papers: bool) -> Result<Self, DeskError> {
        let report = staff.seat.report(&name)?;
        let draft = staff.seat.draft(&address(&name))?;
        let mut shown = Shown {
            title: report.title.clone(),
            template: report.template.clone(),
            base: report.version,
            kept: None,
            overtaken: false,
            problems: Vec::new(),
            word: String::new(),
            papers,
            name,
            report,
        };
        if let Some(draft) = draft {
            shown.kept = Some(draft.at);
            shown.fill(&Form {
                texts: draft.texts,
                files: Vec::new(),
            });
        }
        Ok(shown)
    }

    /// What a person typed.
    fn fill(&mut self, form: &Form) {
        form.get("title").clone_into(&mut self.title);
        self.template = form.get("template").replace("\r\n", "\n");
        self.base = form.get("_base").parse().unwrap_or(self.report.version);
        form.get("q").clone_into(&mut self.word);
        self.overtaken = self.base != self.report.version
            && (self.template != self.report.template || self.title != self.report.title);
    }

    /// What is kept by itself.
    fn texts(&self) -> Vec<(String, String)> {
        [
            ("title", self.title.clone()),
            ("template", self.template.clone()),
            ("_base", self.base.to_string()),
        ]
        .map(|(name, text)| (name.to_owned(), text))
        .to_vec()
    }
}

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    let papers = app.press().is_some();
    let page = staff
        .ask(move |staff| page(staff, &Shown::open(staff, name, papers)?))
        .await?;
    Ok(staff.show(&page))
}

pub(super) async fn receive(
    State(app): State<App>,
    Path(name): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let papers = app.press().is_some();
    staff
        .clone()
        .ask(move |staff| {
            let mut shown = Shown::open(staff, name, papers)?;
            shown.kept = None;
            shown.fill(&form);
            act(staff, shown, form.get("_do"))
        })
        .await
}

fn act(staff: &Staff, mut shown: Shown, wish: &str) -> Result<Response, DeskError> {
    let to = address(&shown.name);
    match wish {
        "autosave" => {
            staff.seat.keep_draft(&to, shown.texts())?;
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        "drop" => {
            staff.seat.drop_draft(&to)?;
            return Ok(Flash::done(staff.look().say(words::DROPPED)).on(&staff.visit, go(&to)));
        }
        "save" | "freeze" => return save(staff, shown, wish == "freeze"),
        _ => {}
    }
    if let Some(indicator) = wish.strip_prefix("insert:") {
        let figure = FigureAt {
            indicator: indicator.to_owned(),
            period: shown.report.year.to_string(),
            place: String::new(),
        };
        let text = shown.template.trim_end().to_owned();
        shown.template = format!("{text}\n\n{}\n", findings::bound(&figure));
    }
    staff.seat.keep_draft(&to, shown.texts())?;
    Ok(staff.show(&page(staff, &shown)?))
}

fn save(staff: &Staff, mut shown: Shown, freeze: bool) -> Result<Response, DeskError> {
    let look = staff.look();
    let to = address(&shown.name);
    let saved = staff
        .seat
        .save_report(&shown.name, shown.base, &shown.title, &shown.template);
    let done = saved.and_then(|report| {
        // Saved for everyone now, so nothing is left to be kept for the writer alone.
        staff.seat.drop_draft(&to)?;
        shown.base = report.version;
        let version = report.version;
        shown.report = report;
        if freeze {
            staff.seat.freeze_report(&shown.name, version).map(Some)
        } else {
            Ok(None)
        }
    });
    match done {
        Ok(Some(number)) => {
            let to = format!("{to}/frozen/{number}");
            Ok(Flash::done(look.say(words::FROZEN_NOW)).on(&staff.visit, go(&to)))
        }
        Ok(None) => Ok(Flash::done(look.say(words::SAVED_NOW)).on(&staff.visit, go(&to))),
        Err(error) if matches!(error.cause(), Some(Cause::Conflict | Cause::Invalid)) => {
            if error.cause() == Some(Cause::Conflict) {
                staff.seat.keep_draft(&to, shown.texts())?;
                shown.report = staff.seat.report(&shown.name)?;
                shown.overtaken = true;
            }
            shown.problems = error.problems();
            let status = if shown.overtaken {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            Ok(staff.show_as(status, &page(staff, &shown)?))
        }
        Err(error) => Err(error),
    }
}

/// What the text would tell now, as a piece of the page, for the script that keeps it fresh.
pub(super) async fn preview(
    Path(name): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let told = staff
        .ask(move |staff| {
            let report = staff.seat.report(&name)?;
            panel(staff, &report, &form.get("template").replace("\r\n", "\n"))
        })
        .await?;
    Ok(Html(told.into_string()).into_response())
}

fn page(staff: &Staff, shown: &Shown) -> Result<Page, DeskError> {
    let look = staff.look();
    let writes = staff.seat.writes_reports();
    let body = html! {
        (summary(look, &shown.problems))
        @if shown.overtaken && writes { (theirs(staff, shown)) }
        @if let Some(at) = shown.kept.filter(|_| writes) {
            div.note.note-alert { (icon::DEVICE_FLOPPY) p { (look.say(words::UNSAVED)) " " (moment(&at.to_string())) } }
        }
        div.desk-editor {
            @if writes { (editor(staff, shown)?) } @else { p.note.note-alert { (icon::LOCK) (look.say(words::READ_ONLY)) } }
            section.card.panel aria-labelledby="panel" {
                div.card-top { h2 #panel { (look.say(words::PANEL)) } span.text-secondary data-status role="status" {} }
                div #told { (panel(staff, &shown.report, &shown.template)?) }
            }
        }
    };
    Ok(Page::new(&*shown.report.title, body)
        .under("/reports", look.say(words::TITLE))
        .style(&assets::REPORTS_CSS)
        .script(&assets::REPORTS_JS)
        .beside(standing(staff, &shown.report))
        .doing(actions(staff, shown)))
}

fn standing(staff: &Staff, report: &Report) -> Markup {
    let look = staff.look();
    html! {
        span.number { (look.say(words::VERSION)) " " (report.version) }
        @if report.frozen.is_empty() { (tag(Tone::Plain, look.say(words::DRAFT))) }
    }
}

fn actions(staff: &Staff, shown: &Shown) -> Markup {
    let look = staff.look();
    let to = address(&shown.name);
    html! {
        @for mark in shown.report.frozen.iter().rev().take(3) {
            a.btn href={ (to) "/frozen/" (mark.number) } { (icon::LOCK) (words::frozen_number(look, mark.number)) }
        }
        @if shown.papers { a.btn href={ (to) "/papers/paper" } title=(look.say(words::PAPER_HELP)) { (icon::EYE) (look.say(words::PAPER)) } }
    }
}

fn editor(staff: &Staff, shown: &Shown) -> Result<Markup, DeskError> {
    let look = staff.look();
    let to = address(&shown.name);
    // Who has seen what others saved writes on from it.
    let base = if shown.overtaken {
        shown.report.version
    } else {
        shown.base
    };
    Ok(html! {
        form.card.stack.report-form method="post" action=(to) data-autosave data-preview={ (to) "/preview" }
            data-figures={ "/reports/figures?year=" (shown.report.year) "&q=" }
            data-computing=(look.say(words::COMPUTING)) data-offline=(look.say(words::OFFLINE))
        {
            (staff.token())
            input type="hidden" name="_base" value=(base);
            label for=(anchor("title")) { (look.say(words::NAME)) }
            input.form-control id=(anchor("title")) name="title" maxlength="100" value=(shown.title);
            (problems_of(look, &shown.problems, "title"))
            label for=(anchor("template")) { (look.say(words::TEXT)) }
            textarea.form-control.report-text id=(anchor("template")) name="template" rows="28" spellcheck="false" aria-describedby="template-help" { "\n" (shown.template) }
            (problems_of(look, &shown.problems, "template"))
            p.help #template-help { (look.say(words::TEXT_HELP)) }
            (finder(staff, shown)?)
            div.entry-foot.report-foot {
                button.btn.btn-primary name="_do" value="save" { (icon::DEVICE_FLOPPY) (look.say(words::SAVE)) }
                button.btn name="_do" value="preview" { (icon::REFRESH) (look.say(words::PREVIEW)) }
                button.btn name="_do" value="freeze" { (icon::LOCK) (look.say(words::FREEZE)) }
                @if shown.kept.is_some() || shown.overtaken { button.btn name="_do" value="drop" { (icon::ARROW_BACK_UP) (look.say(words::DROP)) } }
                span.note-side.text-secondary role="status" data-autosaved=(look.say(crate::pages::words::record::DRAFT_KEPT)) {}
            }
        }
    })
}

fn finder(staff: &Staff, shown: &Shown) -> Result<Markup, DeskError> {
    let look = staff.look();
    Ok(html! {
        details.finder open[!shown.word.is_empty()] {
            summary { (icon::SEARCH) " " (look.say(words::FIND)) }
            div.find {
                input.form-control name="q" value=(shown.word) aria-label=(look.say(words::FIND)) placeholder=(look.say(words::FIND_HINT)) maxlength="40";
                button.btn name="_do" value="find" { (look.say(words::FIND_DO)) }
            }
            p.help { (look.say(words::INSERT_HELP)) }
            div #found { (find::list(staff, &shown.word, shown.report.year)?) }
        }
    })
}

/// What someone else saved, with the lines that this person's text lacks marked.
fn theirs(staff: &Staff, shown: &Shown) -> Markup {
    let look = staff.look();
    let own: Vec<&str> = shown.template.lines().collect();
    html! {
        section.card.contested aria-labelledby="theirs" {
            h2 #theirs { (icon::ALERT_TRIANGLE) " " (look.say(words::OVERTAKEN)) }
            p { (look.say(words::OVERTAKEN_WHY)) }
            details open {
                summary { (look.say(words::THEIRS)) " · " (look.say(words::VERSION)) " " (shown.report.version) }
                pre.source tabindex="0" {
                    @for line in shown.report.template.lines() {
                        @if own.contains(&line) { (line) } @else { ins { (line) } }
                        "\n"
                    }
                }
            }
        }
    }
}

/// The text as it would be told now, and what is found in it.
fn panel(staff: &Staff, report: &Report, template: &str) -> Result<Markup, DeskError> {
    let look = staff.look();
    let ask = ComposeAsk {
        place: Some(report.place),
        as_of: None,
    };
    let review = match staff.seat.review(template, Some(report.year), &ask) {
        Ok(review) => review,
        Err(error) if error.cause() == Some(Cause::Invalid) => {
            let why = html! { @for problem in error.problems() { p { (look.text(&problem.message)) } } };
            return Ok(empty(icon::ALERT_TRIANGLE, look.say(words::TEMPLATE_WRONG), &why));
        }
        Err(error) => return Err(error),
    };
    let composed = &review.composed;
    let bound = composed.figures.len();
    Ok(html! {
        (findings::counts(look, &review.check, bound))
        (findings::loose(look, &composed.loose))
        (findings::list(look, &review.check, &review.marks))
        div.told-text tabindex="0" role="region" aria-label=(look.say(words::MARKED_TEXT)) {
            (marked::sheet(look, &review.reading.document, &review.marks))
        }
        @if !composed.charts.is_empty() {
            h3 { (look.say(words::CHARTS)) }
            @for chart in composed.charts.values() { div.paper-chart { (PreEscaped(chart)) } }
        }
        p.text-secondary { (look.say(words::AS_OF)) " " (composed.as_of) }
    })
}
