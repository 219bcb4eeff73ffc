//! Sealing sensitive values: encrypted with the town's key, findable by a keyed digest, shown as a mask.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hmac::{Hmac, Mac as _};
use ledger::{Given, RecordId};
use pack::model::{Field, Mask, Register};
use pack::{Sealed, Value};
use sha2::Sha256;
use store::StoreError;

/// Bytes of the town's key on disk: one half encrypts, the other makes digests.
pub(crate) const KEY_BYTES: usize = 64;
const NONCE_BYTES: usize = 12;

/// The town's key.
pub(crate) struct Sealer {
    cipher: ChaCha20Poly1305,
    digest_key: [u8; 32],
}

/// A sealed value that does not open with the town's key.
#[derive(Debug, thiserror::Error)]
#[error("the value of `{0}` does not open with this town's key")]
pub(crate) struct SealBroken(pub(crate) String);

impl Sealer {
    pub(crate) fn new(key: &[u8; KEY_BYTES]) -> Self {
        let (first, second) = key.split_at(32);
        let mut digest_key = [0; 32];
        digest_key.copy_from_slice(second);
        let mut cipher_key = Key::default();
        cipher_key.copy_from_slice(first);
        Sealer {
            cipher: ChaCha20Poly1305::new(&cipher_key),
            digest_key,
        }
    }

    /// Seals the sensitive fields among `given`.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub(crate) fn seal_all(&self, register: &Register, given: &mut Given) -> Result<(), StoreError> {
        for (ix, value) in given {
            let field = &register[*ix];
            if let (Some(mask), Value::Text(plain)) = (field.sensitive, &*value) {
                let mut nonce = Nonce::default();
                getrandom::fill(&mut nonce)
                    .map_err(|error| StoreError::Damaged(format!("no randomness: {error}")))?;
                *value = self.seal(register, field, mask, plain, nonce)?;
            }
        }
        Ok(())
    }

    /// Seals the sensitive fields among `given` so that the same town sealing the same record again gives the same bytes.
    /// The nonce follows from the key, the field, the record and the value, so it is used twice only for the same message.
    ///
    /// # Errors
    /// When a value cannot be encrypted.
    pub(crate) fn seal_all_again(
        &self,
        register: &Register,
        id: RecordId,
        given: &mut Given,
    ) -> Result<(), StoreError> {
        for (ix, value) in given {
            let field = &register[*ix];
            if let (Some(mask), Value::Text(plain)) = (field.sensitive, &*value) {
                let digest = self.digest(&format!("nonce:{}:{id}", context(register, field)), plain);
                let mut nonce = Nonce::default();
                nonce.copy_from_slice(&digest[..NONCE_BYTES]);
                *value = self.seal(register, field, mask, plain, nonce)?;
            }
        }
        Ok(())
    }

    fn seal(
        &self,
        register: &Register,
        field: &Field,
        mask: Mask,
        plain: &str,
        nonce: Nonce,
    ) -> Result<Value, StoreError> {
        let place = context(register, field);
        let payload = Payload {
            msg: plain.as_bytes(),
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&nonce, payload)
            .map_err(|_| StoreError::Damaged(format!("`{}` cannot be encrypted", field.name)))?;
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed);
        Ok(Value::Sealed(Box::new(Sealed {
            cipher: STANDARD_NO_PAD.encode(bytes),
            mask: masked(mask, plain),
            digest: STANDARD_NO_PAD.encode(&self.digest(&place, plain)[..16]),
        })))
    }

    /// The plain text of a sealed value.
    pub(crate) fn open(
        &self,
        register: &Register,
        field: &Field,
        sealed: &Sealed,
    ) -> Result<String, SealBroken> {
        let broken = || SealBroken(field.name.clone());
        let bytes = STANDARD_NO_PAD.decode(&sealed.cipher).map_err(|_| broken())?;
        let (nonce_bytes, body) = bytes.split_at_checked(NONCE_BYTES).ok_or_else(broken)?;
        let mut nonce = Nonce::default();
        nonce.copy_from_slice(nonce_bytes);
        let place = context(register, field);
        let payload = Payload {
            msg: body,
            aad: place.as_bytes(),
        };
        let plain = self.cipher.decrypt(&nonce, payload).map_err(|_| broken())?;
        String::from_utf8(plain).map_err(|_| broken())
    }

    /// Seals bytes that belong to `context`; they open only with it.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub(crate) fn seal_bytes(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = Nonce::default();
        getrandom::fill(&mut nonce)
            .map_err(|error| StoreError::Damaged(format!("no randomness: {error}")))?;
        let aad = format!("personal {context}");
        let payload = Payload {
            msg: plain,
            aad: aad.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&nonce, payload)
            .map_err(|_| StoreError::Damaged(format!("`{context}` cannot be encrypted")))?;
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed);
        Ok(bytes)
    }

    /// What [`Sealer::seal_bytes`] sealed.
    pub(crate) fn open_bytes(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealBroken> {
        let broken = || SealBroken(context.to_owned());
        let (nonce_bytes, body) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(broken)?;
        let mut nonce = Nonce::default();
        nonce.copy_from_slice(nonce_bytes);
        let aad = format!("personal {context}");
        let payload = Payload {
            msg: body,
            aad: aad.as_bytes(),
        };
        self.cipher.decrypt(&nonce, payload).map_err(|_| broken())
    }

    fn digest(&self, place: &str, plain: &str) -> [u8; 32] {
        // HMAC takes keys of any length; the other arm cannot be reached.
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.digest_key) else {
            return [0; 32];
        };
        mac.update(place.as_bytes());
        mac.update(&[0]);
        mac.update(plain.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// A value sealed for one field opens for no other.
fn context(register: &Register, field: &Field) -> String {
    format!("{}.{}", register.name, field.name)
}

/// What everyone may see of a sensitive text.
fn masked(mask: Mask, plain: &str) -> String {
    let chars: Vec<char> = plain.chars().collect();
    let keep = |first: usize, last: usize| {
        if chars.len() <= first + last {
            return "*".repeat(chars.len().max(1));
        }
        let hidden = chars.len() - first - last;
        let start: String = chars[..first].iter().collect();
        let end: String = chars[chars.len() - last..].iter().collect();
        format!("{start}{}{end}", "*".repeat(hidden))
    };
    match mask {
        Mask::Name => keep(1, 0),
        Mask::Id => keep(6, 4),
        Mask::Phone => keep(3, 4),
        Mask::Account => keep(6, 4),
        Mask::All => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_what_their_name_says() {
        assert_eq!(masked(Mask::Name, "张三丰"), "张**");
        assert_eq!(masked(Mask::Name, "张"), "*");
        assert_eq!(masked(Mask::Id, "330226199001011234"), "330226********1234");
        assert_eq!(masked(Mask::Phone, "13800001234"), "138****1234");
        assert_eq!(masked(Mask::Phone, "8123"), "****");
        assert_eq!(masked(Mask::All, "肺结核"), "***");
    }
}
