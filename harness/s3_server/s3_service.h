#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "s3_server/http_message.h"
#include "s3_server/memory_budget.h"
#include "s3_server/object_place.h"
#include "s3_server/object_store.h"
#include "s3_server/s3_error_response.h"
#include "s3_server/server_clock.h"
#include "s3_server/server_config.h"

namespace countersign {

// S3Service handles requests with presigned URLs (GET, HEAD, PUT and DELETE of an object) as S3
// does: first the reference verifier, then the operation. It has no sockets. Not thread-safe.
class S3Service {
 public:
  struct Options {
    ServerConfig config;
    std::vector<std::unique_ptr<ObjectStore>> stores;  // one for each bucket, in the same order
    std::uint64_t max_object_size = 0;                 // bytes
    std::uint64_t max_memory = 0;  // bytes, of objects in memory and uploads together
    std::function<ClockReading()> clock;
    std::function<void(const std::string& line)> log;
  };

  explicit S3Service(Options options) : budget_(options.max_memory), options_(std::move(options)) {}

  // Respond returns the response to a request, or that its body is needed first.
  std::variant<S3Response, BodyNeeded> Respond(const RequestHead& head);
  // RespondToHttpError returns the response to bytes that are not a request. `detail` is for
  // people: what exactly is wrong, and who sent it.
  S3Response RespondToHttpError(HttpError error, const std::string& detail);

  // Seed stores an object in the first bucket.
  void Seed(const std::string& key, const std::string& content, Timestamp modified);
  // AnyKey is the key of some object of the first bucket.
  std::optional<std::string> AnyKey() const { return options_.stores.front()->AnyKey(); }

 private:
  // PendingRequest is a request whose response is not known yet.
  struct PendingRequest {
    RequestHead head;
    Timestamp now;
    ObjectPlace place;
    std::size_t bucket = 0;  // index in the configuration's verify_inputs
  };
  template <typename T>
  using Or = std::variant<T, S3ErrorResponse>;

  std::variant<S3Response, BodyNeeded> Decide(const PendingRequest& pending);
  Refusal Authenticate(const HttpRequest& request, const PendingRequest& pending);
  S3ErrorResponse Refuse(const Rejection& rejection, const HttpRequest& request,
                         const PendingRequest& pending) const;
  std::optional<S3ErrorResponse> CheckOperation(const PendingRequest& pending) const;
  Or<S3Response> Get(const PendingRequest& pending);
  Or<BodyNeeded> Put(const PendingRequest& pending);
  Or<S3Response> Store(const PendingRequest& pending, NewObject object);

  S3Response Finish(const PendingRequest& pending, Or<S3Response> outcome);
  S3Response Complete(S3Response response, const S3ErrorResponse* error, const ClockReading& now,
                      const HttpRequest& request);

  MemoryBudget budget_;  // destroyed last: objects return their memory to it
  Options options_;
  std::uint64_t requests_ = 0;
};

}  // namespace countersign
