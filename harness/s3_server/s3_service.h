#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "s3_server/http_handler.h"
#include "s3_server/memory_budget.h"
#include "s3_server/object_place.h"
#include "s3_server/object_store.h"
#include "s3_server/s3_error_response.h"
#include "s3_server/server_clock.h"
#include "s3_server/server_config.h"

namespace countersign {

// S3Service answers the requests of a presigned URL's holder, GET, HEAD, PUT and DELETE of an
// object, as S3 does: first the reference verifier, then the operation. It has no sockets.
class S3Service : public HttpHandler {
 public:
  struct Options {
    ServerConfig config;
    std::vector<std::unique_ptr<ObjectStore>> stores;  // one for each bucket, in their order
    std::uint64_t max_object_size = 0;                 // octets
    std::uint64_t max_memory = 0;  // octets, of objects in memory and uploads together
    std::function<ClockReading()> clock;
    std::function<void(const std::string& line)> log;
  };

  explicit S3Service(Options options) : budget_(options.max_memory), options_(std::move(options)) {}

  std::variant<HttpAnswer, BodyWanted> OnHead(const RequestHead& head) override;
  HttpAnswer OnHttpError(HttpError fault, const std::string& detail) override;

  // Seed puts an object into the first bucket.
  void Seed(const std::string& key, const std::string& content, Timestamp modified);
  // AnyKey is the key of some object of the first bucket.
  std::optional<std::string> AnyKey() const { return options_.stores.front()->AnyKey(); }

 private:
  // Exchange is one request on its way to its answer.
  struct Exchange {
    RequestHead head;
    Timestamp now;
    ObjectPlace place;
    std::size_t bucket = 0;  // which question of the configuration is asked
  };
  template <typename T>
  using Or = std::variant<T, S3ErrorResponse>;

  std::variant<HttpAnswer, BodyWanted> Decide(const Exchange& exchange);
  Refusal Authenticate(const HttpRequest& request, const Exchange& exchange);
  S3ErrorResponse Refuse(const Rejection& rejection, const HttpRequest& request,
                         const Exchange& exchange) const;
  std::optional<S3ErrorResponse> CheckOperation(const Exchange& exchange) const;
  Or<HttpAnswer> Get(const Exchange& exchange);
  Or<BodyWanted> Put(const Exchange& exchange);
  Or<HttpAnswer> Store(const Exchange& exchange, NewObject object);

  HttpAnswer Answer(const Exchange& exchange, Or<HttpAnswer> outcome);
  HttpAnswer Complete(HttpAnswer answer, const S3ErrorResponse* problem, const ClockReading& now,
                      const HttpRequest& request);

  MemoryBudget budget_;  // ends last: objects give back to it what they took
  Options options_;
  std::uint64_t requests_ = 0;
};

}  // namespace countersign
