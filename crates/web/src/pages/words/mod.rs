//! Every text of the pages, in both languages: a text without its twin does not compile.

use pack::Lang;

pub(crate) mod account;
pub(crate) mod checks;
pub(crate) mod commitments;
pub(crate) mod dealt;
pub(crate) mod disclosures;
pub(crate) mod evaluation;
pub(crate) mod exposure;
pub(crate) mod figures;
pub(crate) mod forms;
pub(crate) mod imports;
pub(crate) mod infer;
pub(crate) mod map;
pub(crate) mod paper;
pub(crate) mod place;
pub(crate) mod record;
pub(crate) mod reports;
pub(crate) mod second;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod today;
pub(crate) mod work;

/// A text in Chinese and English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Say {
    zh: &'static str,
    en: &'static str,
}

/// A text in both languages.
pub(crate) const fn say(zh: &'static str, en: &'static str) -> Say {
    Say { zh, en }
}

impl Say {
    /// The text in `lang`.
    pub(crate) fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}
