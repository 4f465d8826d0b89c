// Mistakes of people with keys: a secret that was misread from a file or a setting, and a scope of
// another region, service or day. Also joins the lists of all five files for mistakes.h.
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
#include "mutants/text.h"
#include "s3/endpoint.h"
#include "s3/region.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

void AddSecret(const Signing& sent, const char* text, std::string secret,
               std::vector<Mistake>& mistakes) {
  if (secret == sent.secret) return;
  Mistake mistake{{"other-secret", text}, sent};
  mistake.signing.secret = std::move(secret);
  mistakes.push_back(std::move(mistake));
}

// How a secret is misread from a file, a setting or a form. No text shows the secret itself.
void AddSecrets(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string& secret = sent.secret;
  AddSecret(sent, "The secret was used with a line break at its end.", secret + "\n", mistakes);
  AddSecret(sent, "The secret was used with CR LF at its end.", secret + "\r\n", mistakes);
  AddSecret(sent, "The secret was used with a carriage return at its end.", secret + "\r",
            mistakes);
  AddSecret(sent, "The secret was used with a space at its end.", secret + " ", mistakes);
  AddSecret(sent, "The secret was used with a space in front of it.", " " + secret, mistakes);
  AddSecret(sent, "The secret was used with double quotes around it.", "\"" + secret + "\"",
            mistakes);
  AddSecret(sent, "The secret was used with single quotes around it.", "'" + secret + "'",
            mistakes);
  AddSecret(sent, "The secret was used without the white space or quotes around the one given.",
            TrimmedSecret(secret), mistakes);
  AddSecret(sent, "The secret was percent-encoded before it was used.",
            UriEncode(secret, Slash::kEncode), mistakes);
  AddSecret(sent, "The secret was percent-decoded before it was used.",
            UriDecode(secret, Plus::kLiteral), mistakes);
  AddSecret(sent, "The secret's plus signs became spaces before it was used.",
            WithAll(secret, "+", " "), mistakes);
  AddSecret(sent, "The secret's slashes were escaped with backslashes, as JSON may.",
            WithAll(secret, "/", "\\/"), mistakes);
  AddSecret(sent, "An empty secret was used: a setting was missing.", "", mistakes);
}

// The scope names a region and a service, but the key was made for others. If somebody edited the
// URL, the canonical query also had the other names.
void AddScope(const Signing& sent, const std::string& region, const std::string& service,
              std::vector<Mistake>& mistakes) {
  if (region == sent.region && service == sent.service) return;
  const std::string place = region + "/" + service;
  Mistake mistake{
      {"other-scope", "The key and the scope were made for " + place +
                          ", and X-Amz-Credential says " + sent.region + "/" + sent.service + "."},
      sent};
  mistake.signing.region = region;
  mistake.signing.service = service;
  mistakes.push_back(mistake);
  const std::string from = "%2F" + sent.region + "%2F" + sent.service + "%2F";
  const std::string to = "%2F" + region + "%2F" + service + "%2F";
  mistake.cause = {"scope-edited", "It was signed for " + place +
                                       "; X-Amz-Credential has been edited since and says " +
                                       sent.region + "/" + sent.service + "."};
  mistake.signing.raw_query = WithAll(sent.raw_query, from, to);
  if (mistake.signing.raw_query != sent.raw_query) mistakes.push_back(std::move(mistake));
}

void AddScopes(const Signing& sent, std::vector<Mistake>& mistakes) {
  // A key of SigV4A is for every region and service.
  if (sent.algorithm == SigningAlgorithm::kEcdsaP256Sha256) return;
  AddScope(sent, sent.service, sent.region, mistakes);
  for (const Region& region : Regions()) {
    AddScope(sent, std::string(region.name), sent.service, mistakes);
  }
  for (const std::string_view service : S3Services()) {
    AddScope(sent, sent.region, std::string(service), mistakes);
  }
  for (const char* service : {"execute-api", "S3"}) {
    AddScope(sent, sent.region, service, mistakes);
  }
}

void AddDay(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string day = sent.amz_date.substr(0, 8);
  if (day == sent.scope_date) return;
  Mistake mistake{{"other-day",
                   "The key was made for the day of X-Amz-Date, which is not the day "
                   "in X-Amz-Credential."},
                  sent};
  mistake.signing.scope_date = day;
  mistakes.push_back(std::move(mistake));
}

}  // namespace

std::string TrimmedSecret(const std::string& secret) {
  constexpr std::string_view kAround = " \t\r\n\"'`,;";
  const std::size_t begin = secret.find_first_not_of(kAround);
  if (begin == std::string::npos) return "";
  return secret.substr(begin, secret.find_last_not_of(kAround) + 1 - begin);
}

void AddKeyMistakes(const Signing& sent, std::vector<Mistake>& mistakes) {
  AddSecrets(sent, mistakes);
  AddDay(sent, mistakes);
  AddScopes(sent, mistakes);
}

Cause CauseOf(const Mutant& mutant) {
  return {std::string(mutant.name),
          std::string(mutant.mistake),
          {mutant.references.begin(), mutant.references.end()}};
}

std::vector<Mistake> Mistakes(const Signing& sent) {
  std::vector<Mistake> mistakes;
  AddRequestMistakes(sent, mistakes);
  AddHostMistakes(sent, mistakes);
  AddPathMistakes(sent, mistakes);
  AddUrlMistakes(sent, mistakes);
  AddKeyMistakes(sent, mistakes);
  return mistakes;
}

}  // namespace countersign
