#include "writers/report.h"

#include <array>
#include <utility>

#include "writers/writers.h"

namespace countersign {

void Add(Verdict verdict, Tally& tally) {
  switch (verdict) {
    case Verdict::kPass:
      ++tally.pass;
      return;
    case Verdict::kFail:
      ++tally.fail;
      return;
    case Verdict::kFault:
      ++tally.fault;
      return;
    case Verdict::kUnsupported:
      ++tally.unsupported;
      return;
    case Verdict::kNotExercised:
      ++tally.not_exercised;
      return;
    case Verdict::kExpectedFailure:
      ++tally.expected_failure;
      return;
    case Verdict::kUnexpectedPass:
      ++tally.unexpected_pass;
      return;
    case Verdict::kDisputed:
      ++tally.disputed;
      return;
  }
}

Tally Count(const Report& report) {
  Tally tally;
  for (const CaseResult& result : report.results) Add(result.verdict, tally);
  return tally;
}

int Required(const Tally& tally) {
  return tally.pass + tally.fail + tally.fault + tally.unexpected_pass;
}

std::optional<std::string> Render(const std::string& format, const Report& report) {
  using Writer = std::string (*)(const Report&);
  static constexpr std::array<std::pair<const char*, Writer>, 6> kWriters = {{
      {"json", JsonLines},
      {"junit", JUnit},
      {"tap", Tap},
      {"html", Html},
      {"markdown", Markdown},
      {"github", GitHub},
  }};
  for (const auto& [name, writer] : kWriters) {
    if (format == name) return writer(report);
  }
  return std::nullopt;
}

}  // namespace countersign
