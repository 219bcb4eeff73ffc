//! Reading the finished pages back: what stands where, and in which typeface.

use std::collections::{BTreeMap, BTreeSet};

use typst::layout::{Frame, FrameItem, Point};
use typst::text::{Font, TextItem};
use typst_layout::PagedDocument;

use crate::fonts::Found;
use crate::warning::Warning;

/// Calls `visit` for every piece of text of a frame with the place of its baseline's start.
pub(super) fn texts(frame: &Frame, origin: Point, visit: &mut dyn FnMut(Point, &TextItem)) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(group) => {
                // Only the translation matters: the layout program neither turns nor scales text.
                texts(
                    &group.frame,
                    at + Point::new(group.transform.tx, group.transform.ty),
                    visit,
                );
            }
            FrameItem::Text(text) => visit(at, text),
            _ => {}
        }
    }
}

/// What page numbers are made of; these have a typeface of their own.
const FOLIO: &str = "—0123456789";

/// The characters that are in no face, and those that come from a face that plays no role.
pub(super) fn glyph_warnings(document: &PagedDocument, fonts: &Found) -> Vec<Warning> {
    let mut missing = BTreeSet::new();
    let mut borrowed: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for page in document.pages() {
        texts(&page.frame, Point::zero(), &mut |_, item| {
            let font: &Font = item.font.font();
            let own = fonts.sets_text(font);
            for glyph in &item.glyphs {
                let characters = item.text.get(glyph.range()).unwrap_or_default().chars();
                let characters = characters.filter(|c| !c.is_whitespace() && !FOLIO.contains(*c));
                if glyph.id == 0 {
                    missing.extend(characters);
                } else if !own {
                    borrowed.entry(family(font)).or_default().extend(characters);
                }
            }
        });
    }
    let borrowed = borrowed
        .into_iter()
        .filter(|(_, characters)| !characters.is_empty())
        .map(|(font, characters)| Warning::GlyphsBorrowed {
            font,
            characters: characters.into_iter().collect(),
        });
    let missing = (!missing.is_empty()).then(|| Warning::GlyphsMissing {
        characters: missing.into_iter().collect(),
    });
    borrowed.chain(missing).collect()
}

/// The family a face calls itself.
fn family(font: &Font) -> String {
    font.info().family.clone()
}
