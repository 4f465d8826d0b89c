#include "mutants/not_expressible.h"

namespace countersign {
namespace {

constexpr NotExpressible kAll[] = {
    // The door does not carry it.
    {"scheme-prefix-taken-as-bucket",
     "the door hands over bucket, key and path; how a caller writes them is the SDK's own "
     "interface"},
    {"region-undefined-in-credential",
     "it happens with SigV4A alone, whose signatures are random and which no vector asks for yet"},
    {"http2-authority-not-mapped-to-host",
     "the door carries HTTP/1.1 requests: there is always a Host header, or none on purpose"},
    {"signature-compared-with-equals",
     "the time that a comparison takes is not part of an answer, and too noisy to be judged"},
    {"secret-derived-from-public-token",
     "how a server makes its secrets is not part of a request: the door hands them over"},
    {"redirect-host-not-resigned",
     "what a client does with a redirect is not a signer's answer; that the redirected request is "
     "refused is asked of verifiers"},
    {"auth-param-already-in-input-url",
     "AWS says nothing of it, so the vectors under presign/input may ask, but do not count"},
    // What came after the check of the signature.
    {"presign-middleware-returns-200-empty",
     "it comes after authentication: the operation's own answer is not part of the door"},
    {"copy-source-encoded-separator", "it comes after authentication: which object a copy reads"},
    {"copy-source-bucket-not-authorised",
     "it comes after authentication: which object a copy reads"},
    {"malformed-header-crash",
     "it comes after authentication: the value of Content-MD5 is the operation's"},
    {"cors-preflight-signature-checked",
     "it comes before authentication: a preflight is not a presigned request"},
    {"conditional-header-in-query-vs-header",
     "it comes after authentication: whether a condition is applied"},
    {"checksum-query-promoted-to-header",
     "it comes after authentication: checksums other than SHA-256 need the body, which the door "
     "does not carry"},
    {"signed-checksum-not-enforced",
     "it comes after authentication: checksums other than SHA-256 need the body, which the door "
     "does not carry"},
    {"signed-object-scope-not-checked",
     "it comes after authentication: a further route to the object that checks less"},
    {"form-field-overrides-real-bucket", "POST policies are another protocol"},
    // What is right, or may be.
    {"checksum-hoisted-to-query-not-enforced",
     "protocol.md lets an x-amz-* header move into the signed query"},
    {"content-sha256-hoisted-to-query",
     "protocol.md lets an x-amz-* header move into the signed query"},
    {"url-query-form-encoded",
     "S3 reads '+' in a query as a space: such a URL works, and is among the correct but "
     "different"},
    {"signed-header-satisfied-by-query-param",
     "S3 does so for x-amz-* headers (signed-headers/value-from-query); for others its answer is "
     "not known"},
    {"custom-host-listed-twice",
     "AWS's answer to a name that is listed twice is not known: verifiers' case is disputed"},
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
