//! Countersign adapter to the Rust crate s3s: S3ServiceBuilder with SimpleAuth, MultiDomain and an access check that notes
//! that a request passed authentication. No server, no objects.
//!
//! s3s asks the system for the time, which set_clock sets. Session tokens and policies are left to s3s's users.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_protocol::{bytes, seconds, serve, set_clock, skip};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::host::MultiDomain;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3, S3Result, s3_error};
use serde_json::{Value, json};

const SOURCE: &str = "https://github.com/s3s-project/s3s/blob/v0.17.0/crates/s3s/src/ops/signature.rs";
static ACCEPTED: AtomicBool = AtomicBool::new(false);

struct NoObjects;
#[async_trait::async_trait]
impl S3 for NoObjects {}

struct NoteAcceptance;
#[async_trait::async_trait]
impl S3Access for NoteAcceptance {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        if cx.credentials().is_none() {
            return Err(s3_error!(AccessDenied, "Signature is required")); // as s3s's own check
        }
        ACCEPTED.store(true, Ordering::SeqCst);
        Ok(())
    }
}

fn list<'a>(value: &'a Value) -> &'a [Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn service(r: &Value) -> Result<S3Service, String> {
    let server = &r["server"];
    let mut config = S3Config::default();
    config.expected_region = server["region"].as_str().and_then(|region| region.parse().ok());
    let mut auth = SimpleAuth::new();
    for c in list(&r["credentials"]).iter().filter(|c| c["status"] != "inactive") {
        let text = |name: &str| c[name].as_str().unwrap_or("").to_owned();
        auth.register(text("access_key_id"), text("secret_access_key").into());
    }
    let hosts: Vec<&str> = list(&server["hosts"]).iter().filter_map(Value::as_str).collect();
    let mut builder = S3ServiceBuilder::new(NoObjects);
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
    builder.set_auth(auth);
    builder.set_access(NoteAcceptance);
    builder.set_host(MultiDomain::new(&hosts).map_err(|refused| format!("hosts: {refused}"))?);
    Ok(builder.build())
}

fn http_request(request: &Value) -> Result<http::Request<Body>, http::Error> {
    let uri = http::Uri::from_maybe_shared(bytes(&request["target"]))?;
    let mut built = http::Request::builder().method(request["method"].as_str().unwrap_or("")).uri(uri);
    for header in list(&request["headers"]) {
        built = built.header(bytes(&header[0]), bytes(&header[1]));
    }
    built.body(Body::empty())
}

async fn refusal(response: http::Response<Body>) -> Value {
    let status = response.status().as_u16();
    let body = response.into_body().store_all_limited(1 << 20).await.unwrap_or_default();
    if body.is_empty() {
        return json!({"reject": {"status": status}}); // to a HEAD
    }
    let text = String::from_utf8_lossy(&body);
    let element = |name: &str| {
        let rest = text.split(&format!("<{name}>")).nth(1).unwrap_or("");
        rest.split("</").next().unwrap_or("").to_owned()
    };
    json!({"reject": {"status": status, "code": element("Code"), "message": element("Message")}})
}

async fn verify(r: &Value) -> Value {
    if r["server"]["service"] != "s3" {
        return skip(SOURCE);
    }
    set_clock(seconds(r["now"].as_str().unwrap_or("")));
    ACCEPTED.store(false, Ordering::SeqCst);
    let service = match service(r) {
        Ok(service) => service,
        Err(broken) => return json!({"fault": {"message": broken}}),
    };
    let request = match http_request(&r["request"]) {
        Ok(request) => request,
        // hyper, in front of s3s, answers what it cannot read with a bare 400.
        Err(refused) => return json!({"reject": {"status": 400, "code": "", "message": refused.to_string()}}),
    };
    match service.call(request).await {
        Ok(_) if ACCEPTED.load(Ordering::SeqCst) => json!({"ok": {}}),
        Ok(response) => refusal(response).await,
        Err(broken) => {
            json!({"reject": {"status": 500, "code": "InternalError", "message": format!("{broken:?}")}})
        }
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let hello = json!({"protocol": 1, "name": "s3s", "version": env!("CARGO_PKG_VERSION"), "language": "rust",
        "ops": ["verify"], "features": ["path-style", "virtual-hosted", "region", "signed-headers", "bytes"],
        "clock": "injected", "errors": "code", "max_inflight": 64});
    serve(hello, |request| runtime.block_on(verify(request)));
}
