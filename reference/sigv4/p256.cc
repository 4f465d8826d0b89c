// ECDSA on the curve P-256. All arithmetic is OpenSSL's; this file turns our bytes into its numbers
// and back. Called for SigV4A only: by sigv4a_key.cc, deterministic_nonce.cc and
// sigv4a_signature.cc.

#include "sigv4/p256.h"

// ECDSA_sign_ex takes the nonce from outside. OpenSSL 3 calls it and EC_KEY deprecated, but before
// version 3.2 it offers nothing else that signs without randomness.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>

#include <memory>
#include <new>

namespace countersign {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Number = std::unique_ptr<BIGNUM, Deleter<BN_clear_free>>;
using Context = std::unique_ptr<BN_CTX, Deleter<BN_CTX_free>>;
using Point = std::unique_ptr<EC_POINT, Deleter<EC_POINT_free>>;
using Key = std::unique_ptr<EC_KEY, Deleter<EC_KEY_free>>;

// OpenSSL fails here only if there is no memory.
void Require(bool done) {
  if (!done) throw std::bad_alloc();
}

template <typename Owner, typename T>
Owner Own(T* pointer) {
  Require(pointer != nullptr);
  return Owner(pointer);
}

Number NewNumber() { return Own<Number>(BN_new()); }
Context NewContext() { return Own<Context>(BN_CTX_new()); }

Number NumberOf(const Digest& bytes) {
  return Own<Number>(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

Digest BytesOf(const BIGNUM& number) {
  Digest bytes;
  Require(BN_bn2binpad(&number, bytes.data(), static_cast<int>(bytes.size())) > 0);
  return bytes;
}

const EC_GROUP* Curve() {
  static const EC_GROUP* const kCurve = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  Require(kCurve != nullptr);
  return kCurve;
}

const BIGNUM* Order() { return EC_GROUP_get0_order(Curve()); }

// MultipleOfBase is number times the base point.
Point MultipleOfBase(const BIGNUM& number, BN_CTX& context) {
  Point point = Own<Point>(EC_POINT_new(Curve()));
  Require(EC_POINT_mul(Curve(), point.get(), &number, nullptr, nullptr, &context) == 1);
  return point;
}

// PointOf returns nullptr if the coordinates are not on the curve.
Point PointOf(const P256PublicKey& key, BN_CTX& context) {
  Point point = Own<Point>(EC_POINT_new(Curve()));
  const Number x = NumberOf(key.x);
  const Number y = NumberOf(key.y);
  if (EC_POINT_set_affine_coordinates(Curve(), point.get(), x.get(), y.get(), &context) != 1) {
    return nullptr;
  }
  return point;
}

Key NewKey() {
  Key key = Own<Key>(EC_KEY_new());
  Require(EC_KEY_set_group(key.get(), Curve()) == 1);
  return key;
}

}  // namespace

std::optional<Digest> PlusOneBelowOrder(const Digest& number) {
  const Number next = NumberOf(number);
  Require(BN_add_word(next.get(), 1) == 1);
  if (BN_cmp(next.get(), Order()) >= 0) return std::nullopt;
  return BytesOf(*next);
}

bool IsP256PrivateKey(const Digest& number) {
  const Number read = NumberOf(number);
  return !BN_is_zero(read.get()) && BN_cmp(read.get(), Order()) < 0;
}

Digest ModuloOrder(const Digest& number) {
  const Context context = NewContext();
  const Number read = NumberOf(number);
  const Number remainder = NewNumber();
  Require(BN_mod(remainder.get(), read.get(), Order(), context.get()) == 1);
  return BytesOf(*remainder);
}

P256PublicKey PublicKeyOf(const Digest& private_key) {
  const Context context = NewContext();
  const Number number = NumberOf(private_key);
  const Point point = MultipleOfBase(*number, *context);
  const Number x = NewNumber();
  const Number y = NewNumber();
  Require(EC_POINT_get_affine_coordinates(Curve(), point.get(), x.get(), y.get(), context.get()) ==
          1);
  return {BytesOf(*x), BytesOf(*y)};
}

bool IsOnCurve(const P256PublicKey& public_key) {
  const Context context = NewContext();
  return PointOf(public_key, *context) != nullptr;
}

std::string SignDigest(const Digest& digest, const Digest& private_key, const Digest& nonce) {
  const Context context = NewContext();
  const Number k = NumberOf(nonce);
  const Number inverse = NewNumber();
  Require(BN_mod_inverse(inverse.get(), k.get(), Order(), context.get()) != nullptr);
  // The first half of the signature: the x coordinate of k times the base point.
  const Point point = MultipleOfBase(*k, *context);
  const Number r = NewNumber();
  Require(EC_POINT_get_affine_coordinates(Curve(), point.get(), r.get(), nullptr, context.get()) ==
          1);
  Require(BN_nnmod(r.get(), r.get(), Order(), context.get()) == 1);

  const Key key = NewKey();
  const Number secret = NumberOf(private_key);
  Require(EC_KEY_set_private_key(key.get(), secret.get()) == 1);
  std::string der(static_cast<std::size_t>(ECDSA_size(key.get())), '\0');
  unsigned int size = 0;
  Require(ECDSA_sign_ex(0, digest.data(), static_cast<int>(digest.size()),
                        reinterpret_cast<unsigned char*>(der.data()), &size, inverse.get(), r.get(),
                        key.get()) == 1);
  der.resize(size);
  return der;
}

bool VerifyDigest(const Digest& digest, std::string_view der, const P256PublicKey& public_key) {
  constexpr std::size_t kLongestDer = 72;
  if (der.size() > kLongestDer) return false;
  const Context context = NewContext();
  const Point point = PointOf(public_key, *context);
  if (point == nullptr) return false;
  const Key key = NewKey();
  Require(EC_KEY_set_public_key(key.get(), point.get()) == 1);
  // Everything but 1 is a refusal: 0 for a signature of something else, -1 for no signature.
  return ECDSA_verify(0, digest.data(), static_cast<int>(digest.size()),
                      reinterpret_cast<const unsigned char*>(der.data()),
                      static_cast<int>(der.size()), key.get()) == 1;
}

}  // namespace countersign
