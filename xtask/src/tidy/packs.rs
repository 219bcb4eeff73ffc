//! Packs that come with the program.

use super::Look;
use pack::Lang;

/// Each pack parses without a remark, is called as its file is, and all of them go together. The parser asks for both
/// languages wherever people read.
pub(super) fn packs(look: &Look<'_>) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    let mut whole = Vec::new();
    for (file, text) in look.texts(".toml")? {
        let Some(name) = file
            .strip_prefix("packs/")
            .and_then(|file| file.strip_suffix(".toml"))
        else {
            continue;
        };
        let parsed = pack::parse(&text);
        wrong.extend(
            parsed
                .diagnostics
                .iter()
                .map(|remark| remark.render(file, &text, Lang::En, false)),
        );
        let Some(pack) = parsed.pack else { continue };
        if &*pack.name != name {
            wrong.push(format!("{file} holds the pack `{}`", pack.name));
        }
        whole.push(pack);
    }
    if whole.is_empty() {
        wrong.push("there are no packs".to_owned());
    } else if pack::Shelf::new(whole).is_err() {
        wrong.push("the packs do not go together; `yiben pack check packs/*.toml` tells why".to_owned());
    }
    Ok(wrong)
}
