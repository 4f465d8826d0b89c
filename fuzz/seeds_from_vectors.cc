// Writes seeds made of the suite's vectors: FOLDER/scene/ has the scene of every case, for the
// targets that read scenes, and FOLDER/CORPUS/ what those that read octets find in them.
//   seeds_from_vectors FOLDER
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include "differential/raw_seeds.h"
#include "differential/vector_scenes.h"
#include "scene/scene.h"
#include "suite/load.h"

namespace countersign::fuzz {
namespace {

namespace fs = std::filesystem;

// A family's members (their ids have a fourth part) differ in one character or day: a few of them
// show an engine what matters.
constexpr int kMostOfAFamily = 8;

std::string FamilyOf(const std::string& id) {
  const bool is_member = std::count(id.begin(), id.end(), '/') > 2;
  return is_member ? id.substr(0, id.rfind('/')) : id;
}

// Writer writes each text of a corpus once, under its case's name, in a folder that has nothing of
// before. What cannot be written ends the process.
class Writer {
 public:
  explicit Writer(fs::path folder) : folder_(std::move(folder)) {}

  void Write(std::string_view corpus, std::string id, const std::string& text) {
    std::set<std::string>& written = written_[std::string(corpus)];
    std::error_code error;
    if (written.empty()) {
      fs::remove_all(folder_ / corpus, error);
      fs::create_directories(folder_ / corpus, error);
    }
    if (!written.insert(text).second) return;
    std::replace(id.begin(), id.end(), '/', '.');
    const fs::path file = folder_ / corpus / id;
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (out) return;
    std::fprintf(stderr, "seeds_from_vectors: %s cannot be written\n", file.c_str());
    std::exit(1);
  }

  void Report() const {
    for (const auto& [corpus, texts] : written_) {
      std::printf("%s: %zu\n", corpus.c_str(), texts.size());
    }
  }

 private:
  fs::path folder_;
  std::map<std::string, std::set<std::string>> written_;
};

int Run(const fs::path& folder) {
  const auto loaded = LoadEmbedded();
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) {
    for (const LoadError& error : *errors) {
      std::fprintf(stderr, "%s: %s: %s\n", error.file.c_str(), error.pointer.c_str(),
                   error.expected.c_str());
    }
    return 1;
  }
  Writer writer(folder);
  std::map<std::string, int> seen;
  const auto scenes = ScenesOf(std::get<Suite>(loaded));
  for (const auto& [id, scene] : scenes) {
    writer.Write("scene", id, SceneText(scene));
    if (seen[FamilyOf(id)]++ >= kMostOfAFamily) continue;
    std::map<std::string_view, int> of_the_case;
    for (const RawSeed& seed : RawSeedsOf(scene)) {
      writer.Write(seed.corpus, id + "." + std::to_string(of_the_case[seed.corpus]++), seed.text);
    }
  }
  writer.Report();
  return scenes.empty() ? 1 : 0;
}

}  // namespace
}  // namespace countersign::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: seeds_from_vectors FOLDER\n");
    return 2;
  }
  return countersign::fuzz::Run(argv[1]);
}
