// HTTPS for HttpClient, by OpenSSL. The only file of this room that includes it.
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstring>

#include "live_server/byte_stream.h"

namespace countersign {
namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

std::string LastError() {
  const unsigned long code = ERR_get_error();
  if (code == 0) return errno != 0 ? std::strerror(errno) : "no reason given";
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "error " + std::to_string(code);
}

bool IsAddress(const std::string& host) {
  in6_addr scratch;
  return inet_pton(AF_INET, host.c_str(), &scratch) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &scratch) == 1;
}

class Tls : public ByteStream {
 public:
  Tls(std::unique_ptr<SSL_CTX, Free> context, std::unique_ptr<SSL, Free> ssl)
      : context_(std::move(context)), ssl_(std::move(ssl)) {}

  IoResult Handshake() override {
    Clear();
    IoResult attempt = From(SSL_connect(ssl_.get()), 0);
    const long result = SSL_get_verify_result(ssl_.get());
    if (attempt.status == IoStatus::kFailed && result != X509_V_OK) {
      attempt.error =
          std::string("its certificate is not trusted: ") + X509_verify_cert_error_string(result);
    }
    return attempt;
  }

  IoResult Read(std::span<char> into) override {
    Clear();
    std::size_t bytes = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &bytes);
    return From(result, bytes);
  }

  IoResult Write(std::string_view text) override {
    Clear();
    std::size_t bytes = 0;
    const int result = SSL_write_ex(ssl_.get(), text.data(), text.size(), &bytes);
    return From(result, bytes);
  }

 private:
  static void Clear() {
    ERR_clear_error();
    errno = 0;
  }

  IoResult From(int result, std::size_t bytes) {
    if (result == 1) return {IoStatus::kDone, bytes, {}};
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ: return {IoStatus::kWantRead, 0, {}};
      case SSL_ERROR_WANT_WRITE: return {IoStatus::kWantWrite, 0, {}};
      case SSL_ERROR_ZERO_RETURN: return {IoStatus::kEnded, 0, {}};
      default: return {IoStatus::kFailed, 0, "TLS: " + LastError()};
    }
  }

  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace

std::variant<std::unique_ptr<ByteStream>, std::string> TlsStream(int socket,
                                                                 const std::string& host,
                                                                 Certificates certificates) {
  std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) {
    return "TLS: " + LastError();
  }
  const bool verify = certificates == Certificates::kVerified;
  if (verify && SSL_CTX_set_default_verify_paths(context.get()) != 1) return "TLS: " + LastError();
  SSL_CTX_set_verify(context.get(), verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  std::unique_ptr<SSL, Free> ssl(SSL_new(context.get()));
  if (!ssl || SSL_set_fd(ssl.get(), socket) != 1) return "TLS: " + LastError();
  X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl.get());
  const int named = IsAddress(host)
                        ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str())
                        : X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
  if (named != 1) return "TLS: " + LastError();
  if (!IsAddress(host)) SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  return std::make_unique<Tls>(std::move(context), std::move(ssl));
}

}  // namespace countersign
