//! Every test of the house by one command, in stages: each is timed, all are run, and the end says how it went.

mod count;
mod stages;
mod tools;

use crate::house::House;
use count::Count;
use stages::{STAGES, Stage};
use std::time::{Duration, Instant};

/// How a stage went.
struct Ran {
    name: &'static str,
    took: Duration,
    count: Count,
    wrong: Option<String>,
}

/// Runs all stages, or those asked for by `--stage NAME`.
///
/// # Errors
/// When a stage fails: the others are run nevertheless, and all that failed are told at the end.
pub(crate) fn test(house: &House, arguments: &[&str]) -> Result<String, String> {
    let ran: Vec<Ran> = chosen(arguments)?
        .into_iter()
        .map(|stage| run(house, stage))
        .collect();
    let told = summary(&ran);
    if ran.iter().any(|stage| stage.wrong.is_some()) {
        Err(told.trim_end().to_owned())
    } else {
        Ok(told)
    }
}

fn chosen(arguments: &[&str]) -> Result<Vec<&'static Stage>, String> {
    let names = || {
        STAGES
            .iter()
            .map(|stage| stage.name)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut chosen = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let named = match *argument {
            "--stage" => arguments.next().copied().unwrap_or_default(),
            other => {
                return Err(format!(
                    "`{other}` is not understood; --stage takes one of {}",
                    names()
                ));
            }
        };
        let stage = STAGES
            .iter()
            .find(|stage| stage.name == named)
            .ok_or_else(|| format!("there is no stage `{named}`; there are {}", names()))?;
        chosen.push(stage);
    }
    if chosen.is_empty() {
        chosen.extend(&STAGES);
    }
    Ok(chosen)
}

#[expect(clippy::print_stdout, reason = "who waits is told what is being done")]
fn run(house: &House, stage: &'static Stage) -> Ran {
    println!("\n━━ {}: {}", stage.name, stage.about);
    let began = Instant::now();
    let mut count = Count::default();
    let wrong = (stage.run)(house, &mut count).err();
    if let Some(wrong) = &wrong {
        println!("{wrong}");
    }
    Ran {
        name: stage.name,
        took: began.elapsed(),
        count,
        wrong,
    }
}

/// A line for each stage, and one for all.
fn summary(ran: &[Ran]) -> String {
    let mut told = String::from("\n");
    let mut all = Count::default();
    for stage in ran {
        let seconds = stage.took.as_secs_f64();
        let end = if stage.wrong.is_some() { "FAILED" } else { "ok" };
        told += &format!(
            "{:>10}  {seconds:>7.1} s  {end:<6}  {}\n",
            stage.name, stage.count
        );
        all.add(stage.count);
    }
    let failed = ran.iter().filter(|stage| stage.wrong.is_some()).count();
    let minutes = ran.iter().map(|stage| stage.took).sum::<Duration>().as_secs_f64() / 60.0;
    told += &format!(
        "{} tests passed, {} failed, {} skipped; {} stages ok, {failed} failed; {minutes:.1} minutes\n",
        all.passed,
        all.failed,
        all.skipped,
        ran.len() - failed
    );
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(name: &'static str, passed: u64, wrong: Option<&str>) -> Ran {
        Ran {
            name,
            took: Duration::from_secs(30),
            count: Count {
                passed,
                ..Count::default()
            },
            wrong: wrong.map(str::to_owned),
        }
    }

    #[test]
    fn the_last_line_counts_all_stages() {
        let told = summary(&[
            ran("fmt", 0, None),
            ran("tests", 812, None),
            ran("tidy", 0, Some("x")),
        ]);
        assert_eq!(
            told.lines().last(),
            Some("812 tests passed, 0 failed, 0 skipped; 2 stages ok, 1 failed; 1.5 minutes")
        );
    }

    #[test]
    fn a_wrong_stage_is_told_the_right_ones() {
        let told = chosen(&["--stage", "lint"]).err().unwrap_or_default();
        assert!(told.contains("clippy"), "{told}");
        assert_eq!(chosen(&["--stage", "fmt", "--stage", "tidy"]).unwrap().len(), 2);
        assert_eq!(chosen(&[]).unwrap().len(), STAGES.len());
    }
}
