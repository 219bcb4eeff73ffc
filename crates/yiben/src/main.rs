//! The program: every command a town needs, in one binary.

mod args;
mod command;
mod courier;
#[cfg(test)]
mod documents;
mod failure;
#[cfg(feature = "paper")]
mod press;
mod print;

use args::{Args, Lang};
use std::process::ExitCode;

/// Records are made in one thread and kept in another; the system's allocator is slow at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::read();
    command::start_logging(&args);
    match command::run(&args) {
        Ok(code) => code,
        Err(failure) => {
            failure.tell(args.lang, args.json);
            failure.code()
        }
    }
}

impl Lang {
    /// The text in this language.
    fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}
