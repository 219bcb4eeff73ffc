//! Messages carried to servers of our own on this machine.

use super::Network;
use desk::{Address, Asked, DeliveryState, Desk, NewChannel, Shape, TownPlan};
use serde_json::{Value as Json, json};
use standards::{PlaceCode, PlaceTree};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// A request as it came in: its head and its body.
type Request = (String, String);

/// Answers each request with the next of these statuses and bodies, and hands the requests on.
fn web_server(answers: Vec<(u16, &'static str)>) -> (String, Receiver<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let (give, taken) = channel();
    std::thread::spawn(move || {
        for (status, said) in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut stream = BufReader::new(stream);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                stream.read_line(&mut head).unwrap();
            }
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let length = name.eq_ignore_ascii_case("content-length");
                length.then(|| value.trim().parse::<usize>().unwrap())
            });
            let mut body = vec![0; length.unwrap_or_default()];
            stream.read_exact(&mut body).unwrap();
            let answer = format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}",
                said.len()
            );
            stream.get_mut().write_all(answer.as_bytes()).unwrap();
            give.send((head, String::from_utf8(body).unwrap())).unwrap();
        }
    });
    (address, taken)
}

/// Takes one letter and hands it on.
fn mail_server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let (give, taken) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        give.send(take_letter(stream)).unwrap();
    });
    (address, taken)
}

fn take_letter(stream: TcpStream) -> String {
    let mut stream = BufReader::new(stream);
    let say = |stream: &mut BufReader<TcpStream>, line: &str| {
        stream.get_mut().write_all(line.as_bytes()).unwrap();
    };
    say(&mut stream, "220 mail\r\n");
    let mut letter = String::new();
    let mut in_data = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).unwrap() == 0 {
            return letter;
        }
        match &*line {
            ".\r\n" if in_data => {
                in_data = false;
                say(&mut stream, "250 taken\r\n");
            }
            _ if in_data => letter.push_str(&line),
            "DATA\r\n" => {
                in_data = true;
                say(&mut stream, "354 go on\r\n");
            }
            "QUIT\r\n" => {
                say(&mut stream, "221 bye\r\n");
                return letter;
            }
            _ => say(&mut stream, "250 well\r\n"),
        }
    }
}

struct Town {
    desk: Arc<Desk>,
    folder: tempfile::TempDir,
}

