//! Writes the made ledgers into a folder for people to look at: `cargo run -p yiben-sheet --example ugly -- <folder>`.

#[path = "../tests/ugly/mod.rs"]
mod ugly;

use std::{error::Error, fs, io::Write, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "ugly".to_owned()));
    fs::create_dir_all(&folder)?;
    for made in ugly::all() {
        fs::write(folder.join(made.name), &made.bytes)?;
    }
    writeln!(
        std::io::stdout(),
        "wrote {} ledgers into {}",
        ugly::all().len(),
        folder.display()
    )?;
    Ok(())
}
