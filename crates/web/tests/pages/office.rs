//! An office to test pages in: a town in a temporary folder, its people, and browsers that keep cookies and know no script.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use desk::{Asked, Desk, DraftFile, Manuscript, Paper, PaperForm, Person, Post, Press, PressError, TownPlan};
use http_body_util::BodyExt as _;
use serde_json::Value as Json;
use standards::{PlaceCode, PlaceTree};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use tower::ServiceExt as _;
use web::{App, Limits, router};

pub(crate) const TOWN: &str = "330226105";
pub(crate) const VILLAGE: &str = "330226105208";
pub(crate) const PASSWORD: &str = "一条 很长的 密码";

/// An office with wang (office staff of the town), li (cadre of one village), root (administrator), guan (looks only).
pub(crate) struct Office {
    pub(crate) desk: Arc<Desk>,
    routes: Router,
    _folder: tempfile::TempDir,
}

/// A press that sets nothing: a paper is its text, so that a test can read it.
struct HandPress;

impl Press for HandPress {
    fn literal(&self, text: &str) -> String {
        text.replace('<', "&lt;")
    }

    fn set(&self, manuscript: &Manuscript, _: PaperForm) -> Result<Paper, PressError> {
        Ok(Paper {
            bytes: manuscript.markdown.clone().into_bytes(),
            pages: None,
            warnings: Vec::new(),
        })
    }

    fn text_of(&self, _: &DraftFile) -> Result<String, PressError> {
        Ok(String::new())
    }

    fn comment(
        &self,
        _: &DraftFile,
        _: &str,
        _: &[(Range<usize>, String)],
        _: i64,
    ) -> Result<Vec<u8>, PressError> {
        Ok(Vec::new())
    }
}

/// A browser.
pub(crate) struct Browser {
    routes: Router,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What a browser gets.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The body as it came, for files.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    pub(crate) fn location(&self) -> String {
        self.header(header::LOCATION.as_str())
    }
}

impl Office {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let code: PlaceCode = TOWN.parse().unwrap();
        let plan = TownPlan {
            code,
            zh: "岔路镇".to_owned(),
            en: "Chalu".to_owned(),
            places: PlaceTree::ninghai().subtree(code),
        };
        let desk = Arc::new(Desk::make(&folder.path().join("town"), &plan).unwrap());
        let owner = desk.trusted_seat("owner");
        for (login, name, role, place) in [
            ("wang", "王芳", "office", TOWN),
            ("li", "李强", "village", VILLAGE),
            ("root", "管理员", "admin", TOWN),
            ("guan", "关敏", "viewer", TOWN),
        ] {
            let post = Post {
                place: place.parse().unwrap(),
                role: role.to_owned(),
                office: None,
            };
            let person = Person {
                name: name.to_owned(),
                posts: vec![post],
                active: true,
            };
            owner.set_person(login, &person).unwrap();
        }
        let limits = Limits {
            requests_per_second: 0,
            body: 256 * 1024,
            ..Limits::default()
        };
        Office {
            routes: router(App::new(Arc::clone(&desk), limits, Some(Arc::new(HandPress)))),
            desk,
            _folder: folder,
        }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser {
            routes: self.routes.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// A browser in which this person has signed in. The password is the same for all.
    pub(crate) async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(self, login, "/today").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    /// Makes a record as the town's owner and answers with its address.
    pub(crate) fn made(&self, register: &str, fields: Json) -> String {
        let Json::Object(fields) = fields else {
            return String::new();
        };
        let seat = self.desk.trusted_seat("owner");
        let receipt = seat.create(register, None, fields, Asked::default()).unwrap();
        format!("/registers/{register}/{}", receipt.row.unwrap().id)
    }

    fn with_password(&self, login: &str) {
        let secrets = &self.desk.town().secrets;
        if !secrets.has_password(login) {
            secrets.set_password(login, PASSWORD).unwrap();
        }
    }
}

impl Browser {
    pub(crate) async fn sign_in(&mut self, office: &Office, login: &str, back: &str) -> Answer {
        office.with_password(login);
        self.get("/sign-in").await;
        let fields = [("login", login), ("password", PASSWORD), ("back", back)];
        self.post("/sign-in", &fields).await
    }

    pub(crate) async fn try_password(&mut self, office: &Office, login: &str, password: &str) -> Answer {
        office.with_password(login);
        self.get("/sign-in").await;
        self.post("/sign-in", &[("login", login), ("password", password)])
            .await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], String::new()).await
    }

    /// Sends a form with its token.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        self.post_with_token(path, fields, &token).await
    }

    /// Sends a form with its token and a file in it.
    pub(crate) async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &[u8]),
    ) -> Answer {
        const BOUNDARY: &str = "----boundary-of-the-test";
        let mut body = Vec::new();
        let token = self.token();
        for (field, text) in [("_token", &*token)].iter().chain(fields) {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{text}\r\n");
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(content);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send("POST", path, &[("content-type", &kind)], body).await
    }

    pub(crate) async fn post_with_token(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        token: &str,
    ) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("_token", token);
        body.extend_pairs(fields);
        self.send("POST", path, &[], body.finish()).await
    }

    /// The token that a page of this browser's would carry.
    pub(crate) fn token(&self) -> String {
        use base64::Engine as _;
        use sha2::Digest as _;
        let secret = self
            .cookies
            .get("yb_session")
            .or_else(|| self.cookies.get("yb_visit"));
        let secret = secret.cloned().unwrap_or_default();
        base64::engine::general_purpose::URL_SAFE_NO_PAD
            .encode(sha2::Sha256::digest(format!("yiben form {secret}")))
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        extra: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if method == "POST" && !extra.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, rest) = text.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }
}

/// What stands in a page's main part, a tag a line, without what differs from run to run.
pub(crate) fn readable(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let mut lines = Vec::new();
    for part in main.replace('>', ">\n").replace('<', "\n<").lines() {
        let line = part.trim();
        let own = line.contains("name=\"_token\"") || line.contains("name=\"_once\"");
        if own || line.is_empty() || line.starts_with("</") {
            continue;
        }
        lines.push(unhashed(line));
    }
    // Minutes depend on when the test runs; days on the desk's clock, which it sets.
    lines.join("\n")
}

/// A line without the digests in addresses of assets and without times of day.
fn unhashed(line: &str) -> String {
    let mut text = line.to_owned();
    while let Some(at) = text.find("/assets/icons-") {
        let from = at + "/assets/icons-".len();
        text.replace_range(at..from + 16 + ".svg".len(), "icons");
    }
    if text.starts_with("<time") {
        return "<time>".to_owned();
    }
    let bytes = text.as_bytes();
    let is_moment = bytes.len() == 16 && bytes[4] == b'-' && bytes[10] == b' ' && bytes[13] == b':';
    if is_moment { text[..10].to_owned() } else { text }
}
