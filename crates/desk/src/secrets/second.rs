//! The second step of signing in: a one-time code, or a recovery code when the telephone is lost.

use super::{Secrets, digest, totp};
use crate::DeskError;
use ledger::{Cause, Moment, Problem};
use serde::{Deserialize, Serialize};
use std::sync::PoisonError;
use store::StoreError;

/// Recovery codes given, and bytes of each: enough that a digest tells nothing.
const RECOVERY: usize = 10;
const RECOVERY_BYTES: usize = 10;
/// Bytes of a secret, as RFC 4226 asks for.
const SECRET_BYTES: usize = 20;
/// How long one may take between password and code.
const PENDING: i64 = 5 * 60_000;

/// What is kept of a login's second step.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Second {
    /// What codes are made from, in base 32. It lies in the file that only its owner may read, as the sealing key does.
    secret: String,
    /// The step of the last code that was used.
    used: u64,
    /// Digests of recovery codes not yet used.
    recovery: Vec<String>,
}

/// A password that was right, waiting for its code.
pub(super) struct Pending {
    login: String,
    agent: String,
    since: Moment,
}

impl Secrets {
    /// A fresh secret for an authenticator, in base 32.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn fresh_second(&self) -> Result<String, DeskError> {
        Ok(totp::base32(&random(SECRET_BYTES)?))
    }

    /// Whether the login signs in with a second step.
    #[must_use]
    pub fn has_second(&self, login: &str) -> bool {
        let kept = &self.kept().kept;
        kept.second.contains_key(login)
    }

    /// How many recovery codes the login has left.
    #[must_use]
    pub fn recovery_left(&self, login: &str) -> usize {
        let kept = &self.kept().kept;
        kept.second.get(login).map_or(0, |second| second.recovery.len())
    }

    /// Sets the login's second step and answers with its recovery codes, which are shown this once. The code proves that
    /// the authenticator holds the secret.
    ///
    /// # Errors
    /// When the secret is none, the code is not of it, or the file cannot be written.
    pub fn set_second(
        &self,
        login: &str,
        secret: &str,
        code: &str,
        now: Moment,
    ) -> Result<Vec<String>, DeskError> {
        let bytes = totp::bytes(secret).filter(|bytes| bytes.len() == SECRET_BYTES);
        let used = bytes.and_then(|bytes| totp::matching(&bytes, &bare(code), now, 0));
        let used = used.ok_or_else(|| wrong_code(Cause::Invalid))?;
        let codes: Vec<String> = (0..RECOVERY)
            .map(|_| Ok(totp::base32(&random(RECOVERY_BYTES)?)))
            .collect::<Result<_, StoreError>>()?;
        let second = Second {
            secret: secret.to_owned(),
            used,
            recovery: codes.iter().map(|code| digest(code)).collect(),
        };
        self.change(|kept| {
            kept.second.insert(login.to_owned(), second);
        })?;
        Ok(codes.iter().map(|code| in_fours(code)).collect())
    }

    /// Takes the login's second step away.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_second(&self, login: &str) -> Result<(), DeskError> {
        self.change(|kept| {
            kept.second.remove(login);
        })
    }

    /// Notes that a login's password was right and its code is awaited; answers with a name for that, known to its
    /// browser only.
    pub(crate) fn await_code(&self, login: &str, agent: &str, now: Moment) -> Result<String, DeskError> {
        let name = super::random_text()?;
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.retain(|_, pending| now.0 - pending.since.0 < PENDING);
        pending.insert(
            digest(&name),
            Pending {
                login: login.to_owned(),
                agent: agent.to_owned(),
                since: now,
            },
        );
        Ok(name)
    }

    /// The login and browser that wait for their code under this name, if they have not waited too long.
    pub(crate) fn awaited(&self, name: &str, now: Moment) -> Option<(String, String)> {
        let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let found = pending.get(&digest(name))?;
        (now.0 - found.since.0 < PENDING).then(|| (found.login.clone(), found.agent.clone()))
    }

    /// Nobody waits under this name any longer.
    pub(crate) fn forget_awaited(&self, name: &str) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.remove(&digest(name));
    }

    /// Takes a code of the login's, which then counts no more. After several wrong ones the login's codes rest.
    ///
    /// # Errors
    /// When the code is wrong or was used, codes rest, or the file cannot be written.
    pub(crate) fn take_code(&self, login: &str, code: &str, now: Moment) -> Result<(), DeskError> {
        // Counted apart from passwords: a right password must not wipe out wrong codes.
        let counted = format!("{login} code");
        self.rested(&counted, now)?;
        let code = bare(code);
        let mut right = false;
        self.change(|kept| {
            let Some(second) = kept.second.get_mut(login) else {
                return;
            };
            let step = totp::bytes(&second.secret)
                .and_then(|secret| totp::matching(&secret, &code, now, second.used));
            let recovery = digest(&code);
            if let Some(step) = step {
                second.used = step;
                right = true;
            } else if second.recovery.contains(&recovery) {
                second.recovery.retain(|known| *known != recovery);
                right = true;
            }
        })?;
        self.tried(&counted, right, now);
        if right {
            Ok(())
        } else {
            Err(wrong_code(Cause::Forbidden))
        }
    }
}

