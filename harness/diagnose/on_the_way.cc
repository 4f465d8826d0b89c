// The mistakes are told as changes from what was signed to what was sent. If the other request is
// the one that a server received, the change has the opposite direction. search.cc calls it.
#include "diagnose/on_the_way.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "mutants/text.h"

namespace countersign {
namespace {

struct Reversed {
  std::string_view name;
  const char* other_name;
  const char* text;
};

constexpr Reversed kReversed[] = {
    {"path-slash-folded", "path-slash-doubled", "A slash of the path was doubled on the way."},
    {"path-slash-doubled", "path-slash-folded",
     "Two slashes of the path were folded into one on the way."},
    {"path-slash-added", "path-slash-lost",
     "The slash at the end of the path was removed on the way."},
    {"path-slash-lost", "path-slash-added", "A slash was put at the end of the path on the way."},
    {"path-prefix-added", "path-prefix-cut", "The first part of the path was cut off on the way."},
    {"path-bucket-cut", "path-bucket-added", "The bucket was put in front of the path on the way."},
    {"path-encoded-again", "path-decoded-again", "The path was percent-decoded once on the way."},
    {"path-decoded-again", "path-encoded-again",
     "The path was percent-encoded once more on the way."},
    {"path-space-sent-as-plus", "path-plus-decoded",
     "%2B in the path was decoded to '+' on the way, which S3 reads as a space."},
    {"query-encoded-again", "query-decoded-again",
     "The query was percent-decoded once on the way."},
    {"query-decoded-again", "query-encoded-again",
     "A value of the query was percent-encoded once more on the way."},
    {"parameters-added", "parameters-lost",
     "Some parameters that do not sign the URL were removed on the way."},
};

}  // namespace

Cause OnTheWay(const Cause& cause) {
  const auto* found = std::find_if(std::begin(kReversed), std::end(kReversed),
                                   [&](const Reversed& one) { return one.name == cause.name; });
  if (found != std::end(kReversed)) return {found->other_name, found->text};
  Cause other = cause;
  if (cause.name == "parameter-added") {
    other.name = "parameter-lost";
    other.text =
        WithAll(cause.text, "was added after the URL was signed", "was removed on the way");
  } else if (cause.name == "parameter-lost") {
    other.name = "parameter-added";
    other.text =
        WithAll(cause.text, "was signed and is missing from the URL", "was added on the way");
  } else if (cause.name == "other-host") {
    other.text = WithAll(WithAll(cause.text, "The host was", "The server received the host"),
                         " was asked", " was sent");
  }
  return other;
}

}  // namespace countersign
