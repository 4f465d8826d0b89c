#include "s3_server/s3_service.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "s3_server/byte_range.h"
#include "s3_server/request_log.h"
#include "s3_server/response_headers.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/query_string.h"
#include "verify.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestKey = 1024;  // octets; S3's limit
constexpr char kHostId[] = "countersign";

S3ErrorResponse Problem(int status, std::string code, std::string message,
                        std::vector<XmlElement> details = {}) {
  S3ErrorResponse problem;
  problem.status = status;
  problem.document = {std::move(code), std::move(message), std::move(details)};
  return problem;
}

S3ErrorResponse NotImplemented(std::string reason) {
  S3ErrorResponse problem = Problem(
      501, "NotImplemented", "A header you provided implies functionality that is not implemented");
  problem.reason = std::move(reason);
  return problem;
}

S3ErrorResponse AdapterBroke(std::string reason) {
  S3ErrorResponse problem =
      Problem(500, "InternalError", "We encountered an internal error. Please try again.");
  problem.reason = std::move(reason);
  return problem;
}

S3ErrorResponse S3ErrorResponseOf(HttpError fault) {
  switch (fault) {
    case HttpError::kHeadTooLarge:
      return Problem(431, "RequestHeaderSectionTooLarge",
                     "Your request header section exceeds the maximum allowed size.");
    case HttpError::kVersion:
      return Problem(505, "HttpVersionNotSupported",
                     "The HTTP version specified is not supported.");
    case HttpError::kIncompleteBody:
      return Problem(400, "IncompleteBody",
                     "You did not provide the number of bytes specified by the Content-Length HTTP "
                     "header");
    case HttpError::kTimeout:
      return Problem(400, "RequestTimeout",
                     "Your socket connection to the server was not read from or written to within "
                     "the timeout period. Idle connections will be closed.");
    case HttpError::kMalformed:
    case HttpError::kIncompleteHead:
      break;
  }
  return Problem(400, "BadRequest", "An error occurred when parsing the HTTP request.");
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
         std::any_of(request.headers.begin(), request.headers.end(), [](const HeaderField& h) {
           return SameHeaderName(h.name, "x-amz-copy-source");
         });
}

// NameInStore keeps each part of a multipart upload as a body of its own, beside the object.
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
  // A client that resumes says which object it began with.
  const std::string_view validator = HeaderValue(request, "if-range");
  if (!validator.empty() && validator != object.etag) return WholeObject{};
  return ChooseRange(range, object.body->size());
}

}  // namespace

std::variant<HttpAnswer, BodyWanted> S3Service::OnHead(const RequestHead& head) {
  const ClockReading now = options_.clock();
  if (const auto* why = std::get_if<std::string>(&now)) {
    const S3ErrorResponse problem = AdapterBroke(*why);
    return Complete({}, &problem, now, head.request);
  }
  if (!HasOneHost(head)) {
    S3ErrorResponse problem = S3ErrorResponseOf(HttpError::kMalformed);
    problem.reason = "a request must have one Host header";
    return Complete({}, &problem, now, head.request);
  }
  Exchange exchange{head, std::get<Timestamp>(now), {}, 0};
  const auto& names = options_.config.bucket_names;
  exchange.place =
      FindPlace(HeaderValue(head.request, "host"), SplitTarget(head.request.target).raw_path,
                options_.config.hosts, names);
  const auto found = std::find(names.begin(), names.end(), exchange.place.bucket);
  exchange.bucket = static_cast<std::size_t>(found - names.begin());
  return Decide(exchange);
}

HttpAnswer S3Service::OnHttpError(HttpError fault, const std::string& detail) {
  S3ErrorResponse problem = S3ErrorResponseOf(fault);
  problem.reason = detail;
  return Complete({}, &problem, options_.clock(), {});
}

void S3Service::Seed(const std::string& key, const std::string& content, Timestamp modified) {
  NewObject object;
  object.content = content;
  object.etag = '"' + Hex(Sha256(content)).substr(0, 32) + '"';
  object.content_type = "text/plain";
  object.modified = modified;
  object.reservation = budget_.Reserve(content.size());
  options_.stores.front()->Put(key, std::move(object));
}

