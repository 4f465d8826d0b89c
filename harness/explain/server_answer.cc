// Reads the elements of an S3 error document out of its text. It is not an XML parser: users paste
// documents that are cut or wrapped, so it only looks for the elements that it knows.
#include "explain/server_answer.h"

#include "s3_http/xml_text.h"

namespace countersign {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r') {  // XML's line end is a line feed
      if (at + 1 == text.size() || text[at + 1] != '\n') out += '\n';
      continue;
    }
    const std::size_t end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    const bool known =
        end != std::string_view::npos && AppendXmlReference(text.substr(at + 1, end - at - 1), out);
    if (known) {
      at = end;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::optional<std::string> Element(std::string_view xml, const std::string& name) {
  const std::string open = "<" + name + ">";
  const std::size_t at = xml.find(open);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + open.size();
  const std::size_t end = xml.find("</" + name + ">", begin);
  if (end == std::string_view::npos) return std::nullopt;
  return Unescaped(xml.substr(begin, end - begin));
}

// Decodes hex such as "41 57 53"; nullopt if the text is something else.
std::optional<std::string> BytesOf(const std::optional<std::string>& hex) {
  if (!hex) return std::nullopt;
  std::string out;
  int high = -1;
  for (const char c : *hex) {
    if (c == ' ' || c == '\n') continue;
    const int digit = HexDigit(c);
    if (digit < 0) return std::nullopt;
    if (high < 0) {
      high = digit;
    } else {
      out += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return high < 0 && !out.empty() ? std::optional(out) : std::nullopt;
}

std::optional<std::string> Exact(std::string_view xml, const std::string& name) {
  auto bytes = BytesOf(Element(xml, name + "Bytes"));
  return bytes ? bytes : Element(xml, name);
}

// A short element without the white space around it.
std::optional<std::string> Word(std::string_view xml, const std::string& name) {
  std::optional<std::string> text = Element(xml, name);
  if (!text) return std::nullopt;
  constexpr std::string_view kAround = " \t\r\n";
  const std::size_t begin = text->find_first_not_of(kAround);
  if (begin == std::string::npos) return "";
  return text->substr(begin, text->find_last_not_of(kAround) + 1 - begin);
}

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// The code that a message of an SDK or a document in another format names; empty if it names none.
std::string CodeInText(std::string_view text) {
  constexpr const char* kCodes[] = {"SignatureDoesNotMatch",
                                    "AuthorizationQueryParametersError",
                                    "AuthorizationHeaderMalformed",
                                    "InvalidAccessKeyId",
                                    "RequestTimeTooSkewed",
                                    "PermanentRedirect",
                                    "ExpiredToken",
                                    "InvalidToken",
                                    "AccessDenied",
                                    "NoSuchBucket",
                                    "NoSuchKey"};
  for (const char* code : kCodes) {
    if (Has(text, code)) return code;
  }
  return "";
}

// Why the text is not a whole S3 error document; empty if it is one.
std::string ProblemOf(std::string_view xml, bool has_code) {
  if (xml.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return "The given error document is empty; the answer to a HEAD has no body.";
  }
  const bool html = Has(xml, "<html") || Has(xml, "<HTML") || Has(xml, "<!DOCTYPE html") ||
                    Has(xml, "<!doctype html");
  if (!has_code && html) {
    return "The given error document is an HTML page, not an error of S3: a proxy, a CDN or "
           "another web server may have answered.";
  }
  const bool cut = Has(xml, "<Error>") && !Has(xml, "</Error>");
  if (cut) return "The given error document is cut off: its </Error> is missing.";
  if (const std::string code = CodeInText(xml); !has_code && !code.empty()) {
    return "The given text is not an error document of S3; it only names " + code + ".";
  }
  if (!has_code) {
    return "The given error document has no element <Code>, so it is not a whole error of S3.";
  }
  return "";
}

// The document that is written inside another one with its '<' escaped.
std::string Unwrapped(std::string_view xml) {
  if (Has(xml, "<Code>") || !Has(xml, "&lt;Code&gt;")) return std::string(xml);
  return Unescaped(xml);
}

}  // namespace

ServerAnswer ReadServerAnswer(std::string_view given) {
  const std::string xml = Unwrapped(given);
  ServerAnswer answer{Word(xml, "Code"), Word(xml, "Message"), Exact(xml, "CanonicalRequest"),
                      Exact(xml, "StringToSign"), Word(xml, "SignatureProvided")};
  answer.access_key_id = Word(xml, "AWSAccessKeyId");
  answer.bucket = Word(xml, "BucketName");
  if (!answer.bucket) answer.bucket = Word(xml, "Bucket");
  answer.key = Element(xml, "Key");
  answer.resource = Element(xml, "Resource");
  answer.region = Word(xml, "Region");
  answer.endpoint = Word(xml, "Endpoint");
  answer.headers_not_signed = Word(xml, "HeadersNotSigned");
  answer.server_time = Word(xml, "ServerTime");
  answer.expires = Word(xml, "Expires");
  answer.argument_name = Word(xml, "ArgumentName");
  answer.request_id = Word(xml, "RequestId");
  answer.host_id = Word(xml, "HostId");
  answer.problem = ProblemOf(xml, answer.code.has_value());
  if (const std::string code = CodeInText(xml); !answer.code && !code.empty()) answer.code = code;
  return answer;
}

}  // namespace countersign
