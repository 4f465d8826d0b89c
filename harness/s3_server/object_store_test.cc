#include "s3_server/object_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "s3_server/folder_store.h"
#include "s3_server/memory_store.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

NewObject Content(std::string content) {
  NewObject object;
  object.content = std::move(content);
  object.etag = "\"tag\"";
  return object;
}

std::string ContentOf(const Object& object) {
  std::string content(object.body->size(), '\0');
  EXPECT_TRUE(object.body->Read(0, content));
  return content;
}

std::string ContentOf(const ObjectStore& store, const std::string& key) {
  const std::optional<Object> object = store.Find(key);
  return object ? ContentOf(*object) : "no such object";
}

// Folder is a folder for one test, beside a file that must not be reachable.
class Folder {
 public:
  Folder() {
    std::string pattern = testing::TempDir() + "object_store_XXXXXX";
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    outer_ = pattern;
    fs::create_directory(root());
    std::ofstream(outer_ / "secret") << "secret";
    store_ = FolderStore::Open(root());
  }
  ~Folder() { fs::remove_all(outer_); }

  fs::path root() const { return outer_ / "root"; }
  FolderStore& store() { return *store_; }

 private:
  fs::path outer_;
  std::unique_ptr<FolderStore> store_;
};

void KeepsReplacesAndDeletes(ObjectStore& store) {
  EXPECT_EQ(store.Find("a/b"), std::nullopt);
  EXPECT_EQ(store.AnyKey(), std::nullopt);
  store.Delete("a/b");
  EXPECT_TRUE(std::holds_alternative<Object>(store.Put("a/b", Content("one"))));
  EXPECT_EQ(ContentOf(store, "a/b"), "one");
  EXPECT_EQ(store.AnyKey(), "a/b");
  const std::optional<Object> reading = store.Find("a/b");
  store.Put("a/b", Content("longer"));
  EXPECT_EQ(ContentOf(store, "a/b"), "longer");
  store.Delete("a/b");
  EXPECT_EQ(store.Find("a/b"), std::nullopt);
  EXPECT_EQ(ContentOf(*reading), "one") << "a reader keeps the old content";
}

TEST(MemoryStore, KeepsReplacesAndDeletes) {
  MemoryStore store;
  KeepsReplacesAndDeletes(store);
}
TEST(FolderStore, KeepsReplacesAndDeletes) {
  Folder folder;
  KeepsReplacesAndDeletes(folder.store());
}
TEST(MemoryStore, AcceptsAnyKey) {
  MemoryStore store;
  store.Put("../a//b\0", Content("x"));
  EXPECT_EQ(ContentOf(store, "../a//b\0"), "x");
}
TEST(MemoryBody, RefusesToReadBeyondItsEnd) {
  MemoryStore store;
  store.Put("k", Content("abc"));
  std::string out(2, '\0');
  EXPECT_TRUE(store.Find("k")->body->Read(1, out));
  EXPECT_EQ(out, "bc");
  EXPECT_FALSE(store.Find("k")->body->Read(2, out));
  EXPECT_FALSE(store.Find("k")->body->Read(9, out));
}

