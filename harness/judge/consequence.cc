#include "judge/consequence.h"

#include <array>
#include <string_view>
#include <utility>

namespace countersign {
namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

constexpr std::array<Sentence, 25> kVerify = {{
    {"missing-parameter", "Anybody who holds the URL can strip a part of its authentication."},
    {"duplicate-parameter",
     "Anybody who holds the URL can add a second value and have the one that was never signed "
     "used."},
    {"bad-algorithm", "Anybody who holds the URL can choose how it is checked."},
    {"bad-credential", "A URL with a credential that names no scope opens the object."},
    {"wrong-region", "A URL signed for another region opens objects here."},
    {"wrong-service", "A URL signed for another service opens objects here."},
    {"wrong-terminator", "A key derived for another purpose opens objects here."},
    {"bad-scope-date", "A URL whose scope names no day opens the object."},
    {"scope-date-mismatch", "A signing key of one day makes URLs for another."},
    {"bad-date", "A URL without a readable date has no end."},
    {"bad-expires", "A URL without a readable lifetime has no end."},
    {"expires-negative", "A URL with a lifetime below zero opens the object."},
    {"expires-too-long",
     "Anybody who makes a URL can make it last for years; it outlives every review."},
    {"not-yet-valid", "Anybody who holds the URL can use it before its time."},
    {"expired", "Anybody who holds the URL can go on using it after its end."},
    {"unknown-key", "Anybody can make up a key and be let in."},
    {"inactive-key", "A key that was switched off still opens everything it signed."},
    {"bad-token", "A temporary key works without the session that it belongs to."},
    {"expired-token", "Anybody who holds the URL can go on after the session behind it has ended."},
    {"unsigned-header",
     "Anybody who holds the URL can add headers that its signer never agreed to, and have them "
     "obeyed."},
    {"signed-header-missing",
     "Anybody who holds the URL can leave out a header that its signer required."},
    {"signature-mismatch", "Anybody who holds the URL can alter it, or forge one, and be let in."},
    {"payload-mismatch",
     "Anybody who holds the URL can upload another body than the one that was signed."},
    {"multiple-auth",
     "Two identities travel in one request, and which one is checked is up to its sender."},
    {"not-signed", "Anybody is let in without any signature."},
}};

constexpr std::array<Sentence, 5> kPresign = {{
    {"expires-too-short", "A URL that ends before it begins is found out only by its user."},
    {"expires-too-long", "S3 refuses such a URL, which is found out only by its user."},
    {"expires-beyond-credential",
     "The URL promises a life that ends with its credential, long before the time it states."},
    {"credential-expired", "The credential has ended: the URL is dead when it is made."},
    {"bad-input",
     "What was asked cannot travel in a URL: another request than the one meant is signed."},
}};

template <typename Table>
std::string Find(const Table& table, const ExpectedAnswer& expected, std::string_view otherwise) {
  for (const Sentence& sentence : table) {
    if (expected.rejection_class == sentence.first) return std::string(sentence.second);
  }
  return std::string(otherwise);
}

}  // namespace

std::string VerifyConsequence(const ExpectedAnswer& expected) {
  return Find(kVerify, expected, "Anybody who holds the URL is let in where S3 refuses.");
}

std::string PresignConsequence(const ExpectedAnswer& expected) {
  return Find(kPresign, expected, "Anybody who gets the URL cannot use it.");
}

}  // namespace countersign
