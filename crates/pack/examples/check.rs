//! Checks packs given as files and shows what is wrong.
#![expect(clippy::print_stdout, reason = "an example that prints")]

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let source = std::fs::read_to_string(&file)?;
        for diagnostic in pack::parse(&source).diagnostics {
            println!("{}\n", diagnostic.render(&file, &source, pack::Lang::En, false));
        }
    }
    Ok(())
}
