// Mutants of the line of the host header: its port, and its name. Listed by catalogue.h.
#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// WithHost replaces the value of the host line by what `change` makes of it.
template <typename Change>
void WithHost(Lines& lines, Change change) {
  const std::string block = "\n" + lines.headers;
  const std::size_t begin = block.find("\nhost:");
  if (begin == std::string::npos) return;
  const std::size_t value = begin + std::string_view("\nhost:").size();
  const std::size_t end = std::min(block.find('\n', value), block.size());
  lines.headers =
      (block.substr(0, value) + change(block.substr(value, end - value)) + block.substr(end))
          .substr(1);
}

// The offset of the port's colon, or the size of the text if there is no port.
std::size_t PortOf(const std::string& host) {
  const std::size_t colon = host.rfind(':');
  const bool is_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  return is_port ? colon : host.size();
}

std::string WithoutPort(const std::string& host) { return host.substr(0, PortOf(host)); }

void HostFromProxy(HttpRequest& request, VerifyContext&) {
  HeaderField* host = FindHeader(request.headers, "host");
  const HeaderField* forwarded = FindHeader(request.headers, "x-forwarded-host");
  if (host != nullptr && forwarded != nullptr) host->value = forwarded->value;
}

void PortFromProxy(HttpRequest& request, VerifyContext&) {
  HeaderField* host = FindHeader(request.headers, "host");
  const HeaderField* port = FindHeader(request.headers, "x-forwarded-port");
  if (host != nullptr && port != nullptr)
    host->value = WithoutPort(host->value) + ":" + port->value;
}

void HostFromForwarded(HttpRequest& request, VerifyContext&) {
  HeaderField* host = FindHeader(request.headers, "host");
  const HeaderField* forwarded = FindHeader(request.headers, "forwarded");
  if (host == nullptr || forwarded == nullptr) return;
  const std::size_t at = forwarded->value.find("host=");
  if (at == std::string::npos) return;
  const std::string value = forwarded->value.substr(at + 5);
  host->value = value.substr(0, value.find_first_of(";,"));
}

// Accepts a signature over the host with any of several ports.
Refusal SignatureOverAnyHost(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kSignature, v);
  if (!refusal) return std::nullopt;
  HttpRequest request = v.request;
  HeaderField* host = FindHeader(request.headers, "host");
  if (host == nullptr) return refusal;
  const std::string bare = WithoutPort(host->value);
  for (const std::string_view port : {"", ":80", ":443", ":4566", ":9000", ":8000", ":8080"}) {
    host->value = bare + std::string(port);
    VerifyState other{request, v.context, v.derive};
    other.target = v.target;
    other.query = v.query;
    other.given = v.given;
    other.credential = v.credential;
    other.date_text = v.date_text;
    other.signer = v.signer;
    other.signed_headers = v.signed_headers;
    if (!RunReferenceStep(StepId::kSignature, other)) {
      v.payload_line = other.payload_line;
      return std::nullopt;
    }
  }
  return refusal;
}

bool IsAwsHost(const std::string& host) { return host.find("amazonaws.com") != std::string::npos; }

void HostDefaultPortSigned(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) {
    return PortOf(host) == host.size() ? host + ":443" : host;
  });
}

void HostPortOfTheOtherSchemeDropped(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) {
    return host.ends_with(":80") || host.ends_with(":443") ? WithoutPort(host) : host;
  });
}

void HostPortDigitsCut(Lines& l, const Parts&) {
  WithHost(l,
           [](const std::string& host) { return WithAll(WithAll(host, ":443", ""), ":80", ""); });
}

void HostPortTwice(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) { return host + host.substr(PortOf(host)); });
}

void HostSchemeAndPortForced(PresignRequest& r) {
  r.scheme = "https";
  r.host = WithoutPort(r.host);
}

