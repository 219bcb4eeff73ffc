//! Writes the made ledgers and forms into a folder for people to look at: `cargo run -p yiben-sheet --example ugly -- <folder>`.

#[path = "../tests/ugly/mod.rs"]
mod ugly;

use std::{error::Error, fs, io::Write, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "ugly".to_owned()));
    fs::create_dir_all(&folder)?;
    for made in ugly::all() {
        fs::write(folder.join(made.name), &made.bytes)?;
    }
    let forms = [
        ("form-villages.xlsx", ugly::forms::villages()),
        ("form-card.xlsx", ugly::forms::card()),
        ("form-roster.xlsx", ugly::forms::roster()),
        ("form-figures.xlsx", ugly::forms::figures()),
        ("form-hazards.xlsx", ugly::forms::hazards()),
    ];
    for (name, bytes) in &forms {
        fs::write(folder.join(name), bytes)?;
    }
    writeln!(
        std::io::stdout(),
        "wrote {} ledgers and {} forms into {}",
        ugly::all().len(),
        forms.len(),
        folder.display()
    )?;
    Ok(())
}
