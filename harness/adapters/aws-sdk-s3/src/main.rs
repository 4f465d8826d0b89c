//! Countersign adapter to the AWS SDK for Rust: aws-sdk-s3, presigned() of its operations.
//!
//! Inputs of an operation are used if it has them; the rest is added with customize().mutate_request, as
//! the SDK's users do. The clock is PresigningConfig's start_time.
use std::time::{Duration, UNIX_EPOCH};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, Credentials, Region};
use aws_sdk_s3::presigning::PresigningConfig;
use countersign_protocol::*;
use serde_json::{Value, json};

const SOURCE: &str = "https://docs.rs/aws-sdk-s3/1.157.0/aws_sdk_s3/presigning/";

fn count(pairs: &Pairs, name: &str) -> usize {
    pairs.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).count()
}

macro_rules! sign {
    ($operation:expr, $query:expr, $headers:expr, $config:expr) => {{
        let (query, headers): (Pairs, Pairs) = ($query, $headers);
        let customized = $operation.customize().mutate_request(move |request| {
            for (name, value) in &headers {
                request.headers_mut().append(name.clone(), value.clone());
            }
            let mut uri = request.uri().to_string();
            for (name, value) in &query {
                let pair = format!("{}={}", encode(name), encode(value));
                if uri.split(['?', '&']).any(|own| own == pair) {
                    continue; // x-id: asked for, and the SDK's own
                }
                uri += if uri.contains('?') { "&" } else { "?" };
                uri += &pair;
            }
            let _ = request.set_uri(uri);
        });
        customized
            .presigned($config)
            .await
            .map(|p| p.uri().to_string())
            .map_err(|e| aws_sdk_s3::error::DisplayErrorContext(e).to_string())
    }};
}

