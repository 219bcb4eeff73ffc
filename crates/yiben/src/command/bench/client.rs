//! A served town in a process of its own, and clients that load it over loopback.

use super::sample::dispute;
use crate::failure::Failure;
use desk::{Desk, Town};
use serde_json::json;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A served town.
pub(super) struct Server {
    child: Child,
    address: String,
    token: String,
    places: Vec<String>,
    /// From the start of the process to its first answer.
    pub(super) started_in: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; there is nothing to do about it here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failed(error: std::io::Error) -> Failure {
    Failure::File("server".to_owned(), error)
}

impl Server {
    pub(super) fn start(folder: &Path) -> Result<Self, Failure> {
        let (token, places) = {
            let desk = Arc::new(Desk::open(Town::open(folder)?)?);
            let token = desk.town().secrets.make_token("bench", "bench", desk.now())?;
            let places = desk
                .places()
                .places()
                .iter()
                .skip(1)
                .map(|place| place.code.to_string())
                .collect();
            (token, places)
        };
        let program = std::env::current_exe().map_err(failed)?;
        let began = Instant::now();
        let mut child = Command::new(program)
            .args(["--lang", "en", "--data"])
            .arg(folder)
            .args(["serve", "--port", "0", "--rate", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        let address = line
            .trim()
            .rsplit("http://")
            .next()
            .unwrap_or_default()
            .to_owned();
        let mut server = Server {
            child,
            address,
            token,
            places,
            started_in: Duration::ZERO,
        };
        Client::new(&server)?.get("/health")?;
        server.started_in = began.elapsed();
        Ok(server)
    }

    /// Creates a second over so many connections.
    pub(super) fn creates(&self, connections: usize, seconds: Duration) -> Result<f64, Failure> {
        let next = AtomicU64::new(1 << 32);
        self.load(connections, seconds, |client| {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let body = json!({ "fields": dispute(at, &self.places, true) }).to_string();
            client.post("/api/v1/registers/dispute/records", &body)
        })
    }

    /// Requests a second that touch no book, over so many connections: what HTTP and the clients leave room for here.
    pub(super) fn answers(&self, connections: usize, seconds: Duration) -> Result<f64, Failure> {
        self.load(connections, seconds, |client| client.get("/health"))
    }

    /// How often a second clients can do something, each over a connection of its own.
    fn load(
        &self,
        connections: usize,
        seconds: Duration,
        once: impl Fn(&mut Client) -> Result<(), Failure> + Sync,
    ) -> Result<f64, Failure> {
        let done = AtomicU64::new(0);
        let began = Instant::now();
        std::thread::scope(|scope| -> Result<(), Failure> {
            let workers: Vec<_> = (0..connections)
                .map(|_| {
                    scope.spawn(|| -> Result<(), Failure> {
                        let mut client = Client::new(self)?;
                        while began.elapsed() < seconds {
                            once(&mut client)?;
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok(())
                    })
                })
                .collect();
            for worker in workers {
                worker
                    .join()
                    .map_err(|_| failed(std::io::Error::other("a client ended badly")))??;
            }
            Ok(())
        })?;
        Ok(done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64())
    }

    /// Median and 99th percentile of the time of one request after another.
    pub(super) fn latency(&self, path: &str, seconds: Duration) -> Result<(Duration, Duration), Failure> {
        let mut client = Client::new(self)?;
        for _ in 0..20 {
            client.get(path)?;
        }
        let mut times = Vec::new();
        let began = Instant::now();
        while began.elapsed() < seconds {
            let one = Instant::now();
            client.get(path)?;
            times.push(one.elapsed());
        }
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        Ok((at(50), at(99)))
    }

    /// Resident memory of the process, in megabytes; 0 where the system does not tell.
    pub(super) fn resident_megabytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap_or_default();
        let kilobytes: u64 = line
            .split_whitespace()
            .nth(1)
            .and_then(|number| number.parse().ok())
            .unwrap_or_default();
        kilobytes / 1024
    }
}

/// One connection, kept open.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    head: String,
}

impl Client {
    fn new(server: &Server) -> Result<Self, Failure> {
        let stream = TcpStream::connect(&server.address).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        let head = format!(
            "Host: {}\r\nAuthorization: Bearer {}\r\n",
            server.address, server.token
        );
        Ok(Client {
            stream: BufReader::new(stream),
            head,
        })
    }

    fn get(&mut self, path: &str) -> Result<(), Failure> {
        let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.head);
        self.exchange(&request)
    }

    fn post(&mut self, path: &str, body: &str) -> Result<(), Failure> {
        let request = format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.exchange(&request)
    }

    /// Sends one request and reads its whole answer; anything but success is a failure.
    fn exchange(&mut self, request: &str) -> Result<(), Failure> {
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .map_err(failed)?;
        let mut status = String::new();
        self.stream.read_line(&mut status).map_err(failed)?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).map_err(failed)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).map_err(failed)?;
        if status
            .split_whitespace()
            .nth(1)
            .is_some_and(|code| code.starts_with('2'))
        {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&body).into_owned();
        Err(failed(std::io::Error::other(format!("{} {said}", status.trim()))))
    }
}
