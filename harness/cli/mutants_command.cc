// `countersign mutants` lists the catalogue of mutants, as text or as JSON.
#include <iostream>

#include "cli/command.h"
#include "mutants/mutant.h"
#include "mutants/not_expressible.h"
#include "protocol/json_writer.h"

namespace countersign {
namespace {

std::string_view SideName(Side side) {
  switch (side) {
    case Side::kPresign: return "presign";
    case Side::kVerify: return "verify";
    case Side::kBoth: break;
  }
  return "both";
}

std::vector<std::string> Texts(const TextList& texts) { return {texts.begin(), texts.end()}; }

std::string CatalogueJson() {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.BeginArray("mutants");
  for (const Mutant& mutant : Mutants()) {
    writer.BeginObject();
    writer.Text("name", mutant.name);
    writer.Text("side", SideName(SideOf(mutant)));
    writer.Text("wrong", mutant.mistake);
    writer.Texts("rules", Texts(mutant.rules));
    writer.Texts("references", Texts(mutant.references));
    writer.EndObject();
  }
  writer.EndArray();
  writer.BeginArray("not_expressible");
  for (const NotExpressible& one : NotExpressibleMutants()) {
    writer.BeginObject();
    writer.Text("name", one.name);
    writer.Text("reason", one.reason);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return json;
}

void PrintCatalogue() {
  for (const Mutant& mutant : Mutants()) {
    std::cout << mutant.name << " (" << SideName(SideOf(mutant)) << ")\n    " << mutant.mistake
              << '\n';
    std::string seen;
    for (const std::string_view reference : mutant.references) {
      seen += (seen.empty() ? "    seen: " : ", ") + std::string(reference);
    }
    if (!seen.empty()) std::cout << seen << '\n';
  }
  std::cout << "\nNot expressible:\n";
  for (const NotExpressible& one : NotExpressibleMutants()) {
    std::cout << one.name << "\n    " << one.reason << '\n';
  }
}

}  // namespace

int ListMutants(bool json) {
  if (json) {
    std::cout << CatalogueJson() << '\n';
  } else {
    PrintCatalogue();
  }
  return kConforming;
}

}  // namespace countersign
