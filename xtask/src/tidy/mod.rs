//! The rules of the house that no compiler knows. Each rule is a function from the house to what is wrong.

mod dependencies;
mod documents;
mod layers;
mod packs;
mod sources;
mod words;

use crate::house::House;
use crate::vendor;

/// What a rule looks at: the house and the files that belong to it.
struct Look<'a> {
    house: &'a House,
    files: Vec<String>,
}

impl Look<'_> {
    /// The files whose names end so, with their text.
    fn texts(&self, ending: &str) -> Result<Vec<(&str, String)>, String> {
        self.files
            .iter()
            .filter(|file| file.ends_with(ending))
            .map(|file| Ok((file.as_str(), self.house.read(file)?)))
            .collect()
    }
}

/// Lines told of one rule: what is wrong a thousand times is wrong for one reason.
const MOST: usize = 40;

type Rule = fn(&Look<'_>) -> Result<Vec<String>, String>;

const RULES: [(&str, Rule); 10] = [
    (
        "files say what they are for and stay small",
        sources::heads_and_sizes,
    ),
    ("pure crates do nothing but work things out", sources::purity),
    ("arrows point down", layers::arrows),
    ("words that have no place here", words::forbidden),
    ("products stay out of the clone", words::products),
    ("files of others are what their checksums say", |look| {
        vendor::wrong(look.house, &look.files)
    }),
    (
        "packs are without a mistake and speak two languages",
        packs::packs,
    ),
    ("links of documents lead somewhere", documents::links),
    ("every page is in the book", documents::book),
    (
        "licences of dependencies are known, and each has its reason",
        dependencies::dependencies,
    ),
];

/// Goes through all rules.
///
/// # Errors
/// Everything that is wrong, by rule.
pub(crate) fn tidy(house: &House) -> Result<String, String> {
    let look = Look {
        house,
        files: house.files()?,
    };
    let mut told = String::new();
    let mut found = 0;
    for (name, rule) in RULES {
        let wrong = rule(&look)?;
        if wrong.is_empty() {
            continue;
        }
        found += wrong.len();
        told += &format!("{name}:\n");
        for line in wrong.iter().take(MOST) {
            told += &format!("  {line}\n");
        }
        if wrong.len() > MOST {
            told += &format!("  and {} more\n", wrong.len() - MOST);
        }
    }
    if found == 0 {
        Ok(format!(
            "{} rules hold for {} files\n",
            RULES.len(),
            look.files.len()
        ))
    } else {
        Err(format!("{told}{found} things are not in order"))
    }
}
