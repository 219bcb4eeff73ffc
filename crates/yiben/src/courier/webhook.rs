//! Web hooks: plain JSON with a signature, and the group robots of DingTalk and WeCom.
//!
//! DingTalk signs by a timestamp and HMAC-SHA256 in the address (its documentation of custom robots); both robots answer
//! 200 with an `errcode` that is not 0 when they did not take a message.

use super::outside::is_outside;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::{Parcel, Shape};
use hmac::{Hmac, KeyInit as _, Mac as _};
use ledger::Moment;
use serde_json::Value as Json;
use sha2::Sha256;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer that are read.
const ANSWER: u64 = 64 * 1024;

pub(super) fn post(parcel: &Parcel<'_>) -> Result<(), String> {
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .build();
    let agent = Agent::with_parts(
        config,
        DefaultConnector::default(),
        Guarded {
            inside: parcel.channel.inside,
        },
    );
    let body = parcel.channel.body(parcel.text).to_string();
    let secret = parcel.address.secret.as_deref();
    let to = match (parcel.channel.shape, secret) {
        (Shape::Dingtalk, Some(secret)) => dingtalk_address(&parcel.address.to, secret, parcel.now)?,
        _ => parcel.address.to.clone(),
    };
    let mut request = agent.post(&to).content_type("application/json; charset=utf-8");
    if let (Shape::Json, Some(secret)) = (parcel.channel.shape, secret) {
        let signature: String = digest(secret, body.as_bytes())?
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        request = request.header("X-Yiben-Signature", format!("sha256={signature}"));
    }
    let mut answer = request.send(body).map_err(|error| error.to_string())?;
    let status = answer.status();
    let said = answer
        .body_mut()
        .with_config()
        .limit(ANSWER)
        .read_to_string()
        .unwrap_or_default();
    if !status.is_success() {
        return Err(format!("{status} {said}"));
    }
    let robot = matches!(parcel.channel.shape, Shape::Dingtalk | Shape::Wecom);
    let refused =
        serde_json::from_str::<Json>(&said).is_ok_and(|answer| answer["errcode"].as_i64() != Some(0));
    if robot && refused { Err(said) } else { Ok(()) }
}

/// The address of a DingTalk robot that wants its messages signed.
fn dingtalk_address(to: &str, secret: &str, now: Moment) -> Result<String, String> {
    let digest = digest(secret, format!("{}\n{secret}", now.0).as_bytes())?;
    let sign = STANDARD
        .encode(digest)
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D");
    let join = if to.contains('?') { '&' } else { '?' };
    Ok(format!("{to}{join}timestamp={}&sign={sign}", now.0))
}

fn digest(secret: &str, text: &[u8]) -> Result<Vec<u8>, String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|error| error.to_string())?;
    mac.update(text);
    Ok(mac.finalize().into_bytes().to_vec())
}

/// Resolves names, and leaves out what lies in the office's own network unless the channel was declared to lead there. It
/// judges the very addresses that are connected to, so a name cannot change between the look and the knock.
#[derive(Debug)]
struct Guarded {
    inside: bool,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let inner = DefaultResolver::default();
        let found = inner.resolve(uri, config, timeout)?;
        let mut kept = inner.empty();
        for address in found
            .iter()
            .filter(|address| self.inside || is_outside(ip(address)))
        {
            kept.push(*address);
        }
        if kept.is_empty() {
            return Err(ureq::Error::Other(
                "the address lies in the office's own network; declare the channel so if it is meant to"
                    .into(),
            ));
        }
        Ok(kept)
    }
}

fn ip(address: &SocketAddr) -> IpAddr {
    address.ip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dingtalk_address_carries_its_moment_and_signature() {
        let address = dingtalk_address(
            "https://oapi.dingtalk.com/robot/send?access_token=a",
            "SEC1",
            Moment(1_700_000_000_000),
        )
        .unwrap();
        // HMAC-SHA256 of "1700000000000\nSEC1" under "SEC1", by another implementation.
        assert_eq!(
            address,
            "https://oapi.dingtalk.com/robot/send?access_token=a&timestamp=1700000000000&sign=ukR4%2BWoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio%3D"
        );
    }
}
