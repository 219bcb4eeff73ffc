//! Looking whether the book is whole.

use super::{open, print_json};
use crate::args::Args;
use crate::failure::Failure;
use crate::print::progress;
use desk::Audit;
use std::process::ExitCode;

pub(super) fn verify(args: &Args) -> Result<ExitCode, Failure> {
    let desk = open(&args.data)?;
    let bar = progress(0);
    let audit = desk::verify(&desk, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    Ok(told(args, &audit, "流水完整", "the chain is whole"))
}

pub(super) fn rebuild(args: &Args) -> Result<ExitCode, Failure> {
    let desk = open(&args.data)?;
    let bar = progress(0);
    let audit = desk::rebuild(&desk, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    Ok(told(
        args,
        &audit,
        "重放结果与现存数据一致",
        "the replay agrees with what is kept",
    ))
}

fn told(args: &Args, audit: &Audit, zh: &str, en: &str) -> ExitCode {
    if args.json {
        print_json(audit);
    } else {
        match &audit.difference {
            None => anstream::println!("{}: {} {}", args.lang.pick(zh, en), audit.entries, audit.link),
            Some(difference) => anstream::println!(
                "{}: {}\n  {} {}\n  {} {}",
                args.lang.pick("第一处不符", "the first difference"),
                difference.place,
                args.lang.pick("应为", "expected"),
                difference.expected,
                args.lang.pick("实为", "found"),
                difference.found,
            ),
        }
    }
    if audit.difference.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}
