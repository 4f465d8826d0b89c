// Property: an implementation answers as the reference does, to verify and (for half of the inputs)
// to presign. The implementation is the subject (engine/subject.h) or, with --library=FILE, a
// shared library that exports countersign_adapter_v1. The library runs in this process, so if it is
// instrumented, the engine sees its coverage. --known=CLASS,CLASS ignores known classes. Put both
// options before the engine's own. `countersign fuzz --adapter` compares programs.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "differential/divergence.h"
#include "differential/question.h"
#include "engine/forbid_side_effects.h"
#include "engine/scene_target.h"
#include "engine/subject.h"
#include "engine/tally.h"
#include "engine/target.h"
#include "judge/judge.h"
#include "protocol/codec.h"
#include "reference_adapter/implementation.h"
#include "runner/not_asked.h"
#include "scene/random.h"
#include "scene/refusal.h"
#include "transport/library.h"
#include "writers/answer_view.h"

// libFuzzer treats these counters as coverage, so it keeps an input that shows a new pair of
// answers.
#ifdef __linux__
__attribute__((used, section("__libfuzzer_extra_counters")))
#endif
static std::uint8_t pairs_of_answers[1024];

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);

namespace countersign::fuzz {
namespace {

// Compared is the implementation that is compared with the reference.
class Compared {
 public:
  virtual ~Compared() = default;
  virtual const AdapterInfo& adapter_info() const = 0;
  virtual Observation Ask(const Case& question) = 0;
};

class SubjectCompared : public Compared {
 public:
  const AdapterInfo& adapter_info() const override { return Subject().adapter_info; }
  Observation Ask(const Case& question) override {
    if (const auto* presign = std::get_if<PresignMessage>(&question.request)) {
      return Subject().presign(*presign);
    }
    return Subject().verify(std::get<VerifyMessage>(question.request));
  }
};

class LibraryCompared : public Compared {
 public:
  explicit LibraryCompared(const std::string& path) {
    std::string error;
    adapter_ = LoadAdapterLibrary(path, &error);
    if (adapter_ == nullptr) Stop(path + " " + error);
    const std::string hello = EncodeHelloRequest(1);
    state_ = adapter_->open(hello.data(), hello.size(), &LibraryCompared::Emit, &lines_);
    if (state_ == nullptr || lines_.size() != 1) Stop(path + " does not answer the hello");
    Decoded<AdapterInfo> decoded = DecodeHelloAnswer(lines_.front());
    if (const auto* wrong = std::get_if<ProtocolError>(&decoded))
      Stop(path + ": " + wrong->message);
    adapter_info_ = std::get<AdapterInfo>(std::move(decoded));
    if (adapter_info_.clock == Clock::kAmbient) Stop(path + " has a clock that cannot be set");
  }

  const AdapterInfo& adapter_info() const override { return adapter_info_; }

  Observation Ask(const Case& question) override {
    lines_.clear();
    const std::string line = RequestLine(++id_, EncodeRequestBody(question.request));
    {
      const AllowSideEffects allow;
      adapter_->call(state_, line.data(), line.size(), &LibraryCompared::Emit, &lines_);
    }
    if (lines_.size() != 1) return AdapterBroke{"no answer, or more than one", ""};
    Decoded<AnswerLine> answer = DecodeAnswer(lines_.front(), OpOf(question));
    if (const auto* wrong = std::get_if<ProtocolError>(&answer)) {
      return AdapterBroke{"broke the protocol: " + wrong->message, ""};
    }
    if (std::get<AnswerLine>(answer).id != id_)
      return AdapterBroke{"answered another question", ""};
    return std::get<AnswerLine>(std::move(answer)).answer;
  }

 private:
  static void Emit(void* sink, const char* json, size_t length) {
    static_cast<std::vector<std::string>*>(sink)->emplace_back(json, length);
  }
  [[noreturn]] static void Stop(const std::string& why) {
    std::fprintf(stderr, "differential_fuzz: %s\n", why.c_str());
    std::exit(2);
  }

  const countersign_adapter* adapter_ = nullptr;
  void* state_ = nullptr;
  std::vector<std::string> lines_;
  std::int64_t id_ = 0;
  AdapterInfo adapter_info_;
};

std::unique_ptr<Compared>& Other() {
  static std::unique_ptr<Compared> compared = std::make_unique<SubjectCompared>();
  return compared;
}

std::set<std::string>& KnownClasses() {
  static std::set<std::string> known;
  return known;
}

void Compare(const Scene& scene, const Case& question) {
  static Judge judge(Other()->adapter_info());
  if (WhyNotAsked(question, Other()->adapter_info())) return;
  const Observation observation = Other()->Ask(question);
  const CaseResult judged = judge.Brief(question, observation);
  const std::optional<std::string> divergence = ClassOf(question, observation, judged);
  const std::string pair = question.rules.front() + divergence.value_or("");
  pairs_of_answers[HashOf(pair) % sizeof(pairs_of_answers)] = 1;
  if (!divergence || KnownClasses().count(*divergence) > 0) return;
  std::string finding = "divergence-" + *divergence;
  for (char& c : finding) c = c == '/' ? '-' : c;
  Fail(finding.substr(0, 60), SceneText(scene) + "\nclass " + *divergence + "\n" +
                                  judged.explanation + "\nexpected " + ExpectedJson(judged) +
                                  "\nobserved " + ObservedJson(judged));
}

}  // namespace

const bool kTakesSignatures = true;

Taken Execute(Input input) {
  static Tally tally;
  const std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  const std::optional<Case> verify = AskToVerify(*scene);
  if (!verify) return Taken::kNotWorthKeeping;
  const ExpectedAnswer& expected = verify->expected.front();
  tally.Count(expected.accept || IsAfterTheSignature(expected.rejection_class));
  Compare(*scene, *verify);
  // Presigning is slower, and most mutations change both questions, so half of the inputs are
  // enough.
  if (IsOneOfTwo(input)) {
    if (const auto presign = AskToPresign(*scene)) Compare(*scene, *presign);
  }
  return Taken::kKept;
}

}  // namespace countersign::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr std::string_view kLibrary = "--library=";
  constexpr std::string_view kKnown = "--known=";
  for (int i = 1; i < *argc; ++i) {
    std::string_view argument = (*argv)[i];
    if (argument.starts_with(kLibrary)) {
      countersign::fuzz::Other() = std::make_unique<countersign::fuzz::LibraryCompared>(
          std::string(argument.substr(kLibrary.size())));
    }
    if (!argument.starts_with(kKnown)) continue;
    argument.remove_prefix(kKnown.size());
    while (!argument.empty()) {
      const std::size_t end = std::min(argument.find(','), argument.size());
      countersign::fuzz::KnownClasses().emplace(argument.substr(0, end));
      argument.remove_prefix(std::min(end + 1, argument.size()));
    }
  }
  return 0;
}