TEST(FolderStore, FindsExistingFiles) {
  Folder folder;
  fs::create_directories(folder.root() / "photos");
  std::ofstream(folder.root() / "photos" / "cat.jpg") << "meow";
  EXPECT_EQ(ContentOf(folder.store(), "photos/cat.jpg"), "meow");
  EXPECT_EQ(folder.store().AnyKey(), "photos/cat.jpg");
}
TEST(FolderStore, StaysInItsFolder) {
  Folder folder;
  for (const std::string& key :
       {std::string("../secret"), std::string("a/../../secret"), std::string("/etc/passwd"),
        std::string("a//b"), std::string("a/"), std::string("."), std::string(".."),
        std::string("./a"), std::string("a\0b", 3), std::string(".countersign-upload-1"),
        std::string(".countersign-keys/a=")}) {
    EXPECT_EQ(KeySegments(key), std::nullopt) << key;
    EXPECT_EQ(folder.store().Find(key), std::nullopt) << key;
    folder.store().Put(key, Content("x" + key));
    EXPECT_EQ(ContentOf(folder.store(), key), "x" + key);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.root()), {}), 1) << "the odd keys' folder";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.root().parent_path()), {}), 2);
  std::ifstream secret(folder.root().parent_path() / "secret");
  std::string text;
  secret >> text;
  EXPECT_EQ(text, "secret");
  EXPECT_EQ(folder.store().AnyKey(), std::nullopt) << "for an example, it would be a bad one";
}
TEST(FolderStore, HasNoObjectWithoutAKey) {
  Folder folder;
  EXPECT_EQ(folder.store().Find(""), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<StoreError>(folder.store().Put("", Content("x"))));
  folder.store().Delete("");
}
TEST(FolderStore, HoldsKeysWhosePathsExcludeEachOther) {
  const std::string long_name(256, 'n');
  const std::vector<std::string> keys = {"dir/x",
                                         "dir",
                                         "dir/",
                                         "a.txt",
                                         "a.txt/x",
                                         "a.txt/x/y",
                                         long_name,
                                         long_name + "/x",
                                         "d/" + long_name,
                                         std::string(1024, 'k'),
                                         std::string(1023, 'k'),
                                         "a%2Fb",
                                         "a/b",
                                         "\xff\xfe",
                                         std::string(1024, '\xff'),
                                         std::string(40, '\xff'),
                                         std::string(80, '\xff')};
  for (const bool reversed : {false, true}) {
    Folder folder;
    std::vector<std::string> order = keys;
    if (reversed) std::reverse(order.begin(), order.end());
    for (const std::string& key : order) {
      const auto put = folder.store().Put(key, Content("one"));
      const auto* error = std::get_if<StoreError>(&put);
      ASSERT_EQ(error, nullptr) << key << ": " << error->message;
    }
    for (const std::string& key : keys) folder.store().Put(key, Content("content of " + key));
    for (const std::string& key : keys) {
      EXPECT_EQ(ContentOf(folder.store(), key), "content of " + key);
    }
    for (const std::string& key : order) {
      folder.store().Delete(key);
      EXPECT_EQ(folder.store().Find(key), std::nullopt) << key;
    }
    for (const auto& left : fs::recursive_directory_iterator(folder.root())) {
      EXPECT_FALSE(left.is_regular_file()) << left.path();
    }
  }
}
TEST(FolderStore, HasOneObjectOfAKeyWhosePathBecomesFree) {
  Folder folder;
  folder.store().Put("a", Content("file"));
  folder.store().Put("a/b", Content("odd"));
  folder.store().Delete("a");
  folder.store().Put("a/b", Content("new"));
  EXPECT_EQ(ContentOf(folder.store(), "a/b"), "new");
  EXPECT_TRUE(fs::exists(folder.root() / "a" / "b"));
  folder.store().Delete("a/b");
  EXPECT_EQ(folder.store().Find("a/b"), std::nullopt) << "the old one does not come back";
}
TEST(FolderStore, DoesNotFollowSymbolicLinks) {
  Folder folder;
  fs::create_symlink("../secret", folder.root() / "link");
  fs::create_directory_symlink("..", folder.root() / "up");
  EXPECT_EQ(folder.store().Find("link"), std::nullopt);
  EXPECT_EQ(folder.store().Find("up/secret"), std::nullopt);
  folder.store().Put("up/new", Content("x"));
  EXPECT_FALSE(fs::exists(folder.root().parent_path() / "new"));
  EXPECT_EQ(ContentOf(folder.store(), "up/new"), "x");
  // The link itself may be replaced; its target stays.
  EXPECT_TRUE(std::holds_alternative<Object>(folder.store().Put("link", Content("x"))));
  std::ifstream secret(folder.root().parent_path() / "secret");
  std::string text;
  secret >> text;
  EXPECT_EQ(text, "secret");
}
TEST(FolderStore, DoesNotServeFoldersOrPipes) {
  Folder folder;
  fs::create_directory(folder.root() / "folder");
  ASSERT_EQ(mkfifo((folder.root() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(folder.store().Find("folder"), std::nullopt);
  EXPECT_EQ(folder.store().Find("pipe"), std::nullopt);
}
TEST(FolderStore, RemovesTheFileOfAFailedUpload) {
  Folder folder;
  fs::create_directories(folder.root() / "folder");
  // Where the odd keys would be is a file: nothing can be stored.
  std::ofstream(folder.root() / ".countersign-keys") << "x";
  const auto put = folder.store().Put("folder", Content("x"));
  EXPECT_TRUE(std::holds_alternative<StoreError>(put));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.root()), {}), 2);
}
TEST(FolderStore, SaysWhatFailed) {
  Folder folder;
  fs::remove_all(folder.root());
  const auto put = folder.store().Put("k", Content("x"));
  ASSERT_TRUE(std::holds_alternative<StoreError>(put));
  EXPECT_EQ(std::get<StoreError>(put).message, "cannot create a file: No such file or directory");
}
TEST(FolderStore, FailsToReadATruncatedFile) {
  Folder folder;
  folder.store().Put("k", Content("abcdef"));
  const std::optional<Object> object = folder.store().Find("k");
  fs::resize_file(folder.root() / "k", 2);
  std::string out(6, '\0');
  EXPECT_FALSE(object->body->Read(0, out));
}
TEST(FolderStore, IsNotOpenedWithoutAFolder) {
  EXPECT_EQ(FolderStore::Open("/nowhere/at/all"), nullptr);
}

TEST(MemoryBudget, GetsBackReleasedBytes) {
  MemoryBudget budget(10);
  auto six = budget.Reserve(6);
  ASSERT_NE(six, nullptr);
  EXPECT_EQ(budget.Reserve(5), nullptr);
  EXPECT_NE(budget.Reserve(4), nullptr);
  six.reset();
  EXPECT_NE(budget.Reserve(10), nullptr);
  EXPECT_EQ(budget.Reserve(UINT64_MAX), nullptr);
}

}  // namespace
}  // namespace countersign
