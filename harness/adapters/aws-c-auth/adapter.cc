// Countersign adapter to aws-c-auth, the C library that signs for several of AWS's SDKs:
// aws_sign_request_aws with AWS_ST_HTTP_REQUEST_QUERY_PARAMS. A shared library; see README.md.
//
// aws-c-auth signs the request that it is given, so path, query and headers are passed on
// unchanged. Only the query is encoded here, because aws-c-auth expects it as an encoded part of
// the path.
#include <aws/auth/auth.h>
#include <aws/auth/credentials.h>
#include <aws/auth/signable.h>
#include <aws/auth/signing.h>
#include <aws/auth/signing_config.h>
#include <aws/auth/signing_result.h>
#include <aws/common/common.h>
#include <aws/common/date_time.h>
#include <aws/common/encoding.h>
#include <aws/common/error.h>
#include <aws/common/uri.h>
#include <aws/http/request_response.h>
#include <countersign/adapter.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using nlohmann::json;

namespace {

template <typename T, void (*Release)(T*)>
struct Releaser {
  void operator()(T* object) const { Release(object); }
};
void ReleaseCredentials(aws_credentials* one) { aws_credentials_release(one); }
void ReleaseMessage(aws_http_message* one) { aws_http_message_release(one); }
using CredentialsPointer =
    std::unique_ptr<aws_credentials, Releaser<aws_credentials, ReleaseCredentials>>;
using MessagePointer =
    std::unique_ptr<aws_http_message, Releaser<aws_http_message, ReleaseMessage>>;
using SignablePointer = std::unique_ptr<aws_signable, Releaser<aws_signable, aws_signable_destroy>>;

// Refused: aws-c-auth returned an error, which has this name.
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void Check(int result) {
  if (result != AWS_OP_SUCCESS) throw Refused(aws_error_name(aws_last_error()));
}

aws_byte_cursor Cursor(const std::string& text) {
  return aws_byte_cursor_from_array(text.data(), text.size());
}

std::string Text(aws_byte_cursor cursor) {
  return std::string(reinterpret_cast<const char*>(cursor.ptr), cursor.len);
}

// The bytes of a text: a string or, if they are not valid UTF-8, {"b64": …}.
std::string Bytes(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  const std::string base64 = value.at("b64").get<std::string>();
  const aws_byte_cursor in = Cursor(base64);
  std::size_t size = 0;
  Check(aws_base64_compute_decoded_len(&in, &size));
  std::string out(size, '\0');
  aws_byte_buf buffer = aws_byte_buf_from_empty_array(out.data(), out.size());
  Check(aws_base64_decode(&in, &buffer));
  return out;
}

// Percent-encodes everything except unreserved characters.
std::string Encoded(const std::string& bytes) {
  aws_byte_buf buffer;
  Check(aws_byte_buf_init(&buffer, aws_default_allocator(), bytes.size() * 3 + 1));
  const aws_byte_cursor in = Cursor(bytes);
  const int result = aws_byte_buf_append_encoding_uri_param(&buffer, &in);
  std::string out = Text(aws_byte_cursor_from_buf(&buffer));
  aws_byte_buf_clean_up(&buffer);
  Check(result);
  return out;
}

std::string PathAndQuery(const json& request) {
  std::string target = Bytes(request.at("path"));
  if (target.empty()) target = "/";  // as HTTP clients do
  char separator = '?';
  for (const json& pair : request.value("query", json::array())) {
    target += separator + Encoded(Bytes(pair.at(0))) + "=" + Encoded(Bytes(pair.at(1)));
    separator = '&';
  }
  return target;
}

void AddHeader(aws_http_message* message, const std::string& name, const std::string& value) {
  aws_http_header header = {};
  header.name = Cursor(name);
  header.value = Cursor(value);
  Check(aws_http_message_add_header(message, header));
}

MessagePointer NewMessage(const json& request) {
  MessagePointer message(aws_http_message_new_request(aws_default_allocator()));
  if (!message) throw std::runtime_error("no message");
  Check(aws_http_message_set_request_method(message.get(), Cursor(Bytes(request.at("method")))));
  Check(aws_http_message_set_request_path(message.get(), Cursor(PathAndQuery(request))));
  AddHeader(message.get(), "Host", Bytes(request.at("host")));
  for (const json& header : request.value("headers", json::array())) {
    AddHeader(message.get(), Bytes(header.at(0)), Bytes(header.at(1)));
  }
  return message;
}

CredentialsPointer NewCredentials(const json& given) {
  const std::string id = Bytes(given.at("access_key_id"));
  const std::string secret = Bytes(given.at("secret_access_key"));
  const std::string token = Bytes(given.value("session_token", json("")));
  CredentialsPointer credentials(aws_credentials_new(aws_default_allocator(), Cursor(id),
                                                     Cursor(secret), Cursor(token), UINT64_MAX));
  if (!credentials) throw Refused(aws_error_name(aws_last_error()));
  return credentials;
}

struct Outcome {
  aws_http_message* message;
  int error;
};

void OnSigned(aws_signing_result* result, int error, void* outcome) {
  Outcome& out = *static_cast<Outcome*>(outcome);
  out.error = error;
  if (error != AWS_ERROR_SUCCESS) return;
  if (aws_apply_signing_result_to_http_request(out.message, aws_default_allocator(), result) !=
      AWS_OP_SUCCESS) {
    out.error = aws_last_error();
  }
}

aws_signing_algorithm Algorithm(const json& request) {
  const std::string name = Bytes(request.at("algorithm"));
  if (name == "AWS4-ECDSA-P256-SHA256") return AWS_SIGNING_ALGORITHM_V4_ASYMMETRIC;
  if (name != "AWS4-HMAC-SHA256") throw Refused("aws_signing_algorithm has no such value");
  return request.at("credentials").contains("session") ? AWS_SIGNING_ALGORITHM_V4_S3EXPRESS
                                                       : AWS_SIGNING_ALGORITHM_V4;
}

// What aws-c-auth calls region: the region, or with SigV4A the whole value of X-Amz-Region-Set.
std::string Region(const json& request) {
  if (!request.contains("region_set")) return Bytes(request.at("region"));
  std::string set;
  const char* comma = "";
  for (const json& region : request.at("region_set")) {
    set += comma + Bytes(region);
    comma = ",";
  }
  return set;
}

// Because the credentials are given, aws_sign_request_aws calls OnSigned before it returns.
std::string Sign(const json& request) {
  const MessagePointer message = NewMessage(request);
  const CredentialsPointer credentials = NewCredentials(request.at("credentials"));
  const SignablePointer signable(
      aws_signable_new_http_request(aws_default_allocator(), message.get()));
  if (!signable) throw Refused(aws_error_name(aws_last_error()));
  const std::string region = Region(request);
  const std::string service = Bytes(request.at("service"));
  const std::string payload = Bytes(request.at("payload"));
  const std::string now = request.at("now").get<std::string>();

  aws_signing_config_aws config = {};
  config.config_type = AWS_SIGNING_CONFIG_AWS;
  config.algorithm = Algorithm(request);
  config.signature_type = AWS_ST_HTTP_REQUEST_QUERY_PARAMS;
  config.region = Cursor(region);
  config.service = Cursor(service);
  const aws_byte_cursor date = Cursor(now);
  Check(aws_date_time_init_from_str_cursor(&config.date, &date, AWS_DATE_FORMAT_ISO_8601));
  config.flags.use_double_uri_encode = request.at("path_encoding") == "twice" ? 1 : 0;
  config.flags.should_normalize_uri_path = request.value("normalize_path", false) ? 1 : 0;
  config.signed_body_value = Cursor(payload);
  config.signed_body_header = AWS_SBHT_NONE;
  config.credentials = credentials.get();
  config.expiration_in_seconds = request.at("expires").get<std::uint64_t>();

  Outcome outcome = {message.get(), AWS_ERROR_UNKNOWN};
  Check(aws_sign_request_aws(aws_default_allocator(), signable.get(),
                             reinterpret_cast<const aws_signing_config_base*>(&config), OnSigned,
                             &outcome));
  if (outcome.error != AWS_ERROR_SUCCESS) throw Refused(aws_error_name(outcome.error));
  aws_byte_cursor path;
  Check(aws_http_message_get_request_path(message.get(), &path));
  return Bytes(request.at("scheme")) + "://" + Bytes(request.at("host")) + Text(path);
}

json AdapterInfo() {
  return {{"protocol", 1},
          {"name", "aws-c-auth"},
          {"version", AWS_C_AUTH_VERSION},
          {"language", "c"},
          {"ops", {"presign"}},
          {"features",
           {"session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers",
            "payload-hash", "non-s3", "bytes", "access-points", "s3-express", "sigv4a"}},
          {"clock", "injected"},
          {"errors", "class"},
          {"max_inflight", 64}};
}

bool HasHeader(const json& request, const std::string& name) {
  for (const json& header : request.value("headers", json::array())) {
    const std::string other = Bytes(header.at(0));
    const aws_byte_cursor cursor = Cursor(other);
    if (aws_byte_cursor_eq_c_str_ignore_case(&cursor, name.c_str())) return true;
  }
  return false;
}

json Reject(const std::string& kind, const std::string& message) {
  return {{"reject", {{"class", kind}, {"message", message}}}};
}

json Presign(const json& request) {
  if (HasHeader(request, "x-amz-content-sha256")) {
    // Refused in the request; aws-c-auth adds it, but only if it signs with headers.
    return {{"skip", {{"issue", "https://github.com/awslabs/aws-c-auth/pull/248"}}}};
  }
  if (request.at("expires") < 0) {
    return Reject("expires-too-short", "expiration_in_seconds is unsigned");
  }
  try {
    return {{"ok", {{"url", Sign(request)}}}};
  } catch (const Refused& refused) {
    return Reject("bad-input", refused.what());
  }
}

void Answer(const char* line, std::size_t length, countersign_emit emit, void* sink) {
  json answer;
  json id = 0;
  try {
    const json request = json::parse(line, line + length);
    id = request.at("id");
    answer = request.at("op") == "hello" ? json{{"ok", AdapterInfo()}} : Presign(request);
  } catch (const std::exception& error) {
    answer = {{"fault", {{"message", error.what()}}}};
  }
  answer["id"] = id;
  const std::string text = answer.dump(-1, ' ', false, json::error_handler_t::replace);
  emit(sink, text.data(), text.size());
}

char state;  // what Open returns: the adapter keeps no state between requests

void* Open(const char* hello, std::size_t length, countersign_emit emit, void* sink) {
  aws_auth_library_init(aws_default_allocator());
  Answer(hello, length, emit, sink);
  return &state;
}

void Call(void*, const char* request, std::size_t length, countersign_emit emit, void* sink) {
  Answer(request, length, emit, sink);
}

void Close(void*) { aws_auth_library_clean_up(); }

}  // namespace

extern "C" __attribute__((visibility("default"))) const countersign_adapter* countersign_adapter_v1(
    void) {
  static const countersign_adapter adapter = {sizeof(countersign_adapter), 1, Open, Call, Close};
  return &adapter;
}