// Before the body is read, everything is checked that does not depend on it: nobody makes the
// server keep what it is going to refuse. Nothing is checked later, and nothing remembered of it.
//= window/checked-on-arrival
//= window/each-request-anew
std::variant<HttpAnswer, BodyWanted> S3Service::Decide(const Exchange& exchange) {
  const HttpRequest& request = exchange.head.request;
  if (const Refusal refusal = Authenticate(request, exchange)) {
    return Answer(exchange, Refuse(*refusal, request, exchange));
  }
  if (auto problem = CheckOperation(exchange)) return Answer(exchange, *std::move(problem));
  if (request.method == "DELETE") {
    options_.stores[exchange.bucket]->Delete(exchange.place.key);
    return Answer(exchange, HttpAnswer{204, {}, {}});
  }
  if (request.method != "PUT") return Answer(exchange, Get(exchange));
  Or<BodyWanted> wanted = Put(exchange);
  if (auto* problem = std::get_if<S3ErrorResponse>(&wanted))
    return Answer(exchange, *std::move(problem));
  return std::get<BodyWanted>(std::move(wanted));
}

Refusal S3Service::Authenticate(const HttpRequest& request, const Exchange& exchange) {
  const VerifyInput& question = options_.config.questions[exchange.bucket];
  VerifyContext context = ContextOf(question);
  context.now = exchange.now;
  context.origin.source_ip = exchange.head.peer_ip;
  // So that policies are asked about the very object that is served.
  std::vector<std::string> own_hosts;
  if (exchange.place.style == AddressingStyle::kPath) {
    own_hosts.emplace_back(HeaderValue(request, "host"));
  }
  context.server_hosts = own_hosts;
  Result<Accepted> result = Verify(request, context);
  if (result.ok()) return std::nullopt;
  return std::move(result).rejection();
}

S3ErrorResponse S3Service::Refuse(const Rejection& rejection, const HttpRequest& request,
                                  const Exchange& exchange) const {
  const VerifyInput& question = options_.config.questions[exchange.bucket];
  return countersign::S3ErrorResponseOf(rejection, {request, exchange.now, question.region});
}

std::optional<S3ErrorResponse> S3Service::CheckOperation(const Exchange& exchange) const {
  const HttpRequest& request = exchange.head.request;
  constexpr std::string_view kMethods[] = {"GET", "HEAD", "PUT", "DELETE"};
  if (std::find(std::begin(kMethods), std::end(kMethods), request.method) == std::end(kMethods)) {
    S3ErrorResponse problem = Problem(405, "MethodNotAllowed",
                                      "The specified method is not allowed against this resource.",
                                      {{"Method", request.method}});
    problem.headers.push_back({"Allow", "GET, HEAD, PUT, DELETE"});
    return problem;
  }
  if (exchange.bucket == options_.stores.size()) {
    return Problem(404, "NoSuchBucket", "The specified bucket does not exist",
                   {{"BucketName", exchange.place.bucket}});
  }
  // Whoever asks for an object's ACL must not get, or replace, the object.
  const Target target = SplitTarget(request.target);
  const auto subresource = FindSubresource(target.raw_query);
  if (subresource && !(request.method == "PUT" && IsUploadPart(target))) {
    return NotImplemented("this server has objects alone, no ?" + std::string(*subresource));
  }
  if (exchange.place.key.empty()) {
    return NotImplemented("this server has objects alone, and the URL names no key");
  }
  if (exchange.place.key.size() > kLongestKey) {
    return Problem(400, "KeyTooLongError", "Your key is too long",
                   {{"Size", std::to_string(exchange.place.key.size())},
                    {"MaxSizeAllowed", std::to_string(kLongestKey)}});
  }
  return std::nullopt;
}

S3Service::Or<HttpAnswer> S3Service::Get(const Exchange& exchange) {
  const HttpRequest& request = exchange.head.request;
  const auto object = options_.stores[exchange.bucket]->Find(exchange.place.key);
  if (!object) {
    return Problem(404, "NoSuchKey", "The specified key does not exist.",
                   {{"Key", exchange.place.key}});
  }
  auto overrides = ResponseOverrides(SplitTarget(request.target).raw_query);
  if (auto* bad = std::get_if<BadOverride>(&overrides)) {
    return Problem(400, "InvalidArgument", "Header value cannot be represented using ISO-8859-1.",
                   {{"ArgumentName", bad->name}, {"ArgumentValue", bad->value}});
  }
  const std::uint64_t size = object->body->size();
  const RangeChoice range = RangeOf(request, *object);
  if (std::holds_alternative<Unsatisfiable>(range)) {
    S3ErrorResponse problem =
        Problem(416, "InvalidRange", "The requested range is not satisfiable",
                {{"RangeRequested", std::string(HeaderValue(request, "range"))},
                 {"ActualObjectSize", std::to_string(size)}});
    problem.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
    return problem;
  }
  HttpAnswer answer{200, {}, ObjectSlice{object->body, 0, size}};
  answer.headers = {{"Last-Modified", HttpDate(object->modified)},
                    {"ETag", object->etag},
                    {"Accept-Ranges", "bytes"},
                    {"Content-Type", object->content_type}};
  if (const auto* part = std::get_if<ByteRange>(&range)) {
    answer.status = 206;
    answer.body = ObjectSlice{object->body, part->offset, part->length};
    answer.headers.push_back({"Content-Range", "bytes " + std::to_string(part->offset) + "-" +
                                                   std::to_string(part->offset + part->length - 1) +
                                                   "/" + std::to_string(size)});
  }
  for (HeaderField& header : std::get<std::vector<HeaderField>>(overrides)) {
    SetHeader(answer.headers, std::move(header));
  }
  return answer;
}

