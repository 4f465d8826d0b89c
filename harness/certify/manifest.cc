// The file manifest.json of a bundle.
#include "certify/manifest.h"

#include <cstdint>
#include <span>

#include "protocol/json_writer.h"
#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::int64_t kLatest = 253402300799999;  // the year 9999, in milliseconds
constexpr std::string_view kKinds[] = {"adapter", "library", "endpoint"};
constexpr std::string_view kAddressings[] = {"path", "virtual"};
constexpr std::string_view kErrorLevels[] = {"code", "outcome"};
constexpr std::string_view kRoles[] = {"primary", "second", "inactive", "temporary"};
constexpr std::size_t kMostListed = 1000;

std::string TextOf(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return std::string(place ? Text(*place).value_or("") : "");
}

bool FlagOf(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  bool value = false;
  if (place && place->element.get(value)) place->AddError("expected true or false");
  return value;
}

std::int64_t IntegerOf(JsonObject& object, std::string_view key, std::int64_t most) {
  const std::optional<JsonPlace> place = object.Required(key);
  return place ? Integer(*place, 0, most).value_or(0) : 0;
}

std::string DigestOf(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return std::string(place ? Sha256Hex(*place).value_or("") : "");
}

std::vector<JsonPlace> ListOf(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  if (!place) return {};
  std::vector<JsonPlace> list = Elements(*place);
  if (list.size() <= kMostListed) return list;
  place->AddError("expected at most " + std::to_string(kMostListed) + " entries");
  return {};
}

void ReadChallenge(JsonObject& object, Challenge& challenge) {
  const std::optional<JsonPlace> place = object.Required("challenge");
  if (const auto text = place ? Text(*place) : std::nullopt) {
    if (auto read = ParseChallenge(*text); read && read->HexText() == *text) {
      challenge = *std::move(read);
    } else {
      place->AddError("expected 64 lower-case hex digits, found " + Quoted(*text));
    }
  }
  challenge.is_given = FlagOf(object, "challenge_given");
}

std::string ChoiceOf(JsonObject& object, std::string_view key,
                     std::span<const std::string_view> choices) {
  const std::optional<JsonPlace> place = object.Required(key);
  const auto index = place ? OneOf(*place, choices) : std::nullopt;
  return std::string(index ? choices[*index] : "");
}

EndpointFacts ReadEndpoint(const JsonPlace& place) {
  EndpointFacts facts;
  JsonObject object(place);
  facts.url = TextOf(object, "url");
  facts.bucket = TextOf(object, "bucket");
  facts.addressing = ChoiceOf(object, "addressing", kAddressings);
  facts.region = TextOf(object, "region");
  facts.no_region = FlagOf(object, "no_region");
  facts.settable_clock = FlagOf(object, "settable_clock");
  facts.errors = ChoiceOf(object, "errors", kErrorLevels);
  facts.prefix = TextOf(object, "prefix");
  for (const JsonPlace& one : ListOf(object, "keys")) {
    JsonObject key(one);
    EndpointKey read{ChoiceOf(key, "role", kRoles), TextOf(key, "access_key_id"), {}};
    if (const auto token = key.Optional("session_token")) {
      read.session_token = Text(*token).value_or("");
    }
    key.RefuseOthers();
    facts.keys.push_back(std::move(read));
  }
  object.RefuseOthers();
  return facts;
}

