//! What lies under the map: a PMTiles archive (version 3) of tiles that a town may lay into its folder. Only its head is
//! looked at here; whoever draws asks for stretches of it, however large the file is.

use crate::error::DeskError;
use crate::seat::Seat;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The archive's name in the town's folder.
const FILE: &str = "basemap.pmtiles";
/// Bytes of an archive's head, and how it begins.
const HEAD: usize = 127;
const MAGIC: &[u8] = b"PMTiles";
const VERSION: u8 = 3;
/// Where the head says how things are packed and what the tiles are.
const PACKED: [usize; 2] = [97, 98];
const TILES: usize = 99;
/// Where the head tells offset and length of the root, of the metadata, of the leaves and of the tiles.
const SECTIONS: [usize; 4] = [8, 24, 40, 56];
/// Packings that a browser can undo: none, and gzip.
const PLAIN: u8 = 1;
const GZIP: u8 = 2;
/// Sorts of tiles that can be drawn: vector tiles (MVT), then PNG, JPEG, WebP and AVIF.
const DRAWN: std::ops::RangeInclusive<u8> = 1..=5;

/// A town's base map, open for reading.
#[derive(Debug)]
pub struct BaseMap {
    file: File,
    length: u64,
    mark: String,
}

/// Why the file in a town's folder is no base map.
#[derive(Debug, thiserror::Error)]
pub enum BaseMapFlaw {
    /// The disk, or whoever may read the file.
    #[error("{FILE} cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// Something else bears the name.
    #[error("{FILE} is not a PMTiles archive")]
    Other,
    /// An archive of a version that is not read.
    #[error(
        "{FILE} is of PMTiles version {0}, and version 3 is needed; `pmtiles convert` makes it of an older one"
    )]
    Version(u8),
    /// The archive goes on beyond its file.
    #[error("{FILE} is incomplete; most likely copying it was broken off, so copy it once more")]
    Cut,
    /// Tiles that cannot be drawn.
    #[error(
        "the tiles in {FILE} are neither pictures (PNG, JPEG, WebP, AVIF) nor vector tiles (MVT), or are packed otherwise than by gzip"
    )]
    Tiles,
}

impl BaseMapFlaw {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            BaseMapFlaw::Unreadable(error) => format!("底图文件 {FILE} 读不出来：{error}"),
            BaseMapFlaw::Other => format!("底图文件 {FILE} 不是 PMTiles 文件"),
            BaseMapFlaw::Version(version) => {
                format!(
                    "底图文件 {FILE} 是 PMTiles 第 {version} 版，需要第 3 版，旧版可用 `pmtiles convert` 转换"
                )
            }
            BaseMapFlaw::Cut => format!("底图文件 {FILE} 不完整，多半是没有拷贝完，请重新拷贝"),
            BaseMapFlaw::Tiles => {
                format!(
                    "底图文件 {FILE} 里的瓦片既不是图片（PNG、JPEG、WebP、AVIF）也不是矢量瓦片（MVT），或者不是用 gzip 压缩的"
                )
            }
        }
    }
}

impl BaseMap {
    /// Opens the base map in a town's folder; none where there is no such file.
    fn open(folder: &Path) -> Result<Option<Self>, BaseMapFlaw> {
        let file = match File::open(folder.join(FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(BaseMapFlaw::Other);
        }
        let mut head = Vec::with_capacity(HEAD);
        (&file).take(HEAD as u64).read_to_end(&mut head)?;
        look(&head, about.len())?;
        let changed = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Some(BaseMap {
            mark: format!("{:x}-{:x}", about.len(), changed.as_nanos()),
            length: about.len(),
            file,
        }))
    }

    /// Bytes of the archive.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Tells this archive from any that takes its place.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// A stretch of the archive.
    ///
    /// # Errors
    /// When the disk cannot be read, or the file has become shorter.
    pub fn read(&mut self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut stretch = vec![0; length];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut stretch)?;
        Ok(stretch)
    }
}

