#include <iostream>

#include "cli/command.h"
#include "cli/run_arguments.h"

namespace countersign {

int SelectCases(const Suite& suite, const SelectionArguments& arguments,
                std::vector<const Case*>& cases) {
  Selection selection;
  selection.select = arguments.select;
  selection.exclude = arguments.exclude;
  selection.weakest = ParseLevel(arguments.level).value_or(Level::kShould);
  if (arguments.shard) {
    const std::optional<Shard> shard = ParseShard(*arguments.shard);
    if (!shard) {
      PrintError("--shard " + *arguments.shard + ": expected I/N with 1 <= I <= N, such as 1/2");
      return kUsage;
    }
    selection.shard = *shard;
  }
  cases = Select(suite, selection);
  if (!cases.empty()) return kConforming;
  std::string message = "no case is selected";
  for (const std::string& glob : arguments.select) message += " by --select " + ShellQuoted(glob);
  for (const std::string& glob : arguments.exclude)
    message += " without --exclude " + ShellQuoted(glob);
  if (arguments.shard) message += " in --shard " + *arguments.shard;
  PrintError(message + " at --level " + arguments.level);
  return kNothingRan;
}

int ListCases(const SelectionArguments& arguments) {
  const std::optional<Suite> suite = LoadVectors(arguments.vectors);
  if (!suite) return kUsage;
  std::vector<const Case*> cases;
  const int status = SelectCases(*suite, arguments, cases);
  for (const Case* c : cases) std::cout << c->id << '\n';
  return status;
}

}  // namespace countersign
