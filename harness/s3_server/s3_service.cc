// What `countersign serve` does with a request, without sockets: HttpConnection calls Respond()
// once the head has arrived. Every refusal carries S3's error document and the rule that refused.
#include "s3_server/s3_service.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "s3_http/http_date.h"
#include "s3_server/byte_range.h"
#include "s3_server/request_log.h"
#include "s3_server/response_headers.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/query_string.h"
#include "verify.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestKey = 1024;  // bytes; S3's limit
constexpr char kHostId[] = "countersign";

S3ErrorResponse MakeError(int status, std::string code, std::string message,
                          std::vector<XmlElement> details = {}) {
  S3ErrorResponse error;
  error.status = status;
  error.document = {std::move(code), std::move(message), std::move(details)};
  return error;
}

S3ErrorResponse NotImplemented(std::string reason) {
  S3ErrorResponse error = MakeError(
      501, "NotImplemented", "A header you provided implies functionality that is not implemented");
  error.reason = std::move(reason);
  return error;
}

S3ErrorResponse InternalError(std::string reason) {
  S3ErrorResponse error =
      MakeError(500, "InternalError", "We encountered an internal error. Please try again.");
  error.reason = std::move(reason);
  return error;
}

S3ErrorResponse S3ErrorResponseOf(HttpError error) {
  switch (error) {
    case HttpError::kHeadTooLarge:
      return MakeError(431, "RequestHeaderSectionTooLarge",
                       "Your request header section exceeds the maximum allowed size.");
    case HttpError::kTransferCoding:
      return MakeError(501, "NotImplemented",
                       "A header you provided implies functionality that is not implemented");
    case HttpError::kVersion:
      return MakeError(505, "HttpVersionNotSupported",
                       "The HTTP version specified is not supported.");
    case HttpError::kIncompleteBody:
      return MakeError(
          400, "IncompleteBody",
          "You did not provide the number of bytes specified by the Content-Length HTTP "
          "header");
    case HttpError::kTimeout:
      return MakeError(
          400, "RequestTimeout",
          "Your socket connection to the server was not read from or written to within "
          "the timeout period. Idle connections will be closed.");
    case HttpError::kMalformed:
    case HttpError::kIncompleteHead: break;
  }
  return MakeError(400, "BadRequest", "An error occurred when parsing the HTTP request.");
}

bool IsUploadPart(const Target& target) {
  const QueryString query = ParseQueryString(target.raw_query);
  return FindParameter(query, "uploadId") != nullptr &&
         FindParameter(query, "partNumber") != nullptr;
}

bool IsCopy(const HttpRequest& request) {
  const QueryString query = ParseQueryString(SplitTarget(request.target).raw_query);
  return std::any_of(query.parameters.begin(), query.parameters.end(),
                     [](const QueryParameter& parameter) {
                       return NameIs(parameter, "x-amz-copy-source") ||
                              NameIs(parameter, "X-Amz-Copy-Source");
                     }) ||
         FindHeader(request.headers, "x-amz-copy-source") != nullptr;
}

// The name of an object in its store. Each part of a multipart upload becomes an object of its own.
std::string NameInStore(const ObjectPlace& place, const HttpRequest& request) {
  const Target target = SplitTarget(request.target);
  if (request.method != "PUT" || !IsUploadPart(target)) return place.key;
  const QueryString query = ParseQueryString(target.raw_query);
  return place.key + "?partNumber=" + DecodedValue(query, "partNumber").value_or("") +
         "&uploadId=" + DecodedValue(query, "uploadId").value_or("");
}

// HTTP 1.1 requires one Host (RFC 9112, section 3.2).
bool HasOneHost(const RequestHead& head) {
  const auto count =
      std::count_if(head.request.headers.begin(), head.request.headers.end(),
                    [](const HeaderField& header) { return SameHeaderName(header.name, "host"); });
  return count == 1 || (count == 0 && head.http_version == 10);
}

