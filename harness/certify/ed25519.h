#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace countersign {

// Ed25519Key is a private key of Ed25519 (RFC 8032) with its public key.
struct Ed25519Key {
  std::string private_pem;  // PKCS #8
  std::string public_pem;   // SubjectPublicKeyInfo
};

Ed25519Key MakeEd25519Key();
// ReadEd25519Key reads a private key, in PEM and without a password. It returns why that fails, for
// people; the text never quotes the key.
std::variant<Ed25519Key, std::string> ReadEd25519Key(const std::string& pem);
// ReadPublicPem reads a public key, in PEM, and returns it as this program writes one; or why that
// fails, for people.
struct PublicPem {
  std::string pem;
};
std::variant<PublicPem, std::string> ReadPublicPem(const std::string& pem);

// KeyIdOf names a public key: SHA-256, in hex, of its SubjectPublicKeyInfo in DER. Empty if the PEM
// holds no key of Ed25519.
std::string KeyIdOf(const std::string& public_pem);

std::string SignEd25519(const Ed25519Key& key, std::string_view message);  // 64 bytes
bool VerifyEd25519(const std::string& public_pem, std::string_view message,
                   std::string_view signature);

}  // namespace countersign
