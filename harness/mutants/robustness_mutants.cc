// Mutants that crash, exit, hang or print garbage. The selftest runs each in its own process.
// Listed by catalogue.h.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "mutants/catalogue.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// These end the process, or stop it forever.

[[noreturn]] void Crash() { std::abort(); }

[[noreturn]] void Exit() { std::_Exit(1); }

void Hang() {
  while (true) pause();
}

void PrintLogLine() {
  std::puts("DEBUG: signing");
  std::fflush(stdout);
}

bool IsBlank(const HeaderField& header) {
  return header.value.find_first_not_of(' ') == std::string::npos && !header.value.empty();
}

bool IsLong(const std::string& host) { return host.size() > 200; }

constexpr char kKilled[] = "killed by signal 6";
constexpr char kExited[] = "exited with status 1";
constexpr char kSilent[] = "no answer within";
constexpr char kGarbled[] = "is not an answer";
constexpr char kAloneItWorks[] = "none fails alone";

void CrashOnALongHost(PresignRequest& r) {
  if (IsLong(r.host)) Crash();
}

void CrashOnABlankHeaderValue(PresignRequest& r) {
  if (std::any_of(r.headers.begin(), r.headers.end(), IsBlank)) Crash();
}

void CrashInTheLongRun(PresignRequest&) {
  static int left = 300;
  if (--left == 0) Crash();
}

void ExitOnARepeatedParameter(PresignRequest& r) {
  for (std::size_t i = 1; i < r.query.size(); ++i) {
    if (r.query[i].first == r.query[i - 1].first) Exit();
  }
}

void HangOnALongHost(PresignRequest& r) {
  if (IsLong(r.host)) Hang();
}

void LogLinesAmongTheAnswers(PresignRequest& r) {
  if (r.credentials.session_token) PrintLogLine();
}

constexpr Mutant kRobustnessSigners[] = {
    {.name = "crash-on-a-long-host",
     .mistake = "Writes past the end of a buffer if the host is long.",
     .rules = {"host/as-sent"},
     .references = {"anomalizer/ngx_aws_auth#45"},
     .presign = {.request = CrashOnALongHost},
     .breaks = kKilled},
    {.name = "crash-on-a-blank-header-value",
     .mistake = "Reads past the end of a header value that has only spaces.",
     .rules = {"headers/trimmed-and-folded"},
     .references = {"aws/aws-sdk-go#1412"},
     .presign = {.request = CrashOnABlankHeaderValue},
     .breaks = kKilled},
    {.name = "crash-in-the-long-run",
     .mistake = "Frees shared memory twice: crashes after a few hundred URLs.",
     .rules = {"path/encoded-once"},
     .references = {"awslabs/aws-sdk-swift#575"},
     .presign = {.request = CrashInTheLongRun},
     .breaks = kAloneItWorks},
    {.name = "exit-on-a-repeated-parameter",
     .mistake = "Exits if a parameter name occurs twice.",
     .rules = {"query/sorted-after-encoding", "query/as-asked"},
     .presign = {.request = ExitOnARepeatedParameter},
     .breaks = kExited},
    {.name = "hang-on-a-long-host",
     .mistake = "Matches the host with a regular expression that backtracks endlessly.",
     .rules = {"host/as-sent"},
     .references = {"mhart/aws4@7a0f4e9"},
     .presign = {.request = HangOnALongHost},
     .breaks = kSilent},
    {.name = "log-lines-among-the-answers",
     .mistake = "Prints log lines to stdout, among the answers.",
     .rules = {"token/signed-in-query"},
     .presign = {.request = LogLinesAmongTheAnswers},
     .breaks = kGarbled},
};

void CrashOnAMalformedCredential(HttpRequest& r, VerifyContext&) {
  const QueryString query = ParseQueryString(SplitTarget(r.target).raw_query);
  const std::string credential = DecodedValue(query, "X-Amz-Credential").value_or("////");
  if (std::count(credential.begin(), credential.end(), '/') < 4) Crash();
}

void CrashOnOctetsThatAreNoText(HttpRequest& r, VerifyContext&) {
  if (!IsUtf8(UriDecode(SplitTarget(r.target).raw_path, Plus::kLiteral))) Crash();
}

void CrashOnAnEmptyHeader(HttpRequest& r, VerifyContext&) {
  for (const HeaderField& header : r.headers) {
    if (IsAmzHeader(header.name) && header.value.empty()) Crash();
  }
}

void ExitOnAFlagParameter(HttpRequest& r, VerifyContext&) {
  const std::string target = r.target + "&";
  for (std::size_t at = target.find('?'); at != std::string::npos && at + 1 < target.size();
       at = target.find('&', at + 1)) {
    const std::size_t end = target.find('&', at + 1);
    const std::size_t equals = target.find('=', at);
    if (end != std::string::npos && end > at + 1 && equals > end) Exit();
  }
}

void HangOnADateFarAhead(HttpRequest& r, VerifyContext& context) {
  const QueryString query = ParseQueryString(SplitTarget(r.target).raw_query);
  const auto date = ParseAmzDate(DecodedValue(query, "X-Amz-Date").value_or(""));
  if (date && *date > context.now + std::chrono::hours(24 * 300)) Hang();
}

constexpr Mutant kRobustnessVerifiers[] = {
    {.name = "crash-on-a-malformed-credential",
     .mistake = "Splits the credential and reads the fifth part without checking that it exists.",
     .rules = {"credential/five-parts"},
     .references = {"localstack/localstack#10856"},
     .verify = {.request = CrashOnAMalformedCredential},
     .breaks = kKilled},
    {.name = "crash-on-octets-that-are-no-text",
     .mistake = "Decodes the path and crashes if it is not valid UTF-8.",
     .rules = {"path/utf8"},
     .references = {"scality/Arsenal@160b9606", "smithy-lang/smithy-rs#1656"},
     .verify = {.request = CrashOnOctetsThatAreNoText},
     .breaks = kKilled},
    {.name = "crash-on-an-empty-header",
     .mistake = "Reads the first character of an x-amz-* header whose value is empty.",
     .rules = {"signed-headers/amz-headers-signed", "headers/trimmed-and-folded"},
     .references = {"ceph/ceph#65159", "CVE-2024-47866"},
     .verify = {.request = CrashOnAnEmptyHeader},
     .breaks = kKilled},
    {.name = "exit-on-a-flag-parameter",
     .mistake = "Exits if a parameter has no '=' and so no value.",
     .rules = {"query/without-value"},
     .references = {"gaul/s3proxy@8ff14f0a"},
     .verify = {.request = ExitOnAFlagParameter},
     .breaks = kExited},
    {.name = "hang-on-a-date-far-ahead",
     .mistake = "Waits until a URL that is dated in the future becomes valid.",
     .rules = {"window/not-yet-valid"},
     .verify = {.request = HangOnADateFarAhead},
     .breaks = kSilent},
};

}  // namespace

MutantTables RobustnessMutants() { return {kRobustnessSigners, kRobustnessVerifiers}; }

}  // namespace countersign
