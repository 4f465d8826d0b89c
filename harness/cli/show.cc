// `countersign show ID`: prints one case for people, so that nobody has to read its JSON.
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/command.h"
#include "cli/run_arguments.h"
#include "protocol/codec.h"
#include "protocol/printable.h"
#include "protocol/shell_word.h"
#include "suite/select.h"

namespace countersign {
namespace {

void Heading(std::ostream& out, const char* text) { out << '\n' << text << '\n'; }

void PrintRule(std::ostream& out, const Suite& suite, const std::string& id) {
  out << "  " << id << '\n';
  for (const RuleEntry& rule : suite.rules) {
    if (rule.id != id) continue;
    out << "    " << rule.text << "\n    Source: " << rule.source << " (confidence "
        << rule.confidence << ")\n";
    if (!rule.link.empty()) out << "    " << rule.link << '\n';
  }
}

// The request as an adapter gets it, with line breaks.
std::string Spread(const RequestMessage& request) {
  return nlohmann::ordered_json::parse("{" + EncodeRequestBody(request)).dump(2);
}

void PrintAnswer(std::ostream& out, const ExpectedAnswer& answer) {
  out << "  " << (answer.accept ? "accept" : "reject");
  if (answer.rejection_class) out << ", class " << *answer.rejection_class;
  if (answer.status) out << ", status " << *answer.status;
  if (answer.code) out << ", code " << *answer.code;
  out << '\n';
}

void PrintSigned(std::ostream& out, const Signed& given) {
  Heading(out, "The signature was made over this instead of what is sent");
  if (given.method) out << "  method " << *given.method << '\n';
  if (given.target) out << "  target " << Printable(*given.target) << '\n';
  if (given.headers) {
    for (const NameValue& header : *given.headers) {
      out << "  header " << Printable(header.first + ": " + header.second) << '\n';
    }
  }
  if (given.payload) out << "  payload " << *given.payload << '\n';
  if (given.secret_access_key) out << "  with another secret access key\n";
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

void PrintCase(std::ostream& out, const Suite& suite, const Case& c) {
  out << c.id << '\n' << "  " << c.why << '\n';
  out << "  level " << LevelName(c.level)
      << (c.status == CaseStatus::kDisputed ? ", disputed: shown, never counted" : "") << '\n';
  for (const std::string& feature : c.features) out << "  requires " << feature << '\n';
  Heading(out, "Rules");
  for (const std::string& rule : c.rules) PrintRule(out, suite, rule);
  Heading(out, "Request");
  out << Spread(c.request) << '\n';
  if (c.signed_as) PrintSigned(out, *c.signed_as);
  if (c.live) {
    Heading(out, "If a live server is asked");
    out << "  " << Describe(*c.live) << '\n';
  }
  Heading(out, "Allowed answers, preferred first");
  for (const ExpectedAnswer& answer : c.expected) PrintAnswer(out, answer);
  if (c.refused_by) out << "  refused by rule " << *c.refused_by << '\n';
  if (c.stages) {
    Heading(out, "Canonical request");
    out << PrintableLines(c.stages->canonical_request) << '\n';
    Heading(out, "String to sign");
    out << PrintableLines(c.stages->string_to_sign) << '\n';
    Heading(out, "Signature");
    out << c.stages->signature << '\n';
  }
  Heading(out, "Provenance");
  for (const auto& source : c.provenance) {
    out << "  " << ProvenanceKindName(source->kind) << ": " << source->citation << '\n';
    if (!source->url.empty()) out << "    " << source->url << '\n';
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
  std::ostringstream text;
  PrintCase(text, *suite, *found);
  // The vectors may be anybody's.
  std::cout << PrintableLines(text.str());
  return kConforming;
}

}  // namespace countersign
