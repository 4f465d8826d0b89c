// The settings of which shapes are made, and the order in which they are applied. Many mistakes
// show only if two or three conditions meet, which random mutation reaches late. seeds_of_shapes.cc
// writes them as seeds.
#include "shapes/shapes.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scene/make_acceptable.h"
#include "scene/mutate.h"
#include "scene/parameters.h"
#include "scene/sign.h"
#include "shapes/covering.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

using Seconds = std::chrono::seconds;
using Setting = void (*)(Scene& scene);
using Dimension = std::span<const Setting>;

template <char... kMethod>
void Method(Scene& scene) {
  scene.request.method = {kMethod...};
}

constexpr Setting kMethods[] = {Method<'G', 'E', 'T'>, Method<'H', 'E', 'A', 'D'>,
                                Method<'P', 'U', 'T'>, Method<'D', 'E', 'L', 'E', 'T', 'E'>};

void Path(Scene& scene, std::string_view path) {
  RawTarget target = SplitRawTarget(scene.request.target);
  target.path = path;
  scene.request.target = JoinRawTarget(target);
}

constexpr Setting kPaths[] = {
    [](Scene& s) { Path(s, "/test.txt"); },
    [](Scene& s) { Path(s, "/"); },
    [](Scene& s) { Path(s, "/folder%2Fa-name-of-thirty-two-characters/"); },
    [](Scene& s) { Path(s, "/a//b%20c//"); },
    [](Scene& s) { Path(s, "/./a/../b"); },
    [](Scene& s) { Path(s, "/%F0%9F%98%80/e%CC%81/%c3%a9"); },
    [](Scene& s) { Path(s, "/a+b%2Bc/~(d)'*=%252F%3f"); },
};

void Query(Scene& scene, std::string_view query) {
  RawTarget target = SplitRawTarget(scene.request.target);
  if (!query.empty()) target.pieces.emplace(target.pieces.begin(), query);
  scene.request.target = JoinRawTarget(target);
}

constexpr Setting kQueries[] = {
    [](Scene& s) { Query(s, ""); },
    [](Scene& s) { Query(s, "b=2&b=1"); },
    [](Scene& s) { Query(s, "acl&uploads="); },
    [](Scene& s) { Query(s, "a-=1&a=2&a%20=3&A=4&%C3%A9=5"); },
    [](Scene& s) { Query(s, "a%20b=c+d%2Be/f%3d~"); },
    [](Scene& s) { Query(s, "i=1&h=2&g=3&f=4&e=5&d=6&b=2&b=1&a=9&a=&prefix=a%2Fb"); },
};

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void Headers(Scene& scene, Fields fields) {
  for (const auto& [name, value] : fields) scene.request.headers.emplace_back(name, value);
}

constexpr Setting kHeaders[] = {
    [](Scene&) {},
    [](Scene& s) {
      Headers(s, {{"Range", "bytes=0-9"}});
    },
    [](Scene& s) {
      Headers(s, {{"x-amz-meta-ab", "  two  words "}});
    },
    [](Scene& s) {
      Headers(s, {{"x-amz-meta-b", "1"}, {"X-Amz-Meta-B", ""}});
    },
    [](Scene& s) {
      Headers(s, {{"x-amz-meta-b-c", "z"}, {"x-amz-meta-b", "\xC3\xA9"}});
    },
};

void Key(Scene& scene, std::size_t which) {
  SetRawValue(scene, "X-Amz-Credential", scene.credentials[which].access_key_id);
  scene.credentials[which].expires_at.reset();
}

constexpr Setting kKeys[] = {[](Scene& s) { Key(s, 0); }, [](Scene& s) { Key(s, 1); }};

constexpr Setting kLifetimes[] = {[](Scene& s) { SetRawValue(s, "X-Amz-Expires", "1"); },
                                  [](Scene& s) { SetRawValue(s, "X-Amz-Expires", "129600"); },
                                  [](Scene& s) { SetRawValue(s, "X-Amz-Expires", "604800"); }};

constexpr Setting kDays[] = {
    [](Scene& s) { SetRawValue(s, "X-Amz-Date", "20130524T000000Z"); },
    [](Scene& s) { SetRawValue(s, "X-Amz-Date", "20120229T120000Z"); },
    [](Scene& s) { SetRawValue(s, "X-Amz-Date", "20131231T235959Z"); },
};

// The settings from here on are applied after MakeAcceptable, which would undo them.

Timestamp DateOf(const Scene& scene) {
  return ParseAmzDate(Value(scene, "X-Amz-Date").value_or("")).value_or(Timestamp());
}

