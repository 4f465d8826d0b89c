#include "suite/case_content.h"

#include <optional>

#include "protocol/codec.h"

namespace countersign {

std::string ContentOf(const Case& c) {
  std::string content = EncodeRequestBody(c.request) + c.pinned_url.value_or("");
  if (!c.signed_as) return content;
  const auto append = [&content](const std::optional<std::string>& text) {
    content += text ? '+' + std::to_string(text->size()) + ':' + *text : "-";
  };
  append(c.signed_as->method);
  append(c.signed_as->target);
  append(c.signed_as->payload);
  append(c.signed_as->secret_access_key);
  if (!c.signed_as->headers) return content;
  for (const auto& [name, value] : *c.signed_as->headers) {
    append(name);
    append(value);
  }
  return content;
}

}  // namespace countersign
