#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evidence/evidence.h"
#include "evidence/places.h"
#include "evidence/redact_answer.h"
#include "evidence/write_evidence.h"
#include "live_server/endpoint.h"
#include "suite/case.h"

namespace countersign {

// PlannedCase is a case that will be asked, and where.
struct PlannedCase {
  const Case* vector = nullptr;
  std::string place;  // PlaceOf
};

// RecordingPlan is what a recording will send. Nothing has been sent when it is made.
struct RecordingPlan {
  std::vector<PlannedCase> cases;                // in the order in which they are asked
  std::size_t disputed = 0;                      // these come first
  std::size_t weakly_sourced = 0;                // then these (IsWeaklySourced)
  std::map<std::string, std::size_t> not_asked;  // how many, by the reason
  std::map<std::string, Place> places;           // by their names
  std::size_t objects = 0;                       // at most, that exist at one time
  std::size_t requests = 0;                      // at most, if nothing has to be sent again
};

// PlanRecording decides where each case is asked: disputed ones first, then those that are weakly
// sourced, then the others by their ids.
RecordingPlan PlanRecording(const std::vector<const Case*>& cases, const RecordingTarget& target);

// RecordingEnd is how a recording ended.
enum class RecordingEnd {
  kComplete,     // every case was asked
  kInterrupted,  // by a signal
  kBroke,        // the server, its clock or the file does not allow to go on
};

struct RecordingResult {
  RecordingEnd end = RecordingEnd::kComplete;
  std::string reason;                   // for people; empty if complete
  std::size_t answers = 0;              // lines that were written
  std::vector<std::string> unanswered;  // cases without a whole answer, each with the reason
};

// Recording asks the cases of a plan and writes each answer.
class Recording {
 public:
  struct Options {
    std::string suite;  // its digest
    Certificates certificates = Certificates::kVerified;
    std::chrono::milliseconds timeout{10'000};  // of one case
    // The pause before a server that asks to slow down is asked again; then it is doubled.
    std::chrono::milliseconds pause{1000};
    const std::atomic<bool>* interrupted = nullptr;
  };

  // Looks up the hosts of the plan's places.
  Recording(const RecordingPlan& plan, const RecordingTarget& target, Options options);

  // Prepare puts one object at each place, so that a bucket in another region, a key without
  // permission or a wrong clock is noticed before anything is recorded. It returns the error.
  std::optional<std::string> Prepare();

  // Run asks the cases one at a time. `on_answer` is called after each.
  RecordingResult Run(EvidenceFile& file, const std::function<void()>& on_answer);

  // RemoveObjects deletes what was put. It returns what is left behind, each with the reason.
  std::vector<std::string> RemoveObjects() const;

 private:
  struct OpenPlace {
    Place place;
    std::unique_ptr<Endpoint> endpoint;
  };

  void RecordCase(const PlannedCase& planned, EvidenceFile& file, RecordingResult& result);
  // Ask returns nullopt if the recording has to end, or if there was no whole answer.
  std::optional<ServerReply> Ask(const Case& adapted, const OpenPlace& at, const std::string& id,
                                 RecordingResult& result) const;
  std::optional<std::string> WhyUntrue(const Case& c, const OpenPlace& at,
                                       const HttpResponse& response) const;
  RecordedAnswer Recorded(const Case& c, const Case& adapted, const OpenPlace& at,
                          const ServerReply& reply) const;
  bool IsInterrupted() const { return options_.interrupted != nullptr && *options_.interrupted; }

  const RecordingPlan& plan_;
  const Options options_;
  const EvidenceRedactor redactor_;
  std::map<std::string, OpenPlace> open_;
  std::size_t unanswered_in_a_row_ = 0;
};

}  // namespace countersign
