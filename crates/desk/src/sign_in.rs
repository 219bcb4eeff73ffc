//! Signing in and out, and the sessions a person has open.

use crate::desk::{Desk, wall};
use crate::error::DeskError;
use crate::seat::Seat;
use crate::secrets::{Session, random_text};
use ledger::{Cause, Problem};
use std::sync::Arc;

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Names it without opening it.
    pub mark: String,
    /// What is known of it.
    pub session: Session,
}

/// How far a right password leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Inside: the secret name of a session, always a fresh one.
    Session(String),
    /// To the second step: the secret name under which its code is awaited for some minutes.
    AwaitsCode(String),
}

impl Desk {
    /// Begins a session, or asks for the code of those who sign in with a second step.
    ///
    /// # Errors
    /// When login and password do not belong together, the person may not sign in, or the login rests after several wrong
    /// passwords. Which of login and password is wrong is not told.
    pub fn sign_in(self: &Arc<Self>, login: &str, password: &str, agent: &str) -> Result<Entered, DeskError> {
        let now = self.now();
        let secrets = &self.town().secrets;
        let right = secrets.check_password(login, password, now)?;
        if !right || self.seat(login)?.is_none() {
            return Err(DeskError::refused(
                Cause::Forbidden,
                Problem::new(
                    "sign-in",
                    "用户名或密码不对",
                    "the user name or the password is wrong",
                ),
            ));
        }
        if secrets.has_second(login) {
            return Ok(Entered::AwaitsCode(secrets.await_code(login, agent, now)?));
        }
        Ok(Entered::Session(secrets.begin_session(login, agent, now)?))
    }

    /// Begins the session of a right password whose code was awaited under this name.
    ///
    /// # Errors
    /// When nothing is awaited under it or no longer, the code is wrong or was used, or codes rest after several wrong ones.
    pub fn sign_in_by_code(self: &Arc<Self>, awaited: &str, code: &str) -> Result<String, DeskError> {
        let now = self.now();
        let secrets = &self.town().secrets;
        let late = || {
            DeskError::refused(
                Cause::State,
                Problem::new(
                    "sign-in.late",
                    "等得太久了，请重新输入密码",
                    "that took too long; give the password again",
                ),
            )
        };
        let (login, agent) = secrets.awaited(awaited, now).ok_or_else(late)?;
        // A telephone shows codes by the time of day, not by the time a town is shown at.
        secrets.take_code(&login, code, wall())?;
        secrets.forget_awaited(awaited);
        // Whoever was closed in between stays outside.
        if self.seat(&login)?.is_none() {
            return Err(late());
        }
        secrets.begin_session(&login, &agent, now)
    }

    /// The login whose session bears this secret name, if it has not run out.
    #[must_use]
    pub fn signed_in(&self, session: &str) -> Option<String> {
        let session = self.town().secrets.session(session, self.now())?;
        Some(session.login)
    }

    /// Ends the session of this secret name.
    ///
    /// # Errors
    /// When the file of secrets cannot be written.
    pub fn sign_out(&self, session: &str) -> Result<(), DeskError> {
        self.town().secrets.end_session(session)
    }

    /// A fresh secret: 256 random bits as text.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn fresh_secret(&self) -> Result<String, DeskError> {
        Ok(random_text()?)
    }
}

impl Seat {
    /// The person's open sessions, the one used last first.
    #[must_use]
    pub fn sessions(&self) -> Vec<OpenSession> {
        let found = self
            .desk
            .town()
            .secrets
            .sessions(&self.actor.login, self.desk.now());
        let mut open: Vec<OpenSession> = found
            .into_iter()
            .map(|(mark, session)| OpenSession { mark, session })
            .collect();
        open.sort_by_key(|open| std::cmp::Reverse(open.session.used));
        open
    }

    /// Ends one of the person's own sessions.
    ///
    /// # Errors
    /// When the file of secrets cannot be written.
    pub fn end_session(&self, mark: &str) -> Result<(), DeskError> {
        self.desk.town().secrets.end_marked(&self.actor.login, mark)
    }

    /// Changes the person's own password and ends all of the person's sessions.
    ///
    /// # Errors
    /// When the password so far is wrong, or the new one is too short.
    pub fn change_password(&self, so_far: &str, new: &str) -> Result<(), DeskError> {
        self.proves_password(so_far)?;
        self.desk.town().secrets.set_password(&self.actor.login, new)
    }

    /// Refuses who does not know the person's own password.
    pub(crate) fn proves_password(&self, so_far: &str) -> Result<(), DeskError> {
        let secrets = &self.desk.town().secrets;
        if secrets.check_password(&self.actor.login, so_far, self.desk.now())? {
            return Ok(());
        }
        Err(DeskError::refused(
            Cause::Invalid,
            Problem::new("password.wrong", "现用密码不对", "the present password is wrong").at("so_far"),
        ))
    }

    /// Gives a person a password and ends the person's sessions.
    ///
    /// # Errors
    /// When the seat is no administrator's, there is no such person, or the password is too short.
    pub fn give_password(&self, login: &str, password: &str) -> Result<(), DeskError> {
        self.needs_admin()?;
        if !self.people()?.iter().any(|(known, _)| known == login) {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "user.missing",
                    format!("没有用户“{login}”"),
                    format!("there is no person `{login}`"),
                ),
            ));
        }
        self.desk.town().secrets.set_password(login, password)
    }

    /// Whether a person has a password to sign in with.
    ///
    /// # Errors
    /// When the seat is no administrator's.
    pub fn has_password(&self, login: &str) -> Result<bool, DeskError> {
        self.needs_admin()?;
        Ok(self.desk.town().secrets.has_password(login))
    }
}
