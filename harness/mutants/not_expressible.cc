// Real mistakes that no mutant stands for, each with its reason. `countersign mutants` lists them,
// so that nobody looks for them in vain.
#include "mutants/not_expressible.h"

namespace countersign {
namespace {

constexpr NotExpressible kAll[] = {
    // The adapter protocol does not carry it.
    {"scheme-prefix-taken-as-bucket",
     "the adapter gets bucket, key and path; how a caller writes them depends on the interface of "
     "the SDK"},
    {"http2-authority-not-mapped-to-host",
     "the adapter protocol carries HTTP/1.1 requests, which have a Host header unless a case "
     "leaves "
     "it out on purpose"},
    {"signature-compared-with-equals",
     "the duration of a comparison is not part of an answer, and varies too much to be judged"},
    {"secret-derived-from-public-token",
     "how a server makes its secrets is not part of a request: the adapter gets the secrets"},
    {"redirect-host-not-resigned",
     "what a client does with a redirect is not part of a presigner's answer; other cases check "
     "that "
     "verifiers refuse the redirected request"},
    // It happens before or after the signature is checked.
    {"presign-middleware-returns-200-empty",
     "it happens after authentication: the adapter protocol does not carry the operation's answer"},
    {"copy-source-encoded-separator", "it happens after authentication: which object a copy reads"},
    {"copy-source-bucket-not-authorised",
     "it happens after authentication: which object a copy reads"},
    {"cors-preflight-signature-checked",
     "it happens before authentication: a preflight is not a presigned request"},
    {"conditional-header-in-query-vs-header",
     "it happens after authentication: whether a condition is applied"},
    {"signed-object-scope-not-checked",
     "it happens after authentication: another way to the object that checks less"},
    {"form-field-overrides-real-bucket", "POST policies are another protocol"},
    // It is right, or AWS's answer is not known.
    {"checksum-hoisted-to-query-not-enforced",
     "protocol.md lets an x-amz-* header move into the signed query"},
    {"content-sha256-hoisted-to-query",
     "protocol.md lets an x-amz-* header move into the signed query"},
    {"url-query-form-encoded",
     "S3 reads '+' in a query as a space, so such a URL works: it is a correct variant"},
    {"signed-header-satisfied-by-query-param",
     "S3 does this for x-amz-* headers (signed-headers/value-from-query); its answer for other "
     "headers is not known"},
    {"custom-host-listed-twice",
     "AWS's answer to a name that is listed twice is not known: the case for verifiers is "
     "disputed"},
    {"nonascii-header-rejected",
     "three of seven servers refuse such values, and AWS's answer is not known: disputed"},
    {"host-not-lowercased",
     "AWS's answer to a host in capitals is not known (host/upper-case is disputed)"},
    {"explicit-default-port-stripped-by-server",
     "AWS's answer to an explicit default port is not known (host/explicit-default-port is "
     "disputed)"},
    {"empty-signedheader-name-accepted",
     "AWS's answer to an empty name in SignedHeaders is not known: those cases are disputed"},
};

}  // namespace

std::span<const NotExpressible> NotExpressibleMutants() { return kAll; }

}  // namespace countersign
