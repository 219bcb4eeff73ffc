//! The town's places and what happens to them: one begins, is renamed, ends or is merged.

use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::form::Form;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::look::Look;
use crate::pages::parts::{anchor, problem_id, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::place as words;
use crate::pages::words::{Say, shell};
use crate::problem::Problem as Answer;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::DeskError;
use jiff::civil::Date;
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::Lang;
use pack::model::Tone;
use standards::{Place, PlaceChange, PlaceCode, PlaceLevel, PlaceTree, Position};

/// A form sent back: what was typed and what is wrong with it.
#[derive(Default)]
struct Sent {
    form: Form,
    problems: Vec<Problem>,
}

pub(super) async fn list(staff: Staff) -> Result<Response, Fault> {
    let page = staff.ask(|staff| list_page(staff, &Sent::default())).await?;
    Ok(staff.show(&page))
}

pub(super) async fn show(staff: Staff, Path(code): Path<String>) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| place_page(staff, known(staff, &code)?, &Sent::default()))
        .await?;
    Ok(staff.show(&page))
}

/// A new place.
pub(super) async fn begin(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let asker = staff.clone();
    asker
        .ask(move |staff| {
            let change = begun(&form);
            keep(staff, form, change, "/settings/places", list_page)
        })
        .await
}

/// A new name, or an end.
pub(super) async fn change(
    Path(code): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let asker = staff.clone();
    asker
        .ask(move |staff| {
            let code = known(staff, &code)?;
            let change = match form.get("_do") {
                "rename" => renamed(code, &form),
                "lie" => lying(code, &form),
                _ => ended(code, &form),
            };
            let back = format!("/settings/places/{code}");
            keep(staff, form, change, &back, |staff, sent| {
                place_page(staff, code, sent)
            })
        })
        .await
}

