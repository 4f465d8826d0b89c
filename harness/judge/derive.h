#pragma once

#include <optional>
#include <string>

#include "sigv4/signature.h"
#include "suite/case.h"

namespace countersign {

// DeriveStages computes what the signer of a case computed. Presign: what the reference's signer
// computes for the request. Verify: the request overlaid with `signed_as`, under the secret of the
// credential that the scope names. All three are empty if there is nothing to sign: the
// reference refuses the request, or the query lacks a parameter that a signature needs. The
// signature is also empty for SigV4A, which has no single right one.
Stages DeriveStages(const Case& c);

// DeriveStagesWith computes the stages of a verify case by another signer than the reference's.
Stages DeriveStagesWith(const Case& c, const DeriveStep& derive);

// DeriveSignature is the signature that a case's signer computed; of the right ones of SigV4A, the
// one with the nonce of RFC 6979. Empty if there is nothing to sign.
std::string DeriveSignature(const Case& c);

// CarriesRightSignature tells whether the target of a verify case has a signature that is right for
// what its signer signed.
bool CarriesRightSignature(const Case& c);

// FillSignatures replaces ${signature} in the targets of verify families' members by the signature
// that follows from the rest. Returns the error, for people, if one cannot be computed.
std::optional<std::string> FillSignatures(Suite& suite);

// DigestOfFamily is SHA-256, in lower-case hex, over the lines "id signature\n" of the family's
// members in order, as DeriveSignature gives them. Empty if a member is not in the suite.
std::string DigestOfFamily(const FamilyDigest& family, const Suite& suite);

}  // namespace countersign
