#include "differential/campaign.h"

#include <algorithm>
#include <set>
#include <utility>

#include "differential/divergence.h"
#include "differential/question.h"
#include "differential/shrink.h"
#include "explain/diagnose.h"
#include "judge/judge.h"
#include "scene/mutate.h"

namespace countersign::fuzz {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kScenesOfABatch = 64;
constexpr std::size_t kExamplesOfAClass = 6;
constexpr std::size_t kPassedKept = 400;  // what is right tells mistakes apart
constexpr std::size_t kQuestionsOfAShrinkingStep = 200;
constexpr std::chrono::seconds kShrinkingTime{5};  // for each finding

struct Sample {
  std::size_t count = 0;
  std::vector<Example> examples;
};

class Campaign {
 public:
  Campaign(Asker& asker, const CampaignOptions& options, const StopSignal& stop)
      : asker_(asker),
        options_(options),
        stop_(stop),
        judge_(asker.hello()),
        random_(options.seed),
        corpus_(options.corpus) {}

  CampaignResult Run() {
    const SteadyClock::time_point end = SteadyClock::now() + options_.time;
    while (SteadyClock::now() < end && !stop_.IsSet() && Step()) {
      if (options_.on_progress) options_.on_progress(Totals());
    }
    result_.findings = Explain();
    result_.totals = Totals();
    return std::move(result_);
  }

 private:
  Progressed Totals() const { return {questions_, not_asked_, samples_.size(), corpus_.size()}; }

  Scene Mutated() {
    Scene scene = corpus_[random_.Below(corpus_.size())];
    if (random_.OneIn(8)) scene = Cross(scene, corpus_[random_.Below(corpus_.size())], random_);
    Mutate(scene, random_, MutateOctets);
    Resign(scene, random_, keys_);
    return scene;
  }

  // False: the implementation does not start any more.
  bool Step() {
    std::vector<Scene> scenes;
    std::vector<Case> questions;
    for (std::size_t i = 0; i < kScenesOfABatch; ++i) {
      const Scene scene = Mutated();
      for (auto& question : {AskToVerify(scene, keys_), AskToPresign(scene, keys_)}) {
        if (!question) continue;
        scenes.push_back(scene);
        questions.push_back(*question);
      }
    }
    const auto answers = asker_.Ask(questions);
    if (!answers) {
      result_.gave_up = !stop_.IsSet();
      return false;
    }
    for (std::size_t i = 0; i < questions.size(); ++i) {
      Take(std::move(scenes[i]), std::move(questions[i]), (*answers)[i]);
    }
    return true;
  }

  void Take(Scene scene, Case question, const Observation& observation) {
    if (std::holds_alternative<NotAsked>(observation)) {
      ++not_asked_;
      return;
    }
    ++questions_;
    const CaseResult judged = judge_(question, observation);
    const auto name = ClassOf(question, observation, judged);
    Grow(scene, question, observation, name.value_or(""));
    if (!name) {
      if (judged.verdict == Verdict::kPass && passed_.size() < kPassedKept) {
        passed_.push_back(std::move(question));
      }
      return;
    }
    Sample& sample = samples_[*name];
    ++sample.count;
    if (sample.examples.size() >= kExamplesOfAClass) return;
    sample.examples.push_back({std::move(scene), std::move(question), observation, {}});
  }

  // A pair of answers that was not seen together before is worth beginning from.
  void Grow(const Scene& scene, const Case& question, const Observation& observation,
            const std::string& class_name) {
    std::string pair = class_name + "|" + question.rules.front() + "|";
    pair += OpOf(question) == Op::kVerify ? "v" : "p";
    if (const auto* answer = std::get_if<Answer>(&observation)) {
      const auto* refusal = std::get_if<RejectAnswer>(answer);
      if (refusal != nullptr) {
        pair += refusal->rejection_class.value_or("") + refusal->code.value_or("");
      }
    }
    if (!pairs_.insert(std::move(pair)).second) return;
    corpus_.push_back(scene);
    result_.grown.push_back(scene);
  }