impl Town {
    /// A town with one dispute whose limit has passed.
    fn with_something_overdue(channels: &[(&str, Shape, &str, Option<&str>)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let code: PlaceCode = "330226105".parse().unwrap();
        let plan = TownPlan {
            code,
            zh: "岔路镇".to_owned(),
            en: "Chalu".to_owned(),
            places: PlaceTree::ninghai().subtree(code),
        };
        let desk = Arc::new(Desk::make(&folder.path().join("town"), &plan).unwrap());
        let seat = desk.trusted_seat("owner");
        for (name, shape, to, secret) in channels {
            let new = NewChannel {
                shape: *shape,
                address: Address {
                    to: (*to).to_owned(),
                    secret: secret.map(str::to_owned),
                },
                place: None,
                on: vec!["overdue".to_owned(), "lift".to_owned()],
                inside: true,
            };
            seat.set_channel(name, &new).unwrap();
        }
        let Json::Object(fields) = json!({
            "title": "宅基地边界", "place": "330226105208", "outline": "两户争一墙", "category": "neighbour",
            "reported_on": desk.now().date().to_string(),
        }) else {
            unreachable!()
        };
        seat.create("dispute", None, fields, Asked::default()).unwrap();
        let town = Town { desk, folder };
        town.let_days_pass(40);
        town.desk.fire_timers().unwrap();
        assert!(town.desk.gather().unwrap() > 0, "something was told");
        town
    }

    fn let_days_pass(&self, days: i64) {
        self.desk
            .set_clock(ledger::Moment(self.desk.now().0 + days * ledger::DAY));
    }

    fn states(&self) -> Vec<(DeliveryState, usize)> {
        let all = self.desk.trusted_seat("owner").deliveries(100).unwrap();
        all.into_iter()
            .map(|(_, delivery)| (delivery.state, delivery.tries))
            .collect()
    }
}

#[test]
fn robots_and_hooks_get_what_happened_in_their_own_form() {
    let (hook, at_hook) = web_server(vec![(200, "ok"); 20]);
    let (robot, at_robot) = web_server(vec![(200, r#"{"errcode":0}"#); 20]);
    let town = Town::with_something_overdue(&[
        ("hook", Shape::Json, &hook, Some("key")),
        ("robot", Shape::Dingtalk, &robot, Some("SEC")),
    ]);
    let carried = town.desk.post(&Network).unwrap();
    assert_eq!(carried, town.states().len());
    assert!(
        town.states()
            .iter()
            .all(|state| *state == (DeliveryState::Sent, 1))
    );
    let (head, body) = at_hook.recv().unwrap();
    assert!(
        head.to_ascii_lowercase().contains("x-yiben-signature: sha256="),
        "{head}"
    );
    let told: Json = serde_json::from_str(&body).unwrap();
    assert!(
        told["text"]["zh"].as_str().unwrap().contains("宅基地边界"),
        "{body}"
    );
    let (head, body) = at_robot.recv().unwrap();
    assert!(head.contains("timestamp=") && head.contains("&sign="), "{head}");
    assert!(body.contains(r#""msgtype":"text""#), "{body}");
    assert_eq!(town.desk.post(&Network).unwrap(), 0, "nothing is carried twice");
}

#[test]
fn an_e_mail_is_sent_through_the_offices_server() {
    let (server, letters) = mail_server();
    let town = Town::with_something_overdue(&[("mail", Shape::Email, "zhen@example.cn", Some(&server))]);
    town.desk.post(&Network).unwrap();
    let letter = letters.recv().unwrap();
    assert!(
        letter.contains("To: zhen@example.cn") && letter.contains("Subject: =?utf-8?"),
        "{letter}"
    );
}

#[test]
fn what_is_not_taken_is_tried_again_and_given_up_at_last_and_says_why() {
    let refusal = r#"{"errcode":310000,"errmsg":"keywords not in content"}"#;
    let (robot, _requests) = web_server(vec![(200, refusal); 40]);
    let town = Town::with_something_overdue(&[("robot", Shape::Wecom, &robot, None)]);
    for tries in 1..=6 {
        assert_eq!(town.desk.post(&Network).unwrap(), 0);
        assert!(
            town.states().iter().all(|(_, tried)| *tried == tries),
            "{:?}",
            town.states()
        );
        assert_eq!(
            town.desk.post(&Network).unwrap(),
            0,
            "it is not tried before its time"
        );
        assert!(town.states().iter().all(|(_, tried)| *tried == tries));
        town.let_days_pass(1);
    }
    let seat = town.desk.trusted_seat("owner");
    let (name, given_up) = seat.deliveries(1).unwrap().remove(0);
    assert_eq!(given_up.state, DeliveryState::Failed);
    assert!(given_up.error.unwrap().contains("keywords not in content"));
    seat.retry_delivery(&name).unwrap();
    assert!(town.states().contains(&(DeliveryState::Waiting, 0)));
}

#[test]
fn what_waits_outlives_the_program() {
    let town = Town::with_something_overdue(&[("hook", Shape::Json, "http://127.0.0.1:9/", None)]);
    town.desk.post(&Network).unwrap();
    let before = town.states();
    let now = town.desk.now();
    town.desk.close();
    let (hook, at_hook) = web_server(vec![(204, ""); 20]);
    let desk = Arc::new(Desk::open(desk::Town::open(&town.folder.path().join("town")).unwrap()).unwrap());
    desk.set_clock(ledger::Moment(now.0 + ledger::DAY));
    let seat = desk.trusted_seat("owner");
    let new = NewChannel {
        shape: Shape::Json,
        address: Address {
            to: hook,
            secret: None,
        },
        place: None,
        on: Vec::new(),
        inside: true,
    };
    seat.set_channel("hook", &new).unwrap();
    assert_eq!(desk.post(&Network).unwrap(), before.len());
    at_hook.recv().unwrap();
    assert_eq!(desk::rebuild(&desk, &mut |_, _| {}).unwrap().difference, None);
}

#[test]
fn a_channel_not_declared_to_lead_inside_does_not() {
    let (hook, _requests) = web_server(vec![(200, "ok")]);
    let town = Town::with_something_overdue(&[]);
    let seat = town.desk.trusted_seat("owner");
    let new = |to: &str| NewChannel {
        shape: Shape::Json,
        address: Address {
            to: to.to_owned(),
            secret: None,
        },
        place: None,
        on: Vec::new(),
        inside: false,
    };
    assert!(
        seat.set_channel("x", &new(&hook)).is_err(),
        "http leads nowhere outside"
    );
    let secure = hook
        .replace("http://", "https://")
        .replace("127.0.0.1", "localhost");
    seat.set_channel("x", &new(&secure)).unwrap();
    let why = seat.try_channel("x", &Network).unwrap().unwrap_err();
    assert!(why.contains("own network"), "{why}");
}

#[test]
fn no_door_shows_an_address_or_its_secret() {
    let town = Town::with_something_overdue(&[(
        "robot",
        Shape::Dingtalk,
        "https://example.cn/send?access_token=t0ken",
        Some("SECret"),
    )]);
    let seat = town.desk.trusted_seat("owner");
    let shown = format!("{:?}", seat.channels().unwrap());
    assert!(!shown.contains("t0ken") && !shown.contains("SECret"));
    for file in std::fs::read_dir(town.folder.path().join("town")).unwrap() {
        let path = file.unwrap().path();
        let Ok(content) = std::fs::read(&path) else {
            continue;
        };
        for secret in ["t0ken", "SECret"] {
            let found = content
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} lies open in {}", path.display());
        }
    }
}