constexpr Mutant kPorts[] = {
    {.name = "host-default-port-signed",
     .mistake = "Signs the host with ':443', although it is sent without a port.",
     .rules = {"host/as-sent", "host/port"},
     .references = {"aws/aws-sdk-go#1618", "smithy-lang/smithy-rs#4006",
                    "awslabs/aws-sdk-rust#1244", "soto-project/soto-core#421",
                    "googleapis/google-cloud-go#9347", "aws/aws-sdk-java#445"},
     .signing = {.lines = HostDefaultPortSigned}},
    {.name = "host-port-dropped",
     .mistake = "Signs the host without its port, even if it is not the default port.",
     .rules = {"host/port"},
     .references = {"soto-project/soto-core#291", "awslabs/smithy-kotlin#1026", "ex-aws/ex_aws#257",
                    "aws/aws-sdk-js-v3#2726", "aws/aws-sdk-kotlin#1177", "wojtekmach/req#405",
                    "serverpod/serverpod#5704", "aws/aws-sdk-ruby#883"},
     .signing = {.lines = [](Lines& l, const Parts&) { WithHost(l, WithoutPort); }}},
    {.name = "host-port-of-the-other-scheme-dropped",
     .side = Side::kPresign,
     .mistake = "Removes ':80' and ':443' from the host for both http and https.",
     .rules = {"host/port"},
     .references = {"boto/botocore@0dba832b2"},
     .signing = {.lines = HostPortOfTheOtherSchemeDropped}},
    {.name = "host-port-digits-cut",
     .side = Side::kPresign,
     .mistake = "Removes ':80' and ':443' as plain text, so 'host:4430' becomes 'host0'.",
     .rules = {"host/port"},
     .signing = {.lines = HostPortDigitsCut}},
    {.name = "host-port-twice",
     .mistake = "Appends the port to a host that already has one.",
     .rules = {"host/port"},
     .references = {"boto/boto#3849"},
     .signing = {.lines = HostPortTwice}},
    {.name = "host-port-from-forwarded-port",
     .mistake = "Appends X-Forwarded-Port to the host, even if it is the default port.",
     .rules = {"host/replaced", "host/port", "host/as-sent"},
     .references = {"seaweedfs/seaweedfs#6527"},
     .verify = {.request = PortFromProxy}},
    {.name = "host-several-ports-tried",
     .mistake = "Tries the host with several ports and accepts the URL if one of them matches.",
     .rules = {"host/port", "host/as-sent"},
     .references = {"localstack/localstack#4076"},
     .verify = {.steps = {Replace(StepId::kSignature, SignatureOverAnyHost)}}},
    {.name = "host-scheme-and-port-forced",
     .mistake = "Changes every endpoint to https with its default port.",
     .rules = {"host/scheme-not-signed", "host/port", "host/as-sent"},
     .references = {"aws/aws-sdk-ruby#2777", "aws/aws-sdk-kotlin#938"},
     .presign = {.request = HostSchemeAndPortForced}},
};

void HostTrailingDotDropped(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) {
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
  });
}

void HostBracketsOfIpv6Dropped(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) { return WithAll(WithAll(host, "[", ""), "]", ""); });
}

void HostAwsForACustomDomain(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) {
    return IsAwsHost(host) ? host : std::string("s3.us-east-1.amazonaws.com");
  });
}

void HostGlobalForRegional(Lines& l, const Parts&) {
  WithHost(l, [](const std::string& host) {
    const std::size_t s3 = host.find("s3.");
    const std::size_t aws = host.find(".amazonaws.com");
    if (s3 == std::string::npos || aws == std::string::npos || aws < s3) return host;
    return host.substr(0, s3 + 2) + host.substr(aws);
  });
}

void HostNotSigned(std::vector<std::string>& names, const PresignRequest&) {
  std::erase(names, "host");
}

constexpr Mutant kNames[] = {
    {.name = "host-trailing-dot-dropped",
     .side = Side::kPresign,
     .mistake = "Signs the host without its final dot, although it is sent with it.",
     .rules = {"host/as-sent"},
     .references = {"minio/minio-go#1110"},
     .signing = {.lines = HostTrailingDotDropped}},
    {.name = "host-brackets-of-ipv6-dropped",
     .side = Side::kPresign,
     .mistake = "Signs an IPv6 address without its brackets.",
     .rules = {"host/as-sent", "host/port"},
     .signing = {.lines = HostBracketsOfIpv6Dropped}},
    {.name = "host-aws-for-a-custom-domain",
     .side = Side::kPresign,
     .mistake = "Signs the AWS host although the URL has a custom domain.",
     .rules = {"host/as-sent"},
     .references = {"googleapis/nodejs-storage#859", "aws/aws-sdk-go#1360",
                    "aws/aws-sdk-ruby#2345"},
     .signing = {.lines = HostAwsForACustomDomain}},
    {.name = "host-global-for-regional",
     .mistake = "Always signs the host of the global endpoint, even if a regional one is used.",
     .rules = {"host/as-sent", "path/addressing"},
     .signing = {.lines = HostGlobalForRegional}},
    {.name = "host-from-forwarded-host",
     .mistake = "Uses the client's X-Forwarded-Host instead of the Host header.",
     .rules = {"host/replaced", "host/as-sent"},
     .verify = {.request = HostFromProxy}},
    {.name = "host-from-forwarded",
     .mistake = "Uses the host of the client's Forwarded header instead of the Host header.",
     .rules = {"host/replaced", "host/as-sent"},
     .verify = {.request = HostFromForwarded}},
    {.name = "host-not-signed",
     .mistake = "Does not sign host: X-Amz-SignedHeaders is empty.",
     .rules = {"signed-headers/exactly-asked", "host/as-sent"},
     .references = {"brendanhay/amazonka#272"},
     .presign = {.names = HostNotSigned}},
};

}  // namespace

MutantTables HostMutants() { return {kPorts, kNames}; }

}  // namespace countersign
