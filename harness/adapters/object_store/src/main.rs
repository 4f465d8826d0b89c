//! Countersign adapter to object_store (Apache Arrow): Signer::signed_url_opts of AmazonS3.
//!
//! It asks the system for the time, which set_clock sets. Path::parse takes a key as it is or
//! refuses it; Path::from would make another key of it.
use std::collections::HashMap;

use countersign_protocol::*;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::signer::{SignedUrlOptions, Signer};
use serde_json::{Value, json};

const SOURCE: &str = "https://github.com/apache/arrow-rs-object-store/blob/main/src/aws/mod.rs";

/// A client is kept, since making one takes a tenth of a second.
#[derive(Default)]
struct Clients(HashMap<String, AmazonS3>);

impl Clients {
    fn client(&mut self, r: &Request) -> Result<AmazonS3, object_store::Error> {
        let name = format!("{:?}", (r.region(), r.bucket(), r.scheme(), r.host(), r.path_style(), &r.0["credentials"]));
        if let Some(client) = self.0.get(&name) {
            return Ok(client.clone());
        }
        let mut builder = AmazonS3Builder::new()
            .with_region(r.region())
            .with_bucket_name(r.bucket())
            .with_access_key_id(r.access_key())
            .with_secret_access_key(r.secret())
            // With the bucket, as documented, if it is in the host.
            .with_endpoint(format!("{}://{}", r.scheme(), r.host()))
            .with_virtual_hosted_style_request(!r.path_style())
            .with_allow_http(true);
        if let Some(token) = r.token() {
            builder = builder.with_token(token);
        }
        let client = builder.build()?;
        self.0.insert(name, client.clone());
        Ok(client)
    }
}

fn presign(clients: &mut Clients, runtime: &tokio::runtime::Runtime, r: &Request) -> Value {
    set_clock(r.now());
    let lifetime = match r.lifetime() {
        Ok(lifetime) => lifetime,
        Err(refusal) => return refusal,
    };
    if r.service() != "s3" {
        return skip(SOURCE);
    }
    let refused = |e: String| reject("bad-input", e);
    let s3 = match clients.client(r) {
        Ok(s3) => s3,
        Err(e) => return refused(e.to_string()),
    };
    let path = match Path::parse(r.key()) {
        Ok(path) => path,
        Err(e) => return refused(e.to_string()),
    };
    let Ok(method) = http::Method::from_bytes(r.method().as_bytes()) else { return refused("no such method".into()) };
    let mut options = SignedUrlOptions::new().with_query(r.query());
    for (name, value) in r.headers() {
        match (http::HeaderName::from_bytes(name.as_bytes()), http::HeaderValue::from_bytes(value.as_bytes())) {
            (Ok(name), Ok(value)) => {
                options.signed_headers.append(name, value);
            }
            _ => return refused("the http crate takes no such header".into()),
        }
    }
    match runtime.block_on(s3.signed_url_opts(method, &path, lifetime, &options)) {
        Ok(url) => signed(url),
        Err(e) => refused(e.to_string()),
    }
}

fn main() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut clients = Clients::default();
    serve_presigner(
        json!({"protocol": 1, "name": "object_store", "version": env!("CARGO_PKG_VERSION"), "language": "rust", "ops": ["presign"],
        "features": ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers"],
        "clock": "injected", "errors": "class"}),
        |r| presign(&mut clients, &runtime, r),
    );
}
