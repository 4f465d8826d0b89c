#pragma once

#include <optional>
#include <string_view>

namespace countersign {

// SigningAlgorithm is how a URL is signed. The canonical request is the same for both.
enum class SigningAlgorithm {
  kHmacSha256,       // Signature Version 4: a key that both sides derive, for one region
  kEcdsaP256Sha256,  // Signature Version 4A: a key pair, for a set of regions
};

// AlgorithmName is the value of X-Amz-Algorithm: AWS4-HMAC-SHA256 or AWS4-ECDSA-P256-SHA256.
std::string_view AlgorithmName(SigningAlgorithm algorithm);

// ReadAlgorithm returns nullopt for any other text. Case matters.
std::optional<SigningAlgorithm> ReadAlgorithm(std::string_view text);

// Supports tells whether a service accepts the algorithm.
bool Supports(std::string_view service, SigningAlgorithm algorithm);

}  // namespace countersign
