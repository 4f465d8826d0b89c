#include "suite/select.h"

#include <algorithm>
#include <charconv>

namespace countersign {
namespace {

// MatchesWhole is the classic matcher with one resume point: after a mismatch, the last `*` takes
// one octet more.
bool MatchesWhole(std::string_view glob, std::string_view text) {
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', g) == std::string_view::npos;
}

bool MatchesAny(const std::vector<std::string>& globs, std::string_view id) {
  return std::any_of(globs.begin(), globs.end(),
                     [id](const std::string& glob) { return GlobMatches(glob, id); });
}

bool Means(const Selection& selection, const Case& c) {
  return c.level <= selection.weakest &&
         (selection.select.empty() || MatchesAny(selection.select, c.id)) &&
         !MatchesAny(selection.exclude, c.id);
}

std::optional<int> Positive(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < 1) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

bool GlobMatches(std::string_view glob, std::string_view id) {
  if (MatchesWhole(glob, id)) return true;
  if (glob.ends_with('/')) glob.remove_suffix(1);
  for (std::size_t slash = id.find('/'); slash != std::string_view::npos;
       slash = id.find('/', slash + 1)) {
    if (MatchesWhole(glob, id.substr(0, slash))) return true;
  }
  return false;
}

std::optional<Level> ParseLevel(std::string_view text) {
  for (const Level level : {Level::kMust, Level::kShould, Level::kMay}) {
    if (text == LevelName(level)) return level;
  }
  return std::nullopt;
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kMust: return "must";
    case Level::kShould: return "should";
    case Level::kMay: return "may";
  }
  return {};
}

std::optional<Shard> ParseShard(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<int> index = Positive(text.substr(0, slash));
  const std::optional<int> count = Positive(text.substr(slash + 1));
  if (!index || !count || *index > *count) return std::nullopt;
  return Shard{*index, *count};
}

std::vector<const Case*> Select(const Suite& suite, const Selection& selection) {
  std::vector<const Case*> all;
  for (const Case& c : suite.cases) {
    if (Means(selection, c)) all.push_back(&c);
  }
  std::vector<const Case*> mine;
  for (std::size_t i = static_cast<std::size_t>(selection.shard.index - 1); i < all.size();
       i += static_cast<std::size_t>(selection.shard.count)) {
    mine.push_back(all[i]);
  }
  return mine;
}

}  // namespace countersign
