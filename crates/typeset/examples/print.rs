//! Prints a Markdown paper: `cargo run -p yiben-typeset --example print -- paper.md out.pdf`.
//!
//! The ending of the output's name (`pdf`, `docx`, `html`) chooses the form. Charts are looked for beside
//! the paper as `<name>.svg`, fonts in a `fonts` folder beside it and then on the system; with `--own` at the end only
//! the program's own are used, so that the outcome is the same on every machine.

use std::error::Error;
use std::path::Path;

use typeset::{Fonts, Imprint, Paper, Reading};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let own = arguments.pop_if(|last| last == "--own").is_some();
    let [paper, output] = arguments.as_slice() else {
        return Err("usage: print paper.md out.pdf|out.docx|out.html [--own]".into());
    };
    let folder = Path::new(paper).parent().unwrap_or(Path::new(".")).to_owned();
    let charts = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.svg"))).ok();
    let Reading { paper, mut warnings } = Paper::from_markdown(&std::fs::read_to_string(paper)?, &charts);
    let imprint = Imprint {
        ident: paper.title.clone(),
        ..Imprint::default()
    };
    let fonts = if own {
        Fonts::only(None)
    } else {
        Fonts::new(Some(folder.join("fonts")))
    };
    let bytes = match Path::new(output)
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("docx") => typeset::docx(&paper, &imprint, &fonts)?,
        Some("html") => typeset::html(&paper, &imprint).into_bytes(),
        _ => {
            let printed = typeset::pdf(&paper, &imprint, &fonts)?;
            warnings.extend(printed.warnings);
            printed.bytes
        }
    };
    std::fs::write(output, bytes)?;
    // The program's whole talk with the person who runs it.
    #[expect(clippy::print_stderr)]
    for warning in warnings {
        eprintln!("{}\n{warning}", warning.zh());
    }
    Ok(())
}
