// That each document is well-formed is checked by formats_test.py.
#include "writers/formats.h"

#include <gtest/gtest.h>

#include <set>

#include "writers/sample_report_test.h"

namespace countersign {
namespace {

TEST(ReportFormats, HaveDistinctNamesWritersAndDescriptions) {
  std::set<std::string_view> names;
  std::set<std::string> documents;
  SampleReport sample;
  sample.AddEveryVerdict("because");
  for (const ReportFormat& format : ReportFormats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_TRUE(documents.insert(format.write(sample.report)).second) << format.name;
    EXPECT_FALSE(format.description.empty()) << format.name;
    EXPECT_EQ(FindReportFormat(format.name), &format);
  }
}

TEST(FindReportFormat, ReturnsNullptrForAnUnknownName) {
  EXPECT_EQ(FindReportFormat("yaml"), nullptr);
  EXPECT_EQ(FindReportFormat(""), nullptr);
}

TEST(ReportFormatNames, JoinsTheNamesForASentence) {
  const std::string names = ReportFormatNames();
  EXPECT_EQ(names.rfind(std::string(ReportFormats()[0].name) + ", ", 0), 0u) << names;
  EXPECT_TRUE(names.ends_with(" or " + std::string(ReportFormats().back().name))) << names;
}

}  // namespace
}  // namespace countersign
