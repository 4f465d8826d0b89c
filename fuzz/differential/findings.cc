// Makes findings of the samples of a campaign: shrinks each example, drops those that are alike,
// and explains them by known mistakes (diagnose/). campaign.cc calls it once, at the end.
#include "differential/findings.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "diagnose/diagnose.h"
#include "differential/divergence.h"
#include "differential/question.h"
#include "differential/shrink.h"
#include "differential/traits.h"

namespace countersign::fuzz {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Classes = std::map<std::string, std::vector<Example>>;

constexpr std::size_t kAskedAtOnce = 16;
constexpr std::size_t kQuestionsOfAShrinkingStep = 200;
constexpr std::size_t kQuestionsOfAnExample = 4000;
constexpr std::chrono::seconds kTimeOfAnExample{8};
constexpr std::size_t kFindingsOfAClass = 8;

class Shrinker {
 public:
  Shrinker(const FindingsContext& context, SteadyClock::time_point end)
      : context_(context), end_(end) {}

  void operator()(const std::string& class_name, Example& example) {
    class_name_ = &class_name;
    op_ = OpOf(example.question);
    asked_ = 0;
    end_of_one_ = std::min(end_, SteadyClock::now() + kTimeOfAnExample);
    const Scene scene = Shrink(
        example.scene, [this](const std::vector<Scene>& scenes) { return FirstToShow(scenes); });
    // Keep the shrunk example only if it still shows the class: answers may vary.
    if (auto shown = Show({scene}); !shown.empty() && shown.front()) {
      example = *std::move(shown.front());
    }
  }

 private:
  bool IsOver() const {
    return asked_ >= kQuestionsOfAnExample || SteadyClock::now() >= end_of_one_ ||
           context_.stop.IsSet();
  }

  std::optional<Case> Question(const Scene& scene) {
    return op_ == Op::kVerify ? AskToVerify(scene) : AskToPresign(scene);
  }

  // Returns for each scene an example, or nullopt if it does not show the class.
  std::vector<std::optional<Example>> Show(const std::vector<Scene>& scenes) {
    std::vector<std::optional<Example>> shown(scenes.size());
    std::vector<Case> questions;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
      auto question = Question(scenes[i]);
      if (!question) continue;
      questions.push_back(*std::move(question));
      places.push_back(i);
    }
    asked_ += questions.size();
    const auto answers = context_.client.Ask(questions);
    if (!answers) return {};
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const Observation& answer = (*answers)[i];
      const CaseResult judged = context_.judge(questions[i], answer);
      if (ClassOf(questions[i], answer, judged) != *class_name_) continue;
      shown[places[i]] = Example{scenes[places[i]],  questions[i],           answer,
                                 judged.explanation, TraitsOf(questions[i]), {}};
    }
    return shown;
  }

  // Asks a few at a time, because only the first that shows the class counts. Questions on which
  // the implementation breaks are asked alone.
  std::vector<bool> FirstToShow(const std::vector<Scene>& scenes) {
    std::vector<bool> shows(scenes.size(), false);
    const std::size_t step = class_name_->starts_with("breaks/") ? 1 : kAskedAtOnce;
    const std::size_t last = std::min(scenes.size(), kQuestionsOfAShrinkingStep);
    for (std::size_t at = 0; at < last && !IsOver(); at += step) {
      const auto from = scenes.begin() + static_cast<std::ptrdiff_t>(at);
      const auto to = scenes.begin() + static_cast<std::ptrdiff_t>(std::min(at + step, last));
      const auto shown = Show({from, to});
      for (std::size_t i = 0; i < shown.size(); ++i) {
        if (!shown[i]) continue;
        shows[at + i] = true;
        return shows;
      }
    }
    return shows;
  }

  const FindingsContext& context_;
  SteadyClock::time_point end_;
  SteadyClock::time_point end_of_one_;
  const std::string* class_name_ = nullptr;
  Op op_ = Op::kVerify;
  std::size_t asked_ = 0;
};

