// `countersign explain` reads the URL, the secret and the server's answer from the command line,
// files, the environment or stdin, and prints the explanation (explain/explain.h).
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "explain/explain.h"
#include "protocol/read_file.h"
#include "sigv4/digest.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

// ReadAll reads a file or a pipe, or stdin for "-". Prints an error and returns nullopt if it
// cannot be read.
std::optional<std::string> ReadAll(const std::string& file) {
  constexpr std::size_t kMost = std::size_t{1} << 20;
  auto read = file == "-" ? ReadStdin(kMost) : ReadFileOrPipe(file, kMost);
  if (const auto* not_read = std::get_if<NotRead>(&read)) {
    PrintError((file == "-" ? "stdin" : file) + ": " + not_read->why);
    return std::nullopt;
  }
  return std::get<std::string>(std::move(read));
}

// Takes the secret as it is, but without the line break at the end of a text file.
bool TakeSecret(const ExplainArguments& arguments, ExplainInput& input) {
  if (arguments.secret_env) {
    const char* value = std::getenv(arguments.secret_env->c_str());
    if (value == nullptr) {
      PrintError("--secret-env: the environment has no variable " + *arguments.secret_env);
      return false;
    }
    input.secret = value;
  }
  if (arguments.secret_file) {
    input.secret = ReadAll(*arguments.secret_file);
    if (!input.secret) return false;
    if (input.secret->ends_with('\n')) input.secret->pop_back();
    if (input.secret->ends_with('\r')) input.secret->pop_back();
  }
  if (input.secret && input.secret->empty()) {
    PrintError("the secret is empty");
    return false;
  }
  return true;
}

bool TakeHeaders(const ExplainArguments& arguments, ExplainInput& input) {
  for (const std::string& header : arguments.headers) {
    const std::size_t colon = header.find(':');
    if (colon == std::string::npos || colon == 0) {
      PrintError("--header: expected 'Name: value'; found " + header.substr(0, colon));
      return false;
    }
    const std::size_t begin = header.find_first_not_of(" \t", colon + 1);
    input.headers.push_back(
        {header.substr(0, colon), begin == std::string::npos ? "" : header.substr(begin)});
  }
  return true;
}

bool TakeTime(const ExplainArguments& arguments, ExplainInput& input) {
  input.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (!arguments.now) return true;
  const std::optional<Timestamp> now = ParseRfc3339(*arguments.now);
  if (!now) {
    PrintError("--now: expected a time such as 2013-05-24T00:00:00Z; found " + *arguments.now);
    return false;
  }
  input.now = *now;
  return true;
}

}  // namespace

int RunExplain(const ExplainArguments& arguments) {
  if (arguments.secret_file == "-" && arguments.error_xml == "-") {
    PrintError("--secret-file and --error-xml: only one of them can be read from stdin");
    return kUsage;
  }
  ExplainInput input;
  input.url = arguments.url;
  input.method = arguments.method;
  if (!TakeHeaders(arguments, input) || !TakeTime(arguments, input)) return kUsage;
  if (!TakeSecret(arguments, input)) return kUsage;
  if (arguments.error_xml) {
    input.answer = ReadAll(*arguments.error_xml);
    if (!input.answer) return kUsage;
  }
  const Explanation explanation = Explain(input);
  if (input.secret) Wipe(*input.secret);
  if (arguments.json) {
    std::cout << ExplanationJson(explanation) << '\n';
  } else {
    std::cout << ExplanationText(explanation);
  }
  switch (explanation.state) {
    case UrlState::kSound: return kConforming;
    case UrlState::kUnknown: return kNotKnown;
    case UrlState::kWrong: break;
  }
  return kNotConforming;
}

}  // namespace countersign
