//! Chances that fall the same way every time. Written out here (SplitMix64, Steele et al. 2014) and not taken from a library,
//! because a library's next version may draw otherwise, and the demo town would no longer be the same.

/// A stream of chances.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of one thing: the same for the same seed, name and number, whatever else is drawn.
    pub(crate) fn of(seed: u64, name: &str, number: u64) -> Self {
        let mut state = Chance(seed ^ 0x5969_426e);
        for byte in name.bytes() {
            state.0 = state.next() ^ u64::from(byte);
        }
        state.0 = state.next() ^ number;
        state
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 128 bits.
    pub(crate) fn bits(&mut self) -> u128 {
        (u128::from(self.next()) << 64) | u128::from(self.next())
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.next() % end }
    }

    /// A number of the stretch, both ends included.
    pub(crate) fn between(&mut self, (least, most): (i64, i64)) -> i64 {
        let width = u64::try_from(most - least).unwrap_or_default() + 1;
        least + i64::try_from(self.below(width)).unwrap_or_default()
    }

    /// Whether something of so many chances in a thousand happens.
    pub(crate) fn happens(&mut self, in_thousand: u64) -> bool {
        self.below(1000) < in_thousand
    }

    /// One of the items; the default where there are none.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &'a [impl AsRef<T>]) -> &'a T
    where
        &'a T: Default,
    {
        let at = usize::try_from(self.below(items.len() as u64)).unwrap_or_default();
        items.get(at).map(AsRef::as_ref).unwrap_or_default()
    }

    /// The position of one of the weights, as often as it weighs.
    pub(crate) fn weighed(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().map(u64::from).sum());
        for (at, weight) in weights.enumerate() {
            if left < u64::from(weight) {
                return at;
            }
            left -= u64::from(weight);
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_every_time_and_another_for_every_name_and_number() {
        let draw = |name: &str, number| {
            let mut chance = Chance::of(7, name, number);
            [chance.next(), chance.next()]
        };
        assert_eq!(draw("dispute", 3), draw("dispute", 3));
        assert_ne!(draw("dispute", 3), draw("dispute", 4));
        assert_ne!(draw("dispute", 3), draw("hazard", 3));
    }

    #[test]
    fn the_stream_is_the_one_it_has_always_been() {
        assert_eq!(Chance(0).next(), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn weights_weigh() {
        let mut chance = Chance::of(1, "weights", 0);
        let heavy = (0..1000)
            .filter(|_| chance.weighed([1, 9].into_iter()) == 1)
            .count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }
}
