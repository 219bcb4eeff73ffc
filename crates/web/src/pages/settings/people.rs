//! People of the town, their posts and passwords.

use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::form::Form;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, problem_id, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::second;
use crate::pages::words::settings as words;
use crate::pages::words::shell;
use crate::problem::Problem as Answer;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{DeskError, Person, Post};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::Lang;
use pack::model::Tone;

/// Posts offered beyond those a person has.
const SPARE: usize = 2;
/// Most posts of a person.
const MOST: usize = 20;

/// A person's form as it stands.
struct Sheet {
    /// None for someone new.
    known: Option<String>,
    login: String,
    name: String,
    active: bool,
    posts: Vec<[String; 3]>,
    /// Signs in with a second step.
    second: bool,
    problems: Vec<Problem>,
}

pub(super) async fn list(staff: Staff) -> Result<Response, Fault> {
    let page = staff
        .ask(|staff| {
            let people = staff.seat.people()?;
            let mut rows = Vec::with_capacity(people.len());
            for (login, person) in people {
                let password = staff.seat.has_password(&login)?;
                rows.push((login, person, password));
            }
            Ok(list_page(staff, &rows))
        })
        .await?;
    Ok(staff.show(&page))
}

fn list_page(staff: &Staff, people: &[(String, Person, bool)]) -> Page {
    let look = staff.look();
    let body = html! {
        section.card.card-flush {
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::PEOPLE)) {
                table.table.table-list {
                    thead { tr {
                        @for title in [words::LOGIN, words::NAME, words::POSTS, words::STATE] { th scope="col" { (look.say(title)) } }
                    } }
                    tbody {
                        @for (login, person, password) in people {
                            tr {
                                th scope="row" { a href={ "/settings/people/" (login) } { (login) } }
                                td data-label=(look.say(words::NAME)) { (person.name) }
                                td data-label=(look.say(words::POSTS)) { (posts_in_words(staff, &person.posts)) }
                                td data-label=(look.say(words::STATE)) {
                                    @if !person.active { (tag(Tone::Bad, look.say(words::CLOSED))) }
                                    @else if *password { (tag(Tone::Good, look.say(words::ACTIVE))) }
                                    @else { (tag(Tone::Alert, look.say(words::NO_PASSWORD))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Page::new(look.say(words::PEOPLE), body).doing(html! {
        a.btn.btn-primary href="/settings/people/new" { (icon::PLUS) (look.say(words::NEW_PERSON)) }
    })
}

fn posts_in_words(staff: &Staff, posts: &[Post]) -> String {
    let zh = staff.look().zh();
    let desk = staff.seat.desk();
    let (roles, places, today) = (desk.roles(), desk.places(), desk.now().date());
    let each: Vec<String> = posts
        .iter()
        .map(|post| {
            let role = roles.get(&post.role);
            let role = role.map_or(&*post.role, |role| if zh { &role.zh } else { &role.en });
            let place = places.name(post.place, today).unwrap_or(post.place.as_str());
            let office = post.office.as_deref().map(|office| format!("（{office}）"));
            format!("{place} {role}{}", office.unwrap_or_default())
        })
        .collect();
    each.join(if zh { "；" } else { "; " })
}

pub(super) async fn new(staff: Staff) -> Result<Response, Fault> {
    let sheet = Sheet {
        known: None,
        login: String::new(),
        name: String::new(),
        active: true,
        posts: Vec::new(),
        second: false,
        problems: Vec::new(),
    };
    // Asked for what is shown to administrators only, so that the form too is theirs only.
    staff.ask(|staff| staff.seat.people().map(drop)).await?;
    Ok(staff.show(&form_page(&staff, &sheet)))
}

pub(super) async fn show(staff: Staff, Path(login): Path<String>) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| {
            let person = known(staff, &login)?;
            let second = staff.seat.has_second_step_of(&login)?;
            let posts = person.posts.iter().map(|post| {
                let office = post.office.clone().unwrap_or_default();
                [post.role.clone(), post.place.to_string(), office]
            });
            let sheet = Sheet {
                known: Some(login.clone()),
                login,
                name: person.name.clone(),
                active: person.active,
                posts: posts.collect(),
                second,
                problems: Vec::new(),
            };
            Ok(form_page(staff, &sheet))
        })
        .await?;
    Ok(staff.show(&page))
}

fn known(staff: &Staff, login: &str) -> Result<Person, DeskError> {
    let found = staff.seat.people()?.into_iter().find(|(known, _)| known == login);
    found.map(|(_, person)| person).ok_or_else(|| {
        let problem = Problem::new("missing", "没有这个人", "there is no such person");
        DeskError::refused(Cause::Missing, problem)
    })
}

fn form_page(staff: &Staff, sheet: &Sheet) -> Page {
    let look = staff.look();
    let action = match &sheet.known {
        Some(login) => format!("/settings/people/{login}"),
        None => "/settings/people/new".to_owned(),
    };
    let input = |name: &str, value: &str, most: u32| {
        let wrong = sheet
            .problems
            .iter()
            .any(|problem| problem.field.as_deref() == Some(name));
        html! {
            input.form-control id=(anchor(name)) name=(name) value=(value) maxlength=(most) autocomplete="off"
                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(name))];
            (problems_of(look, &sheet.problems, name))
        }
    };
    let body = html! {
        (summary(look, &sheet.problems))
        form.card.entry method="post" action=(action) novalidate {
            (staff.token())
            div.fields {
                div.field {
                    label for=(anchor("login")) { (look.say(words::LOGIN)) }
                    @if sheet.known.is_some() { input.form-control id=(anchor("login")) value=(sheet.login) readonly; }
                    @else { (input("login", &sheet.login, 40)) p.help { (look.say(words::LOGIN_HELP)) } }
                }
                div.field {
                    label for=(anchor("name")) { (look.say(words::NAME)) }
                    (input("name", &sheet.name, 40))
                }
                div.field {
                    label for=(anchor("password")) { (look.say(words::GIVE_PASSWORD)) }
                    input.form-control id=(anchor("password")) name="password" type="password" autocomplete="new-password" maxlength="200";
                    (problems_of(look, &sheet.problems, "password"))
                    p.help { (look.say(words::GIVE_PASSWORD_HELP)) }
                }
                div.field.field-wide { (posts(staff, sheet)) }
                div.field.field-wide {
                    label.tick { input type="checkbox" name="active" value="1" checked[sheet.active]; " " (look.say(words::ACTIVE)) }
                }
            }
            div.entry-foot {
                button.btn.btn-primary { (icon::CHECK) (look.say(words::SAVE)) }
                a.btn href="/settings/people" { (look.say(crate::pages::words::record::CANCEL)) }
            }
        }
        @if sheet.second { (reset_form(staff, &sheet.login)) }
    };
    let title = match &sheet.known {
        Some(_) => sheet.name.clone(),
        None => look.say(words::NEW_PERSON).to_owned(),
    };
    Page::new(title, body)
        .under("/settings/people", look.say(shell::SETTINGS))
        .under("/settings/people", look.say(words::PEOPLE))
}

/// Takes away the second step of whoever lost both telephone and recovery codes.
fn reset_form(staff: &Staff, login: &str) -> Markup {
    let look = staff.look();
    html! {
        section.card aria-labelledby="second" {
            h2 #second { (look.say(second::TITLE)) " " (tag(Tone::Good, look.say(second::ON))) }
            p { (look.say(second::RESET_WHY)) }
            form method="post" action={ "/settings/people/" (login) "/second-step" } {
                (staff.token())
                button.btn.btn-danger { (icon::KEY) (look.say(second::RESET)) }
            }
        }
    }
}

pub(super) async fn reset_second_step(
    Path(login): Path<String>,
    Posted { staff, .. }: Posted,
) -> Result<Response, Fault> {
    let path = format!("/settings/people/{login}");
    staff
        .ask(move |staff| staff.seat.reset_second_step(&login))
        .await?;
    Ok(Flash::done(staff.look().say(second::RESET_DONE)).on(&staff.visit, go(&path)))
}

fn posts(staff: &Staff, sheet: &Sheet) -> Markup {
    let look = staff.look();
    let desk = staff.seat.desk();
    let (roles, places, today) = (desk.roles(), desk.places(), desk.now().date());
    let empty = || [String::new(), String::new(), String::new()];
    let rows: Vec<[String; 3]> = sheet
        .posts
        .iter()
        .cloned()
        .chain((0..SPARE).map(|_| empty()))
        .take(MOST)
        .collect();
    html! {
        fieldset {
            legend.label { (look.say(words::POSTS)) }
            p.help { (look.say(words::POSTS_HELP)) }
            @for (at, [role, place, office]) in rows.iter().enumerate() {
                div.post-row {
                    select.form-select name={ "role[" (at) "]" } id=(anchor(&format!("role[{at}]"))) aria-label={ (look.say(words::ROLE)) " " (at + 1) } {
                        option value="" { (look.say(words::NO_POST)) }
                        @for (name, known) in roles.iter() {
                            option value=(name) selected[name == role] { (if look.zh() { &known.zh } else { &known.en }) }
                        }
                    }
                    select.form-select name={ "place[" (at) "]" } id=(anchor(&format!("place[{at}]"))) aria-label={ (look.say(words::PLACE)) " " (at + 1) } {
                        option value="" { (look.say(words::PLACE)) }
                        @for known in places.within(desk.town().code, today) {
                            @let code = known.code.to_string();
                            option value=(code) selected[code == *place] { (known.name) }
                        }
                    }
                    input.form-control name={ "office[" (at) "]" } value=(office) placeholder=(look.say(words::OFFICE)) aria-label={ (look.say(words::OFFICE)) " " (at + 1) } maxlength="40";
                    (problems_of(look, &sheet.problems, &format!("place[{at}]")))
                }
            }
        }
    }
}

pub(super) async fn create(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    keep(staff, None, form).await
}

pub(super) async fn change(
    Path(login): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    keep(staff, Some(login), form).await
}

async fn keep(staff: Staff, known_as: Option<String>, form: Form) -> Result<Response, Fault> {
    let asker = staff.clone();
    asker
        .ask(move |staff| {
            if let Some(login) = &known_as {
                known(staff, login)?;
            }
            let mut sheet = read(known_as, &form);
            match write(staff, &sheet, form.get("password")) {
                Ok(()) => {
                    let told = staff.look().say(words::PERSON_KEPT);
                    Ok(Flash::done(told).on(&staff.visit, go("/settings/people")))
                }
                Err(error) if error.cause() == Some(Cause::Forbidden) => Err(error),
                Err(error) => {
                    sheet.problems = Answer::from(error).problems;
                    Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &form_page(staff, &sheet)))
                }
            }
        })
        .await
}

fn read(known: Option<String>, form: &Form) -> Sheet {
    let posts = (0..MOST)
        .map(|at| {
            ["role", "place", "office"].map(|part| form.get(&format!("{part}[{at}]")).trim().to_owned())
        })
        .filter(|[role, ..]| !role.is_empty());
    Sheet {
        login: known
            .clone()
            .unwrap_or_else(|| form.get("login").trim().to_owned()),
        known,
        name: form.get("name").trim().to_owned(),
        active: form.get("active") == "1",
        posts: posts.collect(),
        second: false,
        problems: Vec::new(),
    }
}

fn write(staff: &Staff, sheet: &Sheet, password: &str) -> Result<(), DeskError> {
    let told = |code: &'static str, say: crate::pages::words::Say| {
        Problem::new(code, say.get(Lang::Zh), say.get(Lang::En))
    };
    let mut problems = Vec::new();
    if sheet.name.is_empty() {
        problems.push(told("required", words::NAME_MISSING).at("name"));
    }
    if sheet.known.is_none()
        && staff
            .seat
            .people()?
            .iter()
            .any(|(login, _)| *login == sheet.login)
    {
        problems.push(told("login.taken", words::TAKEN).at("login"));
    }
    let mut posts = Vec::new();
    for (at, [role, place, office]) in sheet.posts.iter().enumerate() {
        match place.parse() {
            Ok(place) => posts.push(Post {
                place,
                role: role.clone(),
                office: Some(office.clone()).filter(|office| !office.is_empty()),
            }),
            Err(_) => problems.push(told("required", words::PLACE_MISSING).at(format!("place[{at}]"))),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let person = Person {
        name: sheet.name.clone(),
        posts,
        active: sheet.active,
    };
    staff.seat.set_person(&sheet.login, &person)?;
    if !password.is_empty() {
        staff.seat.give_password(&sheet.login, password)?;
    }
    Ok(())
}
