// The private key of SigV4A, derived from the secret access key: a key derivation in counter mode
// (NIST SP 800-108) that is repeated until its output is a number that fits. AWS derives the same
// key, keeps the public half in each region and verifies with it. sigv4a_signature.cc calls it.

#include "sigv4/sigv4a_key.h"

#include <string>

#include "sigv4/algorithm.h"
#include "sigv4/p256.h"

namespace countersign {
namespace {

constexpr int kMostCandidates = 254;

// FixedInput is the message of one HMAC: the block's number, the label, a zero byte, the access key
// id, the candidate's number, and the length of the output in bits.
std::string FixedInput(std::string_view access_key_id, int candidate) {
  std::string input("\0\0\0\1", 4);
  input += AlgorithmName(SigningAlgorithm::kEcdsaP256Sha256);
  input += '\0';
  input += access_key_id;
  input += static_cast<char>(candidate);
  input += std::string_view("\0\0\1\0", 4);  // 256
  return input;
}

}  // namespace

std::optional<Digest> DeriveSigV4AKey(const AccessKeyPair& key) {
  std::string secret = "AWS4A";
  secret += key.secret_access_key;
  std::optional<Digest> private_key;
  for (int candidate = 1; candidate <= kMostCandidates && !private_key; ++candidate) {
    //= sigv4a/key-derivation
    Digest output = HmacSha256(secret, FixedInput(key.access_key_id, candidate));
    private_key = PlusOneBelowOrder(output);
    Wipe(output);
  }
  Wipe(secret);
  return private_key;
}

}  // namespace countersign
