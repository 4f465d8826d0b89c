// Shortens a list of case ids for people: a family of a hundred members that fail alike becomes one
// glob. ListDeviations calls it for each entry of a list of known deviations.
#include "judge/case_globs.h"

#include <algorithm>
#include <map>
#include <set>

#include "suite/select.h"

namespace countersign {
namespace {

constexpr std::size_t kLeastMatches = 3;

std::string_view FolderOf(std::string_view id) { return id.substr(0, id.rfind('/')); }

// The members of a family have ids of more than three parts: their names are systematic.
bool IsOfFamily(std::string_view id) { return std::count(id.begin(), id.end(), '/') >= 3; }

// The globs that could stand for this case and others.
std::vector<std::string> Candidates(const std::string& id) {
  const std::string folder(FolderOf(id));
  std::vector<std::string> globs = {folder + "/*"};
  if (!IsOfFamily(id)) return globs;
  const std::string name = id.substr(folder.size() + 1);
  for (std::size_t at = 1; at < name.size(); ++at) {
    globs.push_back(folder + "/" + name.substr(0, at) + "*");
    if (name[at] == '-') globs.push_back(folder + "/*" + name.substr(at));
  }
  return globs;
}

// CandidateGlob is a glob and the cases that it matches.
struct CandidateGlob {
  std::string glob;
  std::vector<std::size_t> must;  // indices of ids
};

class Cover {
 public:
  explicit Cover(const std::vector<IdWithUse>& ids) : ids_(ids) {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (ids[i].use == MayMatch::kMust) open_.insert(i);
      by_folder_[std::string(FolderOf(ids[i].id))].push_back(i);
    }
  }

  std::vector<std::string> Globs() && {
    Collect();
    while (const CandidateGlob* best = Best()) {
      globs_.push_back(best->glob);
      for (const std::size_t index : best->must) open_.erase(index);
    }
    for (const std::size_t index : open_) globs_.push_back(ids_[index].id);
    std::sort(globs_.begin(), globs_.end());
    return std::move(globs_);
  }

 private:
  void Collect() {
    std::set<std::string> seen;
    for (const std::size_t index : open_) {
      for (const std::string& glob : Candidates(ids_[index].id)) {
        if (seen.insert(glob).second) Consider(glob, std::string(FolderOf(ids_[index].id)));
      }
    }
  }

  // Only cases below the folder can match: its own, and those of the families in it.
  void Consider(const std::string& glob, const std::string& folder) {
    CandidateGlob candidate{glob, {}};
    std::size_t others = 0;
    for (auto at = by_folder_.lower_bound(folder);
         at != by_folder_.end() && at->first.starts_with(folder); ++at) {
      for (const std::size_t index : at->second) {
        if (!GlobMatches(glob, ids_[index].id)) continue;
        if (ids_[index].use == MayMatch::kMustNot) return;
        if (ids_[index].use == MayMatch::kMust) {
          candidate.must.push_back(index);
        } else {
          ++others;
        }
      }
    }
    if (candidate.must.size() < kLeastMatches || others > candidate.must.size()) return;
    candidates_.push_back(std::move(candidate));
  }

  std::size_t Open(const CandidateGlob& candidate) const {
    return static_cast<std::size_t>(
        std::count_if(candidate.must.begin(), candidate.must.end(),
                      [this](std::size_t index) { return open_.contains(index); }));
  }

  // The glob for most of the cases that are not matched yet; the shortest of equals.
  const CandidateGlob* Best() const {
    const CandidateGlob* best = nullptr;
    std::size_t most = kLeastMatches - 1;
    for (const CandidateGlob& one : candidates_) {
      const std::size_t open = Open(one);
      if (open < kLeastMatches || open < most) continue;
      if (open == most && best != nullptr && one.glob.size() >= best->glob.size()) continue;
      best = &one;
      most = open;
    }
    return best;
  }

  const std::vector<IdWithUse>& ids_;
  std::map<std::string, std::vector<std::size_t>> by_folder_;
  std::set<std::size_t> open_;  // of ids that must be matched and are not
  std::vector<CandidateGlob> candidates_;
  std::vector<std::string> globs_;
};

}  // namespace

std::vector<std::string> GlobsFor(const std::vector<IdWithUse>& ids) { return Cover(ids).Globs(); }

}  // namespace countersign
