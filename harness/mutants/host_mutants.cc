#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// WithHost puts the host line's value through `change`.
template <typename Change>
void WithHost(Lines& lines, Change change) {
  const std::string block = "\n" + lines.headers;
  const std::size_t begin = block.find("\nhost:");
  if (begin == std::string::npos) return;
  const std::size_t value = begin + std::string_view("\nhost:").size();
  const std::size_t end = block.find('\n', value);
  lines.headers =
      (block.substr(0, value) + change(block.substr(value, end - value)) + block.substr(end))
          .substr(1);
}

// Where the port begins, its colon included; the text's end where there is none.
std::size_t PortOf(const std::string& host) {
  const std::size_t colon = host.rfind(':');
  const bool is_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  return is_port ? colon : host.size();
}

std::string WithoutPort(const std::string& host) { return host.substr(0, PortOf(host)); }

HeaderField* Find(HttpRequest& request, std::string_view name) {
  const auto found =
      std::find_if(request.headers.begin(), request.headers.end(),
                   [name](const HeaderField& header) { return SameHeaderName(header.name, name); });
  return found == request.headers.end() ? nullptr : &*found;
}

void HostFromProxy(HttpRequest& request, VerifyContext&) {
  HeaderField* host = Find(request, "host");
  const HeaderField* forwarded = Find(request, "x-forwarded-host");
  if (host != nullptr && forwarded != nullptr) host->value = forwarded->value;
}

void PortFromProxy(HttpRequest& request, VerifyContext&) {
  HeaderField* host = Find(request, "host");
  const HeaderField* port = Find(request, "x-forwarded-port");
  if (host != nullptr && port != nullptr)
    host->value = WithoutPort(host->value) + ":" + port->value;
}

void HostFromForwarded(HttpRequest& request, VerifyContext&) {
  HeaderField* host = Find(request, "host");
  const HeaderField* forwarded = Find(request, "forwarded");
  if (host == nullptr || forwarded == nullptr) return;
  const std::size_t at = forwarded->value.find("host=");
  if (at == std::string::npos) return;
  const std::string value = forwarded->value.substr(at + 5);
  host->value = value.substr(0, value.find_first_of(";,"));
}

// The signature may be over any of several hosts.
Refusal SignatureOverAnyHost(VerifyState& v) {
  const Refusal refusal = TheReferences("signature", v);
  if (!refusal) return std::nullopt;
  HttpRequest request = v.request;
  HeaderField* host = Find(request, "host");
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
    if (!TheReferences("signature", other)) {
      v.payload_line = other.payload_line;
      return std::nullopt;
    }
  }
  return refusal;
}

bool IsAwsHost(const std::string& host) { return host.find("amazonaws.com") != std::string::npos; }

