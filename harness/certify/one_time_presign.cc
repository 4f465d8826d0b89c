// A presign case with keys, names and a date of its own.
#include <chrono>

#include "certify/one_time.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestObjectKey = 1024;  // bytes
constexpr std::size_t kMostDays = 8000;          // that a date moves: about 22 years
constexpr std::size_t kFolderLetters = 7;

std::optional<std::string> Moved(const std::optional<std::string>& time, std::chrono::days days) {
  const auto parsed = time ? ParseRfc3339(*time) : std::nullopt;
  return parsed ? FormatRfc3339(*parsed + days) : time;
}

// Moves all times by whole days, so that the time of day stays.
void MoveDays(PresignMessage& message, std::chrono::days days) {
  message.now = Moved(message.now, days).value_or(message.now);
  message.credentials.expires_at = Moved(message.credentials.expires_at, days);
  message.credentials.issued_at = Moved(message.credentials.issued_at, days);
}

// The bucket's name in the host or at the beginning of the path.
void ReplaceBucket(PresignMessage& message, const Challenge& challenge) {
  if (!message.bucket || message.bucket->empty() || message.bucket->starts_with("arn:")) return;
  const std::string before = *message.bucket;
  const std::string after = NewBucketName(before, challenge);
  const std::string in_path = "/" + before;
  if (message.host.starts_with(before + ".")) {
    message.host.replace(0, before.size(), after);
  } else if (message.path == in_path || message.path.starts_with(in_path + "/")) {
    message.path.replace(1, before.size(), after);
  } else {
    return;
  }
  message.bucket = after;
}

// The object lies in a folder of its own. Its own name stays.
void AddFolder(PresignMessage& message, OneTimeBytes& bytes) {
  const std::string folder = bytes.Letters(kFolderLetters) + "/";
  std::size_t at = 1;
  if (message.key) {
    if (message.key->size() + folder.size() > kLongestObjectKey) return;
    // A slash at the beginning would not be at the beginning any more.
    if (message.key->empty() || message.key->starts_with("/")) return;
    const std::string bucket = "/" + message.bucket.value_or("") + "/";
    if (message.addressing == "path") at = bucket.size();
    if (message.addressing == "path" && !message.path.starts_with(bucket)) return;
    message.key->insert(0, folder);
  } else if (message.bucket || message.path.size() < 2) {
    return;
  }
  if (message.path.starts_with("/")) message.path.insert(at, folder);
}

}  // namespace

std::optional<Case> NewPresign(const Case& c, const Challenge& challenge, Replaced replaced) {
  OneTimeBytes bytes(challenge, c.id);
  Case made = c;
  auto& message = std::get<PresignMessage>(made.request);
  if (!IsAboutItsKeys(c)) message.credentials = NewCredential(message.credentials, challenge);
  const std::chrono::days days(1 + bytes.Below(kMostDays));
  if (replaced != Replaced::kKeys) ReplaceBucket(message, challenge);
  const bool names = replaced == Replaced::kEverything || replaced == Replaced::kAllButDates;
  if (names) AddFolder(message, bytes);
  const bool dates = replaced == Replaced::kEverything || replaced == Replaced::kAllButNames;
  if (dates && !c.needs_exact_clock) MoveDays(message, days);
  made.stages.reset();
  return made;
}

}  // namespace countersign
