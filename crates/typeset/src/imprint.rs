//! What a paper carries that is not in its text: its identity, its moment, where its figures lead.

use jiff::Timestamp;

/// The circumstances under which a paper is set. No clock is read and nothing is drawn at random: two
/// papers set from the same text, imprint and fonts are the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Names the paper for good, such as its document number or record id; hashed into the PDF's identity.
    pub ident: String,
    /// The moment written into the files as that of their making.
    pub made_at: Timestamp,
    /// What stands before a figure's id to make its address, such as `https://town.example/figures/`.
    /// Without it figures are plain text on paper.
    pub figures: Option<String>,
}
