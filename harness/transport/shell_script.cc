#include "transport/shell_script.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace countersign {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kOperators = ";&|()`\n";
constexpr std::string_view kNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

// Words that are no program, or that do something else behind "exec".
constexpr std::array<std::string_view, 22> kShellWords = {
    ".",   ":",  "!",    "{",      "case", "cd",    "command", "eval",   "exec",  "exit",  "export",
    "for", "if", "read", "return", "set",  "shift", "trap",    "ulimit", "umask", "until", "while"};

// EndOfWord returns where the word at `at` ends; the size of the text if a quote does not end.
std::size_t EndOfWord(std::string_view text, std::size_t at) {
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote == 0 && (kBlanks.find(c) != std::string_view::npos ||
                       kOperators.find(c) != std::string_view::npos)) {
      return at;
    }
    if (c == '\\' && quote != '\'') {
      ++at;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
  }
  return text.size();
}

bool IsAssignment(std::string_view word) {
  const std::size_t name = word.find_first_not_of(kNameCharacters);
  return name != std::string_view::npos && name > 0 && word[name] == '=' &&
         (word[0] < '0' || word[0] > '9');
}

// The '&' of a redirection such as 2>&1 starts no other command.
bool IsRedirection(std::string_view text, std::size_t at) {
  return text[at] == '&' && at > 0 && (text[at - 1] == '>' || text[at - 1] == '<');
}

}  // namespace

std::string ShellScript(const std::string& command) {
  std::size_t program = std::string::npos;
  for (std::size_t at = 0; at < command.size();) {
    if (kBlanks.find(command[at]) != std::string_view::npos || IsRedirection(command, at)) {
      ++at;
      continue;
    }
    const std::size_t end = EndOfWord(command, at);
    if (end == at) return command;  // an operator
    const std::string_view word = std::string_view(command).substr(at, end - at);
    if (program == std::string::npos && !IsAssignment(word)) {
      const bool of_shell =
          std::find(kShellWords.begin(), kShellWords.end(), word) != kShellWords.end();
      if (of_shell || word[0] == '<' || word[0] == '>') return command;
      program = at;
    }
    at = end;
  }
  if (program == std::string::npos) return command;
  return command.substr(0, program) + "exec " + command.substr(program);
}

}  // namespace countersign
