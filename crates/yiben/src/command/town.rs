//! Making a town, copying it, putting it back.

use super::read_text;
use crate::args::{Args, Backup, Init, Restore};
use crate::failure::Failure;
use desk::{Desk, Town, TownPlan};
use standards::{PlaceCode, PlaceTree};
use std::process::ExitCode;

pub(super) fn init(args: &Args, init: &Init) -> Result<ExitCode, Failure> {
    let code: PlaceCode = init
        .code
        .parse()
        .map_err(|error: standards::PlaceCodeError| Failure::Usage(error.zh(), error.to_string()))?;
    let places = places(init, code)?;
    let today = jiff_today();
    let zh = init
        .name
        .clone()
        .or_else(|| places.name(code, today).map(str::to_owned))
        .ok_or_else(|| {
            Failure::Usage(
                "请用 --name 写明乡镇名称".to_owned(),
                "say with --name what the town is called".to_owned(),
            )
        })?;
    let en = init
        .english
        .clone()
        .or_else(|| places.at(code, today).and_then(|place| place.english.clone()))
        .unwrap_or_else(|| zh.clone());
    let count = places.places().len();
    let desk = Desk::make(
        &args.data,
        &TownPlan {
            code,
            zh: zh.clone(),
            en: en.clone(),
            places,
        },
    )?;
    let packs = desk.shelf().packs().len();
    let folder = args.data.display();
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("已建立 {zh}（{code}）：{count} 个区划、{packs} 个业务包，数据在 {folder}\n下一步：yiben --data {folder} user add 登录名 --name 姓名 --post admin@{code}"),
            &format!("{en} ({code}) is made: {count} places, {packs} packs, in {folder}\nnext: yiben --data {folder} user add LOGIN --name NAME --post admin@{code}"),
        )
    );
    Ok(ExitCode::SUCCESS)
}

/// The town's places: from a file, from the county that comes with the program, or the town alone.
fn places(init: &Init, code: PlaceCode) -> Result<PlaceTree, Failure> {
    if let Some(file) = &init.places {
        let text = read_text(file)?;
        return PlaceTree::parse(&text).map_err(|errors| {
            let all = |of: fn(&standards::PlaceTreeError) -> String| {
                errors.iter().map(of).collect::<Vec<_>>().join("\n")
            };
            Failure::Usage(all(standards::PlaceTreeError::zh), all(ToString::to_string))
        });
    }
    let known = PlaceTree::ninghai().subtree(code);
    if !known.places().is_empty() {
        return Ok(known);
    }
    let name = init.name.as_deref().unwrap_or("本镇");
    PlaceTree::parse(&format!("code,name\n{code},{name}\n")).map_err(|errors| {
        let first = errors.first().map(ToString::to_string).unwrap_or_default();
        Failure::Usage(first.clone(), first)
    })
}

fn jiff_today() -> jiff::civil::Date {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    ledger::Moment(i64::try_from(seconds.as_millis()).unwrap_or_default()).date()
}

pub(super) fn backup(args: &Args, backup: &Backup) -> Result<ExitCode, Failure> {
    let town = Town::open(&args.data)?;
    town.backup(&backup.to)?;
    let to = backup.to.display();
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("已备份到 {to}（含密钥，请妥善保管）"),
            &format!("copied to {to} (the key is in it: keep it safe)"),
        )
    );
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(args: &Args, restore: &Restore) -> Result<ExitCode, Failure> {
    let town = Town::restore(&restore.from, &args.data)?;
    let (code, folder) = (town.code, args.data.display());
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("已将 {code} 恢复到 {folder}，请运行 yiben verify 校验"),
            &format!("{code} is restored to {folder}; run yiben verify"),
        )
    );
    Ok(ExitCode::SUCCESS)
}