/// A code as typed, without what only makes it readable.
fn bare(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect()
}

fn in_fours(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let fours: Vec<String> = signs.chunks(4).map(|four| four.iter().collect()).collect();
    fours.join("-")
}

fn random(count: usize) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Damaged(format!("no randomness: {error}")))?;
    Ok(bytes)
}

fn wrong_code(cause: Cause) -> DeskError {
    DeskError::refused(
        cause,
        Problem::new(
            "code.wrong",
            "验证码不对，或已经用过，请等下一个",
            "the code is wrong or was used already; wait for the next one",
        )
        .at("code"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> (tempfile::TempDir, Secrets) {
        let folder = tempfile::tempdir().unwrap();
        let secrets = Secrets::open(&folder.path().join("secrets.json")).unwrap();
        (folder, secrets)
    }

    const NOW: Moment = Moment(1_772_688_000_000);

    fn enrolled(secrets: &Secrets) -> (Vec<u8>, Vec<String>) {
        let secret = secrets.fresh_second().unwrap();
        let bytes = totp::bytes(&secret).unwrap();
        let before = Moment(NOW.0 - 60_000);
        let codes = secrets
            .set_second("wang", &secret, &totp::code(&bytes, before), before)
            .unwrap();
        (bytes, codes)
    }

    #[test]
    fn a_second_step_is_set_only_by_who_can_make_its_codes() {
        let (_folder, secrets) = secrets();
        let secret = secrets.fresh_second().unwrap();
        assert!(secrets.set_second("wang", &secret, "000000", NOW).is_err());
        assert!(secrets.set_second("wang", "MZXW6", "000000", NOW).is_err());
        assert!(!secrets.has_second("wang"));
        enrolled(&secrets);
        assert!(secrets.has_second("wang") && !secrets.has_second("li"));
    }

    #[test]
    fn each_code_opens_once_recovery_codes_too() {
        let (_folder, secrets) = secrets();
        let (bytes, recovery) = enrolled(&secrets);
        let code = totp::code(&bytes, NOW);
        assert!(secrets.take_code("wang", &code, NOW).is_ok());
        assert!(secrets.take_code("wang", &code, NOW).is_err());
        assert_eq!(recovery.len(), RECOVERY);
        let typed = recovery[0].to_lowercase().replace('-', " ");
        assert!(secrets.take_code("wang", &typed, NOW).is_ok());
        assert!(secrets.take_code("wang", &typed, NOW).is_err());
        assert_eq!(secrets.recovery_left("wang"), RECOVERY - 1);
    }

    #[test]
    fn codes_rest_after_several_wrong_ones_whatever_the_password() {
        let (_folder, secrets) = secrets();
        let (bytes, _) = enrolled(&secrets);
        secrets.set_password("wang", "一条 很长的 密码").unwrap();
        for _ in 0..5 {
            assert!(secrets.take_code("wang", "999999 9", NOW).is_err());
            assert!(secrets.check_password("wang", "一条 很长的 密码", NOW).unwrap());
        }
        assert!(secrets.take_code("wang", &totp::code(&bytes, NOW), NOW).is_err());
        let later = Moment(NOW.0 + 6 * 60_000);
        assert!(
            secrets
                .take_code("wang", &totp::code(&bytes, later), later)
                .is_ok()
        );
    }

    #[test]
    fn a_file_tells_no_recovery_code_and_one_from_before_is_read() {
        let (folder, secrets) = secrets();
        let (_, recovery) = enrolled(&secrets);
        let text = std::fs::read_to_string(folder.path().join("secrets.json")).unwrap();
        assert!(!text.contains(&recovery[0].replace('-', "")));
        let old = folder.path().join("old.json");
        std::fs::write(&old, r#"{"passwords":{},"tokens":{},"sessions":{}}"#).unwrap();
        assert!(!Secrets::open(&old).unwrap().has_second("wang"));
    }
}
