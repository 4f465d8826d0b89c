// The list of rejection classes, the only one in the code: the loader of cases (suite/case_file.cc)
// accepts these names, and the judge takes the consequences from here for its reports.

#include "protocol/rejection_class.h"

namespace countersign {
namespace {

constexpr RejectionClass kClasses[] = {
    {Op::kPresign, "expires-too-short",
     "The URL ends before it begins, which only its user finds out."},
    {Op::kPresign, "expires-too-long", "S3 refuses such a URL, which only its user finds out."},
    {Op::kPresign, "expires-beyond-credential",
     "The URL promises a life that ends with its credential, long before the time it states."},
    {Op::kPresign, "credential-expired",
     "The credential has ended: the URL is dead when it is made."},
    {Op::kPresign, "bad-input", "A URL cannot carry this request, so a different one is signed."},
    {Op::kVerify, "missing-parameter",
     "Anybody with the URL can strip a part of its authentication."},
    {Op::kVerify, "duplicate-parameter",
     "Anybody with the URL can add a second value, which was never signed, and have it used."},
    {Op::kVerify, "bad-algorithm", "Anybody with the URL can choose how it is checked."},
    {Op::kVerify, "bad-credential",
     "A URL with a credential that names no scope opens the object."},
    {Op::kVerify, "wrong-region", "A URL signed for another region opens objects here."},
    {Op::kVerify, "wrong-service", "A URL signed for another service opens objects here."},
    {Op::kVerify, "wrong-terminator", "A key derived for another purpose opens objects here."},
    {Op::kVerify, "bad-scope-date", "A URL whose scope names no day opens the object."},
    {Op::kVerify, "scope-date-mismatch", "A signing key of one day makes URLs for another."},
    {Op::kVerify, "bad-date", "A URL without a readable date has no end."},
    {Op::kVerify, "bad-expires", "A URL without a readable lifetime has no end."},
    {Op::kVerify, "expires-negative", "A URL with a lifetime below zero opens the object."},
    {Op::kVerify, "expires-too-long",
     "The maker of a URL can let it last for years, longer than any review."},
    {Op::kVerify, "not-yet-valid", "Anybody with the URL can use it before its time."},
    {Op::kVerify, "expired", "Anybody with the URL can go on using it after its end."},
    {Op::kVerify, "unknown-key", "A key is accepted that S3 does not know."},
    {Op::kVerify, "inactive-key", "A key that was switched off still opens everything it signed."},
    {Op::kVerify, "bad-token", "A session token is accepted that S3 refuses."},
    {Op::kVerify, "expired-token",
     "Anybody with the URL can go on after the session behind it has ended."},
    {Op::kVerify, "unsigned-header",
     "Anybody with the URL can add headers that its signer never agreed to, and have them "
     "obeyed."},
    {Op::kVerify, "signed-header-missing",
     "Anybody with the URL can leave out a header that its signer required."},
    {Op::kVerify, "signature-mismatch",
     "Anybody with the URL can alter it, or forge one, and be let in."},
    {Op::kVerify, "payload-mismatch",
     "Anybody with the URL can upload another body than the one that was signed."},
    {Op::kVerify, "bad-digest",
     "An upload that was damaged or exchanged on its way is stored, although its checksum says "
     "so."},
    {Op::kVerify, "invalid-digest",
     "An upload whose checksum cannot be checked is stored, as if it had been."},
    {Op::kVerify, "multiple-auth",
     "Two identities travel in one request, and which one is checked is up to its sender."},
    {Op::kVerify, "not-signed", "Anybody is let in without any signature."},
    {Op::kVerify, "malformed-uri", "Anybody with the URL is let in although S3 refuses."},
    {Op::kVerify, "access-denied", "Anybody with the URL is let in although S3 refuses."},
    {Op::kVerify, "wrong-endpoint", "Anybody with the URL is let in although S3 refuses."},
    {Op::kVerify, "unsupported-auth", "Anybody with the URL is let in although S3 refuses."},
};

}  // namespace

std::span<const RejectionClass> RejectionClasses() { return kClasses; }

std::vector<std::string_view> RejectionClassNames(Op op) {
  std::vector<std::string_view> names;
  for (const RejectionClass& one : kClasses) {
    if (one.op == op) names.push_back(one.name);
  }
  return names;
}

const RejectionClass* FindRejectionClass(Op op, std::string_view name) {
  for (const RejectionClass& one : kClasses) {
    if (one.op == op && one.name == name) return &one;
  }
  return nullptr;
}

}  // namespace countersign
