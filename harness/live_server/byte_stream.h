#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace countersign {

// IoStatus is the outcome of one attempt that does not block.
enum class IoStatus { kDone, kWantRead, kWantWrite, kEnded, kFailed };

struct IoResult {
  IoStatus status = IoStatus::kDone;
  std::size_t bytes = 0;  // transferred, with kDone
  std::string error;      // with kFailed, for people
};

// ByteStream reads from and writes to a connected non-blocking socket, which it does not own.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual IoResult Handshake() { return {}; }
  virtual IoResult Read(std::span<char> into) = 0;
  virtual IoResult Write(std::string_view bytes) = 0;
};

std::unique_ptr<ByteStream> PlainStream(int socket);

// Certificates: whether the server must prove that it is the host of the URL.
enum class Certificates { kVerified, kUnverified };

// TlsStream uses TLS 1.2 or later. `host` is the server's name or address, which a verified
// certificate must have. It returns the error, for people, if TLS cannot be set up, for example if
// there are no trusted certificates.
std::variant<std::unique_ptr<ByteStream>, std::string> TlsStream(int socket,
                                                                 const std::string& host,
                                                                 Certificates certificates);

}  // namespace countersign
