// Plans a recording: which cases are asked where and in which order, and what that costs.
#include <algorithm>
#include <set>
#include <variant>

#include "evidence/recording.h"
#include "evidence/weigh.h"
#include "live_server/adapt_case.h"
#include "live_server/objects.h"
#include "runner/not_asked.h"
#include "suite/proof.h"

namespace countersign {
namespace {

// A live server may answer with redirects, which an adapter must declare.
AdapterInfo InfoOfRecorded() {
  AdapterInfo info = LiveServerInfo();
  info.features.emplace_back("redirects");
  return info;
}

// Cases of a lower rank are asked first.
int Rank(const Case& c) {
  if (c.status == CaseStatus::kDisputed) return 0;
  return 1 + static_cast<int>(BestProof(c));
}

// Planning makes one plan.
class Planning {
 public:
  explicit Planning(const RecordingTarget& target) : target_(target) {}

  RecordingPlan Result(std::vector<const Case*> cases) && {
    std::stable_sort(cases.begin(), cases.end(),
                     [](const Case* a, const Case* b) { return Rank(*a) < Rank(*b); });
    for (const Case* c : cases) {
      if (auto why = Add(*c)) ++plan_.not_asked[*why];
    }
    plan_.objects = objects_.size();
    plan_.requests += plan_.objects + plan_.places.size();
    return std::move(plan_);
  }

 private:
  // Returns why the case is not asked.
  std::optional<std::string> Add(const Case& c) {
    if (OpOf(c) != Op::kVerify) return "it is a presign case";
    if (const auto reason = WhyUnsupported(c, info_)) return reason->reason;
    auto found = PlaceOf(c, target_);
    if (const auto* why = std::get_if<std::string>(&found)) return *why;
    const Place& place = std::get<Place>(found);
    const auto adapted = AdaptCase(c, place.config, EndpointClock::kAmbient, now_);
    if (const auto* why = std::get_if<NotAsked>(&adapted)) return why->reason;
    Count(std::get<VerifyMessage>(std::get<Case>(adapted).request), place);
    plan_.places.emplace(place.name, place);
    plan_.cases.push_back({&c, place.name});
    if (c.status == CaseStatus::kDisputed) {
      ++plan_.disputed;
    } else if (IsWeaklySourced(c)) {
      ++plan_.weakly_sourced;
    }
    return std::nullopt;
  }

  void Count(const VerifyMessage& message, const Place& place) {
    std::vector<std::string> needed = ObjectsOf(message, place.config);
    // The case, the objects it needs, and the same with a wrong signature.
    plan_.requests += 2 + needed.size();
    if (message.request.method == "PUT") needed.push_back(ObjectPath(message.request.target));
    for (const std::string& path : needed) objects_.insert(place.config.bucket + path);
  }

  const RecordingTarget& target_;
  const AdapterInfo info_ = InfoOfRecorded();
  const Timestamp now_ = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  RecordingPlan plan_;
  std::set<std::string> objects_;
};

}  // namespace

RecordingPlan PlanRecording(const std::vector<const Case*>& cases, const RecordingTarget& target) {
  return Planning(target).Result(cases);
}

}  // namespace countersign