async fn presign(r: &Request) -> Value {
    let lifetime = match r.lifetime() {
        Ok(lifetime) => lifetime,
        Err(refusal) => return refusal,
    };
    let arn = r.bucket().starts_with("arn:");
    if r.bucket().is_empty()
        || !(r.service() == "s3" || r.service() == "s3express" || arn && r.service().starts_with("s3-"))
    {
        return skip(SOURCE);
    }
    let token = r.token().map(str::to_string);
    let credentials = Credentials::new(r.access_key(), r.secret(), token, None, "countersign");
    let mut config = Builder::new()
        .behavior_version_latest()
        .region(Region::new(r.region().to_string()))
        .credentials_provider(credentials.clone())
        .force_path_style(r.path_style());
    let own_endpoint = arn || r.service() == "s3express";
    if own_endpoint {
        config = config.use_dual_stack(r.host().contains(".dualstack."));
        if r.token().is_some() {
            config = config.express_credentials_provider(credentials);
        } else {
            config = config.disable_s3_express_session_auth(true);
        }
    } else {
        match r.endpoint() {
            Some(endpoint) => config = config.endpoint_url(endpoint),
            None => return skip(SOURCE), // the bucket is always in front
        }
    }
    let client = Client::from_conf(config.build());
    let when = PresigningConfig::builder()
        .start_time(UNIX_EPOCH + Duration::from_secs(r.now() as u64))
        .expires_in(lifetime)
        .build();
    let when = match when {
        Ok(when) => when,
        Err(refused) => return reject("expires-too-long", refused),
    };

    let (all_query, all_headers) = (r.query(), r.headers());
    for (name, value) in &all_headers {
        // HeaderMap::append would panic, as its documentation says.
        if http::HeaderName::from_bytes(name.as_bytes()).is_err() || http::HeaderValue::from_str(value).is_err() {
            return reject("bad-input", "the http crate takes no such header");
        }
    }
    let (mut query, mut headers): (Pairs, Pairs) = (vec![], vec![]);
    let result = match (r.method(), r.key()) {
        (_, "") => return skip(SOURCE), // no such operation on buckets
        ("GET", key) => {
            let mut op = client.get_object().bucket(r.bucket()).key(key);
            for (name, value) in &all_query {
                let v = value.clone();
                match name.as_str() {
                    "versionId" => op = op.version_id(v),
                    "response-cache-control" => op = op.response_cache_control(v),
                    "response-content-disposition" => op = op.response_content_disposition(v),
                    "response-content-encoding" => op = op.response_content_encoding(v),
                    "response-content-language" => op = op.response_content_language(v),
                    "response-content-type" => op = op.response_content_type(v),
                    _ => query.push((name.clone(), v)),
                }
            }
            for (name, value) in &all_headers {
                match name.to_lowercase().as_str() {
                    "range" => op = op.range(value),
                    "if-match" => op = op.if_match(value),
                    "if-none-match" => op = op.if_none_match(value),
                    _ => headers.push((name.clone(), value.clone())),
                }
            }
            sign!(op, query, headers, when)
        }
        ("HEAD", key) => sign!(client.head_object().bucket(r.bucket()).key(key), all_query, all_headers, when),
        ("DELETE", key) => sign!(client.delete_object().bucket(r.bucket()).key(key), all_query, all_headers, when),
        ("PUT", key) if count(&all_query, "uploadId") == 1 && count(&all_query, "partNumber") == 1 => {
            let mut op = client.upload_part().bucket(r.bucket()).key(key);
            for (name, value) in &all_query {
                match (name.as_str(), value.parse::<i32>()) {
                    ("uploadId", _) => op = op.upload_id(value),
                    ("partNumber", Ok(number)) => op = op.part_number(number),
                    _ => query.push((name.clone(), value.clone())),
                }
            }
            for (name, value) in &all_headers {
                match (name.to_lowercase().as_str(), value.parse::<i64>()) {
                    ("content-length", Ok(length)) => op = op.content_length(length),
                    _ => headers.push((name.clone(), value.clone())),
                }
            }
            sign!(op, query, headers, when)
        }
        ("PUT", key) => {
            let mut op = client.put_object().bucket(r.bucket()).key(key);
            for (name, value) in &all_headers {
                let lower = name.to_lowercase();
                if count(&all_headers, name) > 1 {
                    headers.push((name.clone(), value.clone()));
                    continue;
                }
                if let Some(rest) = lower.strip_prefix("x-amz-meta-") {
                    op = op.metadata(rest, value);
                    continue;
                }
                match (lower.as_str(), value.parse::<i64>()) {
                    ("content-length", Ok(length)) => op = op.content_length(length),
                    ("content-type", _) => op = op.content_type(value),
                    ("content-disposition", _) => op = op.content_disposition(value),
                    ("content-encoding", _) => op = op.content_encoding(value),
                    ("cache-control", _) => op = op.cache_control(value),
                    ("content-md5", _) => op = op.content_md5(value),
                    ("x-amz-acl", _) => op = op.acl(value.as_str().into()),
                    ("x-amz-storage-class", _) => op = op.storage_class(value.as_str().into()),
                    ("x-amz-tagging", _) => op = op.tagging(value),
                    ("x-amz-server-side-encryption", _) => op = op.server_side_encryption(value.as_str().into()),
                    ("x-amz-server-side-encryption-aws-kms-key-id", _) => op = op.ssekms_key_id(value),
                    ("x-amz-expected-bucket-owner", _) => op = op.expected_bucket_owner(value),
                    ("x-amz-request-payer", _) => op = op.request_payer(value.as_str().into()),
                    ("x-amz-grant-read", _) => op = op.grant_read(value),
                    ("x-amz-checksum-sha256", _) => op = op.checksum_sha256(value),
                    ("if-none-match", _) => op = op.if_none_match(value),
                    ("if-match", _) => op = op.if_match(value),
                    _ => headers.push((name.clone(), value.clone())),
                }
            }
            sign!(op, all_query, headers, when)
        }
        _ => return skip(SOURCE),
    };
    match result {
        Ok(url) => {
            let elsewhere = !url.starts_with(&format!("{}://{}/", r.scheme(), r.host()));
            if elsewhere && (own_endpoint || !r.path_style()) {
                return skip(SOURCE); // the SDK's own choice of host or style
            }
            signed(url)
        }
        Err(refused) => reject("bad-input", refused),
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    serve_presigner(
        json!({"protocol": 1, "name": "aws-sdk-s3", "version": env!("CARGO_PKG_VERSION"), "language": "rust", "ops": ["presign"],
        "features": ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers"],
        "clock": "injected", "errors": "class"}),
        |r| runtime.block_on(presign(r)),
    );
}
