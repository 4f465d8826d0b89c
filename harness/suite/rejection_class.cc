#include "suite/rejection_class.h"

namespace countersign {
namespace {

constexpr std::string_view kPresign[] = {
    "expires-too-short",  "expires-too-long", "expires-beyond-credential",
    "credential-expired", "bad-input",
};

constexpr std::string_view kVerify[] = {
    "missing-parameter",  "duplicate-parameter", "bad-algorithm",
    "bad-credential",     "wrong-region",        "wrong-service",
    "wrong-terminator",   "bad-scope-date",      "scope-date-mismatch",
    "bad-date",           "bad-expires",         "expires-negative",
    "expires-too-long",   "not-yet-valid",       "expired",
    "unknown-key",        "inactive-key",        "bad-token",
    "expired-token",      "unsigned-header",     "signed-header-missing",
    "signature-mismatch", "payload-mismatch",    "multiple-auth",
    "not-signed",         "malformed-uri",       "access-denied",
    "wrong-endpoint",     "unsupported-auth",
};

}  // namespace

std::span<const std::string_view> RejectionClasses(Op op) {
  if (op == Op::kPresign) return kPresign;
  return kVerify;
}

}  // namespace countersign
