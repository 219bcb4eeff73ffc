//! Passwords, tokens and sessions. They are no facts of the town and stay out of the journal; only digests are kept.
//!
//! The command line may change the file while the program serves: what another program wrote is read before the next look
//! and before the next change.

mod second;
mod totp;

use crate::DeskError;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::{Cause, Moment, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::StoreError;

/// Fewest characters of a password.
const SHORTEST: usize = 8;
/// How long a session lasts without being used.
const SESSION: i64 = 12 * 3_600_000;
/// Wrong passwords after which a login rests, and for how long.
const TRIES: u32 = 5;
const REST: i64 = 5 * 60_000;
/// Logins whose wrong passwords are remembered; made-up logins push out only each other's.
const WATCHED: usize = 10_000;

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    passwords: BTreeMap<String, String>,
    /// Digest of a token, and whose it is.
    tokens: BTreeMap<String, Token>,
    /// Digest of a session's name, and whose it is.
    sessions: BTreeMap<String, Session>,
    /// The second step of signing in, by login.
    #[serde(default)]
    second: BTreeMap<String, second::Second>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Token {
    login: String,
    name: String,
    made: Moment,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub login: String,
    /// When it began.
    pub begun: Moment,
    /// When it was last used.
    pub used: Moment,
    /// What the browser said of itself.
    pub agent: String,
}

/// The secrets of a town, in one file that only its owner may read.
pub struct Secrets {
    file: PathBuf,
    held: Mutex<Held>,
    failures: Mutex<BTreeMap<String, (u32, Moment)>>,
    /// Right passwords whose codes are awaited, by the digest of a name.
    pending: Mutex<BTreeMap<String, second::Pending>>,
}

/// What tells that a file was written anew: its time, its length, and where there is one its number on the disk, for clocks
/// of disks are coarse.
type Stamp = (std::time::SystemTime, u64, u64);

/// What the file held when it was last read or written.
struct Held {
    kept: Kept,
    stamp: Option<Stamp>,
}

impl Held {
    /// Reads what another program has written since.
    fn refresh(&mut self, file: &Path) -> Result<(), StoreError> {
        let stamp = stamp_of(file);
        if stamp == self.stamp {
            return Ok(());
        }
        let mut kept = read(file)?;
        // When a session was last used is written with the next change only.
        for (name, session) in &mut kept.sessions {
            let used = self.kept.sessions.get(name).map(|known| known.used);
            session.used = session.used.max(used.unwrap_or(session.used));
        }
        *self = Held { kept, stamp };
        Ok(())
    }
}

impl Secrets {
    /// Opens the file, or begins with none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Ok(Secrets {
            file: file.to_owned(),
            held: Mutex::new(Held {
                stamp: stamp_of(file),
                kept: read(file)?,
            }),
            failures: Mutex::default(),
            pending: Mutex::default(),
        })
    }

    /// Sets a login's password.
    ///
    /// # Errors
    /// When it is too short, or the file cannot be written.
    pub fn set_password(&self, login: &str, password: &str) -> Result<(), DeskError> {
        if password.chars().count() < SHORTEST {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "password.short",
                    format!("密码至少 {SHORTEST} 位"),
                    format!("a password has at least {SHORTEST} characters"),
                )
                .at("password"),
            ));
        }
        let hash = Argon2::default()
            .hash_password(password.as_bytes())
            .map_err(|error| StoreError::Damaged(error.to_string()))?
            .to_string();
        self.change(|kept| {
            kept.passwords.insert(login.to_owned(), hash);
            kept.sessions.retain(|_, session| session.login != login);
        })
    }

    /// Whether this is the login's password. After several wrong ones the login rests for some minutes.
    ///
    /// # Errors
    /// When the login is resting.
    pub fn check_password(&self, login: &str, password: &str, now: Moment) -> Result<bool, DeskError> {
        self.rested(login, now)?;
        let hash = self.kept().kept.passwords.get(login).cloned();
        // An unknown login costs as much time as a wrong password.
        let decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| decoy.to_owned());
        let right = PasswordHash::new(&text).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        }) && known;
        self.tried(login, right, now);
        Ok(right)
    }

    /// Refuses what was tried wrongly too often.
    fn rested(&self, counted: &str, now: Moment) -> Result<(), DeskError> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let resting = failures
            .get(counted)
            .is_some_and(|(count, since)| *count >= TRIES && now.0 < since.0 + REST);
        if !resting {
            return Ok(());
        }
        Err(DeskError::refused(
            Cause::Forbidden,
            Problem::new(
                "password.rest",
                "多次输错，请五分钟后再试",
                "wrong too often; try again in five minutes",
            ),
        ))
    }

    /// Counts a try. Not held while a password is worked through, so that nobody waits for another's sign-in.
    fn tried(&self, counted: &str, right: bool, now: Moment) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if right {
            failures.remove(counted);
            return;
        }
        if failures.len() >= WATCHED {
            failures.retain(|_, (_, since)| now.0 < since.0 + REST);
        }
        let entry = failures.entry(counted.to_owned()).or_insert((0, now));
        *entry = (if now.0 > entry.1.0 + REST { 1 } else { entry.0 + 1 }, now);
    }

    /// Makes a token for programs; it is shown this once.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make_token(&self, login: &str, name: &str, now: Moment) -> Result<String, DeskError> {
        let token = format!("yb_{}", random_text()?);
        let kept = Token {
            login: login.to_owned(),
            name: name.to_owned(),
            made: now,
        };
        self.change(|all| {
            all.tokens.insert(digest(&token), kept);
        })?;
        Ok(token)
    }

    /// Whose token this is.
    #[must_use]
    pub fn token_owner(&self, token: &str) -> Option<String> {
        let kept = &self.kept().kept;
        kept.tokens.get(&digest(token)).map(|token| token.login.clone())
    }

    /// Ends all tokens of a login that bear this name.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_tokens(&self, login: &str, name: &str) -> Result<(), DeskError> {
        self.change(|kept| {
            kept.tokens
                .retain(|_, token| token.login != login || token.name != name);
        })
    }

    /// Begins a session and answers with its secret name, always a fresh one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin_session(&self, login: &str, agent: &str, now: Moment) -> Result<String, DeskError> {
        let name = random_text()?;
        let session = Session {
            login: login.to_owned(),
            begun: now,
            used: now,
            agent: agent.chars().take(200).collect(),
        };
        self.change(|kept| {
            kept.sessions
                .retain(|_, session| now.0 - session.used.0 < SESSION);
            kept.sessions.insert(digest(&name), session);
        })?;
        Ok(name)
    }

    /// The session of that secret name, if it has not run out.
    #[must_use]
    pub fn session(&self, name: &str, now: Moment) -> Option<Session> {
        let mut held = self.kept();
        let kept = &mut held.kept;
        let session = kept.sessions.get_mut(&digest(name))?;
        if now.0 - session.used.0 >= SESSION {
            return None;
        }
        session.used = now;
        Some(session.clone())
    }

    /// Sessions of a login that have not run out, each with a mark that names it without opening it.
    #[must_use]
    pub fn sessions(&self, login: &str, now: Moment) -> Vec<(String, Session)> {
        let kept = &self.kept().kept;
        kept.sessions
            .iter()
            .filter(|(_, session)| session.login == login && now.0 - session.used.0 < SESSION)
            .map(|(digest, session)| (mark_of(digest), session.clone()))
            .collect()
    }

    /// The mark of the session of that secret name.
    #[must_use]
    pub fn session_mark(&self, name: &str) -> String {
        mark_of(&digest(name))
    }

    /// Ends the session of a login that bears this mark.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_marked(&self, login: &str, mark: &str) -> Result<(), DeskError> {
        self.change(|kept| {
            kept.sessions
                .retain(|digest, session| session.login != login || mark_of(digest) != mark);
        })
    }

    /// Whether the login has a password.
    #[must_use]
    pub fn has_password(&self, login: &str) -> bool {
        let kept = &self.kept().kept;
        kept.passwords.contains_key(login)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_session(&self, name: &str) -> Result<(), DeskError> {
        self.change(|kept| {
            kept.sessions.remove(&digest(name));
        })
    }

    /// What is kept, with what another program wrote; when that cannot be read, as it was.
    fn kept(&self) -> MutexGuard<'_, Held> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = held.refresh(&self.file) {
            tracing::error!(%error, "the secrets could not be read anew");
        }
        held
    }

    fn change(&self, change: impl FnOnce(&mut Kept)) -> Result<(), DeskError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let lock = self.file.with_extension("lock");
        let locked = std::fs::File::create(&lock).and_then(|file| file.lock().map(|()| file));
        // Released when it is dropped, or by the system when the program is killed.
        let _locked = locked.map_err(|source| StoreError::File {
            path: lock.display().to_string(),
            source,
        })?;
        held.refresh(&self.file)?;
        change(&mut held.kept);
        // Should it not be written, the file is true and not what is held.
        held.stamp = None;
        let text =
            serde_json::to_vec_pretty(&held.kept).map_err(|error| StoreError::Damaged(error.to_string()))?;
        write_private(&self.file, &text)?;
        held.stamp = stamp_of(&self.file);
        Ok(())
    }
}

