#include "certify/certify.h"

#include <chrono>
#include <utility>

#include "certify/recording_connection.h"
#include "certify/replay.h"
#include "certify/transcript.h"
#include "protocol/printable.h"

namespace countersign {
namespace {

std::int64_t NowInMilliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

AskedOf AskedOfKind(const Manifest& manifest) {
  return manifest.endpoint ? AskedOf::kEndpoint : AskedOf::kAdapter;
}

std::variant<JudgedTranscript, std::vector<std::string>> JudgeTranscript(
    const Plan& plan, const std::string& plan_text, const std::string& transcript,
    const EndpointQuestions* questions) {
  auto read = ReadTranscript(kTranscriptFile, transcript, FirstLink(plan_text));
  if (const auto* errors = std::get_if<LoadErrors>(&read)) {
    std::vector<std::string> problems;
    for (const LoadError& error : *errors) {
      problems.push_back(error.file +
                         (error.pointer.empty() ? "" : " " + Printable(error.pointer)) + ": " +
                         Printable(error.expected));
    }
    return problems;
  }
  JudgedTranscript judged;
  judged.exchanges = std::get<ReadExchanges>(std::move(read)).exchanges;
  Replay replay(judged.exchanges, questions);
  AskOptions options;
  options.about = [&replay](std::string_view about) { replay.About(about); };
  options.last_record = [&replay] { return replay.used(); };
  if (questions != nullptr) options.adapt = [&replay](const Case& c) { return replay.Adapt(c); };
  judged.asked = AskPlan(plan, replay.Connector(), options);
  if (!replay.mismatch() && !judged.asked.stopped) replay.CheckEnd();
  const std::string file = std::string(kTranscriptFile) + " ";
  if (const auto& mismatch = replay.mismatch()) return std::vector<std::string>{file + *mismatch};
  if (judged.asked.stopped) {
    return std::vector<std::string>{
        file + "record " + std::to_string(replay.used()) +
        ": the run was not completed: " + Excerpt(*judged.asked.stopped)};
  }
  return judged;
}

std::variant<std::vector<NamedText>, NoBundle> Certify(const Suite& suite, Manifest manifest,
                                                       const ConnectFn& connect, AskOptions options,
                                                       const Ed25519Key& key) {
  const bool is_endpoint = manifest.endpoint.has_value();
  const Plan plan = MakePlan(suite, manifest.challenge, AskedOfKind(manifest));
  const std::string plan_text = PlanText(plan);
  Transcript transcript(FirstLink(plan_text));
  options.about = [&transcript](std::string_view about) { transcript.About(about); };
  options.last_record = {};
  if (options.adapt) {
    options.adapt = [&transcript, adapt = options.adapt](const Case& c) {
      auto adapted = adapt(c);
      const auto* why = std::get_if<NotAsked>(&adapted);
      if (why != nullptr) transcript.AddNotAsked(why->reason);
      return adapted;
    };
  }
  manifest.started_ms = NowInMilliseconds();
  const AskedPlan asked = AskPlan(
      plan, Recorded(connect, transcript, is_endpoint ? Secrets::kHidden : Secrets::kRecorded),
      options);
  manifest.finished_ms = NowInMilliseconds();
  if (asked.stopped) return NoBundle{*asked.stopped};
  std::optional<EndpointQuestions> questions;
  if (is_endpoint) {
    auto made = EndpointQuestions::Make(*manifest.endpoint, std::nullopt);
    if (const auto* why = std::get_if<std::string>(&made)) return NoBundle{*why};
    questions = std::get<EndpointQuestions>(std::move(made));
  }
  const auto judged =
      JudgeTranscript(plan, plan_text, transcript.text(), questions ? &*questions : nullptr);
  if (const auto* problems = std::get_if<std::vector<std::string>>(&judged)) {
    return NoBundle{"the transcript cannot be judged: " + problems->front()};
  }
  return BundleTexts(
      std::move(manifest),
      {suite, plan, plan_text, transcript.text(), std::get<JudgedTranscript>(judged).asked}, key);
}

}  // namespace countersign
