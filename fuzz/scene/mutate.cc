#include "scene/mutate.h"

#include <algorithm>

#include "scene/edits.h"
#include "scene/heal.h"
#include "scene/parameters.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

void MutateField(Scene& scene, Random& random, OctetMutator octets) {
  VerifyMessage::Request& request = scene.request;
  RawTarget target = SplitRawTarget(request.target);
  switch (random.Below(4)) {
    case 0:
      octets(target.path, random);
      break;
    case 1:
      if (request.headers.empty()) return;
      if (NameValue& header = request.headers[random.Below(request.headers.size())];
          random.OneIn(2)) {
        octets(header.first, random);
      } else {
        octets(header.second, random);
      }
      return;
    default:
      if (target.pieces.empty()) return;
      octets(target.pieces[random.Below(target.pieces.size())], random);
  }
  request.target = JoinRawTarget(target);
}

// One alone of those that sign, since a second would hide what the first one shows.
void TakeOver(const std::string& piece, RawTarget& target) {
  const std::size_t at = target.Find(piece.substr(0, piece.find('=')));
  if (at < target.pieces.size()) target.pieces[at] = piece;
}

// Half of what each has, all of it signed; or, unsigned, one more.
void CrossHeaders(Scene& scene, const std::vector<NameValue>& theirs, Random& random) {
  std::vector<NameValue>& headers = scene.request.headers;
  if (random.OneIn(2)) {
    if (!theirs.empty()) headers.push_back(theirs[random.Below(theirs.size())]);
    return;
  }
  std::erase_if(headers,
                [&](const NameValue& header) { return header.first != "Host" && random.OneIn(2); });
  for (const NameValue& header : theirs) {
    if (header.first != "Host" && random.OneIn(2)) headers.push_back(header);
  }
  Heal(scene);
}

}  // namespace

void Mutate(Scene& scene, Random& random, OctetMutator octets) {
  // Damage adds up otherwise, until all scenes are refused at the front door. Healed afterwards, an
  // edit leaves behind what it did to the request that is asked for, and more often than not it is
  // one that is accepted.
  const bool heal_before = random.Below(8) < 3;
  if (heal_before) Heal(scene);
  const std::span<const Edit> edits = Edits();
  // Mostly one: each further edit is likely to spoil what the others would have shown.
  std::size_t count = 1;
  while (count < 5 && random.OneIn(3)) ++count;
  for (; count > 0; --count) {
    if (random.OneIn(8)) {
      MutateField(scene, random, octets);
    } else {
      edits[random.Below(edits.size())].apply(scene, random);
    }
  }
  if (!heal_before) Heal(scene);
}

void Resign(Scene& scene, Random& random, SigningKeyCache& keys) {
  Sign(scene, keys);
  if (random.OneIn(16)) Edits()[random.Below(Edits().size())].apply(scene, random);
}

Scene Cross(Scene one, const Scene& other, Random& random) {
  RawTarget target = SplitRawTarget(one.request.target);
  const RawTarget theirs = SplitRawTarget(other.request.target);
  if (random.OneIn(2)) target.path = theirs.path;
  // Half of what each has, so that scenes do not grow from one generation to the next.
  std::erase_if(target.pieces, [&](const std::string& piece) {
    return !piece.starts_with("X-Amz-") && random.OneIn(2);
  });
  for (const std::string& piece : theirs.pieces) {
    if (piece.starts_with("X-Amz-") || random.OneIn(2)) continue;
    target.pieces.insert(target.pieces.begin(), piece);
  }
  if (!theirs.pieces.empty() && random.OneIn(2)) {
    TakeOver(theirs.pieces[random.Below(theirs.pieces.size())], target);
  }
  one.request.target = JoinRawTarget(target);
  if (random.OneIn(4)) one.now = other.now;
  CrossHeaders(one, other.request.headers, random);
  return one;
}

Scene FirstScene(SigningKeyCache& keys) {
  Scene scene = DefaultScene();
  scene.request.method = "GET";
  scene.request.scheme = "https";
  scene.request.target =
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
      "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&"
      "X-Amz-SignedHeaders=host";
  scene.request.headers = {{"Host", "examplebucket.s3.amazonaws.com"}};
  Sign(scene, keys);
  return scene;
}

void MutateOctets(std::string& octets, Random& random) {
  const std::size_t at = random.Below(octets.size() + 1);
  switch (random.Below(4)) {
    case 0:
      if (at < octets.size()) octets[at] = static_cast<char>(random.Next());
      break;
    case 1:
      octets.insert(at, 1, static_cast<char>(random.Next()));
      break;
    case 2:
      if (at < octets.size()) octets.erase(at, 1 + random.Below(3));
      break;
    default:
      octets.insert(at, octets.substr(at, random.Below(16)));
  }
}

}  // namespace countersign::fuzz
