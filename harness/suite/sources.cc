// Reads vectors/sources.json. Each kind of source has members of its own, so that a reader of the
// suite can find the place and see what it shows.
#include "suite/sources.h"

#include <algorithm>
#include <utility>

namespace countersign {
namespace {

constexpr std::pair<std::string_view, ProvenanceKind> kKinds[] = {
    {"published", ProvenanceKind::kPublished},   {"recorded", ProvenanceKind::kRecorded},
    {"documented", ProvenanceKind::kDocumented}, {"reported", ProvenanceKind::kReported},
    {"derived", ProvenanceKind::kDerived},       {"compared", ProvenanceKind::kCompared}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || IsDigit(c); }

bool IsSourceId(std::string_view id) {
  constexpr std::string_view kMarks = "/-_.#";
  return !id.empty() && IsLowerOrDigit(id.front()) && IsLowerOrDigit(id.back()) &&
         std::all_of(id.begin(), id.end(),
                     [&](char c) { return IsLowerOrDigit(c) || kMarks.find(c) != kMarks.npos; });
}

// IsThread tells whether a text is OWNER/REPOSITORY#NUMBER.
bool IsThread(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::size_t hash = text.find('#');
  if (slash == 0 || slash == text.npos || hash == text.npos || hash <= slash + 1) return false;
  const std::string_view name = text.substr(0, hash);
  const std::string_view number = text.substr(hash + 1);
  return name.find('/', slash + 1) == name.npos && name.find(' ') == name.npos && !number.empty() &&
         number.front() != '0' && std::all_of(number.begin(), number.end(), IsDigit);
}

// IsDay tells whether a text is yyyy-MM-dd; IsMonth, yyyy-MM.
bool IsMonth(std::string_view text) {
  return text.size() == 7 && text[4] == '-' && text.substr(5) >= "01" && text.substr(5) <= "12" &&
         std::all_of(text.begin(), text.begin() + 4, IsDigit);
}
bool IsDay(std::string_view text) {
  return text.size() == 10 && IsMonth(text.substr(0, 7)) && text[7] == '-' && IsDigit(text[8]) &&
         IsDigit(text[9]) && text.substr(8) >= "01" && text.substr(8) <= "31";
}

std::string RequiredText(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return std::string(place ? Text(*place).value_or("") : "");
}

std::string OptionalText(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Optional(key);
  return std::string(place ? Text(*place).value_or("") : "");
}

// Reads a required text that must pass a test.
template <typename Test>
std::string RequiredForm(JsonObject& object, std::string_view key, Test test, const char* form) {
  const std::optional<JsonPlace> place = object.Required(key);
  const std::optional<std::string_view> text = place ? Text(*place) : std::nullopt;
  if (text && !test(*text)) {
    place->AddError("expected " + std::string(form) + ", found " + Quoted(*text));
  }
  return std::string(text.value_or(""));
}

std::string ReadUrl(JsonObject& object) {
  const auto is_url = [](std::string_view text) {
    return text.starts_with("https://") && text.size() > std::string_view("https://").size();
  };
  return RequiredForm(object, "url", is_url, "an address that begins with https://");
}

// WithSays appends what the source says, if anything.
std::string WithSays(std::string citation, const std::string& says) {
  return says.empty() ? citation : citation + ": " + says;
}

void ReadPublished(JsonObject& object, Source& source) {
  const std::string document = RequiredText(object, "document");
  source.citation = document + ", " + RequiredText(object, "place");
  source.url = ReadUrl(object);
}

bool IsEvidenceFile(std::string_view path) {
  constexpr std::string_view kFolder = "evidence/";
  constexpr std::string_view kSuffix = ".jsonl";
  return path.starts_with(kFolder) && path.ends_with(kSuffix) &&
         path.size() > kFolder.size() + kSuffix.size() &&
         path.find('/', kFolder.size()) == path.npos;
}

// An answer in a file of vectors/evidence/. Lint checks that it is there (evidence/citations.h).
void ReadEvidence(JsonObject& object, Source& source) {
  source.evidence = RequiredForm(object, "evidence", IsEvidenceFile,
                                 "a file of the folder evidence, such as evidence/NAME.jsonl");
  source.evidence_case = RequiredText(object, "case");
  source.evidence_shows = RequiredText(object, "shows");
  source.citation = source.evidence + ", " + source.evidence_case + ": " + source.evidence_shows;
}

void ReadRecorded(JsonObject& object, Source& source) {
  if (object.Optional("evidence")) return ReadEvidence(object, source);
  const std::string test = RequiredText(object, "test");
  const std::string snapshot = RequiredText(object, "snapshot");
  const std::string date = RequiredForm(object, "date", IsDay, "a day such as 2026-02-21");
  source.citation = test + ", snapshot " + snapshot + ", " + date;
  source.citation = WithSays(source.citation, RequiredText(object, "shows"));
  source.url = ReadUrl(object);
}

void ReadDocumented(JsonObject& object, Source& source) {
  const std::string page = RequiredText(object, "page");
  source.citation = page + ", " + RequiredText(object, "section");
  source.citation = WithSays(source.citation, OptionalText(object, "says"));
  source.url = ReadUrl(object);
}

void ReadReported(JsonObject& object, Source& source) {
  constexpr std::string_view kShown[] = {"answer", "statement"};
  if (object.Optional("page")) {
    source.citation = RequiredText(object, "page");
    source.url = ReadUrl(object);
  } else {
    source.citation = RequiredForm(object, "thread", IsThread, "OWNER/REPOSITORY#NUMBER");
    source.url = "https://github.com/" + source.citation;
    const std::size_t hash = source.url.find('#');
    if (hash != source.url.npos) source.url.replace(hash, 1, "/issues/");
  }
  if (const auto shows = object.Required("shows")) {
    if (OneOf(*shows, kShown) == std::size_t{0}) source.shown = Reported::kAnswer;
  }
  source.citation += source.shown == Reported::kAnswer ? " (shows AWS's answer)" : " (a statement)";
  source.citation = WithSays(source.citation, OptionalText(object, "says"));
}

Witness ReadImplementation(const JsonPlace& place) {
  constexpr std::string_view kInputs[] = {"unencoded", "encoded"};
  Witness one;
  JsonObject object(place);
  one.name = RequiredText(object, "name");
  one.version = RequiredText(object, "version");
  if (const auto input = object.Required("input")) {
    if (OneOf(*input, kInputs) == std::size_t{0}) one.input = PathInput::kUnencoded;
  }
  object.RefuseOthers();
  return one;
}

void ReadDerived(JsonObject& object, Source& source) {
  const std::optional<JsonPlace> list = object.Required("implementations");
  if (!list) return;
  for (const JsonPlace& place : Elements(*list)) {
    const Witness one = ReadImplementation(place);
    source.citation += (source.citation.empty() ? "" : ", ") + one.name + ' ' + one.version +
                       (one.input == PathInput::kUnencoded ? " (which encoded the path)" : "");
    source.implementations.push_back(one);
  }
  if (list->element.is_array() && source.implementations.empty()) {
    list->AddError("implementations must not be empty");
  }
  source.citation = WithSays(source.citation, OptionalText(object, "says"));
}

void ReadCompared(JsonObject& object, Source& source) {
  if (const auto servers = object.Required("servers")) {
    for (const std::string& server : Texts(*servers)) {
      source.citation += (source.citation.empty() ? "" : ", ") + server;
    }
    if (servers->element.is_array() && source.citation.empty()) {
      servers->AddError("servers must not be empty");
    }
  }
  source.citation +=
      ", " + RequiredForm(object, "date", IsMonth, "a month such as 2026-11") + " (not AWS)";
  source.citation = WithSays(source.citation, RequiredText(object, "shows"));
}

void ReadMembers(JsonObject& object, Source& source) {
  switch (source.kind) {
    case ProvenanceKind::kPublished: return ReadPublished(object, source);
    case ProvenanceKind::kRecorded: return ReadRecorded(object, source);
    case ProvenanceKind::kDocumented: return ReadDocumented(object, source);
    case ProvenanceKind::kReported: return ReadReported(object, source);
    case ProvenanceKind::kDerived: return ReadDerived(object, source);
    case ProvenanceKind::kCompared: return ReadCompared(object, source);
  }
}

Source ReadSource(const JsonPlace& place) {
  JsonObject object(place);
  Source source;
  source.id = RequiredForm(object, "id", IsSourceId,
                           "an id of lower-case letters, digits and the characters / - _ . #");
  std::vector<std::string_view> names;
  for (const auto& [name, kind] : kKinds) names.push_back(name);
  if (const auto kind = object.Required("kind")) {
    const std::optional<std::size_t> index = OneOf(*kind, names);
    if (!index) return source;  // which members it needs is unknown
    source.kind = kKinds[*index].second;
    ReadMembers(object, source);
  }
  object.RefuseOthers();
  return source;
}

}  // namespace

const char* ProvenanceKindName(ProvenanceKind kind) {
  for (const auto& [name, value] : kKinds) {
    if (value == kind) return name.data();
  }
  return "";
}

Provenance ReadSources(const JsonPlace& root) {
  JsonObject object(root);
  ReadFormat(object);
  Provenance sources;
  if (const auto list = object.Required("sources")) {
    for (const JsonPlace& place : Elements(*list)) {
      auto source = std::make_shared<const Source>(ReadSource(place));
      if (!sources.empty() && !source->id.empty() && source->id <= sources.back()->id) {
        place.AddError("expected an id after " + Quoted(sources.back()->id) + ", found " +
                       Quoted(source->id) + ": sources are sorted, and each stands once");
      }
      sources.push_back(std::move(source));
    }
  }
  object.RefuseOthers();
  return sources;
}

SourcesById ById(const Provenance& sources) {
  SourcesById by_id;
  for (const auto& source : sources) by_id.emplace(source->id, source);
  return by_id;
}

Provenance ReadProvenance(const JsonPlace& place, const SourcesById& sources) {
  Provenance list;
  for (const std::string& id : Texts(place)) {
    const auto found = sources.find(id);
    if (found == sources.end()) {
      place.AddError("unknown source: " + Quoted(id));
    } else {
      list.push_back(found->second);
    }
  }
  if (place.element.is_array() && list.empty()) place.AddError("provenance must not be empty");
  return list;
}

}  // namespace countersign
