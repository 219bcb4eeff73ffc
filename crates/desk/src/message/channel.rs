//! Ways out of the program. An address may hold a password or a key, so it is sealed; what is shown of it is its host.

use crate::desk::{Desk, from_json};
use crate::error::DeskError;
use crate::seat::Seat;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ledger::{Cause, Problem};
use pack::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use standards::PlaceCode;
use store::StoreError;

/// The form a message takes on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Plain JSON with everything in it.
    Json,
    /// What a DingTalk (钉钉) group robot takes.
    Dingtalk,
    /// What a WeCom (企业微信) group robot takes.
    Wecom,
    /// An e-mail.
    Email,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// The form.
    pub shape: Shape,
    /// What may be shown of where it leads.
    pub shown: String,
    /// Only matters of this place and below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceCode>,
    /// Only these happenings: `lift`, `overdue`, `remind`; empty for all.
    #[serde(default)]
    pub on: Vec<String>,
    /// It may lead into the office's own network; others are refused there, so that a channel cannot be used to knock at
    /// doors behind the wall.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inside: bool,
    /// The [`Address`], sealed.
    sealed: String,
}

/// Where a channel leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// A web address, or an e-mail address.
    pub to: String,
    /// For robots and plain JSON, what messages are signed with; for e-mail, the server: `smtps://login:password@host`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// A channel as an administrator gives it.
#[derive(Clone, Debug)]
pub struct NewChannel {
    /// The form.
    pub shape: Shape,
    /// Where it leads.
    pub address: Address,
    /// Only matters of this place and below.
    pub place: Option<PlaceCode>,
    /// Only these happenings; empty for all.
    pub on: Vec<String>,
    /// It may lead into the office's own network.
    pub inside: bool,
}

impl Channel {
    /// The body that this channel's other side takes.
    #[must_use]
    pub fn body(&self, text: &Text) -> Json {
        match self.shape {
            Shape::Dingtalk | Shape::Wecom => json!({ "msgtype": "text", "text": { "content": text.zh } }),
            Shape::Json | Shape::Email => json!({ "text": text }),
        }
    }
}

impl Seat {
    /// The town's channels by name, without their addresses.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn channels(&self) -> Result<Vec<(String, Channel)>, DeskError> {
        self.needs_admin()?;
        self.desk().channels()
    }

    /// Makes a channel, or changes the one of this name.
    ///
    /// # Errors
    /// When the seat is no administrator's, the address is of the wrong form, or the store cannot be written.
    pub fn set_channel(&self, name: &str, new: &NewChannel) -> Result<(), DeskError> {
        check(name, new)?;
        let town = self.desk().town();
        let plain = json!(new.address).to_string();
        let sealed = town.sealer.seal_bytes(&context(name), plain.as_bytes())?;
        let channel = Channel {
            shape: new.shape,
            shown: shown(new),
            place: new.place,
            on: new.on.clone(),
            inside: new.inside,
            sealed: STANDARD_NO_PAD.encode(sealed),
        };
        self.set_thing("channel", name, json!(channel)).map(drop)
    }

    /// Takes a channel away; what still waits to go through it fails and says so.
    ///
    /// # Errors
    /// When the seat is no administrator's, there is no such channel, or the store cannot be written.
    pub fn remove_channel(&self, name: &str) -> Result<(), DeskError> {
        if !self.channels()?.iter().any(|(known, _)| known == name) {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "channel.missing",
                    format!("没有通道“{name}”"),
                    format!("there is no channel `{name}`"),
                ),
            ));
        }
        self.set_thing("channel", name, Json::Null).map(drop)
    }
}

impl Desk {
    pub(super) fn channels(&self) -> Result<Vec<(String, Channel)>, DeskError> {
        let town = self.town();
        let things = town.store.read(&town.code)?.things("channel")?;
        things
            .into_iter()
            .map(|(name, body)| Ok((name, from_json(body)?)))
            .collect()
    }

