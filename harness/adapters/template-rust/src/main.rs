//! A Countersign adapter to fill in: it runs as it is, and skips every request.
//!
//! Call your presigner at HERE, name in the hello the features that it has, and run:
//!     cargo build --release && countersign run --adapter target/release/countersign-adapter

mod json;

use json::{quoted, Value};
use std::io::{self, BufRead, Write};

const FEATURES: &[&str] = &[]; // of: session-token path-style virtual-hosted extra-query signed-headers …

/// What the members of an answer are, behind its id: `"ok":{"url":"https://…"}`.
type Answer = String;

fn hello() -> Answer {
    let features: Vec<String> = FEATURES.iter().map(|feature| quoted(feature)).collect();
    format!(
        r#""ok":{{"protocol":1,"name":"mine","version":"0","language":"rust","ops":["presign"],"features":[{}],"clock":"injected","errors":"class","max_inflight":1}}"#,
        features.join(",")
    )
}

/// Answers with a URL.
#[allow(dead_code)]
fn ok(url: &str) -> Answer {
    format!(r#""ok":{{"url":{}}}"#, quoted(url))
}

/// Answers that the library refuses the input; harness/protocol/protocol.md lists the classes.
#[allow(dead_code)]
fn reject(class: &str, message: &str) -> Answer {
    format!(r#""reject":{{"class":{},"message":{}}}"#, quoted(class), quoted(message))
}

/// Answers that the library cannot do this; `issue` is the address where that is tracked.
fn skip(issue: &str) -> Answer {
    format!(r#""skip":{{"issue":{}}}"#, quoted(issue))
}

fn fault(message: &str) -> Answer {
    format!(r#""fault":{{"message":{}}}"#, quoted(message))
}

fn presign(_request: &Value) -> Answer {
    // HERE. For instance:
    //   let expires = match u64::try_from(_request["expires"].integer()) {
    //       Ok(seconds) => std::time::Duration::from_secs(seconds),
    //       Err(_) => return reject("expires-too-short", "Duration holds no negative time"),
    //   };
    //   match mine::presign(_request["method"].text(), _request["key"].text(), expires, …) {
    //       Ok(url) => ok(&url),
    //       Err(error) => reject("bad-input", &error.to_string()),
    //   }
    skip("https://example.com/mine/issues/1")
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (id, answer) = match json::parse(&line) {
            Ok(request) => {
                let id = request["id"].integer();
                // A panic of the library is a fault of this request; the run goes on.
                let answered = std::panic::catch_unwind(|| match request["op"].text() {
                    "hello" => hello(),
                    _ => presign(&request),
                });
                (id, answered.unwrap_or_else(|_| fault("the library panicked: see stderr")))
            }
            Err(error) => (0, fault(&error)),
        };
        writeln!(out, r#"{{"id":{id},{answer}}}"#)?;
        out.flush()?; // the harness waits for the line
    }
    Ok(())
}
