//! Where links may lead, and how addresses are written so that no text can break out of them.

use crate::imprint::Imprint;
use crate::paper::Target;

/// The address of a target, or none when it leads nowhere in these circumstances.
pub(crate) fn address(target: &Target, imprint: &Imprint) -> Option<String> {
    match target {
        Target::Figure(id) => imprint
            .figures
            .as_ref()
            .map(|base| encoded(&format!("{base}{id}"))),
        Target::Address(url) => allowed(url).then(|| encoded(url)),
    }
}

/// Whether a paper may lead there: the web and mail, nothing that runs.
pub(crate) fn allowed(url: &str) -> bool {
    let lower = url.trim_start().to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

/// The address with everything but the characters of RFC 3986 percent-encoded.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.trim().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_leads_to_its_page_only_when_there_is_a_place_for_pages() {
        let figure = Target::Figure("disputes.settled?period=2024".into());
        assert_eq!(address(&figure, &Imprint::default()), None);
        let imprint = Imprint {
            figures: Some("https://town.example/f/".into()),
            ..Imprint::default()
        };
        assert_eq!(
            address(&figure, &imprint).as_deref(),
            Some("https://town.example/f/disputes.settled?period=2024")
        );
    }

    #[test]
    fn nothing_that_runs_is_an_address() {
        for url in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
        ] {
            assert_eq!(
                address(&Target::Address(url.into()), &Imprint::default()),
                None,
                "{url}"
            );
        }
    }

    #[test]
    fn quotes_and_chinese_are_encoded() {
        let target = Target::Address("https://例.example/\"><script>'".into());
        let url = address(&target, &Imprint::default()).unwrap();
        assert_eq!(url, "https://%E4%BE%8B.example/%22%3E%3Cscript%3E%27");
    }
}
