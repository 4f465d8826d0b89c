#include "judge/case_globs.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

using Globs = std::vector<std::string>;

std::vector<IdWithUse> Ids(const Globs& must, const Globs& must_not, const Globs& may = {}) {
  std::vector<IdWithUse> ids;
  for (const std::string& id : must) ids.push_back({id, MayMatch::kMust});
  for (const std::string& id : must_not) ids.push_back({id, MayMatch::kMustNot});
  for (const std::string& id : may) ids.push_back({id, MayMatch::kMay});
  return ids;
}

TEST(GlobsFor, NamesAFolderOfWhichAllCasesMustBeMatched) {
  EXPECT_EQ(GlobsFor(Ids({"presign/path/a", "presign/path/b", "presign/path/c"},
                         {"presign/paths/d", "presign/query/e"})),
            Globs{"presign/path/*"});
}

TEST(GlobsFor, NamesTheCasesOfAFolderThatMatchesOthers) {
  EXPECT_EQ(GlobsFor(Ids({"presign/path/dot-a", "presign/path/dot-b", "presign/path/dot-c"},
                         {"presign/path/d"})),
            (Globs{"presign/path/dot-a", "presign/path/dot-b", "presign/path/dot-c"}));
}

TEST(GlobsFor, DoesNotMatchAFamilyBelowTheFolder) {
  EXPECT_EQ(GlobsFor(Ids({"presign/path/a", "presign/path/b", "presign/path/c"},
                         {"presign/path/every/x"})),
            (Globs{"presign/path/a", "presign/path/b", "presign/path/c"}));
}

TEST(GlobsFor, NamesMembersOfAFamilyByTheirCommonPart) {
  EXPECT_EQ(GlobsFor(Ids({"presign/crossed/every/get-path-slashes",
                          "presign/crossed/every/get-slashes", "presign/crossed/every/put-slashes"},
                         {"presign/crossed/every/get-plain", "presign/crossed/every/put-plain"})),
            Globs{"presign/crossed/every/*-slashes"});
  EXPECT_EQ(GlobsFor(Ids({"presign/query/pairs/0x21-0x20", "presign/query/pairs/0x21-0x21",
                          "presign/query/pairs/0x21-0x22", "presign/query/pairs/0x23-0x21"},
                         {"presign/query/pairs/0x22-0x20"})),
            (Globs{"presign/query/pairs/0x21*", "presign/query/pairs/0x23-0x21"}));
}

TEST(GlobsFor, MatchesNoMoreUnjudgedCasesThanOthers) {
  const Globs three{"verify/date/a", "verify/date/b", "verify/date/c"};
  EXPECT_EQ(GlobsFor(Ids(three, {}, {"verify/date/d", "verify/date/e", "verify/date/f"})),
            Globs{"verify/date/*"});
  EXPECT_EQ(GlobsFor(Ids(three, {},
                         {"verify/date/d", "verify/date/e", "verify/date/f", "verify/date/g"})),
            three);
}

TEST(GlobsFor, NamesTwoCasesByTheirIds) {
  EXPECT_EQ(GlobsFor(Ids({"verify/date/a", "verify/date/b"}, {})),
            (Globs{"verify/date/a", "verify/date/b"}));
}

}  // namespace
}  // namespace countersign
