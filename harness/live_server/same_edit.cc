// Cases that alter a key, region, host or signature must alter the live server's in the same way.
// adapt_case.cc, adapt_host.cc and adapt_keys.cc call it for every such text.
#include "live_server/same_edit.h"

#include <algorithm>
#include <array>
#include <vector>

namespace countersign {
namespace {

// A text in which more characters differ is a different text, not an edited one.
constexpr std::size_t kMostChanges = 4;

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return upper;
}

std::string LowerCaseText(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::string Reversed(std::string_view text) { return {text.rbegin(), text.rend()}; }

// A different character of the same kind: a digit for a digit, a hex letter for a hex letter.
char Another(char c) {
  if (c == '9') return '0';
  if (c == 'z' || c == 'f') return 'a';
  if (c == 'Z' || c == 'F') return 'A';
  return static_cast<char>(c + 1);
}

std::optional<std::string> CutShort(std::string_view original, std::string_view variant,
                                    std::string_view live) {
  if (variant.size() >= original.size()) return std::nullopt;
  const std::size_t cut = original.size() - variant.size();
  const bool front_stays = original.starts_with(variant);
  if (!front_stays && !original.ends_with(variant)) return std::nullopt;
  if (variant.empty()) return "";
  if (cut >= live.size()) return std::nullopt;
  // If the case keeps only a few characters, as many of the live text are kept, however long it is.
  const std::size_t left = variant.size() < cut ? variant.size() : live.size() - cut;
  if (left >= live.size()) return std::nullopt;
  return std::string(front_stays ? live.substr(0, left) : live.substr(live.size() - left));
}

std::optional<std::string> Surrounded(std::string_view original, std::string_view variant,
                                      std::string_view live) {
  if (original.empty() || variant.find(original) == std::string_view::npos) return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < variant.size();) {
    if (variant.substr(at).starts_with(original)) {
      out += live;
      at += original.size();
    } else {
      out += variant[at++];
    }
  }
  return out;
}

std::optional<std::string> ChangedInPlaces(std::string_view original, std::string_view variant,
                                           std::string_view live) {
  if (original.size() != variant.size()) return std::nullopt;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < original.size(); ++i) {
    if (original[i] != variant[i]) places.push_back(i);
  }
  if (places.size() > kMostChanges || places.back() >= live.size()) return std::nullopt;
  std::string out(live);
  const bool swapped = places.size() == 2 && variant[places[0]] == original[places[1]] &&
                       variant[places[1]] == original[places[0]];
  if (swapped && live[places[0]] != live[places[1]]) {
    std::swap(out[places[0]], out[places[1]]);
    return out;
  }
  for (const std::size_t place : places) {
    out[place] = variant[place] != live[place] ? variant[place] : Another(live[place]);
  }
  return out;
}

}  // namespace

std::optional<std::string> ApplySameEdit(std::string_view original, std::string_view variant,
                                         std::string_view live) {
  if (variant == original) return std::string(live);
  std::optional<std::string> made;
  if (variant == UpperCase(original)) {
    made = UpperCase(live);
  } else if (variant == LowerCaseText(original)) {
    made = LowerCaseText(live);
  } else if (!original.empty() && variant == Reversed(original)) {
    made = Reversed(live);
  } else {
    made = CutShort(original, variant, live);
    if (!made) made = Surrounded(original, variant, live);
    if (!made) made = ChangedInPlaces(original, variant, live);
  }
  return made == live ? std::nullopt : made;
}

}  // namespace countersign
