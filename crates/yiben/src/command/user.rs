//! People of the town on the command line.

use super::{print_json, read_file, seat};
use crate::args::{Args, User};
use crate::failure::Failure;
use crate::print::Table;
use desk::{Person, Post};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn user(args: &Args, command: &User) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let desk = seat.desk();
    match command {
        User::Add { login, name, posts } => {
            let posts = posts.iter().map(|text| post(text)).collect::<Result<_, _>>()?;
            seat.set_person(
                login,
                &Person {
                    name: name.clone(),
                    posts,
                    active: true,
                },
            )?;
            anstream::println!("{login}");
        }
        User::List => {
            let people = seat.people()?;
            if args.json {
                let all: Vec<_> = people
                    .iter()
                    .map(|(login, person)| json!({ "login": login, "person": person }))
                    .collect();
                print_json(&all);
            } else {
                let mut table = Table::new(&[
                    "login",
                    args.lang.pick("姓名", "name"),
                    args.lang.pick("岗位", "posts"),
                ]);
                for (login, person) in people {
                    let posts: Vec<String> = person
                        .posts
                        .iter()
                        .map(|post| format!("{}@{}", post.role, post.place))
                        .collect();
                    table.row(vec![login, person.name, posts.join(" ")]);
                }
                table.print();
            }
        }
        User::Password { login } => {
            known(&seat, login)?;
            let password = String::from_utf8_lossy(&read_file(Path::new("-"))?)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            desk.town().secrets.set_password(login, &password)?;
            anstream::println!("{login}");
        }
        User::Token { login, name } => {
            known(&seat, login)?;
            anstream::println!("{}", desk.town().secrets.make_token(login, name, desk.now())?);
        }
        User::TotpReset { login } => {
            known(&seat, login)?;
            seat.reset_second_step(login)?;
            anstream::println!("{login}");
        }
        User::EndToken { login, name } => desk.town().secrets.end_tokens(login, name)?,
        User::Close { login } => {
            let person = known(&seat, login)?;
            seat.set_person(
                login,
                &Person {
                    active: false,
                    ..person
                },
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn known(seat: &desk::Seat, login: &str) -> Result<Person, Failure> {
    let person = seat
        .people()?
        .into_iter()
        .find(|(known, _)| known == login)
        .map(|(_, person)| person);
    person.ok_or_else(|| {
        Failure::Usage(
            format!("没有用户“{login}”"),
            format!("there is no person `{login}`"),
        )
    })
}

/// `role@place`, or `role@place/office`.
fn post(text: &str) -> Result<Post, Failure> {
    let wrong = || {
        Failure::Usage(
            format!("“{text}”应写作 岗位@区划代码，如 village@330226105201"),
            format!("write `{text}` as role@place, such as village@330226105201"),
        )
    };
    let (role, rest) = text.split_once('@').ok_or_else(wrong)?;
    let (place, office) = match rest.split_once('/') {
        Some((place, office)) => (place, Some(office.to_owned())),
        None => (rest, None),
    };
    Ok(Post {
        place: place.parse().map_err(|_| wrong())?,
        role: role.to_owned(),
        office,
    })
}