fn keep(
    staff: &Staff,
    form: Form,
    change: Result<PlaceChange, Vec<Problem>>,
    back: &str,
    page: impl Fn(&Staff, &Sent) -> Result<Page, DeskError>,
) -> Result<Response, DeskError> {
    let kept = change
        .map_err(DeskError::from)
        .and_then(|change| staff.seat.change_place(&change));
    match kept {
        Ok(_) => Ok(Flash::done(staff.look().say(words::KEPT)).on(&staff.visit, go(back))),
        Err(error) if error.cause() == Some(Cause::Forbidden) => Err(error),
        Err(error) => {
            let problems = Answer::from(error).problems;
            let page = page(staff, &Sent { form, problems })?;
            Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

fn known(staff: &Staff, code: &str) -> Result<PlaceCode, DeskError> {
    let places = staff.seat.desk().places();
    let found = code.parse().ok().filter(|code| !places.periods(*code).is_empty());
    found.ok_or_else(|| {
        let problem = Problem::new("missing", "没有这个区划", "there is no such place");
        DeskError::refused(Cause::Missing, problem)
    })
}

fn begun(form: &Form) -> Result<PlaceChange, Vec<Problem>> {
    let code = form.get("code").trim().parse::<PlaceCode>();
    let code = code.map_err(|error| Problem::new("place", error.zh(), error.to_string()).at("code"));
    match (code, day(form, "from")) {
        (Ok(code), Ok(from)) => Ok(PlaceChange::Begin {
            code,
            name: form.get("name").trim().to_owned(),
            english: english(form),
            from,
        }),
        (code, from) => Err(code.err().into_iter().chain(from.err()).collect()),
    }
}

fn renamed(code: PlaceCode, form: &Form) -> Result<PlaceChange, Vec<Problem>> {
    Ok(PlaceChange::Rename {
        code,
        name: form.get("name").trim().to_owned(),
        english: english(form),
        from: day(form, "from").map_err(|problem| vec![problem])?,
    })
}

fn ended(code: PlaceCode, form: &Form) -> Result<PlaceChange, Vec<Problem>> {
    Ok(PlaceChange::End {
        code,
        until: day(form, "until").map_err(|problem| vec![problem])?,
        merged_into: form.get("into").parse().ok(),
    })
}

/// Where a place lies; nowhere in particular when both are left empty.
fn lying(code: PlaceCode, form: &Form) -> Result<PlaceChange, Vec<Problem>> {
    let degrees = |name: &str| form.get(name).trim().to_owned();
    let (longitude, latitude) = (degrees("longitude"), degrees("latitude"));
    if longitude.is_empty() && latitude.is_empty() {
        return Ok(PlaceChange::Lie { code, position: None });
    }
    let position = longitude
        .parse()
        .ok()
        .zip(latitude.parse().ok())
        .and_then(|(longitude, latitude)| Position::new(longitude, latitude).ok());
    match position {
        Some(position) => Ok(PlaceChange::Lie {
            code,
            position: Some(position),
        }),
        None => {
            let wrong = words::POSITION_WRONG;
            let problem = Problem::new("position", wrong.get(Lang::Zh), wrong.get(Lang::En));
            Err(vec![problem.at("longitude")])
        }
    }
}

fn english(form: &Form) -> Option<String> {
    Some(form.get("english").trim().to_owned()).filter(|english| !english.is_empty())
}

fn day(form: &Form, field: &str) -> Result<Date, Problem> {
    let wrong = words::DATE_WRONG;
    form.get(field)
        .trim()
        .parse()
        .map_err(|_| Problem::new("date", wrong.get(Lang::Zh), wrong.get(Lang::En)).at(field))
}

fn list_page(staff: &Staff, sent: &Sent) -> Result<Page, DeskError> {
    // Asked for what is shown to administrators only, so that the page too is theirs only.
    staff.seat.people()?;
    let look = staff.look();
    let desk = staff.seat.desk();
    let (places, today) = (desk.places(), desk.now().date());
    let titles = [words::NAME, words::CODE, words::GRIDS, words::STATE];
    let body = html! {
        (summary(look, &sent.problems))
        p.text-secondary { (look.say(words::WHY)) }
        section.card.card-flush {
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::PLACES)) {
                table.table.table-list {
                    thead { tr { @for title in titles { th scope="col" { (look.say(title)) } } } }
                    tbody {
                        @for code in codes(&places) {
                            @let place = latest(&places, code, today);
                            tr {
                                th scope="row" { a href={ "/settings/places/" (code) } { (place.map_or("", |place| &place.name)) } }
                                td data-label=(look.say(words::CODE)) { (code) }
                                td data-label=(look.say(words::GRIDS)) { (grids(&places, code, today)) }
                                td data-label=(look.say(words::STATE)) { @if let Some(place) = place { (state(look, place, today)) } }
                            }
                        }
                    }
                }
            }
        }
        section.card aria-labelledby="new" {
            h2 #new { (look.say(words::NEW)) }
            form.entry method="post" action="/settings/places" novalidate {
                (staff.token())
                div.fields {
                    div.field {
                        (input(look, sent, "code", words::CODE, "text"))
                        p.help { (look.say(words::CODE_HELP)) }
                    }
                    div.field { (input(look, sent, "name", words::NAME, "text")) }
                    div.field { (input(look, sent, "english", words::ENGLISH, "text")) }
                    div.field { (input(look, sent, "from", words::FROM, "date")) }
                }
                div.entry-foot { button.btn.btn-primary { (icon::PLUS) (look.say(words::NEW)) } }
            }
        }
    };
    Ok(Page::new(look.say(words::PLACES), body).under("/settings/people", look.say(shell::SETTINGS)))
}

fn place_page(staff: &Staff, code: PlaceCode, sent: &Sent) -> Result<Page, DeskError> {
    staff.seat.people()?;
    let look = staff.look();
    let desk = staff.seat.desk();
    let (places, today, town) = (desk.places(), desk.now().date(), desk.town().code);
    let below: Vec<PlaceCode> = codes_below(&places, code);
    // What ended changes no more, and the town itself is not the town's to end.
    let open = code != town
        && places
            .periods(code)
            .last()
            .is_some_and(|place| place.until.is_none());
    let body = html! {
        (summary(look, &sent.problems))
        section.card aria-labelledby="history" {
            h2 #history { (look.say(words::HISTORY)) }
            ul.plain { @for period in places.periods(code) { li { (life(look, &places, period)) } } }
        }
        @if !below.is_empty() {
            section.card aria-labelledby="grids" {
                h2 #grids { (look.say(words::GRIDS)) }
                ul.plain {
                    @for each in below {
                        @if let Some(place) = latest(&places, each, today) {
                            li { a href={ "/settings/places/" (each) } { (place.name) } " " span.text-secondary { (each) } " " (state(look, place, today)) }
                        }
                    }
                }
            }
        }
        @if open {
            div.columns {
                (lie_form(staff, code, sent))
                (rename_form(staff, code, sent))
                (end_form(staff, code, sent))
            }
        }
    };
    let place = latest(&places, code, today);
    Ok(Page::new(place.map_or("", |place| &place.name), body)
        .under("/settings/people", look.say(shell::SETTINGS))
        .under("/settings/places", look.say(words::PLACES))
        .beside(html! { @if let Some(place) = place { (state(look, place, today)) } }))
}

fn lie_form(staff: &Staff, code: PlaceCode, sent: &Sent) -> Markup {
    let look = staff.look();
    let places = staff.seat.desk().places();
    let position = places.periods(code).last().and_then(|place| place.position);
    // What was typed and refused stands again; else what is declared.
    let mut shown = Sent {
        form: sent.form.clone(),
        problems: sent.problems.clone(),
    };
    if let Some(at) = position.filter(|_| shown.form.get("_do") != "lie") {
        let degrees = [("longitude", at.longitude()), ("latitude", at.latitude())];
        let texts = degrees.map(|(name, degrees)| (name.to_owned(), degrees.to_string()));
        shown.form.texts.extend(texts);
    }
    html! {
        section.card aria-labelledby="lie" {
            h2 #lie { (look.say(words::POSITION)) }
            p.help { (look.say(words::POSITION_HELP)) }
            form.stack method="post" action={ "/settings/places/" (code) } novalidate {
                (staff.token())
                input type="hidden" name="_do" value="lie";
                (input(look, &shown, "longitude", words::LONGITUDE, "text"))
                (input(look, &shown, "latitude", words::LATITUDE, "text"))
                button.btn.btn-primary { (icon::MAP_PIN) (look.say(words::POSITION_KEEP)) }
            }
        }
    }
}

fn rename_form(staff: &Staff, code: PlaceCode, sent: &Sent) -> Markup {
    let look = staff.look();
    html! {
        section.card aria-labelledby="rename" {
            h2 #rename { (look.say(words::RENAME)) }
            form.stack method="post" action={ "/settings/places/" (code) } novalidate {
                (staff.token())
                input type="hidden" name="_do" value="rename";
                (input(look, sent, "name", words::NAME, "text"))
                (input(look, sent, "english", words::ENGLISH, "text"))
                (input(look, sent, "from", words::RENAME_FROM, "date"))
                button.btn.btn-primary { (icon::PENCIL) (look.say(words::RENAME)) }
            }
        }
    }
}

fn end_form(staff: &Staff, code: PlaceCode, sent: &Sent) -> Markup {
    let look = staff.look();
    let desk = staff.seat.desk();
    let (places, today) = (desk.places(), desk.now().date());
    html! {
        section.card aria-labelledby="end" {
            h2 #end { (look.say(words::END)) }
            p.help { (look.say(words::END_HELP)) }
            form.stack method="post" action={ "/settings/places/" (code) } novalidate {
                (staff.token())
                input type="hidden" name="_do" value="end";
                (input(look, sent, "until", words::UNTIL, "date"))
                label for=(anchor("into")) { (look.say(words::MERGED_INTO)) }
                select.form-select id=(anchor("into")) name="into" {
                    option value="" { (look.say(words::MERGED_NOWHERE)) }
                    @for other in places.siblings(code, today) {
                        @let value = other.code.to_string();
                        option value=(value) selected[sent.form.get("into") == value] { (other.name) }
                    }
                }
                button.btn.btn-danger { (icon::X) (look.say(words::END)) }
            }
        }
    }
}

fn input(look: Look, sent: &Sent, name: &str, title: Say, kind: &str) -> Markup {
    let wrong = sent
        .problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some(name));
    html! {
        label for=(anchor(name)) { (look.say(title)) }
        input.form-control id=(anchor(name)) name=(name) type=(kind) value=(sent.form.get(name)) maxlength="40" autocomplete="off"
            aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(name))];
        (problems_of(look, &sent.problems, name))
    }
}

