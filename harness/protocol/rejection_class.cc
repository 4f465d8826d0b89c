// The list of rejection classes, the only one in the code: the loader of cases (suite/case_file.cc)
// accepts these names, and the judge takes the consequences from here for its reports.

#include "protocol/rejection_class.h"

namespace countersign {
namespace {

constexpr RejectionClass kClasses[] = {
    {Op::kPresign, "expires-too-short",
     "The URL has ended when it is made, which only its user finds out."},
    {Op::kPresign, "expires-too-long", "S3 refuses such a URL, which only its user finds out."},
    {Op::kPresign, "expires-beyond-credential",
     "The URL states a lifetime that it does not have: it ends with its credential."},
    {Op::kPresign, "credential-expired",
     "The credential has ended, and with it the URL: S3 refuses it from the beginning."},
    {Op::kPresign, "bad-input", "What is wrong with the input is found only by the URL's user."},
    {Op::kVerify, "missing-parameter",
     "A URL is accepted that lacks a part of its authentication."},
    {Op::kVerify, "duplicate-parameter",
     "A URL is accepted that has a part of its authentication twice: which of them counts is not "
     "known."},
    {Op::kVerify, "bad-algorithm", "A URL is accepted whose algorithm S3 does not know."},
    {Op::kVerify, "bad-credential", "A URL is accepted whose credential S3 cannot read."},
    {Op::kVerify, "wrong-region", "A URL is accepted whose scope does not name this region."},
    {Op::kVerify, "wrong-service", "A URL is accepted whose scope does not name this service."},
    {Op::kVerify, "wrong-terminator",
     "A URL is accepted whose scope does not end with aws4_request."},
    {Op::kVerify, "bad-scope-date", "A URL is accepted whose scope names no day as S3 writes it."},
    {Op::kVerify, "scope-date-mismatch",
     "A URL is accepted whose scope names another day than its date."},
    {Op::kVerify, "bad-date",
     "A URL is accepted whose date S3 cannot read: when it ends depends on how it is read here."},
    {Op::kVerify, "bad-expires",
     "A URL is accepted whose lifetime S3 cannot read: when it ends depends on how it is read "
     "here."},
    {Op::kVerify, "expires-negative", "A URL with a lifetime below zero is accepted."},
    {Op::kVerify, "expires-too-long",
     "A URL is accepted that states a longer lifetime than the week of S3."},
    {Op::kVerify, "not-yet-valid", "Anybody with the URL can use it before its time."},
    {Op::kVerify, "expired", "Anybody with the URL can go on using it after its end."},
    {Op::kVerify, "unknown-key", "A key is accepted that S3 does not know."},
    {Op::kVerify, "inactive-key", "A URL of a key that was switched off is accepted."},
    {Op::kVerify, "bad-token", "A session token is accepted that S3 refuses."},
    {Op::kVerify, "expired-token",
     "Anybody with the URL can go on after the session behind it has ended."},
    {Op::kVerify, "unsigned-header",
     "Anybody with the URL can add or change a header that its signature must cover and does not."},
    {Op::kVerify, "signed-header-missing",
     "Anybody with the URL can leave out a header that its signer required."},
    {Op::kVerify, "signature-mismatch", "A signature is accepted that does not match on S3."},
    {Op::kVerify, "payload-mismatch",
     "A body is accepted that does not fit what the request says of it."},
    {Op::kVerify, "bad-digest",
     "An upload is stored although its body does not fit its checksum: damage is not noticed."},
    {Op::kVerify, "invalid-digest",
     "An upload whose checksum cannot be checked is stored, as if it had been."},
    {Op::kVerify, "multiple-auth",
     "A request with two authentications is accepted: which of them was checked is not known."},
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
