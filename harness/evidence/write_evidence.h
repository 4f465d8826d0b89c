#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "evidence/evidence.h"

namespace countersign {

// The lines of an evidence file (vectors/schema/evidence.schema.json), without a line break.
std::string EncodeHeader(const EvidenceHeader& header);
std::string EncodeRecorded(const RecordedAnswer& recorded);
std::string EncodeFooter(const EvidenceFooter& footer);

// EvidenceFile is a new file that is written line by line. Each line is on its way to the disk when
// Write returns, so that a recording that ends badly leaves whole lines.
class EvidenceFile {
 public:
  // Create makes the file. It returns the error, for people: an existing file is one.
  static std::variant<EvidenceFile, std::string> Create(const std::string& path);

  // Write returns the error, for people.
  std::optional<std::string> Write(const std::string& line);
  // Remove deletes the file.
  void Remove();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  EvidenceFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace countersign
