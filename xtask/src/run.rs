//! Running other programs: what they say is passed on line by line and looked at as it passes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;

/// Runs a program to its end.
///
/// # Errors
/// When it cannot be started or ends badly.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let name = named(command);
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} failed"))
    }
}

/// Runs a program to its end and gives what it wrote to standard output.
///
/// # Errors
/// When it cannot be started or ends badly; with the end of what it complained about.
pub(crate) fn told(command: &mut Command) -> Result<String, String> {
    let name = named(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(format!("{name} failed: {}", complaint.trim()))
    }
}

/// Whether a program can be started at all.
pub(crate) fn there_is(program: &str, ask: &str) -> bool {
    Command::new(program)
        .arg(ask)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program to its end; each line it writes, to whichever output, is passed on and shown to `look`.
///
/// # Errors
/// When it cannot be started or ends badly.
pub(crate) fn watched(command: &mut Command, mut look: impl FnMut(&str)) -> Result<(), String> {
    let name = named(command);
    let failed = |error: std::io::Error| format!("{name}: {error}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (send, lines) = mpsc::channel();
    let pass_on = |source: Option<Box<dyn Read + Send>>, send: mpsc::Sender<String>| {
        source.map(|source| std::thread::spawn(move || each_line(source, &send)))
    };
    let readers = [
        pass_on(child.stdout.take().map(|out| Box::new(out) as _), send.clone()),
        pass_on(child.stderr.take().map(|out| Box::new(out) as _), send),
    ];
    let mut out = std::io::stdout().lock();
    for line in lines {
        look(&line);
        // A reader who has gone does not end the tests.
        let _ = writeln!(out, "{line}");
    }
    drop(out);
    for reader in readers.into_iter().flatten() {
        let _ = reader.join();
    }
    let status = child.wait().map_err(failed)?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} failed"))
    }
}

fn each_line(source: impl Read, send: &mpsc::Sender<String>) {
    let mut source = BufReader::new(source);
    let mut line = Vec::new();
    while source.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        if send.send(text.trim_end_matches(['\r', '\n']).to_owned()).is_err() {
            return;
        }
        line.clear();
    }
}

fn named(command: &Command) -> String {
    let mut name = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        name.push(' ');
        name += &argument.to_string_lossy();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_outputs_are_seen_and_a_bad_end_is_told() {
        let mut seen = Vec::new();
        let ended = watched(
            Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]),
            |line| seen.push(line.to_owned()),
        );
        seen.sort();
        assert_eq!(seen, ["one", "two"]);
        assert!(ended.is_err());
    }

    #[test]
    fn a_program_that_is_not_there_is_told_by_name() {
        assert!(!there_is("no-such-program", "--version"));
        let told = run(&mut Command::new("no-such-program")).unwrap_err();
        assert!(told.starts_with("no-such-program: "), "{told}");
    }
}
