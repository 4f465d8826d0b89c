// Writes seeds made from the suite's vectors: FOLDER/scene/ has the scene of every case, for the
// targets that read scenes; FOLDER/CORPUS/ has inputs for the other targets. The build runs it.
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

// The members of a family (whose ids have a fourth part) differ in one character or day, so a few
// of them are enough.
constexpr int kMostOfAFamily = 8;

// Engines would cut a longer scene: max_len of options/scene.options.
constexpr std::size_t kLongestScene = 4096;

std::string FamilyOf(const std::string& id) {
  const bool is_member = std::count(id.begin(), id.end(), '/') > 2;
  return is_member ? id.substr(0, id.rfind('/')) : id;
}

// Writer writes each different text of a corpus once, named after its case, into a folder that it
// empties first. It ends the process if a file cannot be written.
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
    if (const std::string text = SceneText(scene); text.size() <= kLongestScene) {
      writer.Write("scene", id, text);
    }
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
