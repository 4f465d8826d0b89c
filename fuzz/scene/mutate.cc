// Changes the meaning of scenes, because an engine's own mutations would only break their
// signature. The libFuzzer mutator (engine/scene_mutator.cc) and `countersign fuzz` call it.
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

void MutateField(Scene& scene, Random& random, ByteMutator bytes) {
  VerifyMessage::Request& request = scene.request;
  RawTarget target = SplitRawTarget(request.target);
  switch (random.Below(4)) {
    case 0: bytes(target.path, random); break;
    case 1:
      if (request.headers.empty()) return;
      if (NameValue& header = request.headers[random.Below(request.headers.size())];
          random.OneIn(2)) {
        bytes(header.first, random);
      } else {
        bytes(header.second, random);
      }
      return;
    default:
      if (target.pieces.empty()) return;
      bytes(target.pieces[random.Below(target.pieces.size())], random);
  }
  request.target = JoinRawTarget(target);
}

// Takes one parameter of the other scene, because a second one could hide the effect of the first.
void TakeOver(const std::string& piece, RawTarget& target) {
  const std::size_t at = target.Find(piece.substr(0, piece.find('=')));
  if (at < target.pieces.size()) target.pieces[at] = piece;
}

// Replaces the unsigned headers by one header of the other scene that is unsigned here.
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

// Takes half of the headers of each scene, except Host. MakeAcceptable then signs all of them.
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

// Takes half of the parameters of each scene, except those that sign.
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

void Mutate(Scene& scene, Random& random, ByteMutator bytes) {
  // Without repair, damage adds up until all scenes are refused for the same first reason. Repair
  // before the edits keeps what they break. Repair afterwards keeps only their effect on path,
  // other parameters and headers, and most such scenes are accepted.
  const bool repair_first = random.Below(8) < 3;
  if (repair_first) MakeAcceptable(scene);
  const std::span<const Edit> edits = Edits();
  // Usually one: each further edit is likely to hide the effect of the others.
  std::size_t count = 1;
  while (count < 5 && random.OneIn(3)) ++count;
  for (; count > 0; --count) {
    if (random.OneIn(8)) {
      MutateField(scene, random, bytes);
    } else {
      edits[random.Below(edits.size())].apply(scene, random);
    }
  }
  if (!repair_first) MakeAcceptable(scene);
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
  // Last, because MakeAcceptable would undo it.
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

void MutateBytes(std::string& bytes, Random& random) {
  const std::size_t at = random.Below(bytes.size() + 1);
  switch (random.Below(4)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(random.Next());
      break;
    case 1: bytes.insert(at, 1, static_cast<char>(random.Next())); break;
    case 2:
      if (at < bytes.size()) bytes.erase(at, 1 + random.Below(3));
      break;
    default: bytes.insert(at, bytes.substr(at, random.Below(16)));
  }
}

}  // namespace countersign::fuzz
