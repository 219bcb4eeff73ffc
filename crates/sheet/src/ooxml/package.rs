//! The zip package of an .xlsx or .ods file, opened within limits.

use std::{
    collections::HashMap,
    io::{BufReader, Cursor, Read},
};

use zip::{CompressionMethod, ZipArchive, read::ZipFile};

use super::xml::{Bounded, Xml};
use crate::read::{Limits, Measure, ReadError};

/// An opened package. Parts are found by name whatever their letters' case, as the Open Packaging Conventions (ISO/IEC 29500-2) have it.
///
/// Invariant: what its parts unpack to has been held against the limits by their declared sizes, and the archive's reader ends a
/// part that is bigger than declared with an error.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: HashMap<String, usize>,
    text_bytes: u64,
}

/// A part as it unpacks.
pub(crate) type Part<'p, 'a> = BufReader<Bounded<ZipFile<'p, Cursor<&'a [u8]>>>>;

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is no zip archive, is encrypted, names a part twice, or breaks a limit.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let damaged = |reason: &dyn ToString| ReadError::damaged("zip", reason.to_string());
        Limits::check(Measure::Bytes, bytes.len() as u64, limits.bytes)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        Limits::check(Measure::Parts, archive.len() as u64, limits.parts)?;
        if archive.has_duplicate_names() {
            return Err(damaged(&"two parts have the same name"));
        }
        let mut names = HashMap::with_capacity(archive.len());
        let mut unpacked = 0_u64;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
            let name = part.name().map_err(|error| damaged(&error))?.replace('\\', "/");
            if part.encrypted() {
                return Err(ReadError::Encrypted);
            }
            if !matches!(
                part.compression(),
                CompressionMethod::Deflated | CompressionMethod::Stored
            ) {
                return Err(ReadError::damaged(&name, "unknown compression"));
            }
            unpacked = unpacked.saturating_add(part.size());
            Limits::check(Measure::UnpackedBytes, unpacked, limits.unpacked_bytes)?;
            let most = part.compressed_size().saturating_mul(limits.swelling);
            if part.size() > limits.free_bytes && part.size() > most {
                return Err(ReadError::Swelling {
                    part: name,
                    most: limits.swelling,
                });
            }
            if names.insert(name.to_ascii_lowercase(), index).is_some() {
                return Err(damaged(&"two parts have the same name"));
            }
        }
        Ok(Self {
            archive,
            names,
            text_bytes: limits.text_bytes,
        })
    }

    /// Whether there is a part of a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_ascii_lowercase())
    }

    /// The names of all parts, in lower case, in no order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The archive beneath, for copying parts untouched.
    pub(crate) fn archive(&mut self) -> &mut ZipArchive<Cursor<&'a [u8]>> {
        &mut self.archive
    }

    /// The place of a part in the archive.
    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.names.get(&name.to_ascii_lowercase()).copied()
    }

    /// A part to be read as XML; none when there is no such part.
    pub(crate) fn xml(&mut self, name: &str) -> Result<Option<Xml<Part<'_, 'a>>>, ReadError> {
        let Some(index) = self.index(name) else {
            return Ok(None);
        };
        let part = self
            .archive
            .by_index(index)
            .map_err(|error| ReadError::damaged(name, error))?;
        let bounded = Bounded::new(part, self.text_bytes);
        Ok(Some(Xml::new(BufReader::with_capacity(1 << 16, bounded), name)))
    }

    /// A part's whole text; none when there is no such part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.index(name) else {
            return Ok(None);
        };
        let mut part = self
            .archive
            .by_index(index)
            .map_err(|error| ReadError::damaged(name, error))?;
        let mut text = String::new();
        part.read_to_string(&mut text)
            .map_err(|error| ReadError::damaged(name, error))?;
        Ok(Some(text))
    }
}
