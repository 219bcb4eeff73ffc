//! The least of an HTTP client: one connection, one request after another.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Error, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Client {
    pub(crate) fn open(address: &str, token: &str) -> Result<Self, Error> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Client {
            stream: BufReader::new(stream),
            token: token.to_owned(),
        })
    }

    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &Value,
    ) -> Result<Answer, Error> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: town\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n",
            self.token
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer, Error> {
        let status = self
            .line()?
            .split_whitespace()
            .nth(1)
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| Error::other("no answer"))?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Answer { status, body })
    }

    fn line(&mut self) -> Result<String, Error> {
        let mut line = String::new();
        match self.stream.read_line(&mut line)? {
            0 => Err(Error::other("the server hung up")),
            _ => Ok(line),
        }
    }
}
