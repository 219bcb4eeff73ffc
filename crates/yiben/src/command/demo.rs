//! The demo town: made once, proved, served.

use super::{open, print_json, serve};
use crate::args::{Args, Demo, Serve};
use crate::failure::Failure;
use crate::print::{Table, progress};
use demo::{Aspect, CheckError, Checked, Comparator, Made, MakeError, Plan};
use desk::{Desk, Post, Town};
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// The password of everyone who signs in to the demo town.
const PASSWORD: &str = "yiben-demo";
/// Requests a second that one person may make.
const RATE: u32 = 200;
/// Logins shown besides offices' heads.
const SHOWN: [&str; 6] = ["admin", "zhenzhang", "fuzhen1", "cun250", "wangge250-1", "renda"];

pub(super) fn demo(args: &Args, asked: &Demo) -> Result<ExitCode, Failure> {
    if asked.fresh {
        clear(args)?;
    }
    let there = args.data.join("town.code").exists();
    let desk = if there {
        open_made(args)?
    } else {
        make(args, asked)?
    };
    let lines = demo::check(&desk.trusted_seat("owner")).map_err(of_check)?;
    let agree = lines.iter().all(|line| line.agrees);
    if asked.check || !agree {
        print_check(args, &lines);
    }
    if asked.check || asked.no_serve || !agree {
        return Ok(if agree {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        });
    }
    print_where(args, &lines)?;
    desk.close();
    drop(desk);
    serve::serve(
        args,
        &Serve {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: asked.port,
            rate: RATE,
        },
    )
}

/// Throws a demo town away, and nothing else.
fn clear(args: &Args) -> Result<(), Failure> {
    if !args.data.join("town.code").exists() {
        return Ok(());
    }
    let desk = open_made(args)?;
    let claim = desk.town().claim()?;
    desk.close();
    drop(claim);
    std::fs::remove_dir_all(&args.data).map_err(|error| Failure::File(args.data.display().to_string(), error))
}

/// The demo town that is there; a real town is left alone.
fn open_made(args: &Args) -> Result<Arc<Desk>, Failure> {
    let desk = open(&args.data)?;
    if desk.exhibit()?.is_none() {
        let folder = args.data.display();
        return Err(Failure::Usage(
            format!("{folder} 中是真实乡镇的数据，请用 --data 另指定目录"),
            format!("{folder} holds a real town; name another folder with --data"),
        ));
    }
    Ok(desk)
}

fn make(args: &Args, asked: &Demo) -> Result<Arc<Desk>, Failure> {
    let began = Instant::now();
    let bar = progress(0);
    let plan = Plan {
        seed: asked.seed,
        scale: asked.scale,
        ..Plan::default()
    };
    let made = demo::make(&args.data, plan, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let Made { desk, logins, deeds } = made.map_err(of_make)?;
    let shown = logins.iter().filter(|login| is_shown(&login.login, &login.posts));
    for login in shown {
        desk.town().secrets.set_password(&login.login, PASSWORD)?;
    }
    let (folder, seconds) = (args.data.display(), began.elapsed().as_secs_f64());
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("演示乡镇已生成：登记和办理 {deeds} 笔，用时 {seconds:.1} 秒，数据在 {folder}"),
            &format!("the demo town is made: {deeds} deeds in {seconds:.1} s, in {folder}"),
        )
    );
    Ok(desk)
}

/// Whether the login is shown and has a password: one for each role, and each office's head.
fn is_shown(login: &str, posts: &[Post]) -> bool {
    let heads_office = !login.ends_with('2') && posts.iter().any(|post| post.role == "office");
    SHOWN.contains(&login) || heads_office
}

fn print_where(args: &Args, lines: &[Checked]) -> Result<(), Failure> {
    let desk = Arc::new(Desk::open(Town::open(&args.data)?)?);
    let today = desk.now().date();
    let seat = desk.trusted_seat("owner");
    let shelf = desk.shelf();
    let packs = shelf.packs().len();
    let pick = |zh: &str, en: &str| args.lang.pick(zh, en).to_owned();
    anstream::println!(
        "{}",
        pick(
            &format!(
                "{} 项公布数字全部一致（yiben demo --check 可核对）；{packs} 个业务包；演示时钟为 {today}",
                lines.len()
            ),
            &format!(
                "all {} published figures agree (see yiben demo --check); {packs} packs; the demo's clock stands at {today}",
                lines.len()
            ),
        )
    );
    let mut table = Table::new(&[
        args.lang.pick("登录名", "login"),
        args.lang.pick("密码", "password"),
        args.lang.pick("姓名", "name"),
        args.lang.pick("岗位", "post"),
    ]);
    for (login, person) in seat.people()? {
        if !is_shown(&login, &person.posts) {
            continue;
        }
        let posts: Vec<String> = person
            .posts
            .iter()
            .map(|post| {
                let office = post.office.as_deref().unwrap_or_default();
                format!("{}@{} {office}", post.role, post.place)
            })
            .collect();
        table.row(vec![login, PASSWORD.to_owned(), person.name, posts.join(" ")]);
    }
    table.print();
    desk.close();
    Ok(())
}

fn print_check(args: &Args, lines: &[Checked]) {
    if args.json {
        print_json(&lines);
        return;
    }
    let mut table = Table::new(&[
        args.lang.pick("系统", "system"),
        args.lang.pick("指标", "figure"),
        args.lang.pick("期间", "period"),
        args.lang.pick("公布", "published"),
        args.lang.pick("实时", "live"),
        "",
    ]);
    for line in lines {
        let published = &line.published;
        let comparator = match published.comparator {
            Comparator::Is => "",
            Comparator::Over => ">",
            Comparator::Within => "≤",
        };
        let growth = match published.of {
            Aspect::Value => "",
            Aspect::Growth => args.lang.pick("（同比）", " (growth)"),
        };
        table.row(vec![
            published.system.clone(),
            format!("{}{growth} {}", published.zh, published.indicator),
            published.period.clone(),
            format!("{comparator}{}{}", line.expected.normalize(), line.unit),
            line.live
                .map_or_else(|| "—".to_owned(), |live| live.normalize().to_string()),
            if line.agrees { "✓" } else { "✗" }.to_owned(),
        ]);
    }
    table.print();
}

fn of_check(error: CheckError) -> Failure {
    match error {
        CheckError::Desk(error) => Failure::Desk(error),
        other => Failure::Usage(other.to_string(), other.to_string()),
    }
}

fn of_make(error: MakeError) -> Failure {
    match error {
        MakeError::Town(error) => Failure::Town(error),
        MakeError::Desk(error) => Failure::Desk(error),
        MakeError::Disk(error) => Failure::File("demo".to_owned(), error),
        other => Failure::Usage(other.to_string(), other.to_string()),
    }
}