RangeChoice RangeOf(const HttpRequest& request, const Object& object) {
  const std::string_view range = HeaderValue(request, "range");
  // A client that resumes a download says of which version of the object.
  const std::string_view validator = HeaderValue(request, "if-range");
  if (!validator.empty() && validator != object.etag) return WholeObject{};
  return ChooseRange(range, object.body->size());
}

}  // namespace

std::variant<S3Response, BodyNeeded> S3Service::Respond(const RequestHead& head) {
  const ClockReading now = options_.clock();
  if (const auto* why = std::get_if<std::string>(&now)) {
    const S3ErrorResponse error = InternalError(*why);
    return Complete({}, &error, now, head.request);
  }
  if (!HasOneHost(head)) {
    S3ErrorResponse error = S3ErrorResponseOf(HttpError::kMalformed);
    error.reason = "a request must have one Host header";
    return Complete({}, &error, now, head.request);
  }
  PendingRequest pending{head, std::get<Timestamp>(now), {}, 0};
  const auto& names = options_.config.bucket_names;
  pending.place =
      FindPlace(HeaderValue(head.request, "host"), SplitTarget(head.request.target).raw_path,
                options_.config.hosts, names);
  const auto found = std::find(names.begin(), names.end(), pending.place.bucket);
  pending.bucket = static_cast<std::size_t>(found - names.begin());
  return Decide(pending);
}

S3Response S3Service::RespondToHttpError(HttpError error, const std::string& detail) {
  S3ErrorResponse response = S3ErrorResponseOf(error);
  response.reason = detail;
  return Complete({}, &response, options_.clock(), {});
}

void S3Service::Seed(const std::string& key, const std::string& content, Timestamp modified) {
  NewObject object;
  object.content = content;
  object.etag = '"' + Hex(Sha256(content)).substr(0, 32) + '"';
  object.content_type = "text/plain";
  object.modified = modified;
  object.reservation = budget_.Reserve(content.size() + key.size() + kBytesBesideAnObject);
  options_.stores.front()->Put(key, std::move(object));
}

// Everything that does not depend on the body is checked before the body is read, so that the
// server never keeps a body that it would refuse. After that, the URL may expire. Nothing is
// remembered for the next request.
//= window/checked-on-arrival
//= window/each-request-anew
std::variant<S3Response, BodyNeeded> S3Service::Decide(const PendingRequest& pending) {
  const HttpRequest& request = pending.head.request;
  if (const Refusal refusal = Authenticate(request, pending)) {
    return Finish(pending, Refuse(*refusal, request, pending));
  }
  if (auto error = CheckOperation(pending)) return Finish(pending, *std::move(error));
  if (request.method == "DELETE") {
    options_.stores[pending.bucket]->Delete(pending.place.key);
    return Finish(pending, S3Response{204, {}, {}});
  }
  if (request.method != "PUT") return Finish(pending, Get(pending));
  Or<BodyNeeded> needed = Put(pending);
  if (auto* error = std::get_if<S3ErrorResponse>(&needed))
    return Finish(pending, *std::move(error));
  return std::get<BodyNeeded>(std::move(needed));
}

Refusal S3Service::Authenticate(const HttpRequest& request, const PendingRequest& pending) {
  const VerifyInput& input = options_.config.verify_inputs[pending.bucket];
  VerifyContext context = ContextOf(input);
  context.now = pending.now;
  context.origin.source_ip = pending.head.client_ip;
  // So that policies are evaluated for the object that is served.
  std::vector<std::string> own_hosts;
  if (pending.place.addressing == Addressing::kPath) {
    own_hosts.emplace_back(HeaderValue(request, "host"));
  }
  context.server_hosts = own_hosts;
  Result<Accepted> result = Verify(request, context);
  if (result.ok()) return std::nullopt;
  return std::move(result).rejection();
}

