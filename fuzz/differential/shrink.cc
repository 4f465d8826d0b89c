// Makes a scene smaller while it still shows the same divergence, so that people can see what
// matters. findings.cc calls it.
#include "differential/shrink.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scene/parameters.h"
#include "scene/sign.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign::fuzz {
namespace {

constexpr int kMostRounds = 200;
constexpr const char* kUsualHosts[] = {"examplebucket.s3.amazonaws.com", "s3.amazonaws.com"};

// The texts that are left if a part is removed: nothing, either half, or all but one byte.
std::vector<std::string> Shorter(const std::string& text) {
  std::vector<std::string> shorter;
  if (text.empty()) return shorter;
  shorter.emplace_back();
  if (text.size() > 2) {
    shorter.push_back(text.substr(0, text.size() / 2));
    shorter.push_back(text.substr(text.size() / 2));
  }
  constexpr std::size_t kShort = 48;
  if (text.size() > kShort) return shorter;
  for (std::size_t i = 0; i < text.size(); ++i) {
    shorter.push_back(text.substr(0, i) + text.substr(i + 1));
  }
  return shorter;
}

class Simplifier {
 public:
  explicit Simplifier(const Scene& scene)
      : scene_(scene), target_(SplitRawTarget(scene.request.target)) {}

  std::vector<Scene> All() {
    AddWholes();
    AddKeys();
    AddPath();
    AddPieces();
    AddHeaders();
    return std::move(all_);
  }

 private:
  template <typename Change>
  void Add(const Change& change) {
    Scene changed = scene_;
    change(changed);
    all_.push_back(std::move(changed));
  }

  void AddTarget(RawTarget target) {
    Add([&](Scene& s) { s.request.target = JoinRawTarget(target); });
  }

  // Replaces whole fields by the default or removes them.
  void AddWholes() {
    const Scene& usual = DefaultScene();
    Add([&](Scene& s) { PutInUsualPlace(s); });
    Add([&](Scene& s) { s.credentials = usual.credentials; });
    Add([&](Scene& s) { s.bucket = usual.bucket; });
    Add([&](Scene& s) { s.server = usual.server; });
    Add([&](Scene& s) { s.server.hosts.clear(); });
    Add([&](Scene& s) { s.now = usual.now; });
    Add([&](Scene& s) { s.request.method = "GET"; });
    Add([&](Scene& s) { s.request.scheme = "http"; });
    Add([&](Scene& s) { s.request.body_sha256.reset(); });
    Add([&](Scene& s) { s.request.body.reset(); });
    Add([&](Scene& s) { s.request.source_ip.reset(); });
    Add([&](Scene& s) { s.request.source_vpc.reset(); });
    Add([&](Scene& s) { s.request.source_vpce.reset(); });
    Add([&](Scene& s) { s.request.via_aws_service.reset(); });
    Add([](Scene& s) { s.request.endpoint_policy.reset(); });
    Add([](Scene& s) {
      if (s.bucket) s.bucket->policy.reset();
    });
    Add([](Scene& s) {
      if (s.bucket) s.bucket->account.reset();
    });
    Add([](Scene& s) {
      if (s.bucket) s.bucket->organization.reset();
    });
    Add([](Scene& s) {
      if (s.bucket) s.bucket->resource_control_policies.clear();
    });
  }

  // Server, bucket, Host and scope have to match, so they change together.
  static void PutInUsualPlace(Scene& scene) {
    const Scene& usual = DefaultScene();
    scene.server = usual.server;
    scene.bucket = usual.bucket;
    scene.request.body_sha256.reset();
    scene.request.body.reset();
    for (auto& [name, value] : scene.request.headers) {
      if (SameHeaderName(name, "host")) value = kUsualHosts[0];
    }
    const std::string given = Value(scene, "X-Amz-Credential").value_or("");
    const Result<CredentialParameter> credential =
        ParseCredential(given, SigningAlgorithm::kHmacSha256);
    if (!credential.ok()) return;
    const std::string text = std::string(credential.value().access_key_id) + "/" +
                             std::string(credential.value().scope.date) + "/" +
                             usual.server.region + "/" + usual.server.service + "/aws4_request";
    SetRawValue(scene, "X-Amz-Credential", UriEncode(text, Slash::kEncode));
  }

  void AddKeys() {
    for (std::size_t i = 0; i < scene_.credentials.size(); ++i) {
      Add([&](Scene& s) { s.credentials.erase(s.credentials.begin() + std::ptrdiff_t(i)); });
      for (const auto field : {&CredentialMessage::session_token, &CredentialMessage::kind,
                               &CredentialMessage::expires_at, &CredentialMessage::status,
                               &CredentialMessage::arn, &CredentialMessage::policy,
                               &CredentialMessage::organization, &CredentialMessage::issued_at}) {
        if (scene_.credentials[i].*field) Add([&](Scene& s) { (s.credentials[i].*field).reset(); });
      }
      Add([&](Scene& s) { s.credentials[i].tags.clear(); });
      Add([&](Scene& s) { s.credentials[i].service_control_policies.clear(); });
    }
  }

