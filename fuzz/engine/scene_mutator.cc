// The mutator that libFuzzer calls instead of its own for targets that read scenes: it changes the
// meaning of a scene and signs it again. Other engines do not call it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/scene_target.h"
#include "scene/mutate.h"
#include "scene/scene.h"

extern "C" {
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed);
std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data1, std::size_t size1,
                                      const std::uint8_t* data2, std::size_t size2,
                                      std::uint8_t* out, std::size_t max_out, unsigned seed);
}

namespace countersign::fuzz {
namespace {

// The engine's own mutations use the dictionary and the operands of comparisons.
void MutateWithTheEngine(std::string& text, Random&) {
  constexpr std::size_t kRoom = 64;
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  bytes.resize(text.size() + kRoom);
  bytes.resize(LLVMFuzzerMutate(bytes.data(), text.size(), bytes.size()));
  text.assign(bytes.begin(), bytes.end());
}

std::optional<Scene> SceneIn(const std::uint8_t* data, std::size_t size) {
  return ReadScene({reinterpret_cast<const char*>(data), size});
}

// Returns the size of the scene as text, or 0 if it is longer than `max_size`.
std::size_t Write(const Scene& scene, std::uint8_t* out, std::size_t max_size) {
  const std::string text = SceneText(scene);
  if (text.size() > max_size) return 0;
  std::memcpy(out, text.data(), text.size());
  return text.size();
}

}  // namespace
}  // namespace countersign::fuzz

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed) {
  using namespace countersign::fuzz;  // NOLINT(google-build-using-namespace)
  Random random(seed);
  std::optional<Scene> read = SceneIn(data, size);
  Scene scene = read ? *std::move(read) : FirstScene();
  Mutate(scene, random, MutateWithTheEngine);
  if (kTakesSignatures) Resign(scene, random);
  const std::size_t written = Write(scene, data, max_size);
  return written != 0 ? written : size;
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data1, std::size_t size1,
                                      const std::uint8_t* data2, std::size_t size2,
                                      std::uint8_t* out, std::size_t max_out, unsigned seed) {
  using namespace countersign::fuzz;  // NOLINT(google-build-using-namespace)
  Random random(seed);
  const auto one = SceneIn(data1, size1);
  const auto other = SceneIn(data2, size2);
  if (!one || !other) return 0;
  Scene crossed = Cross(*one, *other, random);
  if (kTakesSignatures) Resign(crossed, random);
  return Write(crossed, out, max_out);
}
