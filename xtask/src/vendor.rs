//! Files of others that the program is served with: each `vendor.toml` names package, version and checksum of what lies
//! beside it. They are fetched by npm, from whichever registry it is set to.

use crate::house::House;
use crate::run;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A `vendor.toml`.
#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    vendor: Vec<Package>,
}

/// A package of the npm registry, of which some files are kept.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    source: String,
    licence: String,
    file: Vec<Kept>,
}

/// A file as it is kept.
#[derive(Deserialize)]
struct Kept {
    /// Where it lies, from the folder of `vendor.toml`.
    path: String,
    /// Where it lies in the package.
    from: String,
    sha256: String,
}

/// Fetches every package and puts the files named in place.
///
/// # Errors
/// When npm or tar fails, or a file is not what its checksum says: nothing of that package is written then.
pub(crate) fn renew(house: &House) -> Result<String, String> {
    let mut written = 0;
    for list in lists(house)? {
        let folder = folder_of(house, &list);
        for package in read(house, &list)?.vendor {
            let unpacked = fetch(house, &package)?;
            let mut contents = Vec::new();
            for file in &package.file {
                let content = bytes(&unpacked.join("package").join(&file.from))?;
                let sum = sum(&content);
                if sum != file.sha256 {
                    return Err(format!(
                        "{list}: `{}` of {} {} has the checksum {sum}, not the one written; write it down once you have looked at the file",
                        file.from, package.name, package.version
                    ));
                }
                contents.push((folder.join(&file.path), content));
            }
            for (path, content) in contents {
                put(&path, &content)?;
                written += 1;
            }
        }
    }
    Ok(format!("{written} files are in place\n"))
}

/// What is wrong with the files in place: missing, other than their checksums, or not listed.
pub(crate) fn wrong(house: &House, files: &[String]) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for list in lists(house)? {
        let base = list.trim_end_matches("vendor.toml");
        let mut known = Vec::new();
        for package in read(house, &list)?.vendor {
            if package.licence.is_empty() || !package.source.starts_with("https://") {
                wrong.push(format!(
                    "{list}: {} needs its licence and its source",
                    package.name
                ));
            }
            for file in &package.file {
                let path = format!("{base}{}", file.path);
                match bytes(&house.path(&path)) {
                    Ok(content) if sum(&content) == file.sha256 => {}
                    Ok(_) => wrong.push(format!(
                        "{path} is not what its checksum says; `cargo xtask vendor` renews it"
                    )),
                    Err(error) => wrong.push(error),
                }
                known.push(path);
            }
        }
        let kept = format!("{base}vendor/");
        for file in files.iter().filter(|file| file.starts_with(&kept)) {
            if !known.contains(file) {
                wrong.push(format!("{file} is not listed in {list}"));
            }
        }
    }
    Ok(wrong)
}

fn lists(house: &House) -> Result<Vec<String>, String> {
    let files = house.files()?;
    Ok(files
        .into_iter()
        .filter(|file| file.ends_with("/vendor.toml"))
        .collect())
}

fn read(house: &House, list: &str) -> Result<Listed, String> {
    toml::from_str(&house.read(list)?).map_err(|error| format!("{list}: {error}"))
}

fn folder_of(house: &House, list: &str) -> PathBuf {
    let path = house.path(list);
    path.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// The package, unpacked in a folder of its own among cargo's products.
fn fetch(house: &House, package: &Package) -> Result<PathBuf, String> {
    let named = format!("{}@{}", package.name, package.version);
    let folder = house
        .products()
        .join("vendor")
        .join(named.replace(['/', '@'], "_"));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let packed = run::told(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(&folder)
            .arg(&named),
    )?;
    let archive = packed.lines().last().unwrap_or_default().trim();
    run::run(
        Command::new("tar")
            .arg("-xzf")
            .arg(folder.join(archive))
            .arg("-C")
            .arg(&folder),
    )?;
    Ok(folder)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn put(path: &Path, content: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, content).map_err(failed)
}

fn sum(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
