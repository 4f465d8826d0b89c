#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "certify/challenge.h"
#include "certify/endpoint_questions.h"
#include "suite/load_error.h"

namespace countersign {

// Artefact is what was tested: a file, or what the vendor of a server says that it runs.
struct Artefact {
  std::string name;
  std::string sha256;        // 64 hex digits
  bool is_declared = false;  // by the vendor; this program did not see it
  bool operator==(const Artefact&) const = default;
};

// Product is what the vendor says about it.
struct Product {
  std::string vendor;
  std::string name;
  std::string version;
  std::optional<std::string> link;
  std::vector<Artefact> artefacts;  // never empty
};

// BundleFile is one file of a bundle, by its digest.
struct BundleFile {
  std::string name;
  std::string sha256;
  std::int64_t bytes = 0;
};

// Manifest says what a bundle is about, and names its other files.
struct Manifest {
  std::string countersign;  // the version of the program
  std::string suite;        // its digest, "sha256:…"
  Challenge challenge;
  std::string platform;         // "Linux x86_64"
  std::int64_t started_ms = 0;  // since 1970
  std::int64_t finished_ms = 0;
  std::string kind;                       // adapter, library, endpoint
  std::string asked;                      // the command, the library's name, the server's URL
  std::optional<EndpointFacts> endpoint;  // only of a live server
  Product product;
  std::string public_key;         // PEM
  bool is_one_time_key = false;   // made for this bundle: it says nothing about the signer
  std::vector<BundleFile> files;  // all but the manifest and the statement, in the order of a list
};

std::string ManifestText(const Manifest& manifest);
std::variant<Manifest, LoadErrors> ParseManifest(std::string_view file, std::string_view text);

// ReadProduct reads the file that --product names, and the digests of the files that it names, by
// paths relative to its own folder:
//   {"format":1,"vendor":"…","product":"…","version":"…","link":"https://…","files":["mine.py"]}
// or for a server, whose digests the vendor declares:
//   {…,"declared":[{"name":"…","sha256":"…"}]}
std::variant<Product, LoadErrors> ReadProduct(const std::string& path);
// ArtefactOf reads a file and names it by its digest, or says for people why it cannot be read.
std::variant<Artefact, std::string> ArtefactOf(const std::string& path);

}  // namespace countersign
