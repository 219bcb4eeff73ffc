//! Which stretch of a file is wanted (RFC 9110, ranges of bytes and conditional requests).

use axum::http::{HeaderMap, HeaderName, header};
use std::ops::Range;

/// What is to be answered.
#[derive(Debug, PartialEq)]
pub(super) enum Wanted {
    /// The browser has the very file already.
    Same,
    /// All of it.
    Whole,
    /// One stretch.
    Stretch(Range<u64>),
    /// A stretch that is not in the file.
    Beyond,
}

impl Wanted {
    /// What these headers ask of a file with this length and entity tag.
    pub(super) fn of(headers: &HeaderMap, length: u64, tag: &str) -> Self {
        let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(known) = said(header::IF_NONE_MATCH)
            && known
                .split(',')
                .map(|each| each.trim().trim_start_matches("W/"))
                .any(|each| each == tag || each == "*")
        {
            return Wanted::Same;
        }
        // A stretch of another file than the one the browser began with is of no use to it.
        if said(header::IF_RANGE).is_some_and(|known| known != tag) {
            return Wanted::Whole;
        }
        said(header::RANGE).map_or(Wanted::Whole, |range| stretch(range, length))
    }
}

/// One range of bytes. What is no such thing, or several at once, is answered as if nothing had been asked.
fn stretch(range: &str, length: u64) -> Wanted {
    let Some((first, last)) = range
        .strip_prefix("bytes=")
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Wanted::Whole;
    };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    match (number(first), number(last)) {
        (None, Some(0)) if first.is_empty() => Wanted::Beyond,
        (None, Some(_)) if first.is_empty() && length == 0 => Wanted::Beyond,
        (None, Some(end)) if first.is_empty() => Wanted::Stretch(length.saturating_sub(end)..length),
        (Some(begin), Some(end)) if begin > end => Wanted::Whole,
        (Some(begin), Some(end)) => within(begin, end.saturating_add(1), length),
        (Some(begin), None) if last.is_empty() => within(begin, length, length),
        _ => Wanted::Whole,
    }
}

fn within(begin: u64, end: u64, length: u64) -> Wanted {
    if begin < length {
        Wanted::Stretch(begin..end.min(length))
    } else {
        Wanted::Beyond
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_range_is_a_stretch_of_the_file_or_none_at_all() {
        for (range, wanted) in [
            ("bytes=0-99", Wanted::Stretch(0..100)),
            ("bytes=0-0", Wanted::Stretch(0..1)),
            ("bytes=900-", Wanted::Stretch(900..1000)),
            ("bytes=900-99999999999999999999999", Wanted::Stretch(900..1000)),
            ("bytes=-100", Wanted::Stretch(900..1000)),
            ("bytes=-5000", Wanted::Stretch(0..1000)),
            ("bytes=1000-", Wanted::Beyond),
            ("bytes=1000-2000", Wanted::Beyond),
            ("bytes=99999999999999999999999-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=9-3", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=+1-3", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("", Wanted::Whole),
        ] {
            assert_eq!(stretch(range, 1000), wanted, "{range}");
        }
        assert_eq!(stretch("bytes=-1", 0), Wanted::Beyond);
        assert_eq!(stretch("bytes=0-", 0), Wanted::Beyond);
    }

    #[test]
    fn conditions_come_before_ranges() {
        let of = |headers: &[(HeaderName, &'static str)]| {
            let headers = headers
                .iter()
                .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            Wanted::of(&headers.collect(), 1000, "\"a\"")
        };
        let range = (header::RANGE, "bytes=0-9");
        let part = Wanted::Stretch(0..10);
        assert_eq!(of(&[]), Wanted::Whole);
        assert_eq!(of(std::slice::from_ref(&range)), part);
        assert_eq!(of(&[range.clone(), (header::IF_RANGE, "\"a\"")]), part);
        assert_eq!(of(&[range.clone(), (header::IF_RANGE, "\"b\"")]), Wanted::Whole);
        assert_eq!(of(&[range.clone(), (header::IF_NONE_MATCH, "\"b\"")]), part);
        let known = "\"b\", W/\"a\"";
        assert_eq!(of(&[range, (header::IF_NONE_MATCH, known)]), Wanted::Same);
    }
}
