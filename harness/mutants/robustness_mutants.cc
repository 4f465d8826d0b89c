#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "mutants/catalogue.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// These end the program they live in, or stop it for good.

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
constexpr char kGarbled[] = "is no answer";
constexpr char kAloneItWorks[] = "none fails alone";

std::vector<Mutant> SignerMutants() {
  return {
      {"crash-on-a-long-host",
       Side::kPresign,
       "Writes past the end of a buffer for the host's name.",
       {"host/as-sent"},
       {"curl/curl#9714"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (IsLong(r.host)) Crash();
            }},
       {},
       kKilled},
      {"crash-on-a-blank-header-value",
       Side::kPresign,
       "Folds spaces past the end of a value that has nothing else.",
       {"headers/trimmed-and-folded"},
       {"aws/aws-sdk-go#1412"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (std::any_of(r.headers.begin(), r.headers.end(), IsBlank)) Crash();
            }},
       {},
       kKilled},
      {"crash-in-the-long-run",
       Side::kPresign,
       "Frees what is shared twice: dies after a few hundred URLs.",
       {"path/encoded-once"},
       {"awslabs/aws-sdk-swift#575"},
       {},
       {.request =
            [](PresignRequest&) {
              static int left = 300;
              if (--left == 0) Crash();
            }},
       {},
       kAloneItWorks},
      {"exit-on-a-repeated-parameter",
       Side::kPresign,
       "Refuses to go on where a name is given twice.",
       {"query/sorted-after-encoding", "query/as-asked"},
       {},
       {},
       {.request =
            [](PresignRequest& r) {
              for (std::size_t i = 1; i < r.query.size(); ++i) {
                if (r.query[i].first == r.query[i - 1].first) Exit();
              }
            }},
       {},
       kExited},
      {"hang-on-a-long-host",
       Side::kPresign,
       "Matches the host with an expression that backtracks without end.",
       {"host/as-sent"},
       {"mhart/aws4@7a0f4e9"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (IsLong(r.host)) Hang();
            }},
       {},
       kSilent},
      {"log-lines-among-the-answers",
       Side::kPresign,
       "Prints what it does to stdout.",
       {"token/signed-in-query"},
       {},
       {},
       {.request =
            [](PresignRequest& r) {
              if (r.credentials.session_token) PrintLogLine();
            }},
       {},
       kGarbled},
  };
}

std::vector<Mutant> VerifierMutants() {
  return {
      {"crash-on-a-malformed-credential",
       Side::kVerify,
       "Splits the credential and takes the fifth part, whether there is one or not.",
       {"credential/five-parts"},
       {"localstack/localstack#10856"},
       {},
       {},
       {.request =
            [](HttpRequest& r, VerifyContext&) {
              const QueryString query = ParseQueryString(SplitTarget(r.target).raw_query);
              const std::string credential =
                  DecodedValue(query, "X-Amz-Credential").value_or("////");
              if (std::count(credential.begin(), credential.end(), '/') < 4) Crash();
            }},
       kKilled},
      {"crash-on-octets-that-are-no-text",
       Side::kVerify,
       "Decodes the path without expecting that it may be no UTF-8.",
       {"path/utf8"},
       {"scality/Arsenal@160b9606", "smithy-lang/smithy-rs#1656"},
       {},
       {},
       {.request =
            [](HttpRequest& r, VerifyContext&) {
              if (!IsUtf8(UriDecode(SplitTarget(r.target).raw_path, Plus::kLiteral))) Crash();
            }},
       kKilled},
      {"crash-on-an-empty-header",
       Side::kVerify,
       "Looks at the first character of an x-amz-* header that has none.",
       {"signed-headers/amz-headers-signed", "headers/trimmed-and-folded"},
       {"ceph/ceph#65159", "CVE-2024-47866"},
       {},
       {},
       {.request =
            [](HttpRequest& r, VerifyContext&) {
              for (const HeaderField& header : r.headers) {
                if (IsAmzHeader(header.name) && header.value.empty()) Crash();
              }
            }},
       kKilled},
      {"exit-on-a-flag-parameter",
       Side::kVerify,
       "A parameter without '=' has no value, and that ends it.",
       {"query/without-value"},
       {"gaul/s3proxy@8ff14f0a"},
       {},
       {},
       {.request =
            [](HttpRequest& r, VerifyContext&) {
              const std::string target = r.target + "&";
              for (std::size_t at = target.find('?');
                   at != std::string::npos && at + 1 < target.size();
                   at = target.find('&', at + 1)) {
                const std::size_t end = target.find('&', at + 1);
                const std::size_t equals = target.find('=', at);
                if (end != std::string::npos && end > at + 1 && equals > end) Exit();
              }
            }},
       kExited},
      {"hang-on-a-date-far-ahead",
       Side::kVerify,
       "Waits until a URL becomes valid.",
       {"window/not-yet-valid"},
       {},
       {},
       {},
       {.request =
            [](HttpRequest& r, VerifyContext& context) {
              const QueryString query = ParseQueryString(SplitTarget(r.target).raw_query);
              const auto date = ParseAmzDate(DecodedValue(query, "X-Amz-Date").value_or(""));
              if (date && *date > context.now + std::chrono::hours(24 * 300)) Hang();
            }},
       kSilent},
  };
}

}  // namespace

std::vector<Mutant> RobustnessMutants() {
  std::vector<Mutant> mutants = SignerMutants();
  for (Mutant& mutant : VerifierMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
