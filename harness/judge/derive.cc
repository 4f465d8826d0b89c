#include "judge/derive.h"

#include <algorithm>

#include "sigv4/algorithm.h"
#include "sigv4/digest.h"
#include "sigv4/payload.h"
#include "sigv4/signature.h"
#include "sigv4/signed_headers.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

constexpr std::string_view kPlaceholder = "${signature}";

// SignerView is what a signer computed, with which algorithm and key.
struct SignerView {
  Derivation derivation;
  SigningAlgorithm algorithm = SigningAlgorithm::kHmacSha256;
  std::string access_key_id;
  std::string secret_access_key;
};

Stages ToStages(SignerView view) {
  Derivation& derivation = view.derivation;
  if (view.algorithm == SigningAlgorithm::kEcdsaP256Sha256) derivation.signature.clear();
  return {std::move(derivation.canonical_request), std::move(derivation.string_to_sign),
          std::move(derivation.signature)};
}

SignerView DerivePresign(const PresignMessage& message) {
  const Decoded<PresignRequest> request = ToPresignRequest(message);
  if (std::holds_alternative<ProtocolError>(request)) return {};
  Result<PresignedUrl> url = Presign(std::get<PresignRequest>(request));
  if (!url.ok()) return {};
  SignerView view;
  view.derivation = std::move(url).value().derivation;
  view.algorithm = ReadAlgorithm(message.algorithm).value_or(view.algorithm);
  return view;
}

// The secret that signed: the signer's own, or that of the credential named in the scope.
std::optional<std::string> SecretOf(const Case& c, std::string_view access_key_id) {
  if (c.signed_as && c.signed_as->secret_access_key) return c.signed_as->secret_access_key;
  for (const CredentialMessage& one : std::get<VerifyMessage>(c.request).credentials) {
    if (one.access_key_id == access_key_id) return one.secret_access_key;
  }
  return std::nullopt;
}

// The request as its signer saw it.
Decoded<VerifyInput> SignersQuestion(const Case& c) {
  VerifyMessage message = std::get<VerifyMessage>(c.request);
  if (c.signed_as) {
    if (c.signed_as->method) message.request.method = *c.signed_as->method;
    if (c.signed_as->target) message.request.target = *c.signed_as->target;
    if (c.signed_as->headers) message.request.headers = *c.signed_as->headers;
  }
  return ToVerifyInput(std::move(message));
}

SignerView DeriveVerify(const Case& c, const DeriveStep& derive) {
  const Decoded<VerifyInput> decoded = SignersQuestion(c);
  if (std::holds_alternative<ProtocolError>(decoded)) return {};
  const VerifyInput& question = std::get<VerifyInput>(decoded);
  const HttpRequest& request = question.request;
  const Target target = SplitTarget(request.target);
  const QueryString query = ParseQueryString(target.raw_query);
  const auto date = DecodedValue(query, "X-Amz-Date");
  const auto credential_text = DecodedValue(query, "X-Amz-Credential");
  if (!date || !credential_text) return {};
  // A name that S3 does not have was written over an HMAC signature.
  const SigningAlgorithm algorithm =
      ReadAlgorithm(DecodedValue(query, "X-Amz-Algorithm").value_or(""))
          .value_or(SigningAlgorithm::kHmacSha256);
  const Result<CredentialParameter> credential = ParseCredential(*credential_text, algorithm);
  if (!credential.ok()) return {};
  const auto secret = SecretOf(c, credential.value().access_key_id);
  if (!secret) return {};
  const std::string names_text = DecodedValue(query, "X-Amz-SignedHeaders").value_or("");
  const std::vector<std::string_view> names = SignedHeaderNames(names_text);
  const std::string payload =
      c.signed_as && c.signed_as->payload
          ? *c.signed_as->payload
          : PayloadLine(question.service, names, request.headers, query, request.body_sha256);
  const CanonicalRequestParts parts{request.method,
                                    target.raw_path,
                                    query,
                                    names,
                                    request.headers,
                                    payload,
                                    question.path_encoding,
                                    question.path_normalization};
  const std::string_view id = credential.value().access_key_id;
  return {derive(parts, *date, credential.value().scope, {id, *secret}), algorithm, std::string(id),
          *secret};
}

SignerView DeriveCase(const Case& c) {
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    return DerivePresign(*presign);
  }
  return DeriveVerify(c, Derive);
}

}  // namespace

Stages DeriveStages(const Case& c) { return ToStages(DeriveCase(c)); }

std::string DeriveSignature(const Case& c) { return DeriveCase(c).derivation.signature; }

bool CarriesRightSignature(const Case& c) {
  const auto* verify = std::get_if<VerifyMessage>(&c.request);
  if (verify == nullptr) return false;
  const SignerView view = DeriveCase(c);
  const std::string_view raw_query = SplitTarget(verify->request.target).raw_query;
  const auto given = DecodedValue(ParseQueryString(raw_query), "X-Amz-Signature");
  return given && SignatureMatches(*given, view.derivation, view.algorithm,
                                   {view.access_key_id, view.secret_access_key});
}

Stages DeriveStagesWith(const Case& c, const DeriveStep& derive) {
  return ToStages(DeriveVerify(c, derive));
}

std::optional<std::string> FillSignatures(Suite& suite) {
  for (Case& c : suite.cases) {
    auto* verify = std::get_if<VerifyMessage>(&c.request);
    if (verify == nullptr) continue;
    std::string& target = verify->request.target;
    const std::size_t at = target.find(kPlaceholder);
    if (at == std::string::npos) continue;
    const std::string signature = DeriveSignature(c);
    if (signature.empty()) {
      return c.file + ": " + c.id + ": no signature follows from the request; expected " +
             "X-Amz-Date, X-Amz-Credential and a credential that it names";
    }
    target.replace(at, kPlaceholder.size(), signature);
  }
  return std::nullopt;
}

std::string DigestOfFamily(const FamilyDigest& family, const Suite& suite) {
  std::string lines;
  for (const std::string& id : family.members) {
    const auto found =
        std::lower_bound(suite.cases.begin(), suite.cases.end(), id,
                         [](const Case& c, const std::string& wanted) { return c.id < wanted; });
    if (found == suite.cases.end() || found->id != id) return "";
    lines += id + " " + DeriveSignature(*found) + "\n";
  }
  return Hex(Sha256(lines));
}

}  // namespace countersign
