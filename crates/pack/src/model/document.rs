//! Documents made from a record: agreements, notices, supervision letters.

use super::Text;

/// A document that can be made from a record.
#[derive(Clone, Debug)]
pub struct Document {
    /// ASCII name.
    pub name: String,
    /// Its name to people: 调解协议书.
    pub title: Text,
    /// Index of the register whose records it is made from.
    pub register: usize,
    /// Its text: Markdown with `{{ field }}` in MiniJinja syntax; fields by name, titles of codes already resolved.
    pub body: String,
}

impl Document {
    /// Whether its text names this field.
    #[must_use]
    pub fn names(&self, field: &str) -> bool {
        self.body
            .split(|each: char| !each.is_ascii_alphanumeric() && each != '_')
            .any(|word| word == field)
    }
}