  void AddPath() {
    const std::string& path = target_.path;
    for (const std::string& rest : Shorter(path.empty() ? "" : path.substr(1))) {
      RawTarget changed = target_;
      changed.path = "/" + rest;
      AddTarget(std::move(changed));
    }
    // Removes an escape as a whole.
    for (std::size_t at = path.find('%'); at != std::string::npos; at = path.find('%', at + 1)) {
      RawTarget changed = target_;
      changed.path.erase(at, 3);
      AddTarget(std::move(changed));
    }
  }

  void AddPieces() {
    for (std::size_t i = 0; i < target_.pieces.size(); ++i) {
      RawTarget without = target_;
      without.pieces.erase(without.pieces.begin() + std::ptrdiff_t(i));
      AddTarget(std::move(without));
      if (target_.pieces[i].starts_with("X-Amz-Signature")) continue;
      if (const std::size_t equals = target_.pieces[i].find('='); equals != std::string::npos) {
        RawTarget changed = target_;
        changed.pieces[i] = target_.pieces[i].substr(0, equals) + "=a";
        AddTarget(std::move(changed));
      }
      for (std::string& shorter : Shorter(target_.pieces[i])) {
        RawTarget changed = target_;
        changed.pieces[i] = std::move(shorter);
        AddTarget(std::move(changed));
      }
    }
  }

  void AddHeaders() {
    for (std::size_t i = 0; i < scene_.request.headers.size(); ++i) {
      const auto drop = [i](Scene& s) {
        s.request.headers.erase(s.request.headers.begin() + std::ptrdiff_t(i));
      };
      const std::string name = LowerCase(scene_.request.headers[i].first);
      Add(drop);
      Add([&](Scene& s) {
        drop(s);
        DropSignedName(s, name);
      });
      if (name == "host") {
        for (const char* usual : kUsualHosts) {
          Add([&](Scene& s) { s.request.headers[i].second = usual; });
        }
        continue;
      }
      Add([&](Scene& s) { s.request.headers[i].first = name; });
      Add([&](Scene& s) { s.request.headers[i].second = "a"; });
      for (const std::string& shorter : Shorter(scene_.request.headers[i].second)) {
        Add([&](Scene& s) { s.request.headers[i].second = shorter; });
      }
    }
  }

  static void DropSignedName(Scene& scene, const std::string& name) {
    std::string kept;
    std::string rest = Value(scene, "X-Amz-SignedHeaders").value_or("") + ";";
    for (std::size_t end = rest.find(';'); end != std::string::npos; end = rest.find(';')) {
      if (rest.substr(0, end) != name) kept += (kept.empty() ? "" : ";") + rest.substr(0, end);
      rest.erase(0, end + 1);
    }
    SetRawValue(scene, "X-Amz-SignedHeaders", UriEncode(kept, Slash::kEncode));
  }

  const Scene& scene_;
  RawTarget target_;
  std::vector<Scene> all_;
};

bool IsUsualHost(const std::string& host) {
  return std::find(std::begin(kUsualHosts), std::end(kUsualHosts), host) != std::end(kUsualHosts);
}

std::size_t UpperCaseLetters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
}

// What a scene costs its reader: its length, and more for short text that is unusual.
std::size_t Cost(const Scene& scene) {
  constexpr std::size_t kUnusual = 64;
  constexpr std::size_t kEmpty = 2;
  std::size_t cost = SceneText(scene).size();
  if (scene.request.method != "GET") cost += kUnusual;
  for (const auto& [name, value] : scene.request.headers) {
    if (SameHeaderName(name, "host")) {
      cost += IsUsualHost(value) ? 0 : kUnusual;
    } else {
      cost += UpperCaseLetters(name) + (value.empty() ? kEmpty : 0);
    }
  }
  for (const std::string& piece : SplitRawTarget(scene.request.target).pieces) {
    if (piece.ends_with('=')) cost += kEmpty;
  }
  return cost;
}

bool IsSignedRightly(const Scene& scene) {
  Scene again = scene;
  return Sign(again) && again == scene;
}

}  // namespace

std::vector<Scene> Simpler(const Scene& scene) { return Simplifier(scene).All(); }

Scene Shrink(Scene scene, const ShowsFn& shows) {
  const bool resign = IsSignedRightly(scene);
  for (int round = 0; round < kMostRounds; ++round) {
    const std::size_t before = Cost(scene);
    std::vector<std::pair<std::size_t, Scene>> simpler;
    for (Scene& one : Simpler(scene)) {
      if (resign && !Sign(one)) continue;
      const std::size_t cost = Cost(one);
      if (cost < before) simpler.emplace_back(cost, std::move(one));
    }
    std::stable_sort(simpler.begin(), simpler.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Scene> candidates;
    for (auto& one : simpler) candidates.push_back(std::move(one.second));
    const std::vector<bool> answers = shows(candidates);
    const auto found = std::find(answers.begin(), answers.end(), true);
    if (found == answers.end()) return scene;
    scene = std::move(candidates[static_cast<std::size_t>(found - answers.begin())]);
  }
  return scene;
}

}  // namespace countersign::fuzz
