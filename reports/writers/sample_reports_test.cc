// For formats_test.py: prints a report full of hostile text in the format named; without an
// argument, the names of the formats, one per line.
#include <cstdio>

#include "writers/formats.h"
#include "writers/sample_report_test.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    for (const countersign::ReportFormat& format : countersign::ReportFormats()) {
      std::printf("%s\n", std::string(format.name).c_str());
    }
    return 0;
  }
  countersign::SampleReport sample;
  sample.report.adapter_info.name = countersign::kHostile;
  sample.report.faults = {countersign::kHostile};
  sample.report.target = countersign::kHostile;
  sample.AddEveryVerdict(countersign::kHostile);
  const countersign::ReportFormat* format = countersign::FindReportFormat(argv[1]);
  if (format == nullptr) return 2;
  const std::string document = format->write(sample.report);
  std::fwrite(document.data(), 1, document.size(), stdout);
  return 0;
}
