#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "transport/connection.h"

namespace countersign {

// TracedKeys tells whether the keys of a run are the published ones of the vectors. A signature
// that was made with a real key opens an object, so it is a secret.
enum class TracedKeys { kPublished, kReal };

// Trace is a file to which each line between harness and implementation is written, with its
// secrets redacted:
//   1 -> {"id":1,"op":"presign",…}
//   1 <- {"id":1,"ok":{…}}
//   1 !! exited with status 3
// The number counts connections. Control characters are written as \xNN. Thread-safe.
class Trace {
 public:
  // An implementation whose answers are endless must not fill the disk. A run of every case with
  // usual answers takes a tenth of it.
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;

  // Open makes the file, or empties it. `most` is how many bytes of lines it may have. Returns why
  // that fails, for people.
  static std::variant<std::shared_ptr<Trace>, std::string> Open(const std::string& path,
                                                                TracedKeys keys,
                                                                std::size_t most = kMostBytes);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  TracedKeys keys() const { return keys_; }
  int NextConnection();
  void Write(int connection, std::string_view mark, std::string_view line);
  // Error says, for people, why the file is not whole; nullopt if it is.
  std::optional<std::string> Error() const;
  // IsCut says whether a line did not fit: neither it nor those after it are in the file.
  bool IsCut() const;

 private:
  Trace(int file, TracedKeys keys, std::size_t most) : file_(file), keys_(keys), left_(most) {}

  const int file_;
  const TracedKeys keys_;
  mutable std::mutex mutex_;  // guards the rest, and the order of lines
  int connections_ = 0;
  std::size_t left_;  // bytes
  bool is_cut_ = false;
  std::optional<std::string> error_;
};

// Traced makes connections that `connect` makes, and writes to the trace what they carry.
ConnectFn Traced(ConnectFn connect, std::shared_ptr<Trace> trace);

}  // namespace countersign
