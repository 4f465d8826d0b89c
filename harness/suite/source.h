#pragma once

#include <memory>
#include <string>
#include <vector>

namespace countersign {

// ProvenanceKind is what a source is; vectors/README.md says what each must show.
enum class ProvenanceKind { kPublished, kRecorded, kDocumented, kReported, kDerived, kCompared };

// Reported is what a public thread or page shows: an answer that AWS gave, or only a statement.
enum class Reported { kAnswer, kStatement };

// PathInput is how an implementation was given the path to sign: it had to encode it, or not.
enum class PathInput { kUnencoded, kEncoded };

// Witness is one that computed the same signature.
struct Witness {
  std::string name;
  std::string version;
  PathInput input = PathInput::kEncoded;
};

// Source is one entry of vectors/sources.json.
struct Source {
  std::string id;
  ProvenanceKind kind = ProvenanceKind::kDerived;
  std::string citation;                   // its members in one line, for people
  std::string url;                        // empty for derived, compared and evidence
  Reported shown = Reported::kStatement;  // reported
  std::vector<Witness> implementations;   // derived
  // recorded by `countersign record`: the file below vectors/, the case that was asked, and the
  // status and code of the answer. The file is empty if somebody else's test recorded it.
  std::string evidence = {};
  std::string evidence_case = {};
  std::string evidence_shows = {};
};

// Sources are shared by the cases that cite them.
using Provenance = std::vector<std::shared_ptr<const Source>>;

const char* ProvenanceKindName(ProvenanceKind kind);

}  // namespace countersign
