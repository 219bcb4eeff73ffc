//! The numbers of GB/T 9704—2012, each said once. Lengths are in points (1/72 inch) unless named otherwise.

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// A4, section 5.1.
pub(crate) const PAGE_WIDTH: f64 = 210.0 * MM;
/// A4, section 5.1.
pub(crate) const PAGE_HEIGHT: f64 = 297.0 * MM;
/// 天头, section 5.2.1: 37 mm ± 1 mm.
pub(crate) const TOP: f64 = 37.0 * MM;
/// 订口, section 5.2.1: 28 mm ± 1 mm.
pub(crate) const LEFT: f64 = 28.0 * MM;
/// The type area 版心, section 5.2.1: 156 mm × 225 mm.
pub(crate) const AREA_WIDTH: f64 = 156.0 * MM;
/// The type area 版心, section 5.2.1: 156 mm × 225 mm.
pub(crate) const AREA_HEIGHT: f64 = 225.0 * MM;
/// Lines on a page, section 5.2.3.
pub(crate) const LINES: f64 = 22.0;
/// Characters in a line, section 5.2.3.
pub(crate) const CHARACTERS: f64 = 28.0;
/// One line: the type area shared by its lines.
pub(crate) const PITCH: f64 = AREA_HEIGHT / LINES;
/// One character cell: the type area shared by its characters, slightly less than 3号.
pub(crate) const CELL: f64 = AREA_WIDTH / CHARACTERS;

/// 2号, the title.
pub(crate) const ER_HAO: f64 = 22.0;
/// 3号, the body.
pub(crate) const SAN_HAO: f64 = 16.0;
/// 4号, page numbers and the colophon.
pub(crate) const SI_HAO: f64 = 14.0;
/// 小4号, tables; the standard leaves them to the office.
pub(crate) const XIAO_SI: f64 = 12.0;
/// One line of a table.
pub(crate) const TABLE_PITCH: f64 = 18.0;

/// From the top of the type area to the red head, section 7.2.4: 35 mm.
pub(crate) const HEAD_DROP: f64 = 35.0 * MM;
/// From the document number to the red rule, section 7.2.7: 4 mm.
pub(crate) const RULE_DROP: f64 = 4.0 * MM;
/// From the type area to the dashes of the page number, section 7.5: 7 mm.
pub(crate) const FOLIO_DROP: f64 = 7.0 * MM;
/// The largest red head; the standard asks only that it be striking, handsome and solemn.
pub(crate) const HEAD_SIZE: f64 = 62.0;
/// Characters between the date and the right edge, section 7.3.5.1.
pub(crate) const SIGNATURE_INSET: f64 = 4.0;

/// Characters a line of the title has room for, with some left at its sides.
pub(crate) const TITLE_LINE: f64 = 19.0;
/// Characters a line under the title has room for, with some left at its sides.
pub(crate) const SUBTITLE_LINE: f64 = 26.0;

/// The width of text in character cells: ASCII and Latin letters are half a cell.
pub(crate) fn cells(text: &str) -> f64 {
    text.chars()
        .map(|c| {
            if (c as u32) < 0x2e80 && !is_full_mark(c) {
                0.5
            } else {
                1.0
            }
        })
        .sum()
}

/// Marks below the CJK blocks that Chinese fonts set full width.
fn is_full_mark(c: char) -> bool {
    matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '×' | '·' | '①'..='⑳' | 'Ⅰ'..='Ⅻ' | '℃' | '→' | '■' | '□' | '●' | '○')
}

/// The size of the red head: as large as fits the line, and no larger than [`HEAD_SIZE`].
pub(crate) fn head_size(issuer: &str) -> f64 {
    (AREA_WIDTH / cells(issuer).max(1.0)).min(HEAD_SIZE)
}

/// How far signature and date stand from the right edge, in cells.
///
/// The date is four in, and the signer is centred over it; a signer too long for that pushes both left
/// until it is two in (section 7.3.5).
pub(crate) fn signature_insets(issuer: &str, date: &str) -> (f64, f64) {
    let (issuer, date) = (cells(issuer), cells(date));
    let centre = (SIGNATURE_INSET + date / 2.0).max(2.0 + issuer / 2.0);
    (centre - issuer / 2.0, centre - date / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_area_leaves_the_margins_of_the_standard() {
        let right = (PAGE_WIDTH - LEFT - AREA_WIDTH) / MM;
        let bottom = (PAGE_HEIGHT - TOP - AREA_HEIGHT) / MM;
        assert!((right - 26.0).abs() < 1e-9);
        assert!((bottom - 35.0).abs() < 1e-9);
    }

    #[test]
    fn a_short_signer_is_centred_over_a_date_four_characters_in() {
        let (issuer, date) = signature_insets("岔路镇人民政府", "2024年12月31日");
        assert_eq!(date, 4.0);
        assert_eq!(issuer, 4.0);
    }

    #[test]
    fn a_long_signer_stays_two_characters_in_and_takes_the_date_with_it() {
        let (issuer, date) = signature_insets("宁海县岔路镇平安建设和法治建设领导小组办公室", "2024年1月8日");
        assert_eq!(issuer, 2.0);
        assert!(date > 4.0);
    }

    #[test]
    fn a_long_issuer_shrinks_the_red_head_to_the_line() {
        assert_eq!(head_size("岔路镇文件"), HEAD_SIZE);
        let long = "宁海县岔路镇人民政府办公室文件";
        assert!(head_size(long) * cells(long) <= AREA_WIDTH + 1e-9);
    }
}