    /// Where a channel leads.
    pub(super) fn address(&self, name: &str, channel: &Channel) -> Result<Address, DeskError> {
        let damaged = || {
            DeskError::Store(StoreError::Damaged(format!(
                "the address of the channel `{name}` does not open with this town's key"
            )))
        };
        let bytes = STANDARD_NO_PAD.decode(&channel.sealed).map_err(|_| damaged())?;
        let plain = self.town().sealer.open_bytes(&context(name), &bytes);
        let plain = plain.map_err(|_| damaged())?;
        serde_json::from_slice(&plain).map_err(|_| damaged())
    }
}

fn context(name: &str) -> String {
    format!("channel {name}")
}

/// The host of a web address, the domain of an e-mail address.
fn shown(new: &NewChannel) -> String {
    let to = &new.address.to;
    match new.shape {
        Shape::Email => {
            let (name, domain) = to.split_once('@').unwrap_or((to, ""));
            let first: String = name.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        _ => {
            let rest = to.split_once("://").map_or(&**to, |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.rsplit('@').next().unwrap_or_default().to_owned()
        }
    }
}

fn check(name: &str, new: &NewChannel) -> Result<(), DeskError> {
    let refused = |code: &'static str, zh: &str, en: &str| {
        Err(DeskError::refused(
            Cause::Invalid,
            Problem::new(code, zh.to_owned(), en.to_owned()),
        ))
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
        return refused(
            "channel.name",
            "通道名只用字母、数字、-、_ 和 .，不超过 40 个",
            "a channel is named with at most 40 letters, digits, -, _ and .",
        );
    }
    let to = &new.address.to;
    match new.shape {
        Shape::Email if !to.contains('@') || to.chars().any(char::is_whitespace) => refused(
            "channel.to",
            "邮件通道需要一个邮箱地址，如 zhenzhang@example.gov.cn",
            "an e-mail channel needs an address such as mayor@example.gov.cn",
        ),
        Shape::Email if new.address.secret.is_none() => refused(
            "channel.server",
            "邮件通道需要发信服务器，如 smtps://登录名:密码@smtp.example.cn",
            "an e-mail channel needs the server that sends, such as smtps://login:password@smtp.example.cn",
        ),
        Shape::Email => Ok(()),
        _ if !(to.starts_with("https://") || (new.inside && to.starts_with("http://"))) => refused(
            "channel.to",
            "外部通道须以 https:// 开头；内网通道请同时声明为内网",
            "a channel leads to https://; one inside the office's own network must be declared so",
        ),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(shape: Shape, to: &str) -> NewChannel {
        NewChannel {
            shape,
            address: Address {
                to: to.to_owned(),
                secret: None,
            },
            place: None,
            on: Vec::new(),
            inside: false,
        }
    }

    #[test]
    fn keys_and_passwords_in_an_address_are_not_shown() {
        let robot = new(
            Shape::Dingtalk,
            "https://oapi.dingtalk.com/robot/send?access_token=abc",
        );
        assert_eq!(shown(&robot), "oapi.dingtalk.com");
        assert_eq!(
            shown(&new(Shape::Json, "https://me:word@example.cn/x")),
            "example.cn"
        );
        assert_eq!(shown(&new(Shape::Email, "zhang@example.cn")), "z***@example.cn");
    }

    #[test]
    fn addresses_of_the_wrong_form_are_refused() {
        for (shape, to) in [
            (Shape::Json, "http://example.cn/"),
            (Shape::Json, "file:///etc/passwd"),
            (Shape::Email, "nobody"),
            (Shape::Email, "a@example.cn"),
        ] {
            assert!(check("x", &new(shape, to)).is_err(), "{to}");
        }
        assert!(check("a b", &new(Shape::Json, "https://example.cn/")).is_err());
        assert!(check("ok-1", &new(Shape::Json, "https://example.cn/")).is_ok());
    }
}