/// The town and its villages, each once.
fn codes(places: &PlaceTree) -> Vec<PlaceCode> {
    distinct(
        places
            .places()
            .iter()
            .filter(|place| place.code.level() <= PlaceLevel::Village),
    )
}

fn codes_below(places: &PlaceTree, code: PlaceCode) -> Vec<PlaceCode> {
    distinct(
        places
            .places()
            .iter()
            .filter(|place| place.code.level() > PlaceLevel::Village && place.code.parent() == Some(code)),
    )
}

fn distinct<'a>(places: impl Iterator<Item = &'a Place>) -> Vec<PlaceCode> {
    let mut codes: Vec<PlaceCode> = places.map(|place| place.code).collect();
    // Periods of one place follow one another.
    codes.dedup();
    codes
}

/// The place as it stands today, or as it last stood.
fn latest(places: &PlaceTree, code: PlaceCode, today: Date) -> Option<&Place> {
    places.at(code, today).or_else(|| places.periods(code).last())
}

fn grids(places: &PlaceTree, code: PlaceCode, today: Date) -> String {
    let count = places
        .children(code, today)
        .filter(|place| place.code.level() > PlaceLevel::Village)
        .count();
    if count == 0 {
        "—".to_owned()
    } else {
        count.to_string()
    }
}

fn state(look: Look, place: &Place, today: Date) -> Markup {
    if place.stands(today) {
        tag(Tone::Good, look.say(words::STANDS))
    } else if place.from.is_some_and(|from| from > today) {
        tag(Tone::Plain, look.say(words::YET_TO_BEGIN))
    } else {
        tag(Tone::Alert, look.say(words::ENDED))
    }
}

/// A period of a place: what it was called, from when until when, and what became of it.
fn life(look: Look, places: &PlaceTree, place: &Place) -> Markup {
    let end = |day: Option<Date>, otherwise: Say| {
        day.map_or_else(|| look.say(otherwise).to_owned(), |day| day.to_string())
    };
    html! {
        strong { (place.name) } " "
        @if let Some(english) = &place.english { (english) " " }
        span.text-secondary { (end(place.from, words::ALWAYS)) " – " (end(place.until, words::TODAY)) }
        @if let (Some(into), Some(until)) = (place.merged_into, place.until) {
            " · " (look.say(words::MERGED_INTO)) " "
            a href={ "/settings/places/" (into) } { (places.name(into, until).unwrap_or(into.as_str())) }
        }
    }
}
