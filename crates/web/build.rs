//! Prepares what the pages are served with: each file gets a name that carries its content's hash, so that browsers may
//! keep it for ever, and is compressed here once instead of at each request. Icons are gathered into one sprite.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders whose style sheets, scripts and pictures are served.
const SERVED: [&str; 2] = ["assets/vendor", "assets/own"];
const ICONS: &str = "assets/vendor/tabler-icons";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=assets");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut files = Vec::new();
    for folder in SERVED {
        gather(Path::new(folder), &mut files)?;
    }
    files.sort();
    let mut code = String::new();
    let mut all = String::new();
    let mut prepare = |file_name: &str, kind: &str, content: &[u8]| -> io::Result<()> {
        let constant = constant_name(file_name);
        let (stem, extension) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
        let digest = hex(&Sha256::digest(content)[..8]);
        let prepared = out.join(file_name);
        fs::write(&prepared, content)?;
        fs::write(out.join(format!("{file_name}.gz")), gzip(content)?)?;
        fs::write(out.join(format!("{file_name}.br")), brotli(content)?)?;
        let at = prepared.display();
        writeln!(
            code,
            "/// `{file_name}`.\npub(crate) static {constant}: Asset = Asset {{ path: \"/assets/{stem}-{digest}.{extension}\", kind: \"{kind}\", \
             plain: include_bytes!(\"{at}\"), gzip: include_bytes!(\"{at}.gz\"), brotli: include_bytes!(\"{at}.br\") }};"
        )
        .map_err(io::Error::other)?;
        all.push_str(&format!("&{constant}, "));
        Ok(())
    };
    for file in &files {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let kind = match file.extension().and_then(|extension| extension.to_str()) {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => continue,
        };
        prepare(name, kind, &fs::read(file)?)?;
    }
    let (sprite, icons) = sprite()?;
    prepare("icons.svg", "image/svg+xml", sprite.as_bytes())?;
    writeln!(
        code,
        "/// Everything that is served.\npub(crate) static ALL: &[&Asset] = &[{all}];"
    )
    .map_err(io::Error::other)?;
    writeln!(code, "{icons}").map_err(io::Error::other)?;
    fs::write(out.join("assets.rs"), code)
}

/// Files below a folder that are served under their own name.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path == Path::new(ICONS) {
            continue;
        }
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// All icons as symbols of one picture, and a constant for each.
fn sprite() -> io::Result<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(ICONS)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".svg").map(str::to_owned))
        .collect();
    names.sort();
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    let mut constants = String::from(
        "/// Icons by name.\n#[allow(dead_code)]\npub(crate) mod icon {\n    use super::Icon;\n",
    );
    for name in &names {
        let text = fs::read_to_string(Path::new(ICONS).join(format!("{name}.svg")))?;
        let inside = text
            .find('>')
            .zip(text.rfind("</svg>"))
            .and_then(|(begin, end)| text.get(begin + 1..end))
            .ok_or_else(|| io::Error::other(format!("{name}.svg is no picture")))?;
        let inside: Vec<&str> = inside
            .lines()
            .map(str::trim)
            .filter(|line| !line.contains("M0 0h24v24H0z"))
            .collect();
        sprite.push_str(&format!(
            "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\">{}</symbol>",
            inside.concat()
        ));
        constants.push_str(&format!(
            "    /// `{name}`.\n    pub(crate) const {}: Icon = Icon(\"{name}\");\n",
            constant_name(name)
        ));
    }
    sprite.push_str("</svg>");
    constants.push_str("}\n");
    Ok((sprite, constants))
}

fn constant_name(file_name: &str) -> String {
    file_name
        .chars()
        .map(|each| {
            if each.is_ascii_alphanumeric() {
                each.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(content)?;
    writer.finish()
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    // Quality 9 costs a second where 11 costs minutes in an unoptimised build, for two per cent of size.
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 9,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &settings)?;
    Ok(compressed)
}
