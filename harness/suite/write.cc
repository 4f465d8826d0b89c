#include "suite/write.h"

#include <deque>
#include <nlohmann/json.hpp>

#include "protocol/base64.h"
#include "suite/json_tree.h"

namespace countersign {
namespace {

// Characters that an editor could change or hide are written as escapes: all that is not ASCII.
std::string Spelled(const std::string& octets) {
  try {
    return nlohmann::json(octets).dump(-1, ' ', true);
  } catch (const nlohmann::json::type_error&) {  // no UTF-8
    std::string b64 = "{\"b64\": \"";
    AppendBase64(octets, b64);
    return b64 + "\"}";
  }
}

// Rewriting is one file with its new spellings, which the tree points to.
class Rewriting {
 public:
  explicit Rewriting(JsonTree tree) : tree_(std::move(tree)) {}

  // A value that is spelled differently and means the same octets stays.
  void Put(std::initializer_list<std::string_view> keys, const std::string& octets) {
    JsonTree* place = &tree_;
    std::string pointer;
    for (const std::string_view key : keys) {
      place = place == nullptr ? nullptr : place->Find(key);
      pointer += '/' + std::string(key);
    }
    if (place == nullptr) {
      if (!error_)
        error_ = LoadError{"", pointer, "missing: there is no place for what is derived"};
    } else if (!Means(*place, octets)) {
      *place = JsonTree{JsonTree::Kind::kScalar, spelled_.emplace_back(Spelled(octets)), {}};
    }
  }

  std::variant<std::string, LoadError> Result() const {
    if (error_) return *error_;
    return Layout(tree_);
  }

 private:
  static bool Means(JsonTree& place, const std::string& octets) {
    if (place.kind == JsonTree::Kind::kScalar) {
      const nlohmann::json value = nlohmann::json::parse(place.scalar);
      return value.is_string() && value.get_ref<const std::string&>() == octets;
    }
    JsonTree* b64 = place.Find("b64");
    return b64 != nullptr && "{\"b64\": " + std::string(b64->scalar) + "}" == Spelled(octets);
  }

  JsonTree tree_;
  std::deque<std::string> spelled_;
  std::optional<LoadError> error_;
};

}  // namespace

std::variant<std::string, LoadError> FormatJson(std::string_view text) {
  std::variant<JsonTree, LoadError> tree = ParseTree(text);
  if (LoadError* error = std::get_if<LoadError>(&tree)) return std::move(*error);
  return Layout(std::get<JsonTree>(tree));
}

std::variant<std::string, LoadError> RewriteDerived(std::string_view text, const Derived& derived) {
  std::variant<JsonTree, LoadError> tree = ParseTree(text);
  if (LoadError* error = std::get_if<LoadError>(&tree)) return std::move(*error);
  Rewriting file(std::get<JsonTree>(std::move(tree)));
  if (derived.stages) {
    file.Put({"stages", "canonical_request"}, derived.stages->canonical_request);
    file.Put({"stages", "string_to_sign"}, derived.stages->string_to_sign);
    if (!derived.stages->signature.empty()) {
      file.Put({"stages", "signature"}, derived.stages->signature);
    }
  }
  if (derived.target) file.Put({"verify", "request", "target"}, *derived.target);
  if (derived.family_digest) file.Put({"family", "digest"}, *derived.family_digest);
  return file.Result();
}

}  // namespace countersign
