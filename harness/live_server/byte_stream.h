#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace countersign {

// IoStatus is what came of one attempt that does not wait.
enum class IoStatus { kDone, kWantRead, kWantWrite, kEnded, kFailed };

struct IoResult {
  IoStatus step = IoStatus::kDone;
  std::size_t octets = 0;  // moved, with kDone
  std::string error;       // with kFailed, for people
};

// ByteStream moves octets over a connected socket that does not block; it does not own it.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual IoResult Handshake() { return {}; }
  virtual IoResult Read(std::span<char> into) = 0;
  virtual IoResult Write(std::string_view octets) = 0;
};

std::unique_ptr<ByteStream> PlainStream(int socket);

// Certificates: whether the server has to prove that it is the host that was asked.
enum class Certificates { kVerified, kUnverified };

// TlsStream speaks TLS 1.2 or later with the host of that name or address. The error where TLS
// itself cannot be set up, such as without any trusted certificates.
std::variant<std::unique_ptr<ByteStream>, std::string> TlsStream(int socket,
                                                                 const std::string& host,
                                                                 Certificates certificates);

}  // namespace countersign