fn stamp_of(file: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(file).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let number = 0;
    Some((metadata.modified().ok()?, metadata.len(), number))
}

fn read(file: &Path) -> Result<Kept, StoreError> {
    match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::Damaged(format!("{}: {error}", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Kept::default()),
        Err(source) => Err(StoreError::File {
            path: file.display().to_string(),
            source,
        }),
    }
}

/// Writes a file that only its owner may read; beside and renamed, so that it is never half written.
pub(crate) fn write_private(file: &Path, content: &[u8]) -> Result<(), StoreError> {
    use std::io::Write as _;
    let failed = |source| StoreError::File {
        path: file.display().to_string(),
        source,
    };
    let beside = file.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(&beside).map_err(failed)?;
    written.write_all(content).map_err(failed)?;
    written.sync_all().map_err(failed)?;
    std::fs::rename(&beside, file).map_err(failed)
}

/// A part of a session's digest: enough to tell sessions apart, of no use to who would open one.
fn mark_of(digest: &str) -> String {
    digest.chars().take(12).collect()
}

/// 256 bits of randomness as text.
pub(crate) fn random_text() -> Result<String, StoreError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Damaged(format!("no randomness: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_709_568_000_000);

    #[test]
    fn what_another_program_writes_holds_at_once_and_nothing_of_either_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.json");
        let (serving, command) = (Secrets::open(&file).unwrap(), Secrets::open(&file).unwrap());
        serving.set_password("wang", "old password").unwrap();
        let session = serving.begin_session("li", "browser", NOW).unwrap();
        assert!(command.session(&session, NOW).is_some());
        command.set_password("wang", "new password").unwrap();
        assert!(serving.check_password("wang", "new password", NOW).unwrap());
        assert!(!serving.check_password("wang", "old password", NOW).unwrap());
        let other = serving.begin_session("zhao", "browser", NOW).unwrap();
        assert!(command.check_password("wang", "new password", NOW).unwrap());
        for secrets in [&serving, &command, &Secrets::open(&file).unwrap()] {
            assert!(secrets.session(&session, NOW).is_some() && secrets.session(&other, NOW).is_some());
        }
    }

    #[test]
    fn a_session_that_is_in_use_goes_on_whatever_another_program_writes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.json");
        let (serving, command) = (Secrets::open(&file).unwrap(), Secrets::open(&file).unwrap());
        let session = serving.begin_session("li", "browser", NOW).unwrap();
        let later = Moment(NOW.0 + SESSION - 1);
        assert!(serving.session(&session, later).is_some());
        command.set_password("wang", "new password").unwrap();
        assert!(serving.session(&session, Moment(later.0 + SESSION - 1)).is_some());
    }
}
