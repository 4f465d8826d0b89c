// The signature of SigV4A: ECDSA over the string to sign. It cannot be compared with another one,
// only verified. Derive and SignatureMatches (signature.cc) call it.

#include "sigv4/sigv4a_signature.h"

#include <optional>

#include "sigv4/deterministic_nonce.h"
#include "sigv4/sigv4a_key.h"

namespace countersign {
namespace {

std::optional<unsigned> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// BytesOfHex returns nullopt if the text is not pairs of hex digits, or longer than any signature.
std::optional<std::string> BytesOfHex(std::string_view text) {
  constexpr std::size_t kLongestSignature = 144;
  if (text.size() % 2 != 0 || text.size() > kLongestSignature) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::optional<unsigned> high = HexDigit(text[i]);
    const std::optional<unsigned> low = HexDigit(text[i + 1]);
    if (!high || !low) return std::nullopt;
    bytes += static_cast<char>(*high * 16 + *low);
  }
  return bytes;
}

}  // namespace

std::string SigV4ASignatureOf(const AccessKeyPair& key, std::string_view string_to_sign) {
  std::optional<Digest> private_key = DeriveSigV4AKey(key);
  if (!private_key) return {};
  const Digest digest = Sha256(string_to_sign);
  Digest nonce = DeterministicNonce(*private_key, digest);
  std::string signature = Hex(SignDigest(digest, *private_key, nonce));
  Wipe(*private_key);
  Wipe(nonce);
  return signature;
}

bool SigV4ASignatureMatches(const AccessKeyPair& key, std::string_view string_to_sign,
                            std::string_view signature) {
  std::optional<Digest> private_key = DeriveSigV4AKey(key);
  if (!private_key) return false;
  const P256PublicKey public_key = PublicKeyOf(*private_key);
  Wipe(*private_key);
  return SigV4ASignatureMatches(public_key, string_to_sign, signature);
}

bool SigV4ASignatureMatches(const P256PublicKey& public_key, std::string_view string_to_sign,
                            std::string_view signature) {
  //= sigv4a/signature-form
  const std::optional<std::string> der = BytesOfHex(signature);
  //= sigv4a/any-right-signature
  return der && VerifyDigest(Sha256(string_to_sign), *der, public_key);
}

}  // namespace countersign
