//! How much of a file is read before it is refused.

use super::{Measure, ReadError};

/// The most that a file may be. The defaults let a ledger of 100,000 rows and 20 columns through twice over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of all its parts together, unpacked.
    pub unpacked_bytes: u64,
    /// How many times its size a part may unpack to, once it unpacks to more than `free_bytes`.
    pub swelling: u64,
    /// Parts that unpack to no more than this may swell as they like: blank forms do.
    pub free_bytes: u64,
    /// Parts in the package.
    pub parts: u64,
    /// Sheets.
    pub sheets: u64,
    /// Cells that hold something, of all sheets together.
    pub cells: u64,
    /// Bytes in one text.
    pub text_bytes: u64,
}

impl Limits {
    pub(crate) fn check(measure: Measure, found: u64, most: u64) -> Result<(), ReadError> {
        if found > most {
            Err(ReadError::TooBig { measure, most })
        } else {
            Ok(())
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            unpacked_bytes: 768 << 20,
            swelling: 200,
            free_bytes: 32 << 20,
            parts: 5_000,
            sheets: 500,
            cells: 4_000_000,
            text_bytes: 1 << 20,
        }
    }
}
