//! Records of a binary workbook: a type, a length, the data, and what continues them; and the strings in them.

use encoding_rs::Encoding;

/// The types of records that are read ([MS-XLS] 2.3.2).
pub(super) mod kind {
    pub(crate) const FORMULA: u16 = 0x0006;
    pub(crate) const EOF: u16 = 0x000A;
    pub(crate) const DATE_MODE: u16 = 0x0022;
    pub(crate) const FILE_PASS: u16 = 0x002F;
    pub(crate) const CONTINUE: u16 = 0x003C;
    pub(crate) const CODE_PAGE: u16 = 0x0042;
    pub(crate) const COLUMN_INFO: u16 = 0x007D;
    pub(crate) const BOUND_SHEET: u16 = 0x0085;
    pub(crate) const MULTIPLE_RK: u16 = 0x00BD;
    pub(crate) const RICH_STRING: u16 = 0x00D6;
    pub(crate) const XF: u16 = 0x00E0;
    pub(crate) const MERGE_CELLS: u16 = 0x00E5;
    pub(crate) const SHARED_STRINGS: u16 = 0x00FC;
    pub(crate) const LABEL_SHARED: u16 = 0x00FD;
    pub(crate) const SUP_BOOK: u16 = 0x01AE;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const LABEL: u16 = 0x0204;
    pub(crate) const BOOL_OR_ERROR: u16 = 0x0205;
    pub(crate) const STRING: u16 = 0x0207;
    pub(crate) const ROW: u16 = 0x0208;
    pub(crate) const RK: u16 = 0x027E;
    pub(crate) const FORMAT: u16 = 0x041E;
    pub(crate) const BOF: u16 = 0x0809;
}

/// The records of a stream one by one.
pub(super) struct Records<'s> {
    rest: &'s [u8],
    length: usize,
}

/// One record with the data of those that continue it.
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pieces: Vec<&'s [u8]>,
}

impl<'s> Records<'s> {
    pub(super) fn new(stream: &'s [u8]) -> Self {
        Self {
            rest: stream,
            length: stream.len(),
        }
    }

    /// How many bytes have been read.
    pub(super) fn read(&self) -> usize {
        self.length - self.rest.len()
    }

    fn piece(&self) -> Option<(u16, &'s [u8], &'s [u8])> {
        let length = usize::from(word(self.rest, 2)?);
        let (data, rest) = self.rest.get(4..)?.split_at_checked(length)?;
        Some((word(self.rest, 0)?, data, rest))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, data, rest) = self.piece()?;
        self.rest = rest;
        let mut record = Record {
            kind,
            pieces: vec![data],
        };
        while let Some((kind::CONTINUE, data, rest)) = self.piece() {
            record.pieces.push(data);
            self.rest = rest;
        }
        Some(record)
    }
}

impl<'s> Record<'s> {
    /// The record's own data, without what continues it.
    pub(super) fn data(&self) -> &'s [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }

    /// A reader over the data and what continues it.
    pub(super) fn pen(&self) -> Pen<'_, 's> {
        Pen {
            pieces: &self.pieces,
            at: 0,
        }
    }
}

/// A place in a record's pieces.
pub(super) struct Pen<'r, 's> {
    pieces: &'r [&'s [u8]],
    at: usize,
}

impl Pen<'_, '_> {
    /// How many bytes are left in the piece at hand, passing over pieces at their end.
    fn left(&mut self) -> usize {
        while let [piece, rest @ ..] = self.pieces {
            if self.at < piece.len() || rest.is_empty() {
                return piece.len().saturating_sub(self.at);
            }
            self.pieces = rest;
            self.at = 0;
        }
        0
    }

