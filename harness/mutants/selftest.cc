// Measures the suite with `countersign selftest`: each mutant must fail a case of a rule that it
// breaks, and no correct variant may fail any case. Works through a list of tasks, one for each
// implementation and side, on several threads.
#include "mutants/selftest.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"
#include "runner/runner.h"
#include "suite/select.h"

namespace countersign {
namespace {

using Cases = std::vector<const Case*>;

// For mutants that hang. Other answers take microseconds.
constexpr std::chrono::seconds kCaseTimeout{2};

std::string_view SideName(Op op) { return op == Op::kPresign ? "presign" : "verify"; }

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// All but the disputed cases, which cannot catch a mutant.
Cases CountedCases(const Suite& suite) {
  Cases cases = Select(suite, Selection{});
  std::erase_if(cases, [](const Case* c) { return c->status == CaseStatus::kDisputed; });
  return cases;
}

// The optional cases of optional rules, such as presign/input. They catch the mutants that break
// such a rule, and no correct variant is asked them.
Cases OptionalCases(const Suite& suite) {
  Selection selection;
  selection.weakest = Level::kMay;
  Cases cases = Select(suite, selection);
  const auto is_optional = [&suite](const std::string& id) {
    return std::any_of(suite.rules.begin(), suite.rules.end(), [&id](const RuleEntry& rule) {
      return rule.id == id && rule.level == Level::kMay;
    });
  };
  std::erase_if(cases, [&](const Case* c) {
    return c->status == CaseStatus::kDisputed || c->level != Level::kMay ||
           !std::all_of(c->rules.begin(), c->rules.end(), is_optional);
  });
  return cases;
}

struct CasesToAsk {
  Cases counted;
  Cases optional;
};

Cases CasesFor(const Mutant& mutant, Op op, const CasesToAsk& all, const SelfTestOptions& options) {
  Cases cases;
  // A mutant that breaks needs a new process after each case, so it runs only its own cases.
  const bool asks_other_rules = options.asks_other_rules && mutant.breaks.empty();
  for (const Case* c : all.counted) {
    if (OpOf(*c) == op && (asks_other_rules || BreaksRuleOf(mutant, *c))) cases.push_back(c);
  }
  for (const Case* c : all.optional) {
    if (OpOf(*c) == op && BreaksRuleOf(mutant, *c)) cases.push_back(c);
  }
  return cases;
}

void AddSurvivor(const Mutant& mutant, SelfTestResult& measured) {
  std::string rules;
  for (const std::string_view rule : mutant.rules) {
    rules += (rules.empty() ? "" : ", ") + std::string(rule);
  }
  measured.problem = "survives: no case that counts and tests " + rules;
  measured.problem +=
      mutant.breaks.empty() ? " fails" : " breaks with \"" + std::string(mutant.breaks) + "\"";
}

SelfTestResult MeasureMutant(const Mutant& mutant, Op op, const CasesToAsk& all, ErrorLevel errors,
                             const SelfTestOptions& self_test) {
  SelfTestResult measured{
      std::string(mutant.name), std::string(SideName(op)), std::string(mutant.mistake), {}, 0, {}};
  const Cases cases = CasesFor(mutant, op, all, self_test);
  Implementation implementation = WithMutant(mutant);
  implementation.adapter_info.errors = errors;
  RunOptions options;
  ConnectFn connect = InProcessConnector(implementation);
  if (!mutant.breaks.empty()) {
    connect = ProcessConnector(self_test.program + " adapter --mutant " + std::string(mutant.name));
    options.case_timeout = kCaseTimeout;
  }
  const auto outcome = Run(cases, connect, options);
  if (const auto* failure = std::get_if<AdapterBroke>(&outcome)) {
    measured.problem = "no handshake: " + failure->reason;
    return measured;
  }
  const RunResult& run = std::get<RunResult>(outcome);
  for (const CaseResult& result : run.results) {
    const bool fails = mutant.breaks.empty() ? result.verdict == Verdict::kFail
                                             : result.verdict == Verdict::kFault &&
                                                   Contains(result.explanation, mutant.breaks);
    if (!fails) continue;
    if (BreaksRuleOf(mutant, *result.vector)) {
      measured.caught_by.push_back(result.vector->id);
    } else {
      ++measured.other_failures;
    }
  }
  const bool broke = !mutant.breaks.empty() &&
                     std::any_of(run.faults.begin(), run.faults.end(), [&](const auto& one) {
                       return Contains(one.reason, mutant.breaks);
                     });
  if (broke) measured.caught_by.push_back("the run as a whole");
  if (measured.caught_by.empty()) AddSurvivor(mutant, measured);
  return measured;
}

// Two refusals with the same status and code differ only if the implementation names classes.
SelfTestResult MeasureAtBothLevels(const Mutant& mutant, Op op, const CasesToAsk& all,
                                   const SelfTestOptions& options) {
  const SelfTestResult by_code = MeasureMutant(mutant, op, all, ErrorLevel::kCode, options);
  if (by_code.problem.empty() || !mutant.breaks.empty() || op == Op::kPresign) return by_code;
  return MeasureMutant(mutant, op, all, ErrorLevel::kClass, options);
}

SelfTestResult MeasureVariant(const CorrectVariant& variant, const Cases& cases) {
  SelfTestResult measured{std::string(variant.name), "both", std::string(variant.what), {}, 0, {}};
  const auto outcome =
      Run(cases, InProcessConnector(variant.implementation, variant.order), RunOptions{});
  if (const auto* failure = std::get_if<AdapterBroke>(&outcome)) {
    measured.problem = "no handshake: " + failure->reason;
    return measured;
  }
  const RunResult& run = std::get<RunResult>(outcome);
  std::size_t passed = 0;
  for (const CaseResult& result : run.results) {
    passed += result.verdict == Verdict::kPass;
    if (result.verdict != Verdict::kFail && result.verdict != Verdict::kFault) continue;
    if (measured.problem.empty()) {
      measured.problem = "is failed by " + result.vector->id + ": " + result.explanation;
    }
    ++measured.other_failures;
  }
  if (!run.faults.empty()) measured.problem = "broke: " + run.faults.front().reason;
  if (passed == 0) measured.problem = "no case passed";
  return measured;
}

using Task = std::function<SelfTestResult()>;

bool IsSelected(const SelfTestOptions& options, std::string_view name) {
  return options.select.empty() ||
         std::any_of(options.select.begin(), options.select.end(),
                     [name](const std::string& glob) { return GlobMatches(glob, name); });
}

std::vector<Task> Tasks(const CasesToAsk& cases, const SelfTestOptions& options) {
  std::vector<Task> tasks;
  static const CorrectVariant kReference = {"reference", "The reference itself.",
                                            ReferenceImplementation()};
  const auto add = [&](const CorrectVariant& variant) {
    if (!IsSelected(options, variant.name)) return;
    tasks.push_back([&variant, &cases] { return MeasureVariant(variant, cases.counted); });
  };
  add(kReference);
  for (const CorrectVariant& variant : CorrectVariants()) add(variant);
  for (const Mutant& mutant : Mutants()) {
    if (!IsSelected(options, mutant.name)) continue;
    for (const Op op : {Op::kPresign, Op::kVerify}) {
      const Side other = op == Op::kPresign ? Side::kVerify : Side::kPresign;
      if (SideOf(mutant) == other) continue;
      tasks.push_back([&mutant, op, &cases, &options] {
        return MeasureAtBothLevels(mutant, op, cases, options);
      });
    }
  }
  return tasks;
}

}  // namespace

std::vector<SelfTestResult> SelfTest(const Suite& suite, const SelfTestOptions& options) {
  const CasesToAsk cases{CountedCases(suite), OptionalCases(suite)};
  const std::vector<Task> tasks = Tasks(cases, options);
  std::vector<SelfTestResult> all(tasks.size());
  std::atomic<std::size_t> next = 0;
  std::mutex reporting;
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      all[i] = tasks[i]();
      const std::lock_guard<std::mutex> lock(reporting);
      if (options.on_measured) options.on_measured(all[i]);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return all;
}

}  // namespace countersign
