//! `cargo bench -p yiben`: the program measures itself against floors taken in the same run, at the size given by
//! `YIBEN_BENCH_RECORDS` (100,000 unless told).

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let records = std::env::var("YIBEN_BENCH_RECORDS").unwrap_or_else(|_| "100000".to_owned());
    let folder = tempfile::tempdir();
    let ran = folder.and_then(|folder| {
        Command::new(env!("CARGO_BIN_EXE_yiben"))
            .args(["--lang", "en", "--data"])
            .arg(folder.path())
            .args(["bench", "--records", &records])
            .status()
    });
    match ran {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            anstream::eprintln!("the bench could not be run: {error}");
            ExitCode::from(2)
        }
    }
}
