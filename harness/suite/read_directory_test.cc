#include "suite/read_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "suite/load_error_test.h"
#include "testing/temporary_folder.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class ReadDirectoryTest : public TemporaryFolderTest {
 protected:
  void Put(const std::string& path, std::string_view text) const {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }
  LoadErrors Errors() const {
    const auto read = ReadDirectory(folder_.string());
    const LoadErrors* errors = std::get_if<LoadErrors>(&read);
    return errors == nullptr ? LoadErrors{} : *errors;
  }
};

TEST_F(ReadDirectoryTest, ReadsEveryFileSortedByPath) {
  using std::string_view_literals::operator""sv;
  Put("verify/step/b.json", "b");
  Put("presign/step/a.json", "a\0\xFF\r\n"sv);
  Put("rules.json", "{}");
  const auto read = ReadDirectory(folder_.string() + "/");
  ASSERT_TRUE(std::holds_alternative<VectorFolder>(read));
  const std::vector<VectorFile>& files = std::get<VectorFolder>(read).files;
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].path, "presign/step/a.json");
  EXPECT_EQ(files[0].text, "a\0\xFF\r\n"sv);
  EXPECT_EQ(files[1].path, "rules.json");
  EXPECT_EQ(files[2].path, "verify/step/b.json");
}

TEST_F(ReadDirectoryTest, KeepsTheViewsGoodWhenItIsMoved) {
  Put("presign/step/a.json", "a");
  auto read = ReadDirectory(folder_.string());
  const VectorFolder moved = std::move(std::get<VectorFolder>(read));
  read = LoadErrors{};
  EXPECT_EQ(moved.files.at(0).path, "presign/step/a.json");
  EXPECT_EQ(moved.files.at(0).text, "a");
}

TEST_F(ReadDirectoryTest, SkipsWhatIsNoVector) {
  Put("presign/step/a.json", "a");
  Put("README.md", "x");
  Put("meson.build", "x");
  Put("confirm.py", "x");
  Put("confirm_crossed.py", "x");
  Put("schema/case.schema.json", "x");
  Put("schema/deep/notes.txt", "x");
  const auto read = ReadDirectory(folder_.string());
  ASSERT_TRUE(std::holds_alternative<VectorFolder>(read));
  EXPECT_EQ(std::get<VectorFolder>(read).files.size(), 1u);
}

TEST_F(ReadDirectoryTest, RefusesFilesOfAnotherKind) {
  Put("presign/step/a.json", "a");
  Put("presign/step/b.json.orig", "b");
  Put("presign/README.md", "x");
  Put("presign/confirm.py", "x");
  EXPECT_EQ(Errors(),
            (LoadErrors{{"presign/README.md", "", "expected nothing but .json files"},
                        {"presign/confirm.py", "", "expected nothing but .json files"},
                        {"presign/step/b.json.orig", "", "expected nothing but .json files"}}));
}

TEST_F(ReadDirectoryTest, RefusesAFolderWithoutACase) {
  const LoadErrors expected{{folder_.string(), "", "expected vectors, found none in this folder"}};
  EXPECT_EQ(Errors(), expected);
  Put("rules.json", "{}");
  EXPECT_EQ(Errors(), expected);
}

TEST_F(ReadDirectoryTest, RefusesWhatIsNoFolder) {
  Put("file.json", "{}");
  for (const fs::path& path : {folder_ / "absent", folder_ / "file.json"}) {
    const auto read = ReadDirectory(path.string());
    ASSERT_TRUE(std::holds_alternative<LoadErrors>(read));
    EXPECT_EQ(std::get<LoadErrors>(read),
              (LoadErrors{{path.string(), "", "expected a folder of vectors, found none"}}));
  }
}

TEST_F(ReadDirectoryTest, NamesAFileThatCannotBeRead) {
  Put("presign/step/a.json", "a");
  fs::create_symlink(folder_ / "absent", folder_ / "presign/step/b.json");
  EXPECT_EQ(Errors(),
            (LoadErrors{{"presign/step/b.json", "", "cannot be read: No such file or directory"}}));
}

TEST_F(ReadDirectoryTest, RefusesADeviceAndAPipeAsAFile) {
  Put("presign/step/a.json", "a");
  fs::create_symlink("/dev/zero", folder_ / "presign/step/b.json");
  ASSERT_EQ(mkfifo((folder_ / "presign/step/c.json").c_str(), 0600), 0);
  EXPECT_EQ(Errors(), (LoadErrors{{"presign/step/b.json", "", "is a device, expected a file"},
                                  {"presign/step/c.json", "", "is a pipe, expected a file"}}));
}

}  // namespace
}  // namespace countersign
