// Scenes as text: what corpora hold. The targets that read scenes, the mutator and `countersign
// fuzz` read and write them.
#include "scene/scene.h"

#include <algorithm>
#include <span>
#include <utility>

namespace countersign::fuzz {
namespace {

// Directive is one kind of '!' line: the field that it sets and, if the protocol limits them, its
// values.
struct Directive {
  std::string_view name;
  void (*set)(Scene& scene, std::string value);
  std::span<const std::string_view> values = {};
};

constexpr std::string_view kFlags[] = {"true", "false"};
constexpr std::string_view kEncodings[] = {"once", "twice"};
constexpr std::string_view kKinds[] = {"root", "iam-user", "sts", "instance-profile"};
constexpr std::string_view kModes[] = {"ReadWrite", "ReadOnly"};
constexpr std::string_view kStatuses[] = {"active", "inactive"};

VerifyMessage::Bucket& BucketOf(Scene& scene) {
  if (!scene.bucket) scene.bucket.emplace();
  return *scene.bucket;
}

AccessPointMessage& AccessPointOf(Scene& scene) {
  VerifyMessage::Bucket& bucket = BucketOf(scene);
  if (!bucket.access_point) bucket.access_point.emplace();
  return *bucket.access_point;
}

ScopeMessage& ScopeOf(Scene& scene) {
  AccessPointMessage& access_point = AccessPointOf(scene);
  if (!access_point.scope) access_point.scope.emplace();
  return *access_point.scope;
}

// Directives such as !secret are about the last !key.
CredentialMessage& KeyOf(Scene& scene) {
  if (scene.credentials.empty()) scene.credentials.emplace_back();
  return scene.credentials.back();
}

SessionMessage& SessionOf(Scene& scene) {
  CredentialMessage& key = KeyOf(scene);
  if (!key.session) key.session.emplace();
  return *key.session;
}

// !tag-value is about the last !tag.
NameValue& TagOf(Scene& scene) {
  CredentialMessage& key = KeyOf(scene);
  if (key.tags.empty()) key.tags.emplace_back();
  return key.tags.back();
}

constexpr Directive kDirectives[] = {
    {"now", [](Scene& s, std::string v) { s.now = std::move(v); }},
    {"service", [](Scene& s, std::string v) { s.server.service = std::move(v); }},
    {"region", [](Scene& s, std::string v) { s.server.region = std::move(v); }},
    {"host", [](Scene& s, std::string v) { s.server.hosts.push_back(std::move(v)); }},
    {"path-encoding", [](Scene& s, std::string v) { s.server.path_encoding = std::move(v); },
     kEncodings},
    {"normalize-path", [](Scene& s, std::string v) { s.server.normalize_path = v == "true"; },
     kFlags},
    {"no-bucket", [](Scene& s, std::string) { s.bucket.reset(); }},
    {"bucket", [](Scene& s, std::string v) { BucketOf(s).name = std::move(v); }},
    {"bucket-region", [](Scene& s, std::string v) { BucketOf(s).region = std::move(v); }},
    {"bucket-policy", [](Scene& s, std::string v) { BucketOf(s).policy = std::move(v); }},
    {"bucket-account", [](Scene& s, std::string v) { BucketOf(s).account = std::move(v); }},
    {"bucket-organization",
     [](Scene& s, std::string v) { BucketOf(s).organization = std::move(v); }},
    {"resource-control-policy",
     [](Scene& s, std::string v) {
       BucketOf(s).resource_control_policies.push_back(std::move(v));
     }},
    {"access-point", [](Scene& s, std::string v) { AccessPointOf(s).arn = std::move(v); }},
    {"access-point-policy",
     [](Scene& s, std::string v) { AccessPointOf(s).policy = std::move(v); }},
    {"access-point-vpc", [](Scene& s, std::string v) { AccessPointOf(s).vpc = std::move(v); }},
    {"access-point-permission",
     [](Scene& s, std::string v) { ScopeOf(s).permissions.push_back(std::move(v)); }},
    {"access-point-prefix",
     [](Scene& s, std::string v) { ScopeOf(s).prefixes.push_back(std::move(v)); }},
    {"no-keys", [](Scene& s, std::string) { s.credentials.clear(); }},
    {"key",
     [](Scene& s, std::string v) { s.credentials.emplace_back().access_key_id = std::move(v); }},
    {"secret", [](Scene& s, std::string v) { KeyOf(s).secret_access_key = std::move(v); }},
    {"token", [](Scene& s, std::string v) { KeyOf(s).session_token = std::move(v); }},
    {"kind", [](Scene& s, std::string v) { KeyOf(s).kind = std::move(v); }, kKinds},
    {"expires-at", [](Scene& s, std::string v) { KeyOf(s).expires_at = std::move(v); }},
    {"session", [](Scene& s, std::string v) { SessionOf(s).bucket = std::move(v); }},
    {"session-mode", [](Scene& s, std::string v) { SessionOf(s).mode = std::move(v); }, kModes},
    {"status", [](Scene& s, std::string v) { KeyOf(s).status = std::move(v); }, kStatuses},
    {"arn", [](Scene& s, std::string v) { KeyOf(s).arn = std::move(v); }},
    {"policy", [](Scene& s, std::string v) { KeyOf(s).policy = std::move(v); }},
    {"tag", [](Scene& s, std::string v) { KeyOf(s).tags.emplace_back(std::move(v), ""); }},
    {"tag-value", [](Scene& s, std::string v) { TagOf(s).second = std::move(v); }},
    {"organization", [](Scene& s, std::string v) { KeyOf(s).organization = std::move(v); }},
    {"issued-at", [](Scene& s, std::string v) { KeyOf(s).issued_at = std::move(v); }},
    {"service-control-policy",
     [](Scene& s, std::string v) { KeyOf(s).service_control_policies.push_back(std::move(v)); }},
    {"source-ip", [](Scene& s, std::string v) { s.request.source_ip = std::move(v); }},
    {"source-vpc", [](Scene& s, std::string v) { s.request.source_vpc = std::move(v); }},
    {"source-vpce", [](Scene& s, std::string v) { s.request.source_vpce = std::move(v); }},
    {"via-aws-service", [](Scene& s, std::string v) { s.request.via_aws_service = v == "true"; },
     kFlags},
    {"endpoint-policy", [](Scene& s, std::string v) { s.request.endpoint_policy = std::move(v); }},
    {"body-sha256", [](Scene& s, std::string v) { s.request.body_sha256 = std::move(v); }},
    {"body", [](Scene& s, std::string v) { s.request.body = std::move(v); }},
};

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

std::string Unescaped(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x' &&
                        HexValue(text[i + 2]) >= 0 && HexValue(text[i + 3]) >= 0;
    if (!escape) {
      bytes += text[i];
      continue;
    }
    bytes += static_cast<char>(HexValue(text[i + 2]) * 16 + HexValue(text[i + 3]));
    i += 3;
  }
  return bytes;
}

// AppendEscaped escapes line feeds, backslashes and the characters of `also`.
void AppendEscaped(std::string_view bytes, std::string_view also, std::string& text) {
  constexpr char kHex[] = "0123456789abcdef";
  for (const char byte : bytes) {
    if (byte != '\n' && byte != '\\' && also.find(byte) == std::string_view::npos) {
      text += byte;
      continue;
    }
    text += "\\x";
    text += kHex[static_cast<unsigned char>(byte) >> 4];
    text += kHex[static_cast<unsigned char>(byte) & 15];
  }
}

std::string_view TakeUntil(char end, std::string_view& text) {
  const std::size_t at = text.find(end);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return taken;
}

// The first !key of a text replaces all keys of DefaultScene.
class Reader {
 public:
  bool ReadDirective(std::string_view line) {
    const std::string_view name = TakeUntil(' ', line);
    const auto* directive = std::find_if(std::begin(kDirectives), std::end(kDirectives),
                                         [&](const Directive& one) { return one.name == name; });
    if (directive == std::end(kDirectives)) return false;
    if (name == "key" && !own_keys_) scene_.credentials.clear();
    own_keys_ = own_keys_ || name == "key";
    std::string value = Unescaped(line);
    const auto& values = directive->values;
    if (!values.empty() && std::find(values.begin(), values.end(), value) == values.end()) {
      return false;
    }
    directive->set(scene_, std::move(value));
    return true;
  }

