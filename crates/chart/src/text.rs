//! Words on a drawing: how wide they are, and safe in XML.

use unicode_width::UnicodeWidthStr as _;

/// Width in pixels at `size` pixels: a Chinese character is as wide as high, a Latin one little more than half.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.width() as f64 * size * 0.55
}

/// As much of `text` as fits in `room` pixels, with an ellipsis where it is cut.
pub(crate) fn fitting(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if width(&kept, size) + size * 0.55 > room {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

/// Safe between tags and in quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML holds no control characters, not even escaped.
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
