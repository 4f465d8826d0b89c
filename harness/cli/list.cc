#include <iostream>

#include "cli/command.h"
#include "cli/run_arguments.h"
#include "protocol/printable.h"

namespace countersign {

int ListCases(const SelectionArguments& arguments) {
  const std::optional<Suite> suite = LoadVectors(arguments.vectors);
  if (!suite) return kUsage;
  std::vector<const Case*> cases;
  const int status = SelectCases(*suite, arguments, cases);
  for (const Case* c : cases) std::cout << Printable(c->id) << '\n';
  return status;
}

}  // namespace countersign
