//! The chain that ties a town's journal together: each link is the digest of the one before and of the entry's text.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// SHA-256 over the link before and an entry's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link(pub [u8; 32]);

impl Link {
    /// The link before the first entry of a town: the digest of its code, so that journals cannot be exchanged.
    #[must_use]
    pub fn origin(town: &str) -> Self {
        Link(Sha256::digest(town.as_bytes()).into())
    }

    /// The link of an entry that follows this one.
    #[must_use]
    pub fn next(&self, text: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(text);
        Link(hasher.finalize().into())
    }

    /// The link kept as `bytes`; none unless there are 32 of them.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Link)
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_changed_byte_changes_every_link_after_it(
            mut texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 1..8), at: usize, flip in 1u8..,
        ) {
            let links = |texts: &[Vec<u8>]| {
                let mut link = Link::origin("330226105");
                texts.iter().map(|text| { link = link.next(text); link }).collect::<Vec<_>>()
            };
            let before = links(&texts);
            let changed = at % texts.len();
            texts[changed][0] ^= flip;
            let after = links(&texts);
            for (position, (old, new)) in before.iter().zip(&after).enumerate() {
                prop_assert_eq!(old == new, position < changed);
            }
        }
    }
}
