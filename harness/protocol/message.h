#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// The messages of the adapter protocol, version 1, as values. Strings are bytes; the codec
// (protocol/codec.h) writes those that are not valid UTF-8 as {"b64": …}. Times are text as on the
// wire (RFC 3339), so that a message survives decoding and encoding unchanged.
namespace countersign {

using NameValue = std::pair<std::string, std::string>;

enum class Op { kPresign, kVerify };

// SessionMessage says that CreateSession of S3 Express issued a credential.
struct SessionMessage {
  std::string bucket;               // the directory bucket that it is for
  std::optional<std::string> mode;  // ReadWrite, ReadOnly; absent: ReadWrite
  bool operator==(const SessionMessage&) const = default;
};

struct CredentialMessage {
  std::string access_key_id;
  std::string secret_access_key;
  std::optional<std::string> session_token;
  std::optional<std::string> kind;        // root, iam-user, sts, instance-profile
  std::optional<std::string> expires_at;  // RFC 3339
  std::optional<SessionMessage> session = {};
  std::optional<std::string> status;  // active, inactive; verify only
  std::optional<std::string> arn;     // verify only
  std::optional<std::string> policy;  // a JSON document, as text; verify only
  std::vector<NameValue> tags = {};   // verify only, as all that follow
  std::optional<std::string> organization = {};
  std::optional<std::string> issued_at = {};               // RFC 3339
  std::vector<std::string> service_control_policies = {};  // JSON documents, as texts
  bool operator==(const CredentialMessage&) const = default;
};

struct PresignMessage {
  std::string now;
  std::string method;
  std::string scheme;
  std::string host;
  std::optional<std::string> addressing;  // virtual, path; absent for services other than S3
  std::optional<std::string> bucket;
  std::optional<std::string> key;
  std::string path;
  std::vector<NameValue> query;
  std::vector<NameValue> headers;
  std::string payload;
  std::int64_t expires = 0;
  std::optional<std::string> region;
  std::vector<std::string> region_set;  // SigV4A only
  std::string service;
  std::string algorithm;
  std::string path_encoding;  // once, twice
  bool normalize_path = false;
  CredentialMessage credentials;
  bool operator==(const PresignMessage&) const = default;
};

// TransferScenario is what happens around the request of a verify case when a live server is asked.
// Other implementations are asked the request only.
enum class TransferScenario {
  kOutlives,    // the request's or the response's body is in transit until the URL has expired
  kUsedBefore,  // the same URL was used before, at its date, until the response was complete
  kBrokenOff,   // the same URL was used before, at its date; that response was cut off halfway
};

// ScopeMessage is what an access point of a directory bucket is for.
struct ScopeMessage {
  std::vector<std::string> permissions;  // names of actions; empty: all
  std::vector<std::string> prefixes;     // of keys, with wildcards; empty: all
  bool operator==(const ScopeMessage&) const = default;
};

// AccessPointMessage is the access point through which a request reaches its bucket.
struct AccessPointMessage {
  std::string arn;
  std::optional<std::string> policy;  // a JSON document, as text
  std::optional<std::string> vpc;     // the only VPC that it takes requests from
  std::optional<ScopeMessage> scope = {};
  bool operator==(const AccessPointMessage&) const = default;
};

// BucketMessage is a verify request's bucket. It stands outside of VerifyMessage because clang
// knows the initial values of a nested type's members too late.
struct BucketMessage {
  std::string name;
  std::string region;
  std::optional<std::string> policy;  // a JSON document, as text
  std::optional<std::string> account = {};
  std::optional<std::string> organization = {};
  std::vector<std::string> resource_control_policies = {};  // JSON documents, as texts
  std::optional<AccessPointMessage> access_point = {};
  bool operator==(const BucketMessage&) const = default;
};

struct VerifyMessage {
  struct Request {
    std::string method;
    std::string scheme;
    std::string target;
    std::vector<NameValue> headers;
    std::optional<std::string> source_ip;
    std::optional<std::string> source_vpc;
    std::optional<std::string> source_vpce;
    std::optional<bool> via_aws_service;
    std::optional<std::string> endpoint_policy = {};  // a JSON document, as text
    std::optional<std::string> body_sha256;
    std::optional<std::string> body = {};  // never with body_sha256
    bool operator==(const Request&) const = default;
  };
  struct Server {
    std::string service;
    std::string region;
    std::vector<std::string> hosts;
    std::optional<std::string> path_encoding;  // services other than S3 only
    std::optional<bool> normalize_path;
    bool operator==(const Server&) const = default;
  };
  using Bucket = BucketMessage;
  std::string now;
  Request request;
  Server server;
  std::vector<CredentialMessage> credentials;
  std::optional<Bucket> bucket;
  // Not part of the protocol, so the codec leaves it out. A connection to a live server reads it.
  std::optional<TransferScenario> transfer;
  bool operator==(const VerifyMessage&) const = default;
};

using RequestMessage = std::variant<PresignMessage, VerifyMessage>;

// AdapterInfo is what an adapter says about itself in its answer to the hello.
enum class Clock { kInjected, kAmbient };
enum class ErrorLevel { kOutcome, kClass, kCode };
struct AdapterInfo {
  int protocol = 0;
  std::string name;
  std::string version;
  std::string language;
  std::vector<std::string> ops;
  std::vector<std::string> features;
  Clock clock = Clock::kInjected;
  ErrorLevel errors = ErrorLevel::kOutcome;
  int max_inflight = 1;
};

// The four answers. Exactly one member is in each line.
struct OkAnswer {
  std::optional<std::string> url;                 // presign
  std::optional<std::vector<NameValue>> headers;  // presign; nullopt: the headers asked
  std::optional<std::string> principal;           // verify
  std::optional<std::string> canonical_request;
  std::optional<std::string> string_to_sign;

  bool operator==(const OkAnswer&) const = default;
};
struct RejectAnswer {
  std::optional<int> status;
  std::optional<std::string> code;
  std::optional<std::string> rejection_class;  // "class" on the wire
  std::optional<std::string> message;
  std::optional<std::string> canonical_request;
  std::optional<std::string> string_to_sign;

  bool operator==(const RejectAnswer&) const = default;
};
struct SkipAnswer {
  std::optional<std::string> feature;
  std::optional<std::string> issue;

  bool operator==(const SkipAnswer&) const = default;
};
struct FaultAnswer {
  std::string message;

  bool operator==(const FaultAnswer&) const = default;
};
using Answer = std::variant<OkAnswer, RejectAnswer, SkipAnswer, FaultAnswer>;

// AnswerLine is one decoded line of an adapter.
struct AnswerLine {
  std::int64_t id = 0;
  Answer answer;
};

}  // namespace countersign