S3ErrorResponse S3Service::Refuse(const Rejection& rejection, const HttpRequest& request,
                                  const PendingRequest& pending) const {
  const VerifyInput& input = options_.config.verify_inputs[pending.bucket];
  return countersign::S3ErrorResponseOf(rejection, {request, pending.now, input.region});
}

std::optional<S3ErrorResponse> S3Service::CheckOperation(const PendingRequest& pending) const {
  const HttpRequest& request = pending.head.request;
  constexpr std::string_view kMethods[] = {"GET", "HEAD", "PUT", "DELETE"};
  if (std::find(std::begin(kMethods), std::end(kMethods), request.method) == std::end(kMethods)) {
    S3ErrorResponse error = MakeError(405, "MethodNotAllowed",
                                      "The specified method is not allowed against this resource.",
                                      {{"Method", request.method}});
    error.headers.push_back({"Allow", "GET, HEAD, PUT, DELETE"});
    return error;
  }
  if (pending.bucket == options_.stores.size()) {
    return MakeError(404, "NoSuchBucket", "The specified bucket does not exist",
                     {{"BucketName", pending.place.bucket}});
  }
  // A request for an object's ACL must not return or replace the object.
  const Target target = SplitTarget(request.target);
  const auto subresource = FindSubresource(target.raw_query);
  if (subresource && !(request.method == "PUT" && IsUploadPart(target))) {
    return NotImplemented("this server supports only objects, not ?" + std::string(*subresource));
  }
  if (pending.place.key.empty()) {
    return NotImplemented("this server supports only objects, and the URL names no key");
  }
  if (pending.place.key.size() > kLongestKey) {
    return MakeError(400, "KeyTooLongError", "Your key is too long",
                     {{"Size", std::to_string(pending.place.key.size())},
                      {"MaxSizeAllowed", std::to_string(kLongestKey)}});
  }
  return std::nullopt;
}

S3Service::Or<S3Response> S3Service::Get(const PendingRequest& pending) {
  const HttpRequest& request = pending.head.request;
  const auto object = options_.stores[pending.bucket]->Find(pending.place.key);
  if (!object) {
    return MakeError(404, "NoSuchKey", "The specified key does not exist.",
                     {{"Key", pending.place.key}});
  }
  auto overrides = ResponseOverrides(SplitTarget(request.target).raw_query);
  if (auto* bad = std::get_if<BadOverride>(&overrides)) {
    return MakeError(400, "InvalidArgument", "Header value cannot be represented using ISO-8859-1.",
                     {{"ArgumentName", bad->name}, {"ArgumentValue", bad->value}});
  }
  const std::uint64_t size = object->body->size();
  const RangeChoice range = RangeOf(request, *object);
  if (std::holds_alternative<Unsatisfiable>(range)) {
    S3ErrorResponse error =
        MakeError(416, "InvalidRange", "The requested range is not satisfiable",
                  {{"RangeRequested", std::string(HeaderValue(request, "range"))},
                   {"ActualObjectSize", std::to_string(size)}});
    error.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
    return error;
  }
  S3Response response{200, {}, ObjectSlice{object->body, 0, size}};
  response.headers = {{"Last-Modified", FormatHttpDate(object->modified)},
                      {"ETag", object->etag},
                      {"Accept-Ranges", "bytes"},
                      {"Content-Type", object->content_type}};
  if (const auto* part = std::get_if<ByteRange>(&range)) {
    response.status = 206;
    response.body = ObjectSlice{object->body, part->offset, part->length};
    response.headers.push_back(
        {"Content-Range", "bytes " + std::to_string(part->offset) + "-" +
                              std::to_string(part->offset + part->length - 1) + "/" +
                              std::to_string(size)});
  }
  for (HeaderField& header : std::get<std::vector<HeaderField>>(overrides)) {
    SetHeader(response.headers, std::move(header));
  }
  return response;
}

