//! What a person should know of a paper that was set all the same.

use std::fmt;

use crate::fonts::Role;

/// Something that did not stop the paper. [`Warning::zh`] and `Display` (English) say it to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The program's own typefaces stand in for those the standard names.
    FontsBuiltIn {
        /// What the typefaces are for.
        roles: Vec<Role>,
    },
    /// A typeface of the office's folder stands in for the one the standard names.
    FontSubstituted {
        /// What the typeface is for.
        role: Role,
        /// The family that was used.
        used: String,
    },
    /// Some characters are not in the typeface of their text and come from another.
    GlyphsBorrowed {
        /// The family that lent them.
        font: String,
        /// The characters, each once.
        characters: String,
    },
    /// Some characters are in no typeface that was found; a blank box stands in their place.
    GlyphsMissing {
        /// The characters, each once.
        characters: String,
    },
    /// A line of the head is not one of the known keys.
    UnknownKey {
        /// Line of the source, from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// A value of the head is not one of those its key can have.
    UnknownValue {
        /// Line of the source, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// A second title; it was made a heading.
    SecondTitle {
        /// Line of the source, from 1.
        line: usize,
        /// Its text.
        text: String,
    },
    /// A link that leads neither to a figure nor to the web; its text was kept.
    LinkDropped {
        /// Line of the source, from 1.
        line: usize,
        /// Where it led.
        address: String,
    },
    /// A drawing of which nothing is known; its caption was kept.
    UnknownChart {
        /// Line of the source, from 1.
        line: usize,
        /// Its name.
        id: String,
    },
    /// A merged cell that does not fit the cells around it; its text was left out of the merging.
    CellNotMerged {
        /// Line of the source where the table begins, from 1.
        line: usize,
    },
}

impl Warning {
    /// The warning in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Warning::FontsBuiltIn { roles } => format!(
                "{}用的是程序自带的自由字体；要用单位已获授权的正式字体，把字体文件放进 fonts 文件夹即可。",
                listed(roles, Role::zh, "、")
            ),
            Warning::FontSubstituted { role, used } => format!(
                "{}用 fonts 文件夹中的“{used}”代替；放进单位已获授权的正式字体即可换回。",
                role.zh()
            ),
            Warning::GlyphsBorrowed { font, characters } => {
                format!("以下字在正文字体中没有，借用了“{font}”：{characters}")
            }
            Warning::GlyphsMissing { characters } => {
                format!(
                    "以下字在程序自带和已安装的字体中都没有，显示为空框：{characters}。请安装收字更多的字体。"
                )
            }
            Warning::UnknownKey { line, key } => format!("第{line}行：不认识的项目“{key}”，已忽略。"),
            Warning::UnknownValue { line, key, value } => {
                format!("第{line}行：“{key}”不能是“{value}”，已忽略。")
            }
            Warning::SecondTitle { line, text } => {
                format!("第{line}行：标题只能有一个，“{text}”已作为一级标题。")
            }
            Warning::LinkDropped { line, address } => {
                format!("第{line}行：链接“{address}”既不是数据也不是网址，只保留了文字。")
            }
            Warning::UnknownChart { line, id } => format!("第{line}行：没有名为“{id}”的图，只保留了图题。"),
            Warning::CellNotMerged { line } => {
                format!("第{line}行的表：合并标记“<”或“^”与周围单元格对不上，未合并。")
            }
        }
    }
}

/// The names of roles in a row.
fn listed(roles: &[Role], name: fn(Role) -> &'static str, between: &str) -> String {
    let names: Vec<&str> = roles.iter().map(|role| name(*role)).collect();
    names.join(between)
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::FontsBuiltIn { roles } => write!(
                f,
                "The program's own free fonts are used for {}. Put your office's licensed font files into the \
                 fonts folder to use those.",
                listed(roles, Role::en, ", ")
            ),
            Warning::FontSubstituted { role, used } => write!(
                f,
                "“{used}” of the fonts folder stands in for {}. Put your office's licensed font file there to \
                 use it.",
                role.en()
            ),
            Warning::GlyphsBorrowed { font, characters } => {
                write!(
                    f,
                    "These characters are not in the text's font and come from “{font}”: {characters}"
                )
            }
            Warning::GlyphsMissing { characters } => write!(
                f,
                "These characters are in no font of the program or the machine and show as boxes: {characters}. \
                 Install a font with more characters."
            ),
            Warning::UnknownKey { line, key } => write!(f, "Line {line}: unknown key “{key}”, ignored."),
            Warning::UnknownValue { line, key, value } => {
                write!(f, "Line {line}: “{key}” cannot be “{value}”, ignored.")
            }
            Warning::SecondTitle { line, text } => {
                write!(
                    f,
                    "Line {line}: a paper has one title; “{text}” was made a heading."
                )
            }
            Warning::LinkDropped { line, address } => write!(
                f,
                "Line {line}: the link “{address}” leads neither to a figure nor to the web; only its text was kept."
            ),
            Warning::UnknownChart { line, id } => {
                write!(
                    f,
                    "Line {line}: there is no chart named “{id}”; only its caption was kept."
                )
            }
            Warning::CellNotMerged { line } => write!(
                f,
                "Table at line {line}: a merge mark “<” or “^” does not fit the cells around it and was not merged."
            ),
        }
    }
}