void WriteEndpoint(const EndpointFacts& facts, JsonWriter& json) {
  json.BeginObject("endpoint");
  json.Text("url", facts.url);
  json.Text("bucket", facts.bucket);
  json.Text("addressing", facts.addressing);
  json.Text("region", facts.region);
  json.Flag("no_region", facts.no_region);
  json.Flag("settable_clock", facts.settable_clock);
  json.Text("errors", facts.errors);
  json.Text("prefix", facts.prefix);
  json.BeginArray("keys");
  for (const EndpointKey& key : facts.keys) {
    json.BeginObject();
    json.Text("role", key.role);
    json.Text("access_key_id", key.access_key_id);
    json.OptionalText("session_token", key.session_token);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

Product ReadProductOf(JsonObject& manifest) {
  Product product;
  const std::optional<JsonPlace> place = manifest.Required("product");
  if (!place) return product;
  JsonObject object(*place);
  product.vendor = TextOf(object, "vendor");
  product.name = TextOf(object, "product");
  product.version = TextOf(object, "version");
  if (const auto link = object.Optional("link")) product.link = Text(*link).value_or("");
  for (const JsonPlace& one : ListOf(object, "artefacts")) {
    JsonObject artefact(one);
    const std::string name = TextOf(artefact, "name");
    const std::string sha256 = DigestOf(artefact, "sha256");
    product.artefacts.push_back({name, sha256, FlagOf(artefact, "declared")});
    artefact.RefuseOthers();
  }
  if (product.artefacts.empty()) place->AddError("artefacts must not be empty");
  object.RefuseOthers();
  return product;
}

void ReadFiles(JsonObject& object, Manifest& manifest) {
  for (const JsonPlace& place : ListOf(object, "files")) {
    JsonObject file(place);
    const std::string name = TextOf(file, "name");
    const std::string sha256 = DigestOf(file, "sha256");
    manifest.files.push_back({name, sha256, IntegerOf(file, "bytes", kLatest)});
    file.RefuseOthers();
  }
}

Manifest ReadManifest(const JsonPlace& root) {
  Manifest manifest;
  JsonObject object(root);
  ReadFormat(object);
  manifest.countersign = TextOf(object, "countersign");
  manifest.suite = TextOf(object, "suite");
  ReadChallenge(object, manifest.challenge);
  manifest.platform = TextOf(object, "platform");
  manifest.started_ms = IntegerOf(object, "started_ms", kLatest);
  manifest.finished_ms = IntegerOf(object, "finished_ms", kLatest);
  if (const auto kind = object.Required("kind")) {
    if (const auto index = OneOf(*kind, kKinds)) manifest.kind = kKinds[*index];
  }
  manifest.asked = TextOf(object, "asked");
  if (const auto endpoint = object.Optional("endpoint"))
    manifest.endpoint = ReadEndpoint(*endpoint);
  manifest.product = ReadProductOf(object);
  manifest.public_key = TextOf(object, "public_key");
  manifest.is_one_time_key = FlagOf(object, "one_time_key");
  ReadFiles(object, manifest);
  if (manifest.endpoint.has_value() != (manifest.kind == "endpoint")) {
    root.AddError("expected endpoint if and only if kind is \"endpoint\"");
  }
  object.RefuseOthers();
  return manifest;
}

}  // namespace

std::string ManifestText(const Manifest& manifest) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Integer("format", 1);
  json.Text("countersign", manifest.countersign);
  json.Text("suite", manifest.suite);
  json.Text("challenge", manifest.challenge.HexText());
  json.Flag("challenge_given", manifest.challenge.is_given);
  json.Text("platform", manifest.platform);
  json.Integer("started_ms", manifest.started_ms);
  json.Integer("finished_ms", manifest.finished_ms);
  json.Text("kind", manifest.kind);
  json.Text("asked", manifest.asked);
  if (manifest.endpoint) WriteEndpoint(*manifest.endpoint, json);
  json.BeginObject("product");
  json.Text("vendor", manifest.product.vendor);
  json.Text("product", manifest.product.name);
  json.Text("version", manifest.product.version);
  json.OptionalText("link", manifest.product.link);
  json.BeginArray("artefacts");
  for (const Artefact& artefact : manifest.product.artefacts) {
    json.BeginObject();
    json.Text("name", artefact.name);
    json.Text("sha256", artefact.sha256);
    json.Flag("declared", artefact.is_declared);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  json.Text("public_key", manifest.public_key);
  json.Flag("one_time_key", manifest.is_one_time_key);
  json.BeginArray("files");
  for (const BundleFile& file : manifest.files) {
    json.BeginObject();
    json.Text("name", file.name);
    json.Text("sha256", file.sha256);
    json.Integer("bytes", file.bytes);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return text + '\n';
}

std::variant<Manifest, LoadErrors> ParseManifest(std::string_view file, std::string_view text) {
  LoadErrors errors;
  JsonFile json;
  Manifest manifest;
  if (const auto root = json.Parse(file, text, errors)) manifest = ReadManifest(*root);
  if (errors.empty()) return manifest;
  return errors;
}

}  // namespace countersign
