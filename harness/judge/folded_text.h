#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

// FoldedText is a text as one may search it for a secret, in whatever way it was written: its
// letters and digits alone, in lower case, after percent-encoding, escapes of JSON and character
// references of XML are read, also if one is inside another. Each byte knows where it stood.
struct FoldedText {
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  explicit FoldedText(std::string_view text);

  std::string letters;
  std::vector<Place> places;  // of each of the letters
};

}  // namespace countersign
