// Edits to the query. Part of Edits() (scene/edits.h), from which the mutator chooses.
#include <algorithm>
#include <cctype>
#include <utility>

#include "scene/edits.h"
#include "scene/parameters.h"

namespace countersign::fuzz {
namespace {

constexpr std::string_view kParameters[] = {
    "versionId=null",
    "x-id=GetObject",
    "response-content-type=text%2Fplain",
    "acl",
    "acl=",
    "uploads",
    "partNumber=1",
    "prefix=a%2Fb",
    "list-type=2",
    "a",
    "a=",
    "=b",
    "=",
    "a=b=c",
    "a=b%3Dc",
    "A=1",
    "a-=1",
    "a.=1",
    "a0=1",
    "a%20b=c%20d",
    "a+b=c+d",
    "b=2",
    "b=1",
    "%E2%82%AC=1",
    "x-amz-acl=public-read",
    "x-amz-content-sha256=UNSIGNED-PAYLOAD",
    "X-Amz-Meta-A=1",
    "x-amz-security-token=t",
    "X-Amz-Security-Token=t",
    "X-Amz-Expires=604800",
    "x-amz-expires=604800",
    "X-Amz-Date=20130524T000000Z",
    "X-Amz-Signature=0",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "X-Amz-SignedHeaders=host",
    "X-Amz-Region-Set=us-east-1",
    "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=a%3D&Expires=1",
    "Policy=a",
    "%58-Amz-Date=x",
    "k=%",
    "k=%zz",
    "k=%00",
    "k=%FF",
    "k=a;b",
    "k=a,b",
    "k=a/b",
    "k=a?b",
    "k='(*)!",
    "k=~%7E"};
// These sort before or after '=' and '&', which matters if pairs are compared as joined text.
constexpr std::string_view kSuffixes[] = {"-", ".", "0", "9", "=", "%3D", "&",   "%26", "+",  "%20",
                                          "_", "~", "!", "A", "a", "%00", "%FF", "/",   "%2F"};

template <void (*kChange)(RawTarget& target, Random& random)>
void OnQuery(Scene& scene, Random& random) {
  RawTarget target = SplitRawTarget(scene.request.target);
  if (!target.has_query) return;
  kChange(target, random);
  scene.request.target = JoinRawTarget(target);
}

// Usually one that does not sign the request, because the signing parameters have their own edits.
std::string& AnyPiece(RawTarget& target, Random& random) {
  for (int tries = 0; tries < 4; ++tries) {
    std::string& piece = target.pieces[random.Below(target.pieces.size())];
    if (!piece.starts_with("X-Amz-")) return piece;
  }
  return target.pieces[random.Below(target.pieces.size())];
}

void Add(RawTarget& target, Random& random) {
  const auto at =
      target.pieces.begin() + static_cast<std::ptrdiff_t>(random.Below(target.pieces.size() + 1));
  target.pieces.emplace(at, random.Of(kParameters));
}

void Duplicate(RawTarget& target, Random& random) {
  const std::string piece = target.pieces[random.Below(target.pieces.size())];
  const auto at =
      target.pieces.begin() + static_cast<std::ptrdiff_t>(random.Below(target.pieces.size() + 1));
  target.pieces.insert(at, piece);
}

// Adds a parameter whose name begins with the name of another: their order depends on what is
// compared.
void PrefixPair(RawTarget& target, Random& random) {
  std::string piece = AnyPiece(target, random);
  const std::size_t name_end = std::min(piece.find('='), piece.size());
  piece.insert(name_end, random.Of(kSuffixes));
  if (random.OneIn(2)) piece += random.Of(kSuffixes);
  target.pieces.push_back(std::move(piece));
}

void Drop(RawTarget& target, Random& random) {
  if (target.pieces.size() < 2) return;
  target.pieces.erase(target.pieces.begin() +
                      static_cast<std::ptrdiff_t>(random.Below(target.pieces.size())));
}

void Swap(RawTarget& target, Random& random) {
  std::swap(target.pieces[random.Below(target.pieces.size())],
            target.pieces[random.Below(target.pieces.size())]);
}

void Reverse(RawTarget& target, Random&) {
  std::reverse(target.pieces.begin(), target.pieces.end());
}

void EmptyPiece(RawTarget& target, Random& random) {
  target.pieces.insert(
      target.pieces.begin() + static_cast<std::ptrdiff_t>(random.Below(target.pieces.size() + 1)),
      std::string());
}

void EmptyValue(RawTarget& target, Random& random) {
  std::string& piece = AnyPiece(target, random);
  piece.resize(std::min(piece.find('='), piece.size()));
  if (random.OneIn(2)) piece += '=';
}

void ExtendValue(RawTarget& target, Random& random) {
  AnyPiece(target, random) += random.Of(kSuffixes);
}

void ExtendName(RawTarget& target, Random& random) {
  std::string& piece = AnyPiece(target, random);
  piece.insert(std::min(piece.find('='), piece.size()), random.Of(kSuffixes));
}

void Respell(RawTarget& target, Random& random) {
  RespellOnce(target.pieces[random.Below(target.pieces.size())], random);
}

void PlusForSpace(RawTarget& target, Random& random) {
  std::string& piece = target.pieces[random.Below(target.pieces.size())];
  const std::size_t space = piece.find("%20");
  const std::size_t plus = piece.find('+');
  if (space != std::string::npos) {
    piece.replace(space, 3, "+");
  } else if (plus != std::string::npos) {
    piece.replace(plus, 1, random.OneIn(2) ? "%20" : "%2B");
  }
}

void NameCase(RawTarget& target, Random& random) {
  std::string& piece = target.pieces[random.Below(target.pieces.size())];
  for (std::size_t i = 0; i < piece.size() && piece[i] != '='; ++i) {
    const auto byte = static_cast<unsigned char>(piece[i]);
    piece[i] = static_cast<char>(random.OneIn(4) ? std::toupper(byte) : std::tolower(byte));
  }
}

}  // namespace

std::vector<Edit> QueryEdits() {
  return {
      {"query-add", OnQuery<Add>},
      {"query-duplicate", OnQuery<Duplicate>},
      {"query-prefix-pair", OnQuery<PrefixPair>},
      {"query-drop", OnQuery<Drop>},
      {"query-swap", OnQuery<Swap>},
      {"query-reverse", OnQuery<Reverse>},
      {"query-empty-piece", OnQuery<EmptyPiece>},
      {"query-empty-value", OnQuery<EmptyValue>},
      {"query-extend-value", OnQuery<ExtendValue>},
      {"query-extend-name", OnQuery<ExtendName>},
      {"query-respell", OnQuery<Respell>},
      {"query-plus-for-space", OnQuery<PlusForSpace>},
      {"query-name-case", OnQuery<NameCase>},
  };
}

}  // namespace countersign::fuzz
