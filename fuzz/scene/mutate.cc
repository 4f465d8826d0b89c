#include "scene/mutate.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "scene/edits.h"
#include "scene/make_acceptable.h"
#include "scene/parameters.h"
#include "scene/sign.h"
#include "sigv4/header_name.h"
#include "sigv4/signed_headers.h"

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

// One of their headers, in the place of what is not signed here.
void TakeUnsignedHeader(Scene& scene, const std::vector<NameValue>& theirs, Random& random) {
  const std::string text = Value(scene, "X-Amz-SignedHeaders").value_or("");
  const std::vector<std::string_view> names = SignedHeaderNames(text);
  const auto is_unsigned = [&](const NameValue& header) {
    const auto is_its_name = [&](std::string_view name) {
      return SameHeaderName(header.first, name);
    };
    return !is_its_name("host") && std::none_of(names.begin(), names.end(), is_its_name);
  };
  std::erase_if(scene.request.headers, is_unsigned);
  std::vector<NameValue> choice;
  std::copy_if(theirs.begin(), theirs.end(), std::back_inserter(choice), is_unsigned);
  if (!choice.empty()) scene.request.headers.push_back(choice[random.Below(choice.size())]);
}

// Half of the headers of each, Host excepted; to have them all signed, the scene is healed.
void MixHeaders(Scene& scene, const std::vector<NameValue>& theirs, Random& random) {
  const auto is_left_out = [&](const NameValue& header) {
    return !SameHeaderName(header.first, "host") && random.OneIn(2);
  };
  std::erase_if(scene.request.headers, is_left_out);
  for (const NameValue& header : theirs) {
    if (SameHeaderName(header.first, "host") || random.OneIn(2)) continue;
    scene.request.headers.push_back(header);
  }
  MakeAcceptable(scene);
}

// Half of the parameters of each, those excepted that sign.
void MixParameters(RawTarget& target, const RawTarget& theirs, Random& random) {
  std::erase_if(target.pieces, [&](const std::string& piece) {
    return !piece.starts_with("X-Amz-") && random.OneIn(2);
  });
  for (const std::string& piece : theirs.pieces) {
    if (piece.starts_with("X-Amz-") || random.OneIn(2)) continue;
    target.pieces.insert(target.pieces.begin(), piece);
  }
}

}  // namespace

void Mutate(Scene& scene, Random& random, OctetMutator octets) {
  // Damage adds up otherwise, until all scenes are refused at the front door. Healed afterwards, an
  // edit leaves behind what it did to the request that is asked for, and more often than not it is
  // one that is accepted.
  const bool heal_before = random.Below(8) < 3;
  if (heal_before) MakeAcceptable(scene);
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
  if (!heal_before) MakeAcceptable(scene);
}

void Resign(Scene& scene, Random& random) {
  Sign(scene);
  if (random.OneIn(16)) Edits()[random.Below(Edits().size())].apply(scene, random);
}

Scene Cross(Scene one, const Scene& other, Random& random) {
  RawTarget target = SplitRawTarget(one.request.target);
  const RawTarget theirs = SplitRawTarget(other.request.target);
  if (random.OneIn(2)) target.path = theirs.path;
  MixParameters(target, theirs, random);
  one.request.target = JoinRawTarget(target);
  if (random.OneIn(2)) {
    MixHeaders(one, other.request.headers, random);
  } else {
    TakeUnsignedHeader(one, other.request.headers, random);
  }
  // Last, since healing would undo it.
  if (!theirs.pieces.empty() && random.OneIn(2)) {
    target = SplitRawTarget(one.request.target);
    TakeOver(theirs.pieces[random.Below(theirs.pieces.size())], target);
    one.request.target = JoinRawTarget(target);
  }
  if (random.OneIn(4)) one.now = other.now;
  return one;
}

Scene FirstScene() {
  Scene scene = DefaultScene();
  scene.request.method = "GET";
  scene.request.scheme = "https";
  scene.request.target =
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
      "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&"
      "X-Amz-SignedHeaders=host";
  scene.request.headers = {{"Host", "examplebucket.s3.amazonaws.com"}};
  Sign(scene);
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