S3Service::Or<BodyWanted> S3Service::Put(const Exchange& exchange) {
  if (IsCopy(exchange.head.request)) return NotImplemented("this server copies no objects");
  if (exchange.head.chunked) return NotImplemented("a body needs a Content-Length");
  if (!exchange.head.content_length) {
    return Problem(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const std::uint64_t length = *exchange.head.content_length;
  if (length > options_.max_object_size) {
    return Problem(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
                   {{"ProposedSize", std::to_string(length)},
                    {"MaxSizeAllowed", std::to_string(options_.max_object_size)}});
  }
  NewObject object;
  object.reservation = budget_.Reserve(length);
  if (object.reservation == nullptr) {
    S3ErrorResponse problem = Problem(503, "SlowDown", "Please reduce your request rate.");
    problem.reason = "the memory for objects and uploads is used up";
    return problem;
  }
  return BodyWanted{length, [this, exchange, object](std::string body) mutable {
                      object.content = std::move(body);
                      return Answer(exchange, Store(exchange, std::move(object)));
                    }};
}

S3Service::Or<HttpAnswer> S3Service::Store(const Exchange& exchange, NewObject object) {
  HttpRequest request = exchange.head.request;
  request.body_sha256 = Hex(Sha256(object.content));
  // As of when the request arrived: an upload may outlive its URL.
  if (const Refusal refusal = Authenticate(request, exchange)) {
    return Refuse(*refusal, request, exchange);
  }
  object.etag = '"' + request.body_sha256->substr(0, 32) + '"';
  object.modified = exchange.now;
  const std::string_view type = HeaderValue(request, "content-type");
  if (!type.empty()) object.content_type = type;
  auto stored = options_.stores[exchange.bucket]->Put(NameInStore(exchange.place, request),
                                                      std::move(object));
  if (auto* error = std::get_if<StoreError>(&stored)) {
    if (error->kind == StoreError::Kind::kFailed) return AdapterBroke(error->message);
    S3ErrorResponse problem = Problem(400, "InvalidURI", "Couldn't parse the specified URI.");
    problem.reason = error->message;
    return problem;
  }
  return HttpAnswer{200, {{"ETag", std::get<Object>(stored).etag}}, {}};
}

HttpAnswer S3Service::Answer(const Exchange& exchange, Or<HttpAnswer> outcome) {
  const auto* problem = std::get_if<S3ErrorResponse>(&outcome);
  return Complete(problem == nullptr ? std::get<HttpAnswer>(std::move(outcome)) : HttpAnswer{},
                  problem, exchange.now, exchange.head.request);
}

HttpAnswer S3Service::Complete(HttpAnswer answer, const S3ErrorResponse* problem,
                               const ClockReading& now, const HttpRequest& request) {
  char id[17];
  std::snprintf(id, sizeof id, "%016llX", static_cast<unsigned long long>(++requests_));
  LogEntry entry{"-", request.method, request.target, answer.status, "", "", ""};
  if (problem != nullptr) {
    ErrorDocument document = problem->document;
    if (!problem->rule.empty()) document.details.push_back({"CountersignRule", problem->rule});
    if (!problem->reason.empty())
      document.details.push_back({"CountersignReason", problem->reason});
    answer.status = problem->status;
    answer.headers = problem->headers;
    answer.headers.push_back({"Content-Type", "application/xml"});
    if (!problem->rule.empty()) answer.headers.push_back({"x-countersign-rule", problem->rule});
    answer.body = ErrorXml(document, id, kHostId);
    entry.status = problem->status;
    entry.code = problem->document.code;
    entry.rule = problem->rule;
    entry.reason = problem->reason.empty() ? problem->document.message : problem->reason;
  }
  answer.headers.push_back({"x-amz-request-id", id});
  answer.headers.push_back({"x-amz-id-2", kHostId});
  answer.headers.push_back({"Server", "countersign"});
  if (const auto* time = std::get_if<Timestamp>(&now)) {
    answer.headers.push_back({"Date", HttpDate(*time)});
    entry.time = FormatRfc3339(*time);
  }
  options_.log(LogLine(entry));
  return answer;
}

}  // namespace countersign
