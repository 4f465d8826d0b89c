#include "evidence/write_evidence.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "testing/temporary_folder.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class EvidenceFileTest : public TemporaryFolderTest {
 protected:
  std::string Path() const { return (folder_ / "e.jsonl").string(); }
  std::string Text() const {
    std::ifstream file(Path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
};

TEST_F(EvidenceFileTest, HasEachLineAsSoonAsItIsWritten) {
  auto created = EvidenceFile::Create(Path());
  ASSERT_TRUE(std::holds_alternative<EvidenceFile>(created));
  auto& file = std::get<EvidenceFile>(created);
  EXPECT_EQ(file.Write("a"), std::nullopt);
  EXPECT_EQ(Text(), "a\n");
  EXPECT_EQ(file.Write("b"), std::nullopt);
  EXPECT_EQ(Text(), "a\nb\n");
}

TEST_F(EvidenceFileTest, NeverReplacesAFile) {
  std::ofstream(Path()) << "mine";
  auto created = EvidenceFile::Create(Path());
  ASSERT_TRUE(std::holds_alternative<std::string>(created));
  EXPECT_NE(std::get<std::string>(created).find("File exists"), std::string::npos);
  EXPECT_EQ(Text(), "mine");
}

TEST_F(EvidenceFileTest, IsGoneAfterRemove) {
  auto created = EvidenceFile::Create(Path());
  std::get<EvidenceFile>(created).Remove();
  EXPECT_FALSE(fs::exists(Path()));
}

TEST(EncodeFooter, GivesTheReasonOnlyIfNotComplete) {
  EXPECT_EQ(EncodeFooter({2, 1, true, "x"}),
            R"({"type":"end","answers":2,"unanswered":1,"complete":true})");
  EXPECT_EQ(EncodeFooter({2, 0, false, "interrupted"}),
            R"({"type":"end","answers":2,"unanswered":0,"complete":false,"reason":"interrupted"})");
}

}  // namespace
}  // namespace countersign