    fn byte(&mut self) -> Option<u8> {
        self.left();
        let byte = *self.pieces.first()?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.word()?) | u32::from(self.word()?) << 16)
    }

    pub(super) fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let step = self.left().min(count);
            if step == 0 {
                return None;
            }
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// A string with a count of one or two bytes in front; in the older format its bytes are in the workbook's code page.
    pub(super) fn string(&mut self, wide_count: bool, page: Page) -> Option<String> {
        let count = usize::from(if wide_count {
            self.word()?
        } else {
            u16::from(self.byte()?)
        });
        match page {
            Page::Unicode => self.characters(count),
            Page::Bytes(encoding) => {
                let bytes: Option<Vec<u8>> = (0..count).map(|_| self.byte()).collect();
                Some(encoding.decode_without_bom_handling(&bytes?).0.into_owned())
            }
        }
    }

    /// A string's flags, its characters, and what trails them: formatting runs and phonetic guides.
    fn characters(&mut self, count: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 {
            usize::from(self.word()?)
        } else {
            0
        };
        let guides = if flags & 4 != 0 {
            usize::try_from(self.long()?).ok()?
        } else {
            0
        };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::with_capacity(count);
        while units.len() < count {
            if self.piece_ends() {
                // Where a record continues another within a string, the flags are told anew.
                self.left();
                wide = self.byte()? & 1 != 0;
            }
            units.push(if wide {
                self.word()?
            } else {
                u16::from(self.byte()?)
            });
        }
        self.skip(runs * 4)?;
        self.skip(guides)?;
        Some(String::from_utf16_lossy(&units))
    }

    fn piece_ends(&self) -> bool {
        self.pieces.first().is_some_and(|piece| self.at >= piece.len())
    }
}

/// How the strings of a workbook are kept.
#[derive(Clone, Copy)]
pub(super) enum Page {
    /// As 16-bit characters or their lower halves (from Excel 97 on).
    Unicode,
    /// As bytes in an encoding (Excel 5 and 95).
    Bytes(&'static Encoding),
}

/// Two bytes as a number.
pub(super) fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

/// Four bytes as a number.
pub(super) fn long(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

/// Eight bytes as a binary fraction.
pub(super) fn fraction(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..)?.first_chunk().copied().map(f64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn a_string_goes_on_over_records_and_may_change_its_width() {
        let mut first = vec![5, 0, 0];
        first.extend(b"ab");
        let mut second = vec![1];
        second.extend("村庄".encode_utf16().flat_map(u16::to_le_bytes));
        let third = [0, b'c'];
        let stream = [
            record(kind::SHARED_STRINGS, &first),
            record(kind::CONTINUE, &second),
            record(kind::CONTINUE, &third),
            record(kind::EOF, &[]),
        ]
        .concat();
        let mut records = Records::new(&stream);
        let strings = records.next().unwrap();
        assert_eq!(
            strings.pen().string(true, Page::Unicode).as_deref(),
            Some("ab村庄c")
        );
        assert_eq!(records.next().map(|record| record.kind), Some(kind::EOF));
        assert!(records.next().is_none());
        assert_eq!(records.read(), stream.len());
    }

    #[test]
    fn runs_and_guides_are_passed_over_and_torn_strings_are_none() {
        let mut data = vec![1, 0, 0x0C, 1, 0, 3, 0, 0, 0, b'x', 9, 9, 9, 9, 7, 7, 7];
        data.extend([1, 0, 0, b'y']);
        let stream = record(kind::LABEL, &data);
        let record = Records::new(&stream).next().unwrap();
        let mut pen = record.pen();
        assert_eq!(pen.string(true, Page::Unicode).as_deref(), Some("x"));
        assert_eq!(pen.string(true, Page::Unicode).as_deref(), Some("y"));
        assert_eq!(pen.string(true, Page::Unicode), None);
    }

    #[test]
    fn the_older_format_keeps_bytes_in_a_code_page() {
        let (bytes, _, _) = encoding_rs::GBK.encode("岔路镇");
        let stream = record(kind::LABEL, &[&[6], bytes.as_ref()].concat());
        let record = Records::new(&stream).next().unwrap();
        let page = Page::Bytes(encoding_rs::GBK);
        assert_eq!(record.pen().string(false, page).as_deref(), Some("岔路镇"));
    }
}