  bool ReadRequestLine(std::string_view line) {
    if (line.find(' ') == std::string_view::npos) return false;
    scene_.request.method = Unescaped(TakeUntil(' ', line));
    scene_.request.scheme = Unescaped(TakeUntil(' ', line));
    scene_.request.target = Unescaped(line);
    return true;
  }

  void ReadHeader(std::string_view line) {
    std::string name = Unescaped(TakeUntil(':', line));
    if (line.starts_with(' ')) line.remove_prefix(1);
    scene_.request.headers.emplace_back(std::move(name), Unescaped(line));
  }

  Scene scene() && { return std::move(scene_); }

 private:
  Scene scene_ = DefaultScene();
  bool own_keys_ = false;
};

// Writer leaves out what is the same as in DefaultScene.
class Writer {
 public:
  void Line(std::string_view name, const std::string& value, const std::string& usual) {
    if (value != usual) Line(name, value);
  }
  void Line(std::string_view name, const std::optional<std::string>& value) {
    if (value) Line(name, *value);
  }
  void Line(std::string_view name, const std::string& value) {
    text_ += '!';
    text_ += name;
    text_ += ' ';
    AppendEscaped(value, "", text_);
    text_ += '\n';
  }
  void Lines(std::string_view name, const std::vector<std::string>& values) {
    for (const std::string& value : values) Line(name, value);
  }
  void Flag(std::string_view name, const std::optional<bool>& value) {
    if (value) Line(name, std::string(*value ? "true" : "false"));
  }
  void Key(const CredentialMessage& key) {
    Line("key", key.access_key_id);
    Line("secret", key.secret_access_key);
    Line("token", key.session_token);
    Line("kind", key.kind);
    Line("expires-at", key.expires_at);
    if (key.session) {
      Line("session", key.session->bucket);
      Line("session-mode", key.session->mode);
    }
    Line("status", key.status);
    Line("arn", key.arn);
    Line("policy", key.policy);
    for (const NameValue& tag : key.tags) {
      Line("tag", tag.first);
      Line("tag-value", tag.second);
    }
    Line("organization", key.organization);
    Line("issued-at", key.issued_at);
    Lines("service-control-policy", key.service_control_policies);
  }
  void Bucket(const std::optional<VerifyMessage::Bucket>& bucket) {
    if (!bucket) return Line("no-bucket", std::string());
    const VerifyMessage::Bucket& usual = *DefaultScene().bucket;
    Line("bucket", bucket->name, usual.name);
    Line("bucket-region", bucket->region, usual.region);
    Line("bucket-policy", bucket->policy);
    Line("bucket-account", bucket->account);
    Line("bucket-organization", bucket->organization);
    Lines("resource-control-policy", bucket->resource_control_policies);
    if (!bucket->access_point) return;
    Line("access-point", bucket->access_point->arn);
    Line("access-point-policy", bucket->access_point->policy);
    Line("access-point-vpc", bucket->access_point->vpc);
    if (!bucket->access_point->scope) return;
    Lines("access-point-permission", bucket->access_point->scope->permissions);
    Lines("access-point-prefix", bucket->access_point->scope->prefixes);
  }
  void Request(const VerifyMessage::Request& request) {
    Line("source-ip", request.source_ip);
    Line("source-vpc", request.source_vpc);
    Line("source-vpce", request.source_vpce);
    Flag("via-aws-service", request.via_aws_service);
    Line("endpoint-policy", request.endpoint_policy);
    Line("body-sha256", request.body_sha256);
    Line("body", request.body);
    AppendEscaped(request.method, " !", text_);
    text_ += ' ';
    AppendEscaped(request.scheme, " ", text_);
    text_ += ' ';
    AppendEscaped(request.target, "", text_);
    text_ += '\n';
    for (const NameValue& header : request.headers) {
      AppendEscaped(header.first, ":", text_);
      text_ += ": ";
      AppendEscaped(header.second, "", text_);
      text_ += '\n';
    }
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

Scene MakeDefault() {
  Scene scene;
  scene.now = "2013-05-24T00:00:00Z";
  scene.server = {"s3", "us-east-1", {}, std::nullopt, std::nullopt};
  scene.bucket = {"examplebucket", "us-east-1", std::nullopt};
  CredentialMessage permanent;
  permanent.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  permanent.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  CredentialMessage temporary = permanent;
  temporary.access_key_id = "ASIAIOSFODNN7EXAMPLE";
  temporary.session_token = "IQoJb3JpZ2luX2VjEXAMPLE/token+with=signs";
  temporary.kind = "sts";
  temporary.expires_at = "2013-05-25T00:00:00Z";
  CredentialMessage inactive = permanent;
  inactive.access_key_id = "AKIAI44QH8DHBEXAMPLE";
  inactive.status = "inactive";
  scene.credentials = {permanent, temporary, inactive};
  return scene;
}

}  // namespace

const Scene& DefaultScene() {
  static const Scene kScene = MakeDefault();
  return kScene;
}

std::optional<Scene> ReadScene(std::string_view text) {
  Reader reader;
  while (text.starts_with('!')) {
    std::string_view line = TakeUntil('\n', text);
    if (!reader.ReadDirective(line.substr(1))) return std::nullopt;
  }
  if (!reader.ReadRequestLine(TakeUntil('\n', text))) return std::nullopt;
  while (!text.empty()) reader.ReadHeader(TakeUntil('\n', text));
  return std::move(reader).scene();
}

std::string SceneText(const Scene& scene) {
  const Scene& usual = DefaultScene();
  Writer writer;
  writer.Line("now", scene.now, usual.now);
  writer.Line("service", scene.server.service, usual.server.service);
  writer.Line("region", scene.server.region, usual.server.region);
  for (const std::string& host : scene.server.hosts) writer.Line("host", host);
  writer.Line("path-encoding", scene.server.path_encoding);
  writer.Flag("normalize-path", scene.server.normalize_path);
  writer.Bucket(scene.bucket);
  if (scene.credentials.empty()) writer.Line("no-keys", std::string());
  if (scene.credentials != usual.credentials) {
    for (const CredentialMessage& key : scene.credentials) writer.Key(key);
  }
  writer.Request(scene.request);
  return std::move(writer).text();
}

}  // namespace countersign::fuzz
