//! Matters that are told once, however large the town is made: returns, parcels, projects, proposals, disclosures, checks.

use crate::world::{StoryError, World};
use crate::{commitments, disclosure, economy, environment, land, projects, proposals};
use desk::PastDeed;
use pack::Shelf;

/// Everything that was done to them, in order.
pub(crate) fn all(world: &World, shelf: &Shelf) -> Result<Vec<PastDeed>, StoryError> {
    let mut deeds = environment::deeds(world, shelf)?;
    deeds.extend(economy::deeds(world)?);
    deeds.extend(land::deeds(world)?);
    deeds.extend(projects::deeds(world)?);
    deeds.extend(proposals::deeds(world)?);
    deeds.extend(disclosure::deeds(world)?);
    if shelf.register("commitment").is_some() {
        deeds.extend(commitments::deeds(world)?);
    }
    deeds.sort_by_key(|deed| (deed.at, deed.id));
    Ok(deeds)
}
