//! Matters that come up every day, made as many times over as is wished without holding them all.

use desk::PastDeed;
use jiff::civil::Date;
use ledger::Moment;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One kind of everyday matter.
pub(crate) trait Everyday {
    /// The days on which they come up, in order of their numbers; one day for each of the base town.
    fn starts(&self) -> &[Date];

    /// What is done to the one of that base number; `number` tells apart those that are made of the same base.
    fn file(&self, base: usize, number: u64) -> Vec<PastDeed>;
}

/// The next deed of a matter under way: only its number is kept, its deeds are told anew when their turn comes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    at: Moment,
    kind: usize,
    number: u64,
    next: usize,
}

/// All everyday matters, day by day.
pub(crate) struct Stream<'a> {
    kinds: Vec<&'a dyn Everyday>,
    /// Base numbers of each kind by the day they come up, the last day first.
    waiting: Vec<Vec<(Date, usize)>>,
    scale: u64,
    under_way: BinaryHeap<Reverse<Turn>>,
}

impl<'a> Stream<'a> {
    pub(crate) fn new(kinds: Vec<&'a dyn Everyday>, scale: u32) -> Self {
        let waiting = kinds
            .iter()
            .map(|kind| {
                let mut days: Vec<(Date, usize)> = kind.starts().iter().copied().zip(0..).collect();
                days.sort_unstable_by(|a, b| b.cmp(a));
                days
            })
            .collect();
        Stream {
            kinds,
            waiting,
            scale: u64::from(scale.max(1)),
            under_way: BinaryHeap::new(),
        }
    }

    /// Hands over what is done on `day`, in order, until it is told to stop.
    pub(crate) fn day<E>(
        &mut self,
        day: Date,
        each: &mut dyn FnMut(PastDeed) -> Result<(), E>,
    ) -> Result<(), E> {
        self.come_up(day);
        let end = Moment::end_of(day);
        while let Some(Reverse(turn)) = self.under_way.pop() {
            if turn.at >= end {
                self.under_way.push(Reverse(turn));
                return Ok(());
            }
            let mut deeds = self.tell(turn.kind, turn.number).into_iter().skip(turn.next);
            let Some(deed) = deeds.next() else { continue };
            if let Some(following) = deeds.next() {
                self.under_way.push(Reverse(Turn {
                    at: following.at,
                    next: turn.next + 1,
                    ..turn
                }));
            }
            each(deed)?;
        }
        Ok(())
    }

    fn come_up(&mut self, day: Date) {
        for kind in 0..self.kinds.len() {
            while let Some((_, base)) = self.waiting[kind].pop_if(|(start, _)| *start <= day) {
                for copy in 0..self.scale {
                    let number = base as u64 * self.scale + copy;
                    if let Some(first) = self.tell(kind, number).first() {
                        self.under_way.push(Reverse(Turn {
                            at: first.at,
                            kind,
                            number,
                            next: 0,
                        }));
                    }
                }
            }
        }
    }

    fn tell(&self, kind: usize, number: u64) -> Vec<PastDeed> {
        let base = usize::try_from(number / self.scale).unwrap_or(usize::MAX);
        self.kinds[kind].file(base, number)
    }
}
