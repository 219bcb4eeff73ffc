//! Style sheets, scripts and icons: compiled in, named by their content's hash, compressed when the program was built.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// A file that pages are served with.
pub(crate) struct Asset {
    /// Where it is; changes whenever its content does.
    pub(crate) path: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
    brotli: &'static [u8],
}

/// A picture of the sprite. Its constants stand in [`icon`].
#[derive(Clone, Copy)]
pub(crate) struct Icon(&'static str);

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

impl maud::Render for Icon {
    fn render(&self) -> Markup {
        html! { svg.icon aria-hidden="true" focusable="false" { use href={ (ICONS_SVG.path) "#" (self.0) } {} } }
    }
}

pub(super) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let found = ALL
        .iter()
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&name));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let takes = |coding: &str| {
        headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                value
                    .split(',')
                    .any(|each| each.split(';').next().map(str::trim) == Some(coding))
            })
    };
    let (coding, content) = if takes("br") {
        (Some("br"), asset.brotli)
    } else if takes("gzip") {
        (Some("gzip"), asset.gzip)
    } else {
        (None, asset.plain)
    };
    let fixed: [(HeaderName, &'static str); 3] = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    let mut response = (fixed, content).into_response();
    if let Some(coding) = coding {
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn what_a_browser_loads_first_is_below_300_kb() {
        let sum: usize = [&TABLER_MIN_CSS, &YIBEN_CSS, &YIBEN_JS, &ICONS_SVG]
            .iter()
            .map(|asset| asset.gzip.len())
            .sum();
        assert!(sum < 200_000, "{sum} bytes");
    }

    #[test]
    fn every_vendored_file_is_listed_and_has_the_content_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let manifest: toml::Table = std::fs::read_to_string(root.join("vendor.toml"))
            .unwrap()
            .parse()
            .unwrap();
        let mut listed = BTreeSet::new();
        for vendor in manifest["vendor"].as_array().unwrap() {
            assert!(vendor["version"].is_str() && vendor["licence"].is_str());
            for file in vendor["file"].as_array().unwrap() {
                let path = file["path"].as_str().unwrap();
                let digest: String = Sha256::digest(std::fs::read(root.join(path)).unwrap())
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                assert_eq!(digest, file["sha256"].as_str().unwrap(), "{path}");
                listed.insert(path.to_owned());
            }
        }
        let mut present = BTreeSet::new();
        for folder in std::fs::read_dir(root.join("vendor")).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                present.insert(path.strip_prefix(&root).unwrap().display().to_string());
            }
        }
        assert_eq!(present, listed);
    }
}