Timestamp EndOf(const Scene& scene) {
  return DateOf(scene) + Seconds(std::stoi(Value(scene, "X-Amz-Expires").value_or("0")));
}

constexpr Setting kClocks[] = {
    [](Scene& s) { s.now = FormatRfc3339(DateOf(s)); },
    [](Scene& s) { s.now = FormatRfc3339(EndOf(s)); },
    [](Scene& s) { s.now = FormatRfc3339(DateOf(s) - Seconds(900)); },
};

void Respell(Scene& scene, std::string_view from, std::string_view to) {
  std::string credential = UriEncode(Value(scene, "X-Amz-Credential").value_or(""), Slash::kEncode);
  for (std::size_t at = 0; (at = credential.find(from, at)) != std::string::npos;) {
    credential.replace(at, from.size(), to);
    at += to.size();
  }
  SetRawValue(scene, "X-Amz-Credential", credential);
}

constexpr Setting kSpellings[] = {
    [](Scene&) {},
    [](Scene& s) { Respell(s, "%2F", "%2f"); },
    [](Scene& s) { Respell(s, "%2F", "/"); },
    [](Scene& s) { Respell(s, "A", "%41"); },
};

void ScopePart(Scene& scene, std::string_view from, std::string_view to) {
  const std::string raw =
      SplitRawTarget(scene.request.target)
          .pieces[SplitRawTarget(scene.request.target).Find("X-Amz-Credential")];
  const std::size_t at = raw.find(from);
  if (at == std::string::npos) return;
  std::string value = raw.substr(raw.find('=') + 1);
  value.replace(at - raw.find('=') - 1, from.size(), to);
  SetRawValue(scene, "X-Amz-Credential", value);
}

void EndSessions(Scene& scene) {
  for (CredentialMessage& key : scene.credentials) {
    if (key.session_token) key.expires_at = scene.now;
  }
}

// The first one changes nothing.
constexpr Setting kChanges[] = {
    [](Scene&) {},
    [](Scene& s) {
      Headers(s, {{"x-amz-acl", "public-read"}});
    },
    [](Scene& s) {
      Headers(s, {{"x-amz-meta-a", "1"}});
    },
    [](Scene& s) {
      Headers(s, {{"If-Match", "a"}});
    },
    [](Scene& s) {
      Headers(s, {{"x-amz-content-sha256",
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}});
    },
    [](Scene& s) { ScopePart(s, "us-east-1", "eu-west-1"); },
    [](Scene& s) {
      ScopePart(s, FormatScopeDate(DateOf(s)), FormatScopeDate(DateOf(s) + Seconds(86'400)));
    },
    [](Scene& s) { ScopePart(s, "aws4_request", "aws4_reply"); },
    [](Scene& s) { SetRawValue(s, "X-Amz-Security-Token", "another"); },
    EndSessions,
    [](Scene& s) { s.now = FormatRfc3339(EndOf(s) + Seconds(1)); },
    [](Scene& s) { s.now = FormatRfc3339(DateOf(s) - Seconds(901)); },
};

constexpr Dimension kRequestSettings[] = {kMethods, kPaths,     kQueries, kHeaders,
                                          kKeys,    kLifetimes, kDays};
constexpr Dimension kUseSettings[] = {kClocks, kSpellings, kChanges};

std::vector<std::size_t> Sizes() {
  std::vector<std::size_t> sizes;
  for (const Dimension& one : kRequestSettings) sizes.push_back(one.size());
  for (const Dimension& one : kUseSettings) sizes.push_back(one.size());
  return sizes;
}

Scene ShapeOf(const Choice& choice) {
  Scene scene = FirstScene();
  auto setting = choice.begin();
  for (const Dimension& one : kRequestSettings) one[*setting++](scene);
  MakeAcceptable(scene);
  for (const Dimension& one : kUseSettings) one[*setting++](scene);
  Sign(scene);
  return scene;
}

}  // namespace

std::vector<Scene> Shapes() {
  std::vector<std::size_t> sizes = Sizes();
  std::vector<Choice> choices = CoverTriples(sizes, true);
  sizes.pop_back();
  for (Choice& choice : CoverTriples(sizes, false)) {
    choice.push_back(0);
    choices.push_back(std::move(choice));
  }
  std::vector<Scene> scenes;
  for (const Choice& choice : choices) scenes.push_back(ShapeOf(choice));
  return scenes;
}

}  // namespace countersign::fuzz