S3Service::Or<BodyNeeded> S3Service::Put(const PendingRequest& pending) {
  if (IsCopy(pending.head.request)) return NotImplemented("this server does not copy objects");
  if (pending.head.chunked) return NotImplemented("a body needs a Content-Length");
  if (!pending.head.content_length) {
    return MakeError(411, "MissingContentLength",
                     "You must provide the Content-Length HTTP header.");
  }
  const std::uint64_t length = *pending.head.content_length;
  if (length > options_.max_object_size) {
    return MakeError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
                     {{"ProposedSize", std::to_string(length)},
                      {"MaxSizeAllowed", std::to_string(options_.max_object_size)}});
  }
  NewObject object;
  object.reservation = budget_.Reserve(length + pending.place.key.size() + kBytesBesideAnObject);
  if (object.reservation == nullptr) {
    S3ErrorResponse error = MakeError(503, "SlowDown", "Please reduce your request rate.");
    error.reason = "the memory for objects and uploads is used up";
    return error;
  }
  return BodyNeeded{length, [this, pending, object](std::string body) mutable {
                      object.content = std::move(body);
                      return Finish(pending, Store(pending, std::move(object)));
                    }};
}

S3Service::Or<S3Response> S3Service::Store(const PendingRequest& pending, NewObject object) {
  HttpRequest request = pending.head.request;
  request.body_sha256 = Hex(Sha256(object.content));
  request.body = std::move(object.content);
  // At the time when the request arrived: the URL may have expired since.
  if (const Refusal refusal = Authenticate(request, pending)) {
    return Refuse(*refusal, request, pending);
  }
  object.content = *std::move(request.body);
  object.etag = '"' + request.body_sha256->substr(0, 32) + '"';
  object.modified = pending.now;
  const std::string_view type = HeaderValue(request, "content-type");
  if (!type.empty()) object.content_type = type;
  auto stored =
      options_.stores[pending.bucket]->Put(NameInStore(pending.place, request), std::move(object));
  if (const auto* failure = std::get_if<StoreError>(&stored)) {
    return InternalError(failure->message);
  }
  return S3Response{200, {{"ETag", std::get<Object>(stored).etag}}, {}};
}

S3Response S3Service::Finish(const PendingRequest& pending, Or<S3Response> outcome) {
  const auto* error = std::get_if<S3ErrorResponse>(&outcome);
  return Complete(error == nullptr ? std::get<S3Response>(std::move(outcome)) : S3Response{}, error,
                  pending.now, pending.head.request);
}

S3Response S3Service::Complete(S3Response response, const S3ErrorResponse* error,
                               const ClockReading& now, const HttpRequest& request) {
  char id[17];
  std::snprintf(id, sizeof id, "%016llX", static_cast<unsigned long long>(++requests_));
  LogEntry entry{"-", request.method, request.target, response.status, "", "", ""};
  if (error != nullptr) {
    ErrorDocument document = error->document;
    if (!error->rule.empty()) document.details.push_back({"CountersignRule", error->rule});
    if (!error->reason.empty()) document.details.push_back({"CountersignReason", error->reason});
    response.status = error->status;
    response.headers = error->headers;
    response.headers.push_back({"Content-Type", "application/xml"});
    if (!error->rule.empty()) response.headers.push_back({"x-countersign-rule", error->rule});
    response.body = ErrorXml(document, id, kHostId);
    entry.status = error->status;
    entry.code = error->document.code;
    entry.rule = error->rule;
    entry.reason = error->reason.empty() ? error->document.message : error->reason;
  }
  response.headers.push_back({"x-amz-request-id", id});
  response.headers.push_back({"x-amz-id-2", kHostId});
  response.headers.push_back({"Server", "countersign"});
  if (const auto* time = std::get_if<Timestamp>(&now)) {
    response.headers.push_back({"Date", FormatHttpDate(*time)});
    entry.time = FormatRfc3339(*time);
  }
  options_.log(LogLine(entry));
  return response;
}

}  // namespace countersign
