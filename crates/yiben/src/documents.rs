//! Commands that documents tell a reader to type are commands there are.

use crate::args::Args;
use clap::Parser as _;
use std::path::{Path, PathBuf};

/// The lines of a document's shell blocks that run the program, with lines carried over put together.
fn commands(text: &str) -> Vec<String> {
    text.split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .flat_map(|block| {
            let whole = block.replace("\\\n", " ");
            whole.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|line| line.starts_with("yiben "))
        .collect()
}

/// Words as a shell takes them apart: quotes hold together, `#` begins a remark, `|` and `<` end the command.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut inside) = (None, false);
    for character in line.chars() {
        match (quote, character) {
            (Some(open), each) if each == open => quote = None,
            (Some(_), each) => word.push(each),
            (None, '\'' | '"') => {
                quote = Some(character);
                inside = true;
            }
            (None, '#' | '|' | '>' | ';' | '&') if !inside => break,
            (None, each) if each.is_whitespace() => {
                if inside {
                    words.push(std::mem::take(&mut word));
                }
                inside = false;
            }
            (None, each) => {
                word.push(each);
                inside = true;
            }
        }
    }
    if inside {
        words.push(word);
    }
    words
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_command_of_the_documents_is_understood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages: Vec<PathBuf> = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md"]
        .iter()
        .map(|name| root.join(name))
        .collect();
    documents(&root.join("docs"), &mut pages);
    let mut tried = 0;
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        for command in commands(&text) {
            let read = Args::try_parse_from(words(&command));
            let wrong = read.err().filter(|error| {
                use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
                !matches!(error.kind(), DisplayHelp | DisplayVersion)
            });
            assert!(
                wrong.is_none(),
                "{}: {command}\n{}",
                page.display(),
                wrong.unwrap()
            );
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried} commands were found");
}

#[test]
fn words_are_taken_apart_as_a_shell_does() {
    assert_eq!(
        words("yiben record new dispute -s 'title=a b' -s x=1  # a remark"),
        [
            "yiben",
            "record",
            "new",
            "dispute",
            "-s",
            "title=a b",
            "-s",
            "x=1"
        ]
    );
    let text = "```sh\nyiben --data town init \\\n  --code 1\ncargo xtask test\n```\nyiben not this\n";
    assert_eq!(commands(text), ["yiben --data town init    --code 1"]);
}