/// Whether an archive with this head, in a file of this length, can be drawn.
fn look(head: &[u8], length: u64) -> Result<(), BaseMapFlaw> {
    if !head.starts_with(MAGIC) {
        return Err(match head {
            // The first two versions began with two letters and their number.
            [b'P', b'M', version @ 1..=2, 0, ..] => BaseMapFlaw::Version(*version),
            _ => BaseMapFlaw::Other,
        });
    }
    match head.get(MAGIC.len()) {
        Some(&VERSION) => {}
        Some(&version) => return Err(BaseMapFlaw::Version(version)),
        None => return Err(BaseMapFlaw::Cut),
    }
    if head.len() < HEAD {
        return Err(BaseMapFlaw::Cut);
    }
    let number = |at: usize| {
        let bytes = head.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(u64::MAX, u64::from_le_bytes)
    };
    let whole = SECTIONS.iter().all(|at| {
        let end = number(*at).checked_add(number(at + 8));
        end.is_some_and(|end| end <= length)
    });
    if !whole {
        return Err(BaseMapFlaw::Cut);
    }
    let byte = |at: usize| head.get(at).copied().unwrap_or_default();
    let packed = PACKED.iter().all(|at| matches!(byte(*at), PLAIN | GZIP));
    if packed && DRAWN.contains(&byte(TILES)) {
        Ok(())
    } else {
        Err(BaseMapFlaw::Tiles)
    }
}

impl Seat {
    /// The town's base map; none where there is no file, or one that is none. It shows no matter of anybody's, so everyone
    /// of the town may see it.
    #[must_use]
    pub fn base_map(&self) -> Option<BaseMap> {
        BaseMap::open(self.desk.town().folder()).ok().flatten()
    }

    /// What is wrong with the file that was to be the town's base map.
    ///
    /// # Errors
    /// When the seat is no administrator's: nobody else can mend it.
    pub fn base_map_flaw(&self) -> Result<Option<BaseMapFlaw>, DeskError> {
        self.needs_admin()?;
        Ok(BaseMap::open(self.desk.town().folder()).err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head whose tiles lie right behind it.
    fn head(tiles: u8, packed: u8) -> Vec<u8> {
        let mut head = [MAGIC, &[VERSION]].concat();
        for (offset, length) in [(127_u64, 10_u64), (137, 2), (139, 0), (139, 61)] {
            head.extend(offset.to_le_bytes());
            head.extend(length.to_le_bytes());
        }
        head.resize(HEAD, 0);
        head[97] = 1;
        head[98] = packed;
        head[99] = tiles;
        head
    }

    #[test]
    fn pictures_and_vector_tiles_are_base_maps() {
        for tiles in DRAWN {
            assert!(look(&head(tiles, GZIP), 200).is_ok(), "{tiles}");
        }
    }

    #[test]
    fn what_is_none_is_told_by_what_is_wrong_with_it() {
        let old = b"PM\x02\x00 and so on".to_vec();
        let newer = [MAGIC, &[4], &[0; HEAD]].concat();
        let mut endless = head(1, GZIP);
        endless[64..72].fill(0xff);
        for (bytes, length, says) in [
            (Vec::new(), 0, "not a PMTiles archive"),
            (b"<html>".to_vec(), 6, "not a PMTiles archive"),
            (old, 20, "version 2"),
            (newer, 135, "version 4"),
            (MAGIC.to_vec(), 7, "incomplete"),
            (head(1, GZIP)[..50].to_vec(), 50, "incomplete"),
            (head(1, GZIP), 199, "incomplete"),
            (endless, 200, "incomplete"),
            (head(0, GZIP), 200, "neither pictures"),
            (head(6, GZIP), 200, "neither pictures"),
            (head(1, 4), 200, "packed otherwise"),
        ] {
            let flaw = look(&bytes, length).unwrap_err();
            assert!(flaw.to_string().contains(says), "{flaw}");
            assert!(flaw.zh().contains(FILE));
        }
    }
}
