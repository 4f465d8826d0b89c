// Wraps a planted bug so that it counts how often its code ran and how often the answer was wrong.
// The counts tell a bug that the fuzzer never reached from one that it reached and did not notice.
// planted.cc calls it.
#include "planted/counting.h"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "reference_adapter/reference_adapter.h"

namespace countersign::fuzz {
namespace {

struct Counts {
  std::uint64_t answers = 0;
  std::uint64_t reached = 0;
  std::uint64_t wrong = 0;
};

// Mutants are made of plain function pointers, which cannot hold state. So the state is global.
const Mutant* watched = nullptr;
Counts counts;
bool reached_now = false;
bool answering = false;
bool signals_handled = false;
decltype(VerifyStep::check) watched_check = nullptr;

void Lines(CanonicalLines& lines, const CanonicalRequestParts& parts) {
  reached_now = true;
  watched->signing.lines(lines, parts);
}
std::string ToSign(std::string_view date, const CredentialScope& scope, std::string_view request) {
  reached_now = true;
  return watched->signing.string_to_sign(date, scope, request);
}
std::string Signature(std::string_view secret, const CredentialScope& scope,
                      std::string_view to_sign) {
  reached_now = true;
  return watched->signing.signature(secret, scope, to_sign);
}
void Asked(PresignRequest& request) {
  reached_now = true;
  watched->presign.request(request);
}
Refusal Checked(const PresignRequest& request) {
  reached_now = true;
  return watched->presign.check(request);
}
void Names(std::vector<std::string>& names, const PresignRequest& request) {
  reached_now = true;
  watched->presign.names(names, request);
}
void UnsignedUrl(std::string& url, const PresignRequest& request) {
  reached_now = true;
  watched->presign.unsigned_url(url, request);
}
void SignedUrl(std::string& url, const PresignRequest& request) {
  reached_now = true;
  watched->presign.signed_url(url, request);
}
void Read(HttpRequest& request, VerifyContext& context) {
  reached_now = true;
  watched->verify.request(request, context);
}
void Answered(Answer& answer, const VerifyMessage& message) {
  reached_now = true;
  watched->verify.answer(answer, message);
}
Refusal Step(VerifyState& state) {
  reached_now = true;
  return watched_check(state);
}

template <typename Function>
void Watch(Function*& hook, Function* counting) {
  if (hook != nullptr) hook = counting;
}

// Watches the first step that differs from the reference's. If a step is missing, that is the next
// one.
void WatchSteps(StepChanges& changes) {
  const std::vector<VerifyStep> steps = StepsWith(changes);
  const auto differs =
      std::mismatch(steps.begin(), steps.end(), VerifySteps().begin(), VerifySteps().end(),
                    [](const VerifyStep& a, const VerifyStep& b) { return a.check == b.check; });
  if (differs.first == steps.end()) return;
  watched_check = differs.first->check;
  changes.push_back(Replace(differs.first->id, Step));
}

Mutant Watching(const Mutant& mutant) {
  Mutant watching = mutant;
  Watch(watching.signing.lines, Lines);
  Watch(watching.signing.string_to_sign, ToSign);
  Watch(watching.signing.signature, Signature);
  Watch(watching.presign.request, Asked);
  Watch(watching.presign.check, Checked);
  Watch(watching.presign.names, Names);
  Watch(watching.presign.unsigned_url, UnsignedUrl);
  Watch(watching.presign.signed_url, SignedUrl);
  Watch(watching.verify.request, Read);
  Watch(watching.verify.answer, Answered);
  WatchSteps(watching.verify.steps);
  return watching;
}

bool Same(const Answer& a, const Answer& b) {
  if (a.index() != b.index()) return false;
  if (const auto* ok = std::get_if<OkAnswer>(&a)) {
    const auto& other = std::get<OkAnswer>(b);
    return ok->url == other.url && ok->headers == other.headers;
  }
  if (const auto* refusal = std::get_if<RejectAnswer>(&a)) {
    return refusal->rejection_class == std::get<RejectAnswer>(b).rejection_class;
  }
  return true;
}

void Print() {
  if (counts.answers == 0) return;
  if (std::exchange(answering, false) && reached_now) {
    ++counts.reached;
    ++counts.wrong;
  }
  std::fprintf(stderr, "planted %s: reached in %llu of %llu answers, %llu of them wrong\n",
               std::string(watched->name).c_str(), static_cast<unsigned long long>(counts.reached),
               static_cast<unsigned long long>(counts.answers),
               static_cast<unsigned long long>(counts.wrong));
  std::fflush(stderr);
}

struct sigaction engine_action;

void PrintAndPassOn(int signal) {
  Print();
  sigaction(signal, &engine_action, nullptr);
  std::raise(signal);  // is delivered after this handler has returned
}

// Called at the first answer and not earlier: engines set no handler for a signal that already has
// one.
void PrintIfAFindingEndsTheProcess() {
  if (std::exchange(signals_handled, true)) return;
  struct sigaction printing = {};
  printing.sa_handler = PrintAndPassOn;
  sigaction(SIGABRT, &printing, &engine_action);
}

template <typename Ask>
Answer Counted(const Ask& ask) {
  PrintIfAFindingEndsTheProcess();
  ++counts.answers;
  reached_now = false;
  answering = true;
  Answer answer = ask(true);
  answering = false;
  if (!reached_now) return answer;
  ++counts.reached;
  if (!Same(answer, ask(false))) ++counts.wrong;
  return answer;
}

}  // namespace

Implementation WithCounts(const Mutant& mutant) {
  watched = &mutant;
  static const Mutant kWatching = Watching(mutant);
  static const Implementation kMutated = WithMutant(kWatching);
  std::atexit(Print);
  return {kMutated.adapter_info,
          [](const PresignMessage& message) {
            return Counted([&](bool mutated) {
              return (mutated ? kMutated : ReferenceImplementation()).presign(message);
            });
          },
          [](const VerifyMessage& message) {
            return Counted([&](bool mutated) {
              return (mutated ? kMutated : ReferenceImplementation()).verify(message);
            });
          }};
}

}  // namespace countersign::fuzz

// AddressSanitizer ends the process without SIGABRT, and calls this before.
extern "C" void __asan_on_error();
extern "C" void __asan_on_error() { countersign::fuzz::Print(); }
