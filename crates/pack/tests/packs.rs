//! The packs that come with the product: each parses without a word, all stand on one shelf, none uses a key that the
//! published schema does not know.

use pack::model::Pack;
use pack::{Lang, Shelf};
use std::path::PathBuf;

fn sources() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of packs")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(path).expect("a pack is readable"))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "there are packs");
    found
}

fn packs() -> Vec<Pack> {
    sources()
        .into_iter()
        .filter_map(|(_, source)| pack::parse(&source).pack)
        .collect()
}

#[test]
fn every_pack_parses_without_a_diagnostic() {
    let wrong: Vec<String> = sources()
        .iter()
        .flat_map(|(name, source)| {
            let parsed = pack::parse(source);
            let file = format!("packs/{name}.toml");
            parsed
                .diagnostics
                .iter()
                .map(|found| found.render(&file, source, Lang::En, false))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pack_bears_the_name_of_its_file() {
    for (name, source) in sources() {
        let pack = pack::parse(&source).pack.expect("a pack without a mistake");
        assert_eq!(pack.name, name);
    }
}

#[test]
fn all_packs_stand_on_one_shelf() {
    let packs = packs();
    assert_eq!(packs.len(), sources().len());
    if let Err(errors) = Shelf::new(packs) {
        panic!(
            "{}",
            errors
                .iter()
                .map(|error| format!("{}: {error}\n", error.pack))
                .collect::<String>()
        );
    }
}
