#pragma once

#include <string>
#include <string_view>

#include "sigv4/service.h"

namespace countersign {

// CanonicalUri is the second line of a canonical request. raw_path is the path as it travels, still
// encoded, in the sender's spelling.
std::string CanonicalUri(std::string_view raw_path, PathEncoding encoding,
                         PathNormalization normalization);

}  // namespace countersign
