#include "scene/edits.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "scene/mutate.h"
#include "sigv4/percent_encoding.h"

namespace countersign::fuzz {
namespace {

// Some edits need more than FirstScene has: further parameters and a second header.
Scene RichScene() {
  Scene scene = FirstScene();
  scene.request.target.insert(scene.request.target.find('?') + 1, "a=1&b%20c=d%20e+f&");
  scene.request.target.replace(scene.request.target.find("=host"), 5, "=host%3Brange");
  scene.request.target.insert(1, "folder/");
  scene.request.headers.emplace_back("Range", "bytes=0-9");
  scene.request.headers.emplace_back("Accept", "*/*");
  return scene;
}

TEST(Edits, EachChangesSomething) {
  for (const Edit& edit : Edits()) {
    bool changed = false;
    for (std::uint64_t seed = 0; seed < 64 && !changed; ++seed) {
      Scene scene = RichScene();
      Random random(seed);
      edit.apply(scene, random);
      changed = scene != RichScene();
    }
    EXPECT_TRUE(changed) << edit.name;
  }
}

TEST(Edits, EachDoesTheSameForTheSameSeed) {
  for (const Edit& edit : Edits()) {
    Scene one = RichScene();
    Scene other = RichScene();
    Random first(7);
    Random second(7);
    edit.apply(one, first);
    edit.apply(other, second);
    EXPECT_EQ(one, other) << edit.name;
  }
}

TEST(Edits, EachAcceptsAnEmptyScene) {
  for (const Edit& edit : Edits()) {
    Scene empty = DefaultScene();
    empty.credentials.clear();
    empty.bucket.reset();
    Random random(3);
    edit.apply(empty, random);
    Scene bare = DefaultScene();
    bare.request.target = "?";
    edit.apply(bare, random);
  }
}

TEST(Edits, HaveDifferentNames) {
  std::set<std::string_view> names;
  for (const Edit& edit : Edits()) names.insert(edit.name);
  EXPECT_EQ(names.size(), Edits().size());
}

TEST(RespellOnce, KeepsTheDecodedText) {
  Random random(5);
  for (int i = 0; i < 500; ++i) {
    std::string raw = "/a%2Fb%c3%A9~c";
    RespellOnce(raw, random);
    // A raw percent sign could begin another escape, so this text has none.
    EXPECT_EQ(UriDecode(raw, Plus::kLiteral), UriDecode("/a%2Fb%c3%A9~c", Plus::kLiteral)) << raw;
  }
}

}  // namespace
}  // namespace countersign::fuzz
