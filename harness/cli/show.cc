// `countersign show ID`: prints one case for people, so that nobody has to read its JSON.
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/run_arguments.h"
#include "protocol/codec.h"
#include "protocol/shell_word.h"
#include "suite/select.h"
#include "writers/text.h"

namespace countersign {
namespace {

void Heading(const char* text) { std::cout << '\n' << text << '\n'; }

void PrintRule(const Suite& suite, const std::string& id) {
  std::cout << "  " << id << '\n';
  for (const RuleEntry& rule : suite.rules) {
    if (rule.id != id) continue;
    std::cout << "    " << rule.text << "\n    Source: " << rule.source << " (confidence "
              << rule.confidence << ")\n";
    if (!rule.link.empty()) std::cout << "    " << rule.link << '\n';
  }
}

// The request as an adapter gets it, with line breaks.
std::string Spread(const RequestMessage& request) {
  return nlohmann::ordered_json::parse("{" + EncodeRequestBody(request)).dump(2);
}

void PrintAnswer(const ExpectedAnswer& answer) {
  std::cout << "  " << (answer.accept ? "accept" : "reject");
  if (answer.rejection_class) std::cout << ", class " << *answer.rejection_class;
  if (answer.status) std::cout << ", status " << *answer.status;
  if (answer.code) std::cout << ", code " << *answer.code;
  std::cout << '\n';
}

void PrintSigned(const Signed& given) {
  Heading("The signature was made over this instead of what is sent");
  if (given.method) std::cout << "  method " << *given.method << '\n';
  if (given.target) std::cout << "  target " << Printable(*given.target) << '\n';
  if (given.headers) {
    for (const NameValue& header : *given.headers) {
      std::cout << "  header " << Printable(header.first + ": " + header.second) << '\n';
    }
  }
  if (given.payload) std::cout << "  payload " << *given.payload << '\n';
  if (given.secret_access_key) std::cout << "  with another secret access key\n";
}

const char* Describe(TransferScenario scenario) {
  switch (scenario) {
    case TransferScenario::kOutlives:
      return "the body of the request or of the answer is still being sent when the URL expires";
    case TransferScenario::kUsedBefore:
      return "the same URL was used before, at its date, and that transfer was complete";
    case TransferScenario::kBrokenOff: break;
  }
  return "the same URL was used before, at its date, and that answer was cut off halfway";
}

void PrintCase(const Suite& suite, const Case& c) {
  std::cout << c.id << '\n' << "  " << c.why << '\n';
  std::cout << "  level " << LevelName(c.level)
            << (c.status == CaseStatus::kDisputed ? ", disputed: shown, never counted" : "")
            << '\n';
  for (const std::string& feature : c.features) std::cout << "  requires " << feature << '\n';
  Heading("Rules");
  for (const std::string& rule : c.rules) PrintRule(suite, rule);
  Heading("Request");
  std::cout << Spread(c.request) << '\n';
  if (c.signed_as) PrintSigned(*c.signed_as);
  if (c.live) {
    Heading("If a live server is asked");
    std::cout << "  " << Describe(*c.live) << '\n';
  }
  Heading("Allowed answers, preferred first");
  for (const ExpectedAnswer& answer : c.expected) PrintAnswer(answer);
  if (c.refused_by) std::cout << "  refused by rule " << *c.refused_by << '\n';
  if (c.stages) {
    Heading("Canonical request");
    std::cout << PrintableLines(c.stages->canonical_request) << '\n';
    Heading("String to sign");
    std::cout << PrintableLines(c.stages->string_to_sign) << '\n';
    Heading("Signature");
    std::cout << c.stages->signature << '\n';
  }
  Heading("Provenance");
  for (const auto& source : c.provenance) {
    std::cout << "  " << ProvenanceKindName(source->kind) << ": " << source->citation << '\n';
    if (!source->url.empty()) std::cout << "    " << source->url << '\n';
  }
}

}  // namespace

int ShowCase(const SelectionArguments& arguments, const std::string& id) {
  const std::optional<Suite> suite = LoadVectors(arguments.vectors);
  if (!suite) return kUsage;
  const auto found = std::find_if(suite->cases.begin(), suite->cases.end(),
                                  [&](const Case& c) { return c.id == id; });
  if (found == suite->cases.end()) {
    PrintError("unknown case " + ShellWord(id) + " (countersign list prints all ids)");
    return kUsage;
  }
  PrintCase(*suite, *found);
  return kConforming;
}

}  // namespace countersign
