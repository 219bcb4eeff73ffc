//! How a person wants pages to look: language, light or dark, type size. Kept in a cookie, so that it holds before
//! signing in too.

use super::words::Say;
use axum::http::{HeaderMap, header};
use pack::{Lang, Text};

/// Name of the cookie.
pub(super) const COOKIE: &str = "yb_look";

/// How pages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// The language.
    pub(crate) lang: Lang,
    /// Light letters on dark ground.
    pub(crate) dark: bool,
    /// Large type.
    pub(crate) large: bool,
}

impl Look {
    /// As the cookie says; without one, in the browser's language.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match cookie(headers, COOKIE) {
            Some(text) => Look::read(text),
            None => Look {
                lang: accepted(headers),
                ..Look::default()
            },
        }
    }

    fn read(text: &str) -> Self {
        let has = |word: &str| text.split('-').any(|part| part == word);
        Look {
            lang: if has("en") { Lang::En } else { Lang::Zh },
            dark: has("dark"),
            large: has("large"),
        }
    }

    /// The cookie's value.
    pub(super) fn write(self) -> String {
        let mut text = if self.zh() { "zh" } else { "en" }.to_owned();
        for (on, word) in [(self.dark, "-dark"), (self.large, "-large")] {
            if on {
                text.push_str(word);
            }
        }
        text
    }

    /// Whether the language is Chinese.
    pub(crate) fn zh(self) -> bool {
        self.lang == Lang::Zh
    }

    /// What stands between the parts of a list.
    pub(crate) fn comma(self) -> &'static str {
        if self.zh() { "、" } else { ", " }
    }

    /// What stands between statements.
    pub(crate) fn semicolon(self) -> &'static str {
        if self.zh() { "；" } else { "; " }
    }

    /// A text of the pages in the language.
    pub(crate) fn say(self, say: Say) -> &'static str {
        say.get(self.lang)
    }

    /// A text of a pack in the language.
    pub(crate) fn text(self, text: &Text) -> &str {
        text.get(self.lang)
    }
}

/// Chinese unless the browser prefers English to it.
fn accepted(headers: &HeaderMap) -> Lang {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match (accepted.find("zh"), accepted.find("en")) {
        (Some(zh), Some(en)) if en < zh => Lang::En,
        (None, Some(_)) => Lang::En,
        _ => Lang::Zh,
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_look_is_read_back_as_it_was_written() {
        for lang in [Lang::Zh, Lang::En] {
            for (dark, large) in [(false, false), (true, false), (false, true), (true, true)] {
                let look = Look { lang, dark, large };
                assert_eq!(Look::read(&look.write()), look);
            }
        }
    }

    #[test]
    fn english_is_spoken_only_to_browsers_that_prefer_it() {
        let lang = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            Look::of(&headers).lang
        };
        assert_eq!(lang("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(lang("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(lang("en-US,zh;q=0.5"), Lang::En);
        assert_eq!(lang("fr"), Lang::Zh);
    }
}
