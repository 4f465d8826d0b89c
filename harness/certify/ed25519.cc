// The signature on a bundle, through OpenSSL.
#include "certify/ed25519.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <memory>

#include "sigv4/digest.h"

namespace countersign {
namespace {

struct FreeOpenSsl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;
using Bio = std::unique_ptr<BIO, FreeOpenSsl>;
using MessageContext = std::unique_ptr<EVP_MD_CTX, FreeOpenSsl>;

// A failure of the library is no bad input: the program ends.
void MustSucceed(bool succeeded) {
  if (!succeeded) std::abort();
}

// OpenSSL would ask for a password on the terminal.
int NoPassword(char*, int, int, void*) { return -1; }

Bio Reading(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::string Taken(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string PublicText(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  MustSucceed(bio != nullptr && PEM_write_bio_PUBKEY(bio.get(), key) == 1);
  return Taken(bio.get());
}

Ed25519Key TextsOf(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  MustSucceed(bio != nullptr && PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0,
                                                              nullptr, nullptr) == 1);
  return {Taken(bio.get()), PublicText(key)};
}

Key ReadPublic(const std::string& pem) {
  const Bio bio = Reading(pem);
  Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, NoPassword, nullptr));
  if (key && EVP_PKEY_base_id(key.get()) != EVP_PKEY_ED25519) key.reset();
  return key;
}

Key ReadPrivate(const std::string& pem) {
  const Bio bio = Reading(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr));
  if (key && EVP_PKEY_base_id(key.get()) != EVP_PKEY_ED25519) key.reset();
  return key;
}

const unsigned char* Octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Ed25519Key MakeEd25519Key() {
  const std::unique_ptr<EVP_PKEY_CTX, FreeOpenSsl> context(
      EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr));
  EVP_PKEY* made = nullptr;
  MustSucceed(context != nullptr && EVP_PKEY_keygen_init(context.get()) == 1 &&
              EVP_PKEY_keygen(context.get(), &made) == 1);
  const Key key(made);
  return TextsOf(key.get());
}

std::variant<Ed25519Key, std::string> ReadEd25519Key(const std::string& pem) {
  const Key key = ReadPrivate(pem);
  if (key) return TextsOf(key.get());
  if (ReadPublic(pem)) return "is a public key, expected the private one";
  return "expected a private key of Ed25519 in PEM, without a password, as `countersign certify "
         "keygen` makes it";
}

std::variant<PublicPem, std::string> ReadPublicPem(const std::string& pem) {
  const Key key = ReadPublic(pem);
  if (key) return PublicPem{PublicText(key.get())};
  if (ReadPrivate(pem)) return "is a private key, expected the public one";
  return "expected a public key of Ed25519 in PEM, as `countersign certify keygen` makes it";
}

std::string KeyIdOf(const std::string& public_pem) {
  const Key key = ReadPublic(public_pem);
  if (!key) return "";
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  MustSucceed(size > 0);
  const std::string id =
      Hex(Sha256({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)}));
  OPENSSL_free(der);
  return id;
}

std::string SignEd25519(const Ed25519Key& key, std::string_view message) {
  const Key signer = ReadPrivate(key.private_pem);
  const MessageContext context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  MustSucceed(signer != nullptr && context != nullptr &&
              EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, signer.get()) == 1 &&
              EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                             &size, Octets(message), message.size()) == 1);
  return signature;
}

bool VerifyEd25519(const std::string& public_pem, std::string_view message,
                   std::string_view signature) {
  const Key key = ReadPublic(public_pem);
  const MessageContext context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Octets(signature), signature.size(), Octets(message),
                          message.size()) == 1;
}

}  // namespace countersign