  // ClassNow is the class that a scene shows when it is asked about in the way of `like`.
  std::vector<bool> ShowClass(const std::vector<Scene>& scenes, const std::string& class_name,
                              Op op) {
    std::vector<bool> shows(scenes.size(), false);
    std::vector<Case> questions;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < scenes.size() && i < kQuestionsOfAShrinkingStep; ++i) {
      auto question =
          op == Op::kVerify ? AskToVerify(scenes[i], keys_) : AskToPresign(scenes[i], keys_);
      if (!question) continue;
      questions.push_back(*std::move(question));
      places.push_back(i);
    }
    const auto answers = asker_.Ask(questions);
    if (!answers) return {};
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const Observation& answer = (*answers)[i];
      shows[places[i]] = ClassOf(questions[i], answer, judge_(questions[i], answer)) == class_name;
    }
    return shows;
  }

  void ShrinkExample(const std::string& class_name, Example& example) {
    const Op op = OpOf(example.question);
    const auto end = SteadyClock::now() + kShrinkingTime;
    const Scene scene = Shrink(
        example.scene,
        [&](const std::vector<Scene>& scenes) -> std::vector<bool> {
          if (SteadyClock::now() >= end || stop_.IsSet()) return {};
          return ShowClass(scenes, class_name, op);
        },
        keys_);
    const auto question =
        op == Op::kVerify ? AskToVerify(scene, keys_) : AskToPresign(scene, keys_);
    if (!question || stop_.IsSet()) return;
    const auto answers = asker_.Ask({*question});
    if (!answers) return;
    // Only what shows it still: an implementation may answer otherwise the next time.
    if (ClassOf(*question, answers->front(), judge_(*question, answers->front())) != class_name) {
      return;
    }
    example.scene = scene;
    example.question = *question;
    example.observation = answers->front();
  }

  // Names the known mistakes behind the examples, all of them together.
  void Diagnose() {
    std::vector<CaseResult> results;
    std::vector<Failure> failures;
    for (auto& [name, sample] : samples_) {
      for (Example& example : sample.examples) {
        CaseResult judged = judge_(example.question, example.observation);
        judged.vector = &example.question;
        if (const auto* answer = std::get_if<Answer>(&example.observation)) {
          if (judged.verdict == Verdict::kFail) {
            failures.push_back({&example.question, std::nullopt, *answer});
          }
        }
        results.push_back(std::move(judged));
      }
    }
    const std::size_t examples = results.size();
    for (const Case& question : passed_) {
      results.emplace_back().vector = &question;
    }
    countersign::Diagnose(asker_.hello(), failures, results);
    std::size_t at = 0;
    for (auto& [name, sample] : samples_) {
      for (Example& example : sample.examples) {
        if (at < examples) example.causes = std::move(results[at++].likely_causes);
      }
    }
  }

  // One finding for each cause of a class: its shortest example.
  std::vector<Finding> Explain() {
    for (auto& [name, sample] : samples_) {
      std::stable_sort(sample.examples.begin(), sample.examples.end(),
                       [](const Example& a, const Example& b) {
                         return SceneText(a.scene).size() < SceneText(b.scene).size();
                       });
    }
    Diagnose();
    std::vector<Finding> findings;
    for (auto& [name, sample] : samples_) {
      std::set<std::string> causes;
      for (Example& example : sample.examples) {
        const std::string cause = example.causes.empty() ? "" : example.causes.front().name;
        if (!causes.insert(cause).second) continue;
        ShrinkExample(name, example);
        findings.push_back({name, cause, sample.count, std::move(example)});
      }
    }
    return findings;
  }

  Asker& asker_;
  const CampaignOptions& options_;
  const StopSignal& stop_;
  Judge judge_;
  Random random_;
  SigningKeyCache keys_;
  std::vector<Scene> corpus_;
  std::set<std::string> pairs_;
  std::map<std::string, Sample> samples_;
  std::vector<Case> passed_;
  std::size_t questions_ = 0;
  std::size_t not_asked_ = 0;
  CampaignResult result_;
};

}  // namespace

CampaignResult RunCampaign(Asker& asker, const CampaignOptions& options, const StopSignal& stop) {
  return Campaign(asker, options, stop).Run();
}

}  // namespace countersign::fuzz
