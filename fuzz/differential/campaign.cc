// The loop of differential fuzzing: mutate scenes, ask the implementation, judge its answers, keep
// samples of each class of divergence. `countersign fuzz` runs it.
#include "differential/campaign.h"

#include <algorithm>
#include <set>
#include <utility>

#include "differential/divergence.h"
#include "differential/question.h"
#include "differential/traits.h"
#include "judge/judge.h"
#include "scene/mutate.h"

namespace countersign::fuzz {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kScenesOfABatch = 32;
constexpr std::size_t kPassedKept =
    400;  // right answers exclude causes that would predict wrong ones
constexpr std::chrono::seconds kLeastShrinkingTime{10};

bool Offers(const AdapterInfo& adapter_info, std::string_view op) {
  return std::find(adapter_info.ops.begin(), adapter_info.ops.end(), op) != adapter_info.ops.end();
}

class Campaign {
 public:
  Campaign(BatchClient& client, const CampaignOptions& options, const StopSignal& stop)
      : client_(client),
        options_(options),
        stop_(stop),
        judge_(client.adapter_info()),
        verifies_(Offers(client.adapter_info(), "verify")),
        presigns_(Offers(client.adapter_info(), "presign")),
        random_(options.seed),
        corpus_(options.corpus) {}

  CampaignResult Run() {
    const SteadyClock::time_point end = SteadyClock::now() + options_.time;
    while (SteadyClock::now() < end && questions_ < options_.questions && !stop_.IsSet() &&
           Step()) {
      if (options_.on_progress) options_.on_progress(Totals());
    }
    const auto time = std::max<SteadyClock::duration>(kLeastShrinkingTime, options_.time / 4);
    result_.findings = FindingsOf(samples_, passed_, {client_, judge_, stop_, time});
    result_.totals = Totals();
    return std::move(result_);
  }

 private:
  CampaignProgress Totals() const {
    return {questions_, not_asked_, samples_.size(), corpus_.size()};
  }

  Scene Mutated() {
    Scene scene = corpus_[random_.Below(corpus_.size())];
    if (random_.OneIn(8)) scene = Cross(scene, corpus_[random_.Below(corpus_.size())], random_);
    Mutate(scene, random_, MutateBytes);
    Resign(scene, random_);
    return scene;
  }

  // Returns false if the implementation does not start any more.
  bool Step() {
    std::vector<Scene> scenes;
    std::vector<Case> questions;
    for (std::size_t i = 0; i < kScenesOfABatch; ++i) {
      const Scene scene = Mutated();
      const auto add = [&](std::optional<Case> question) {
        if (!question) return;
        scenes.push_back(scene);
        questions.push_back(*std::move(question));
      };
      if (verifies_) add(AskToVerify(scene));
      if (presigns_) add(AskToPresign(scene));
    }
    const auto answers = client_.Ask(questions);
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
    const CaseResult judged = judge_.Brief(question, observation);
    if (judged.verdict == Verdict::kUnsupported) {
      ++not_asked_;
      return;
    }
    ++questions_;
    const auto name = ClassOf(question, observation, judged);
    Grow(scene, question, observation, name.value_or(""));
    if (!name) {
      if (judged.verdict == Verdict::kPass && passed_.size() < kPassedKept) {
        passed_.push_back(std::move(question));
      }
      return;
    }
    std::vector<std::string> traits = TraitsOf(question);
    samples_[*name].Add({std::move(scene),
                         std::move(question),
                         observation,
                         judged.explanation,
                         std::move(traits),
                         {}});
  }

  // Adds a scene to the corpus if its two answers were not seen together before.
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

  BatchClient& client_;
  const CampaignOptions& options_;
  const StopSignal& stop_;
  Judge judge_;
  bool verifies_;
  bool presigns_;
  Random random_;
  std::vector<Scene> corpus_;
  std::set<std::string> pairs_;
  std::map<std::string, Sample> samples_;
  std::vector<Case> passed_;
  std::size_t questions_ = 0;
  std::size_t not_asked_ = 0;
  CampaignResult result_;
};

}  // namespace

CampaignResult RunCampaign(BatchClient& client, const CampaignOptions& options,
                           const StopSignal& stop) {
  return Campaign(client, options, stop).Run();
}

}  // namespace countersign::fuzz
