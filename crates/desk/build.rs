//! Takes the packs of `packs/` into the program.

use std::fmt::Write as _;
use std::path::Path;

fn main() {
    // Asked when it runs: the script may have been compiled for another copy of the tree.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let folder = Path::new(&here).join("../../packs");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.retain(|path: &std::path::PathBuf| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let mut text = "[".to_owned();
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let path = file.canonicalize().unwrap_or(file);
        let _ = write!(text, "({name:?}, include_str!({path:?})), ");
    }
    text.push(']');
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = std::fs::write(Path::new(&out).join("packs.rs"), text) {
        println!("cargo::error=the packs cannot be taken in: {error}");
    }
}
