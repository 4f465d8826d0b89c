//! Countersign adapter to rusty-s3: the actions of a Bucket, and signing::sign for what it has no action for.
//!
//! The signing time is a parameter (sign_with_time).
use std::collections::HashMap;
use std::time::Duration;

use countersign_protocol::*;
use jiff::Timestamp;
use rusty_s3::actions::{HeadBucket, UploadPart};
use rusty_s3::{Bucket, Credentials, Method, S3Action, UrlStyle};
use serde_json::{Value, json};

const SOURCE: &str = "https://github.com/paolobarbolini/rusty-s3/blob/0.11.0/src/";

fn fill<'a, A: S3Action<'a>>(mut action: A, r: &Request, lifetime: Duration, query: Pairs) -> Value {
    for (name, value) in query {
        action.query_mut().insert(name, value);
    }
    for (name, value) in r.headers() {
        let name = name.to_lowercase();
        let again = action.headers_mut().get(&name).is_some();
        if again { action.headers_mut().append(name, value) } else { action.headers_mut().insert(name, value) }
    }
    let now = Timestamp::from_second(r.now()).unwrap();
    signed(action.sign_with_time(lifetime, &now).to_string())
}

fn presign(r: &Request) -> Value {
    let lifetime = match r.lifetime() {
        Ok(lifetime) => lifetime,
        Err(refusal) => return refusal,
    };
    if r.service() != "s3" {
        return skip(&format!("{SOURCE}signing/mod.rs")); // always S3's
    }
    let Some(endpoint) = r.endpoint() else {
        return skip(&format!("{SOURCE}bucket.rs")); // always in front of the endpoint
    };
    let style = if r.path_style() { UrlStyle::Path } else { UrlStyle::VirtualHost };
    let endpoint = match endpoint.parse() {
        Ok(endpoint) => endpoint,
        Err(refused) => return reject("bad-input", refused),
    };
    let bucket = match Bucket::new(endpoint, style, r.bucket().to_string(), r.region().to_string()) {
        Ok(bucket) => bucket,
        Err(refused) => return reject("bad-input", refused),
    };
    let credentials = match r.token() {
        Some(token) => Credentials::new_with_token(r.access_key(), r.secret(), token),
        None => Credentials::new(r.access_key(), r.secret()),
    };
    let query = r.query();
    let named: HashMap<_, _> = query.iter().cloned().collect();
    let once = named.len() == query.len();
    let some = Some(&credentials);
    match (r.method(), r.key()) {
        ("HEAD", "") if once => fill(HeadBucket::new(&bucket, some), r, lifetime, query),
        ("GET", key) if once && !key.is_empty() => fill(bucket.get_object(some, key), r, lifetime, query),
        ("HEAD", key) if once && !key.is_empty() => fill(bucket.head_object(some, key), r, lifetime, query),
        ("DELETE", key) if once && query.is_empty() && !key.is_empty() => {
            fill(bucket.delete_object(some, key), r, lifetime, query)
        }
        ("PUT", key) if once && !key.is_empty() => {
            let number = named.get("partNumber").and_then(|n| n.parse().ok());
            match (number, named.get("uploadId")) {
                (Some(number), Some(id)) => {
                    let rest = query.iter().filter(|(n, _)| n != "partNumber" && n != "uploadId").cloned().collect();
                    fill(UploadPart::new(&bucket, some, key, number, id), r, lifetime, rest)
                }
                _ => fill(bucket.put_object(some, key), r, lifetime, query),
            }
        }
        // "It can also be used to presign requests for actions that rusty-s3 doesn't implement." Sorted, as it asks.
        (method, key) => {
            let method = match method {
                "GET" => Method::Get,
                "HEAD" => Method::Head,
                "PUT" => Method::Put,
                "POST" => Method::Post,
                "DELETE" => Method::Delete,
                _ => return skip(&format!("{SOURCE}method.rs")),
            };
            let mut query = query.clone();
            query.sort();
            let mut headers: Vec<_> = r.headers().into_iter().map(|(n, v)| (n.to_lowercase(), v)).collect();
            headers.sort();
            let pairs =
                |list: &'_ [(String, String)]| list.iter().map(|(n, v)| (n.clone(), v.clone())).collect::<Vec<_>>();
            let (query, headers) = (pairs(&query), pairs(&headers));
            let url = if key.is_empty() { bucket.base_url().clone() } else { bucket.object_url(key) };
            let now = Timestamp::from_second(r.now()).unwrap();
            signed(
                rusty_s3::signing::sign(
                    &now,
                    method,
                    url,
                    r.access_key(),
                    r.secret(),
                    r.token(),
                    r.region(),
                    lifetime.as_secs(),
                    query.iter().map(|(n, v)| (n.as_str(), v.as_str())),
                    headers.iter().map(|(n, v)| (n.as_str(), v.as_str())),
                )
                .to_string(),
            )
        }
    }
}

fn main() {
    serve_presigner(
        json!({"protocol": 1, "name": "rusty-s3", "version": env!("CARGO_PKG_VERSION"), "language": "rust", "ops": ["presign"],
        "features": ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers"],
        "clock": "injected", "errors": "class"}),
        presign,
    );
}
