//! One-time codes by time (RFC 6238): six digits every thirty seconds, made from a secret that the person's authenticator
//! program holds too. SHA-1 and six digits, for many such programs know nothing else.

use hmac::{Hmac, KeyInit as _, Mac as _};
use ledger::Moment;
use sha1::Sha1;

/// How long a code holds, in milliseconds.
const STEP: i64 = 30_000;
/// Steps that clocks may be apart, each way.
const APART: u64 = 1;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step that matches a code now, later than the last one used: each code counts once.
pub(super) fn matching(secret: &[u8], code: &str, now: Moment, used: u64) -> Option<u64> {
    let code: u32 = code.parse().ok()?;
    let step = u64::try_from(now.0 / STEP).ok()?;
    (step.saturating_sub(APART)..=step + APART)
        .filter(|step| *step > used)
        .find(|step| of(secret, *step, 1_000_000) == code)
}

/// The code of a step: RFC 4226, section 5.3.
fn of(secret: &[u8], step: u64, modulus: u32) -> u32 {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        return modulus;
    };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let four = [digest[at] & 0x7F, digest[at + 1], digest[at + 2], digest[at + 3]];
    u32::from_be_bytes(four) % modulus
}

/// The code that an authenticator would show now, for tests of what stands above.
#[cfg(test)]
pub(super) fn code(secret: &[u8], now: Moment) -> String {
    format!(
        "{:06}",
        of(secret, u64::try_from(now.0 / STEP).unwrap_or_default(), 1_000_000)
    )
}

/// Bytes as the text that authenticators take: base 32 of RFC 4648, without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    text
}

/// The bytes of such a text; none when it is none.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for sign in text.bytes() {
        let value = ALPHABET
            .iter()
            .position(|known| *known == sign.to_ascii_uppercase())?;
        held = ((held << 5) | u32::try_from(value).ok()?) & 0xFFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(of(SECRET, seconds / 30, 100_000_000), code, "{seconds}");
        }
    }

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d() {
        let codes = [755_224, 287_082, 359_152, 969_429, 338_314, 254_676];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(of(SECRET, step, 1_000_000), code);
        }
    }

    #[test]
    fn a_code_counts_once_and_clocks_may_be_half_a_minute_apart() {
        let now = Moment(1_772_688_000_000);
        let shown = code(SECRET, now);
        let step = matching(SECRET, &shown, now, 0);
        assert!(step.is_some());
        assert_eq!(matching(SECRET, &shown, now, step.unwrap_or_default()), None);
        for apart in [-STEP, STEP] {
            assert!(matching(SECRET, &shown, Moment(now.0 + apart), 0).is_some());
        }
        assert_eq!(matching(SECRET, &shown, Moment(now.0 + 3 * STEP), 0), None);
        assert_eq!(matching(SECRET, "abcdef", now, 0), None);
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        for (plain, text) in [
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), text);
            assert_eq!(bytes(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(bytes("1"), None);
    }
}
