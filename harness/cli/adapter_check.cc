// `countersign adapter check`: asks an adapter about a dozen questions, each with an explanation in
// plain words. For somebody who is writing an adapter, before the first `countersign run`.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/implementation.h"
#include "judge/judge.h"
#include "judge/judgement.h"
#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/shell_word.h"
#include "runner/clock_probe.h"
#include "runner/not_asked.h"
#include "runner/receive_with_deadline.h"
#include "runner/session.h"
#include "writers/text.h"

namespace countersign {
namespace {

// CheckedCase is one question: the first of these cases that the adapter's features allow.
struct CheckedCase {
  const char* what;
  std::vector<const char*> ids;
  const char* advice;
};

const std::vector<CheckedCase>& CheckedCases() {
  static const std::vector<CheckedCase> cases = {
      {"signs a download (GET)",
       {"presign/method/get", "presign/path/path-style-nested"},
       "Nothing else matters until this is right: look at the host, the path and the key."},
      {"signs an upload (PUT)",
       {"presign/method/put", "presign/method/put-path-style"},
       "Sign the `method` of the request. If you cannot, skip with the address of an issue."},
      {"signs a key with letters beyond ASCII",
       {"presign/path/latin", "presign/path/path-style-unicode"},
       "Give `key` to a library that encodes it, or `path`, which is encoded, to one that does "
       "not."},
      {"signs a further query parameter",
       {"presign/query/one-parameter", "presign/query/path-style"},
       "`query` has pairs that are not encoded. Each must be in the URL, and signed."},
      {"signs a header",
       {"presign/headers/content-type", "presign/headers/path-style"},
       "`headers` are what the user of the URL will send: all of them are to be signed."},
      {"signs with a session token",
       {"presign/token/base64", "presign/token/path-style"},
       "`credentials.session_token` goes into the URL as X-Amz-Security-Token."},
      {"refuses a lifetime of zero",
       {"presign/expires/zero", "presign/expires/path-style-zero"},
       "If the library refuses: {\"reject\":{\"class\":\"expires-too-short\"}}. If it signs, that "
       "is a finding."},
      {"refuses a lifetime above a week",
       {"presign/expires/second-above-a-week", "presign/expires/path-style-second-above-a-week"},
       "If the library refuses: {\"reject\":{\"class\":\"expires-too-long\"}}. If it signs, that "
       "is a finding."},
      {"accepts a valid URL",
       {"verify/window/first-use", "verify/host/regional-endpoint"},
       "Check at the `now` of the request, with the `credentials` and for the `server` that it "
       "names."},
      {"refuses a wrong signature",
       {"verify/signature/all-zeros", "verify/host/bucket-swapped"},
       "A verifier that accepts this accepts everything."},
      {"refuses an expired URL",
       {"verify/window/long-expired"},
       "Compare X-Amz-Date plus X-Amz-Expires with the `now` of the request."},
  };
  return cases;
}

std::string List(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

class AdapterCheck {
 public:
  AdapterCheck(const AdapterCheckArguments& arguments, const Suite& suite)
      : arguments_(arguments),
        suite_(suite),
        stop_(&InterruptOnSignals()),
        connect_(ProcessConnector(arguments.command)),
        options_{Milliseconds(arguments.startup_timeout_seconds),
                 Milliseconds(arguments.timeout_seconds), &stop_} {}

  int Run() {
    if (!Open()) return Finish();
    info_ = session_->adapter_info();
    TellHello();
    CheckClock();
    for (const CheckedCase& one : CheckedCases()) {
      if (!broke_ && !stop_.IsSet()) Check(one);
    }
    if (!broke_ && !stop_.IsSet()) CheckSeveralAtOnce();
    if (!broke_ && !stop_.IsSet()) CheckEnd();
    if (!broke_ && !stop_.IsSet()) CheckUnknownField();
    return Finish();
  }

 private:
  static std::chrono::milliseconds Milliseconds(double seconds) {
    return std::chrono::milliseconds(static_cast<long>(seconds * 1000));
  }

  void Right(const std::string& what, const std::string& more = "") {
    ++right_;
    std::cout << "right    " << what << (more.empty() ? "" : ": " + Printable(more)) << "\n";
  }
  void Wrong(const std::string& what, const std::string& why, const std::string& advice) {
    ++wrong_;
    std::cout << "WRONG    " << what << ": " << Printable(why) << "\n";
    if (!advice.empty()) std::cout << "         " << advice << "\n";
  }
  void NotAsked(const std::string& what, const std::string& why) {
    std::cout << "skipped  " << what << ": " << Printable(why) << "\n";
  }
  void ReportBreak(const std::string& what, const AdapterBroke& broke, const std::string& advice) {
    broke_ = true;
    session_.reset();
    Wrong(what, broke.reason, advice);
    if (broke.stderr_tail.empty()) return;
    std::cout << "         Its last lines on stderr:\n"
              << PrintableLines(broke.stderr_tail) << "\n";
  }

  bool Open() {
    auto opened = Session::Open(connect_, options_, 1);
    if (const auto* broke = std::get_if<AdapterBroke>(&opened)) {
      ReportBreak(
          "answers the hello", *broke,
          "The first line on its stdout must be the answer to the hello, with LF and flushed. "
          "Logs belong to stderr. A slow start (a JVM): --startup-timeout 60.");
      return false;
    }
    session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
    return true;
  }

  void TellHello() {
    Right("answers the hello", info_.name + " " + info_.version + " does " + List(info_.ops));
    const auto tell = [](const std::string& text) {
      std::cout << "         " << Printable(text) << "\n";
    };
    tell("features: " + List(info_.features) +
         ". Cases that need another one are unsupported: declare what your library has.");
    const auto lacks = [this](Op op) {
      return Serves(info_, op) && !Declares(info_, op, "virtual-hosted") &&
             !Declares(info_, op, "path-style");
    };
    if (lacks(Op::kPresign) || lacks(Op::kVerify)) {
      tell("Nearly every case needs virtual-hosted or path-style: declare at least one of them.");
    }
    if (info_.clock == Clock::kAmbient) {
      tell(
          "clock ambient: no verify case can be asked, and no presign case that needs one moment.");
    }
    if (info_.errors == ErrorLevel::kOutcome) {
      tell("errors outcome: whether it refuses is judged, and not why.");
    }
    if (info_.errors == ErrorLevel::kClass) {
      tell("errors class: each refusal needs a class of protocol.md, \"Rejection classes\".");
    }
    if (info_.errors == ErrorLevel::kCode) {
      tell("errors code: each refusal of a request needs status and code; of HEAD, status alone.");
    }
  }

  void CheckClock() {
    const std::string what = "uses the clock that it declares";
    if (info_.clock == Clock::kAmbient) return NotAsked(what, "the machine's clock is not checked");
    const ClockProbe probe = ProbeClock(*session_);
    if (probe.broke) return ReportBreak(what, probe.faults.front(), "");
    if (probe.faults.empty() && !probe.not_checked.empty()) {
      return NotAsked(what, probe.not_checked);
    }
    if (probe.faults.empty()) return Right(what);
    broke_ = true;
    Wrong(what, probe.faults.front().reason, "A run ends with this, before the first case.");
  }

  const Case* Find(const char* id) const {
    const auto at = std::find_if(suite_.cases.begin(), suite_.cases.end(),
                                 [id](const Case& c) { return c.id == id; });
    return at == suite_.cases.end() ? nullptr : &*at;
  }

  void Check(const CheckedCase& question) {
    std::string why;
    for (const char* id : question.ids) {
      const Case* c = Find(id);
      if (c == nullptr || !Serves(info_, OpOf(*c))) continue;
      const auto reason = WhyNotAsked(*c, info_);
      if (!reason) return Ask(question, *c);
      if (why.empty() || HasAddressingOf(*c)) why = reason->reason;
    }
    if (!why.empty()) NotAsked(question.what, why);
  }

  // Whether the case is in an addressing that is declared, so that another feature is missing.
  bool HasAddressingOf(const Case& c) const {
    return std::any_of(c.features.begin(), c.features.end(), [&](const std::string& feature) {
      return (feature == "path-style" || feature == "virtual-hosted") &&
             Declares(info_, OpOf(c), feature);
    });
  }

  void Ask(const CheckedCase& question, const Case& c) {
    session_->Ask(0, c.request);
    const Event event = session_->Next();
    if (const auto* ended = std::get_if<SessionEnded>(&event)) {
      return ReportBreak(question.what, ended->broke,
                         "See it alone: countersign show " + c.id + ", and run --trace FILE.");
    }
    Tell(question, c, std::get<Observed>(event).observation);
  }

  void Tell(const CheckedCase& question, const Case& c, const Observation& observation) {
    const CaseResult result = Judge(info_)(c, observation);
    std::optional<std::string> why;
    if (const auto* answer = std::get_if<Answer>(&observation)) {
      if (const auto* skip = std::get_if<SkipAnswer>(answer)) why = WhyInvalidSkip(*skip);
    }
    if (!why && result.verdict == Verdict::kUnsupported) {
      return NotAsked(question.what, result.explanation);
    }
    if (!why && result.verdict == Verdict::kPass) {
      ++judged_;
      return Right(question.what);
    }
    if (why || result.verdict == Verdict::kFault) {
      faulty_ = true;
    } else {
      ++judged_;
    }
    Wrong(question.what, why.value_or(result.explanation), question.advice);
    std::cout << "         countersign run --adapter " << ShellWord(arguments_.command)
              << " --select " << c.id << "\n";
  }

  // The request of the first question that it supports.
  const Case* Plain() const {
    for (const CheckedCase& question : CheckedCases()) {
      for (const char* id : question.ids) {
        const Case* c = Find(id);
        if (c != nullptr && !WhyNotAsked(*c, info_)) return c;
      }
    }
    return nullptr;
  }

  void CheckSeveralAtOnce() {
    const Case* c = Plain();
    if (c == nullptr || info_.max_inflight == 1) return;
    const std::string what = "takes several requests at once";
    const auto count = static_cast<std::size_t>(std::min(info_.max_inflight, 8));
    for (std::size_t tag = 0; tag < count; ++tag) session_->Ask(tag, c->request);
    while (session_->InFlight() > 0) {
      const Event event = session_->Next();
      if (const auto* ended = std::get_if<SessionEnded>(&event)) {
        return ReportBreak(
            what, ended->broke,
            "max_inflight says how many requests may be unanswered. It is 1 if absent.");
      }
    }
    Right(what);
  }

  void CheckEnd() {
    const std::string what = "ends with status 0 when its stdin is closed";
    if (const auto ended = session_->End()) {
      return ReportBreak(what, ended->broke,
                         "Write nothing that was not asked, and end within 5 s.");
    }
    session_.reset();
    Right(what);
  }

  // Later versions of the protocol may add fields to requests.
  void CheckUnknownField() {
    const Case* c = Plain();
    if (c == nullptr) return;
    const std::string what = "ignores a field that it does not know";
    auto opened = connect_();
    if (const auto* broke = std::get_if<AdapterBroke>(&opened))
      return ReportBreak(what, *broke, "");
    Connection& connection = *std::get<std::unique_ptr<Connection>>(opened);
    connection.Send(EncodeHelloRequest(1));
    auto received = ReceiveWithDeadline(connection, options_.startup_timeout, stop_);
    if (const auto* broke = std::get_if<AdapterBroke>(&received))
      return ReportBreak(what, *broke, "");
    connection.Send(RequestLine(1, "\"x_later\":{\"a\":[1]}," + EncodeRequestBody(c->request)));
    received = ReceiveWithDeadline(connection, options_.case_timeout, stop_);
    if (const auto* broke = std::get_if<AdapterBroke>(&received))
      return ReportBreak(what, *broke, "");
    const auto decoded = DecodeAnswer(std::get<std::string_view>(received), OpOf(*c));
    const auto* answer = std::get_if<AnswerLine>(&decoded);
    if (answer == nullptr || std::holds_alternative<FaultAnswer>(answer->answer)) {
      faulty_ = true;
      return Wrong(what, "it answers " + Excerpt(std::get<std::string_view>(received)),
                   "Ignore fields of a request that you do not know.");
    }
    Right(what);
  }

  int Finish() {
    if (stop_.IsSet()) return kInterrupted;
    std::cout << "\n" << right_ << " of " << right_ + wrong_ << " are right.";
    if (broke_ || faulty_) {
      std::cout << " Mend what breaks first.\n";
      return kBroke;
    }
    if (judged_ == 0) {
      std::cout << " It supports nothing yet: answer the requests, and declare features.\n";
      return kNothingRan;
    }
    std::cout << " Next: countersign run --adapter " << ShellWord(arguments_.command) << "\n";
    return wrong_ > 0 ? kNotConforming : kConforming;
  }

  const AdapterCheckArguments& arguments_;
  const Suite& suite_;
  const StopSignal stop_;
  const ConnectFn connect_;
  const Session::Options options_;
  AdapterInfo info_;
  std::unique_ptr<Session> session_;
  int right_ = 0;
  int wrong_ = 0;
  int judged_ = 0;       // answers that say something about the implementation
  bool broke_ = false;   // it cannot be asked further
  bool faulty_ = false;  // an answer was no answer
};

}  // namespace

int CheckAdapter(const AdapterCheckArguments& arguments) {
  const std::optional<Suite> suite = LoadVectors(std::nullopt);
  if (!suite) return kUsage;
  return AdapterCheck(arguments, *suite).Run();
}

}  // namespace countersign
