//! What the adapters in Rust share: the messages of the adapter protocol (JSON Lines), and a clock that follows `now`.
//! Nothing here knows how to sign.

mod clock;
use std::io::{BufRead, Write};

use base64::Engine;
pub use clock::set_clock;
use serde_json::{Value, json};

pub type Pairs = Vec<(String, String)>;

/// A presign request. A field that is absent reads as empty.
pub struct Request(pub Value);

impl Request {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or("")
    }
    fn pairs(&self, name: &str) -> Pairs {
        let list = self.0[name].as_array().map(Vec::as_slice).unwrap_or_default();
        let text = |v: &Value| v.as_str().unwrap_or("").to_string();
        list.iter().map(|p| (text(&p[0]), text(&p[1]))).collect()
    }
    fn credential(&self, name: &str) -> Option<&str> {
        self.0["credentials"][name].as_str()
    }
    pub fn method(&self) -> &str {
        self.text("method")
    }
    pub fn scheme(&self) -> &str {
        self.text("scheme")
    }
    pub fn host(&self) -> &str {
        self.text("host")
    }
    pub fn bucket(&self) -> &str {
        self.text("bucket")
    }
    pub fn key(&self) -> &str {
        self.text("key")
    }
    pub fn region(&self) -> &str {
        self.text("region")
    }
    pub fn service(&self) -> &str {
        self.text("service")
    }
    pub fn payload(&self) -> &str {
        self.text("payload")
    }
    pub fn path_style(&self) -> bool {
        self.text("addressing") == "path"
    }
    pub fn query(&self) -> Pairs {
        self.pairs("query")
    }
    pub fn headers(&self) -> Pairs {
        self.pairs("headers")
    }
    pub fn expires(&self) -> i64 {
        self.0["expires"].as_i64().unwrap_or(0)
    }
    pub fn access_key(&self) -> &str {
        self.credential("access_key_id").unwrap_or("")
    }
    pub fn secret(&self) -> &str {
        self.credential("secret_access_key").unwrap_or("")
    }
    pub fn token(&self) -> Option<&str> {
        self.credential("session_token")
    }
    /// The signing time in seconds since 1970.
    pub fn now(&self) -> i64 {
        seconds(self.text("now"))
    }
    /// Scheme and host without the bucket; None if the host does not begin with the bucket that it should contain.
    pub fn endpoint(&self) -> Option<String> {
        let host =
            if self.path_style() { self.host() } else { self.host().strip_prefix(self.bucket())?.strip_prefix('.')? };
        Some(format!("{}://{host}", self.scheme()))
    }
    /// A lifetime as the Duration that most libraries take; Err is the answer to one that no Duration can hold.
    pub fn lifetime(&self) -> Result<std::time::Duration, Value> {
        match u64::try_from(self.expires()) {
            Ok(seconds) => Ok(std::time::Duration::from_secs(seconds)),
            Err(refused) => Err(reject("expires-too-short", refused)),
        }
    }
}

/// Seconds since 1970 of yyyy-MM-ddTHH:mm:ssZ.
pub fn seconds(rfc3339: &str) -> i64 {
    let n = |from: usize, to: usize| rfc3339[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (n(0, 4), n(5, 7), n(8, 10));
    // Years that begin in March, so that a leap day is the last day of its year.
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let days = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day - 1 - 719468;
    days * 86400 + n(11, 13) * 3600 + n(14, 16) * 60 + n(17, 19)
}

/// The bytes of a text, or of {"b64": "…"}.
pub fn bytes(value: &Value) -> Vec<u8> {
    match value.as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => {
            base64::engine::general_purpose::STANDARD.decode(value["b64"].as_str().unwrap_or("")).unwrap_or_default()
        }
    }
}

pub fn signed(url: impl ToString) -> Value {
    json!({"ok": {"url": url.to_string()}})
}
pub fn reject(class: &str, message: impl ToString) -> Value {
    json!({"reject": {"class": class, "message": message.to_string()}})
}
pub fn skip(link: &str) -> Value {
    json!({"skip": {"issue": link}})
}

/// Answers each line of stdin until it ends. A panic is a fault of its case.
pub fn serve(hello: Value, mut answer: impl FnMut(&Value) -> Value) {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let mut said = if request["op"] == "hello" {
            json!({"ok": hello})
        } else {
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(&request)))
                .unwrap_or_else(|_| json!({"fault": {"message": "panicked, see stderr"}}))
        };
        said["id"] = request["id"].clone();
        writeln!(out, "{said}").unwrap();
        out.flush().unwrap();
    }
}

pub fn serve_presigner(hello: Value, mut presign: impl FnMut(&Request) -> Value) {
    serve(hello, |request| presign(&Request(request.clone())))
}

/// Percent-encoding by RFC 3986, for libraries that take a request whose URL is already written.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}
