// What --product names: who made the implementation, and which files it is.
#include <filesystem>
#include <set>

#include "certify/manifest.h"
#include "protocol/read_file.h"
#include "sigv4/digest.h"
#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::size_t kLargestArtefact = std::size_t{1} << 30;  // bytes
constexpr std::size_t kMostArtefacts = 1000;

// A text of one line that a certificate shows.
std::string LineOf(JsonObject& object, std::string_view key) {
  constexpr std::size_t kLongest = 200;
  const std::optional<JsonPlace> place = object.Required(key);
  const auto text = place ? Text(*place) : std::nullopt;
  if (!text) return "";
  if (text->size() > kLongest || text->find_first_of("\n\r") != std::string_view::npos) {
    place->AddError("expected one line of at most 200 bytes");
  }
  return std::string(*text);
}

void ReadFilesOf(JsonObject& object, const std::filesystem::path& folder, Product& product) {
  const std::optional<JsonPlace> list = object.Optional("files");
  if (!list) return;
  std::set<std::string_view> seen;
  for (const JsonPlace& place : Elements(*list)) {
    const auto name = Text(place);
    if (!name) continue;
    if (!seen.insert(*name).second || seen.size() > kMostArtefacts) {
      place.AddError("expected at most 1000 different files");
      return;
    }
    auto artefact = ArtefactOf((folder / *name).string());
    if (const auto* why = std::get_if<std::string>(&artefact)) {
      place.AddError(Quoted(*name) + ": " + *why);
      continue;
    }
    std::get<Artefact>(artefact).name = *name;
    product.artefacts.push_back(std::get<Artefact>(std::move(artefact)));
  }
}

void ReadDeclared(JsonObject& object, Product& product) {
  const std::optional<JsonPlace> list = object.Optional("declared");
  if (!list) return;
  for (const JsonPlace& place : Elements(*list)) {
    JsonObject one(place);
    const std::string name = LineOf(one, "name");
    const std::optional<JsonPlace> digest = one.Required("sha256");
    const std::string sha256(digest ? Sha256Hex(*digest).value_or("") : "");
    product.artefacts.push_back({name, sha256, true});
    one.RefuseOthers();
  }
}

}  // namespace

std::variant<Artefact, std::string> ArtefactOf(const std::string& path) {
  const auto read = ReadFile(path, kLargestArtefact);
  if (const auto* not_read = std::get_if<NotRead>(&read)) return not_read->why;
  return Artefact{std::filesystem::path(path).filename().string(),
                  Hex(Sha256(std::get<std::string>(read))), false};
}

std::variant<Product, LoadErrors> ReadProduct(const std::string& path) {
  const auto read = ReadFile(path);
  if (const auto* not_read = std::get_if<NotRead>(&read)) {
    return LoadErrors{{path, "", not_read->why}};
  }
  LoadErrors errors;
  JsonFile json;
  Product product;
  if (const auto root = json.Parse(path, std::get<std::string>(read), errors)) {
    JsonObject object(*root);
    ReadFormat(object);
    product.vendor = LineOf(object, "vendor");
    product.name = LineOf(object, "product");
    product.version = LineOf(object, "version");
    if (const auto link = object.Optional("link")) {
      product.link = Text(*link).value_or("");
      if (!product.link->starts_with("https://")) link->AddError("expected https://…");
    }
    ReadFilesOf(object, std::filesystem::path(path).parent_path(), product);
    ReadDeclared(object, product);
    object.RefuseOthers();
  }
  if (errors.empty()) return product;
  return errors;
}

}  // namespace countersign