// Keeps the shortest of the examples that have the same traits.
void DropAlike(std::vector<Example>& examples) {
  std::stable_sort(examples.begin(), examples.end(), [](const Example& a, const Example& b) {
    return SceneText(a.scene).size() < SceneText(b.scene).size();
  });
  std::set<std::vector<std::string>> seen;
  std::erase_if(examples, [&](const Example& one) { return !seen.insert(one.traits).second; });
}

// Sets the causes of all examples. Diagnosing them together excludes causes that some contradict.
void Explain(Classes& classes, const std::vector<Case>& passed, const FindingsContext& context) {
  std::vector<CaseResult> results;
  std::vector<FailedAnswer> failures;
  for (auto& [name, examples] : classes) {
    for (Example& example : examples) {
      CaseResult judged = context.judge(example.question, example.observation);
      judged.vector = &example.question;
      const auto* answer = std::get_if<Answer>(&example.observation);
      if (answer != nullptr && judged.verdict == Verdict::kFail) {
        failures.push_back({&example.question, std::nullopt, *answer});
      }
      results.push_back(std::move(judged));
    }
  }
  for (const Case& question : passed) results.emplace_back().vector = &question;
  Diagnose(context.client.adapter_info(), failures, results);
  std::size_t at = 0;
  for (auto& [name, examples] : classes) {
    for (Example& example : examples) example.causes = std::move(results[at++].likely_causes);
  }
}

// The cause that explains the most of these examples; of equal ones, the likeliest.
std::string CommonestCause(const std::vector<Example>& examples) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> causes;  // times, sum of ranks
  for (const Example& example : examples) {
    for (std::size_t rank = 0; rank < example.causes.size(); ++rank) {
      auto& [times, ranks] = causes[example.causes[rank].name];
      ++times;
      ranks += rank;
    }
  }
  const auto best =
      std::max_element(causes.begin(), causes.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.second.first, b.second.second, b.first) <
               std::tuple(b.second.first, a.second.second, a.first);
      });
  return best == causes.end() ? "" : best->first;
}

bool HasCause(const Example& example, const std::string& name) {
  return std::any_of(example.causes.begin(), example.causes.end(),
                     [&](const Cause& cause) { return cause.name == name; });
}

std::string TraitsText(const std::vector<std::string>& traits) {
  std::string text;
  for (const std::string& trait : traits) text += (text.empty() ? "" : "-and-") + trait;
  return text;
}

// Moves this cause to the front of the example's causes.
void PutFirst(const std::string& name, Example& example) {
  std::stable_partition(example.causes.begin(), example.causes.end(),
                        [&](const Cause& cause) { return cause.name == name; });
}

std::vector<Finding> FindingsOfClass(const std::string& class_name, std::size_t count,
                                     std::vector<Example> examples) {
  std::vector<Finding> findings;
  for (std::string cause = CommonestCause(examples); !cause.empty();
       cause = CommonestCause(examples)) {
    const auto first = std::find_if(examples.begin(), examples.end(),
                                    [&](const Example& one) { return HasCause(one, cause); });
    PutFirst(cause, *first);
    findings.push_back({class_name, cause, count, *first});
    std::erase_if(examples, [&](const Example& one) { return HasCause(one, cause); });
  }
  for (Example& example : examples) {
    if (findings.size() >= kFindingsOfAClass) break;
    std::string name = TraitsText(example.traits);
    findings.push_back({class_name, std::move(name), count, std::move(example)});
  }
  std::sort(findings.begin(), findings.end(),
            [](const Finding& a, const Finding& b) { return a.name < b.name; });
  return findings;
}

}  // namespace

std::vector<Finding> FindingsOf(std::map<std::string, Sample>& samples,
                                const std::vector<Case>& passed, const FindingsContext& context) {
  Classes classes;
  Shrinker shrink(context, SteadyClock::now() + context.time);
  for (auto& [name, sample] : samples) {
    std::vector<Example> examples = sample.Take();
    for (Example& example : examples) shrink(name, example);
    DropAlike(examples);
    classes[name] = std::move(examples);
  }
  Explain(classes, passed, context);
  std::vector<Finding> findings;
  for (auto& [name, examples] : classes) {
    for (Finding& one : FindingsOfClass(name, samples[name].count(), std::move(examples))) {
      findings.push_back(std::move(one));
    }
  }
  return findings;
}

}  // namespace countersign::fuzz
