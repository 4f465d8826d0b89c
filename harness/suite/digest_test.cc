#include "suite/digest.h"

#include <gtest/gtest.h>

#include <vector>

namespace countersign {
namespace {

// The expected digests are what sha256sum printed for these files, and for what it printed.
constexpr VectorFile kA{"a.json", "a\n"};
constexpr VectorFile kB{"presign/b/c.json", "b\n"};

TEST(DigestOf, NoFilesIsTheHashOfNothing) {
  EXPECT_EQ(DigestOf({}),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestOf, IsTheHashOfWhatSha256sumPrints) {
  EXPECT_EQ(DigestOf(std::vector<VectorFile>{kA, kB}),
            "sha256:281acdd26ceb5156596ccf6cc0ab62648ec9e277969d3687316b4f5f852165f1");
}

TEST(DigestOf, DoesNotDependOnTheFilesOrder) {
  EXPECT_EQ(DigestOf(std::vector<VectorFile>{kA, kB}), DigestOf(std::vector<VectorFile>{kB, kA}));
}

TEST(DigestOf, ChangesWithAPathAndWithAnOctet) {
  const std::string digest = DigestOf(std::vector<VectorFile>{kA});
  EXPECT_NE(DigestOf(std::vector<VectorFile>{{"b.json", kA.text}}), digest);
  EXPECT_NE(DigestOf(std::vector<VectorFile>{{kA.path, "a"}}), digest);
}

}  // namespace
}  // namespace countersign
