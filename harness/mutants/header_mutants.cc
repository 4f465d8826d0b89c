#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/text.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// HeaderLines is the header block, each line's value made from all headers of its name by `value`;
// where none came, the line stays the reference's.
template <typename Value>
std::string HeaderLines(const Parts& parts, Value value) {
  std::string out;
  for (const std::string_view name : parts.signed_headers) {
    std::vector<std::string> values;
    for (const HeaderField& header : parts.headers) {
      if (SameHeaderName(header.name, name)) values.push_back(header.value);
    }
    out += LowerCase(name) + ':';
    if (values.empty()) {
      AppendSignedValue(name, parts.headers, parts.query, out);
    } else {
      out += value(values);
    }
    out += '\n';
  }
  return out;
}

std::string Canonical(std::string_view value) {
  std::string out;
  AppendCanonicalValue(value, out);
  return out;
}

std::string Trimmed(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  return std::string(value.substr(begin, value.find_last_not_of(" \t") + 1 - begin));
}

template <typename Value>
std::string JoinedValues(const std::vector<std::string>& values, std::string_view separator,
                         Value value) {
  std::string out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += separator;
    out += value(values[i]);
  }
  return out;
}

std::vector<std::string> BlockLines(const std::string& block, std::string_view separators) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t end = std::min(block.find_first_of(separators, at), block.size());
    if (end > at) lines.push_back(block.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string Block(const std::vector<std::string>& lines) {
  std::string block;
  for (const std::string& line : lines) block += line + '\n';
  return block;
}

void LowerCaseValues(HttpRequest& request, VerifyContext&) {
  for (HeaderField& header : request.headers) header.value = LowerCase(header.value);
}

std::vector<Mutant> ValueMutants() {
  return {
      {"header-values-not-trimmed",
       Side::kBoth,
       "Signs header values with the spaces at their ends.",
       {"headers/trimmed-and-folded"},
       {"s3s-project/s3s#393", "minio/minio#3162", "minio/minio-go#1065", "minio/minio-js#875"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return JoinedValues(values, ",", [](const std::string& value) { return value; });
              });
            }}},
      {"header-runs-of-spaces-not-folded",
       Side::kBoth,
       "Trims header values, but keeps runs of spaces inside them.",
       {"headers/trimmed-and-folded"},
       {"s3s-project/s3s#393", "minio/minio-go#1065"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return JoinedValues(values, ",", Trimmed);
              });
            }}},
      {"header-value-of-one-character-lost",
       Side::kBoth,
       "Trimming a value of one character leaves nothing.",
       {"headers/trimmed-and-folded", "signed-headers/exactly-asked",
        "signed-headers/value-changed"},
       {"smithy-lang/smithy-rs#845"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return JoinedValues(values, ",", [](const std::string& value) {
                  return value.size() == 1 ? "" : Canonical(value);
                });
              });
            }}},
      {"header-empty-value-as-undefined",
       Side::kBoth,
       "Takes an empty value for an absent one and signs the word 'undefined'.",
       {"headers/trimmed-and-folded", "signed-headers/exactly-asked",
        "signed-headers/value-changed"},
       {"scality/Arsenal@4321e207"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return JoinedValues(values, ",", [](const std::string& value) {
                  return value.empty() ? "undefined" : Canonical(value);
                });
              });
            }}},
      {"header-values-in-lower-case",
       Side::kVerify,
       "The HTTP library's cache lower-cases values before they are verified.",
       {"signed-headers/value-changed", "headers/trimmed-and-folded",
        "headers/lower-case-and-sorted"},
       {"gaul/s3proxy@5ff5896a"},
       {},
       {},
       {.request = LowerCaseValues}},
      {"header-repeated-first-only",
       Side::kBoth,
       "Of several headers of one name, only the first is signed.",
       {"headers/repeated-joined"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return Canonical(values.front());
              });
            }}},
      {"header-repeated-last-only",
       Side::kBoth,
       "Keeps headers in a map: of several of one name, the last one wins.",
       {"headers/repeated-joined"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return Canonical(values.back());
              });
            }}},
      {"header-repeated-joined-with-a-space",
       Side::kBoth,
       "Joins the values of one name with ', ' as HTTP does; SigV4 has no space there.",
       {"headers/repeated-joined"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
                return JoinedValues(values, ", ", Canonical);
              });
            }}},
      {"header-values-of-one-name-sorted",
       Side::kBoth,
       "Sorts the values of one name before it joins them.",
       {"headers/repeated-joined"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers = HeaderLines(p, [](std::vector<std::string> values) {
                std::sort(values.begin(), values.end());
                return JoinedValues(values, ",", Canonical);
              });
            }}},
  };
}

std::vector<Mutant> BlockMutants() {
  return {
      {"header-block-torn-at-spaces",
       Side::kBoth,
       "Sorts the block by splitting it at white space, which tears values apart.",
       {"headers/lower-case-and-sorted", "headers/trimmed-and-folded",
        "signed-headers/exactly-asked"},
       {"s3tools/s3cmd#460"},
       {.lines =
            [](Lines& l, const Parts&) {
              std::vector<std::string> words = BlockLines(l.headers, " \n");
              std::sort(words.begin(), words.end());
              l.headers = Block(words);
            }}},
      {"header-block-in-another-order",
       Side::kBoth,
       "The block has the headers in another order than SignedHeaders lists them.",
       {"headers/lower-case-and-sorted"},
       {"aws/aws-sdk-php#3109"},
       {.lines =
            [](Lines& l, const Parts&) {
              std::vector<std::string> lines = BlockLines(l.headers, "\n");
              std::reverse(lines.begin(), lines.end());
              l.headers = Block(lines);
            }}},
      {"header-block-sorted-as-text",
       Side::kBoth,
       "Sorts whole lines, so ':' takes part: x-amz-meta-a-b comes before x-amz-meta-a.",
       {"headers/lower-case-and-sorted"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              std::vector<std::string> lines = BlockLines(l.headers, "\n");
              std::sort(lines.begin(), lines.end());
              l.headers = Block(lines);
            }}},
      {"header-names-keep-their-case",
       Side::kBoth,
       "Signs header names in the case in which they were written.",
       {"headers/lower-case-and-sorted"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              for (const HeaderField& header : p.headers) {
                l.headers = WithAll("\n" + l.headers, "\n" + LowerCase(header.name) + ":",
                                    "\n" + header.name + ":")
                                .substr(1);
              }
            }}},
      {"header-block-without-empty-line",
       Side::kBoth,
       "No empty line between the header block and the list of names.",
       {"mode/query-authentication", "signed-headers/exactly-asked", "path/encoded-once"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.headers.pop_back(); }}},
      {"header-name-with-a-space-behind",
       Side::kBoth,
       "Writes 'name: value' with a space, as on the wire.",
       {"headers/trimmed-and-folded", "headers/lower-case-and-sorted", "host/as-sent"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              std::vector<std::string> lines = BlockLines(l.headers, "\n");
              for (std::string& line : lines) line.insert(line.find(':') + 1, " ");
              l.headers = Block(lines);
            }}},
  };
}

}  // namespace

std::vector<Mutant> HeaderMutants() {
  std::vector<Mutant> mutants = ValueMutants();
  for (Mutant& mutant : BlockMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
