#include "suite/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace countersign {
namespace {

// A failure of the library is no bad input: the program ends.
std::string Sha256Hex(std::string_view octets) {
  std::array<unsigned char, 32> digest;
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), nullptr, EVP_sha256(), nullptr) !=
      1) {
    std::abort();
  }
  std::string hex;
  for (const unsigned char octet : digest) {
    hex += "0123456789abcdef"[octet >> 4];
    hex += "0123456789abcdef"[octet & 15];
  }
  return hex;
}

}  // namespace

std::string DigestOf(std::span<const VectorFile> files) {
  std::vector<VectorFile> sorted(files.begin(), files.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const VectorFile& a, const VectorFile& b) { return a.path < b.path; });
  std::string lines;
  for (const VectorFile& file : sorted) {
    lines += Sha256Hex(file.text) + "  " + std::string(file.path) + '\n';
  }
  return "sha256:" + Sha256Hex(lines);
}

}  // namespace countersign
