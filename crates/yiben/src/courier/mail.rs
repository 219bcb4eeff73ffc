//! E-mail through the office's own server.

use desk::Parcel;
use lettre::message::header::ContentType;
use lettre::{Message, SmtpTransport, Transport as _};
use std::time::Duration;

/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn send(parcel: &Parcel<'_>) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let server = parcel
        .address
        .secret
        .as_deref()
        .ok_or("the channel names no server to send through")?;
    let from = sender(server, &parcel.address.to);
    let letter = Message::builder()
        .from(from.parse().map_err(|error| told(&error))?)
        .to(parcel.address.to.parse().map_err(|error| told(&error))?)
        .subject(&parcel.text.zh)
        .header(ContentType::TEXT_PLAIN)
        .body(format!("{}\n\n{}\n", parcel.text.zh, parcel.text.en))
        .map_err(|error| told(&error))?;
    let transport = SmtpTransport::from_url(server)
        .map_err(|error| told(&error))?
        .timeout(Some(PATIENCE))
        .build();
    transport.send(&letter).map(drop).map_err(|error| told(&error))
}

/// Whom it is from: the login at the server where that is an address, else the one who receives it.
fn sender(server: &str, to: &str) -> String {
    let login = server
        .split_once("://")
        .and_then(|(_, rest)| rest.rsplit_once('@'))
        .map(|(login, _)| login.split(':').next().unwrap_or_default().replace("%40", "@"))
        .filter(|login| login.contains('@'));
    login.unwrap_or_else(|| to.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_from_the_login_where_that_is_an_address() {
        assert_eq!(
            sender("smtps://town%40example.cn:word@smtp.example.cn", "a@b.cn"),
            "town@example.cn"
        );
        assert_eq!(sender("smtp://town:word@smtp.example.cn", "a@b.cn"), "a@b.cn");
        assert_eq!(sender("smtp://127.0.0.1:2525", "a@b.cn"), "a@b.cn");
    }
}