std::vector<Mutant> PortMutants() {
  return {
      {"host-default-port-signed",
       Side::kBoth,
       "Signs ':443' behind a host that travels without it.",
       {"host/as-sent", "host/port"},
       {"aws/aws-sdk-go#1618", "smithy-lang/smithy-rs#4006", "awslabs/aws-sdk-rust#1244",
        "soto-project/soto-core#421", "googleapis/google-cloud-go#9347", "aws/aws-sdk-java#445"},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                return PortOf(host) == host.size() ? host + ":443" : host;
              });
            }}},
      {"host-port-dropped",
       Side::kBoth,
       "Leaves a port that is not the default out of the signed host.",
       {"host/port"},
       {"soto-project/soto-core#291", "awslabs/smithy-kotlin#1026", "ex-aws/ex_aws#257",
        "aws/aws-sdk-js-v3#2726", "aws/aws-sdk-kotlin#1177", "wojtekmach/req#405",
        "serverpod/serverpod#5704", "aws/aws-sdk-ruby#883"},
       {.lines = [](Lines& l, const Parts&) { WithHost(l, WithoutPort); }}},
      {"host-port-of-the-other-scheme-dropped",
       Side::kPresign,
       "Strips ':80' and ':443' whatever the scheme is.",
       {"host/port"},
       {"boto/botocore@0dba832b2"},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                return host.ends_with(":80") || host.ends_with(":443") ? WithoutPort(host) : host;
              });
            }}},
      {"host-port-digits-cut",
       Side::kPresign,
       "Strips ':80' or ':443' wherever it is found, so that ':4430' becomes '0'.",
       {"host/port"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                return WithAll(WithAll(host, ":443", ""), ":80", "");
              });
            }}},
      {"host-port-twice",
       Side::kBoth,
       "Appends the port to a host that has it already.",
       {"host/port"},
       {"ceph/ceph#10160"},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) { return host + host.substr(PortOf(host)); });
            }}},
      {"host-port-from-forwarded-port",
       Side::kVerify,
       "Appends X-Forwarded-Port to the host, the default one too.",
       {"host/replaced", "host/port", "host/as-sent"},
       {"seaweedfs/seaweedfs#6527"},
       {},
       {},
       {.request = PortFromProxy}},
      {"host-several-ports-tried",
       Side::kVerify,
       "Tries the host with several ports and accepts whichever fits.",
       {"host/port", "host/as-sent"},
       {"localstack/localstack#4076"},
       {},
       {},
       {.steps = Replaced("signature", SignatureOverAnyHost)}},
      {"host-scheme-and-port-forced",
       Side::kPresign,
       "Makes https and its default port of every endpoint.",
       {"host/scheme-not-signed", "host/port", "host/as-sent"},
       {"aws/aws-sdk-ruby#2777", "awslabs/smithy-kotlin#862"},
       {},
       {.request =
            [](PresignRequest& r) {
              r.scheme = "https";
              r.host = WithoutPort(r.host);
            }}},
  };
}

std::vector<Mutant> NameMutants() {
  return {
      {"host-trailing-dot-dropped",
       Side::kPresign,
       "Signs the host without the final dot with which it travels.",
       {"host/as-sent"},
       {"minio/minio-go#1110"},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
              });
            }}},
      {"host-brackets-of-ipv6-dropped",
       Side::kPresign,
       "Signs an IPv6 address without its brackets.",
       {"host/as-sent", "host/port"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                return WithAll(WithAll(host, "[", ""), "]", "");
              });
            }}},
      {"host-aws-for-a-custom-domain",
       Side::kPresign,
       "Signs the service's own host although a custom domain stands in the URL.",
       {"host/as-sent"},
       {"googleapis/nodejs-storage#859", "aws/aws-sdk-go#1360", "aws/aws-sdk-ruby#2345"},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                return IsAwsHost(host) ? host : std::string("s3.us-east-1.amazonaws.com");
              });
            }}},
      {"host-global-for-regional",
       Side::kBoth,
       "Signs the global endpoint's host whichever endpoint is used.",
       {"host/as-sent", "path/addressing"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              WithHost(l, [](const std::string& host) {
                const std::size_t s3 = host.find("s3.");
                const std::size_t aws = host.find(".amazonaws.com");
                if (s3 == std::string::npos || aws == std::string::npos || aws < s3) return host;
                return host.substr(0, s3 + 2) + host.substr(aws);
              });
            }}},
      {"host-from-forwarded-host",
       Side::kVerify,
       "Believes the client's X-Forwarded-Host.",
       {"host/replaced", "host/as-sent"},
       {},
       {},
       {},
       {.request = HostFromProxy}},
      {"host-from-forwarded",
       Side::kVerify,
       "Believes the client's Forwarded header.",
       {"host/replaced", "host/as-sent"},
       {},
       {},
       {},
       {.request = HostFromForwarded}},
      {"host-not-signed",
       Side::kPresign,
       "Leaves host out: X-Amz-SignedHeaders is empty.",
       {"signed-headers/exactly-asked", "host/as-sent"},
       {"brendanhay/amazonka#272"},
       {},
       {.names = [](std::vector<std::string>& names,
                    const PresignRequest&) { std::erase(names, "host"); }}},
  };
}

}  // namespace

std::vector<Mutant> HostMutants() {
  std::vector<Mutant> mutants = PortMutants();
  for (Mutant& mutant : NameMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
