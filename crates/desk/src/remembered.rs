//! Cells that are read once, however many figures are made of them: a rate and its parts read the same ones.

use jiff::civil::Date;
use ledger::{Cell, Cells, Grain, Unavailable};
use standards::PlaceCode;
use std::cell::RefCell;
use std::collections::HashMap;
use store::CellReader;

/// What cells were asked for.
type Asked = (String, PlaceCode, Grain, (Date, Date));

/// The cells of one reading of the book.
pub(crate) struct Remembered<'a> {
    cells: CellReader<'a>,
    read: RefCell<HashMap<Asked, Vec<Cell>>>,
}

impl<'a> Remembered<'a> {
    /// Nothing read yet.
    pub(crate) fn new(cells: CellReader<'a>) -> Self {
        Remembered {
            cells,
            read: RefCell::default(),
        }
    }
}

impl Cells for Remembered<'_> {
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        stretch: (Date, Date),
    ) -> Result<Vec<Cell>, Unavailable> {
        let asked = (indicator.to_owned(), *place, grain, stretch);
        if let Some(cells) = self.read.borrow().get(&asked) {
            return Ok(cells.clone());
        }
        let cells = self.cells.cells(indicator, place, grain, stretch)?;
        self.read.borrow_mut().insert(asked, cells.clone());
        Ok(cells)
    }
}
