#pragma once

#include <gtest/gtest.h>

#include <variant>

#include "judge/derive.h"
#include "suite/load.h"

namespace countersign {

// SignedSuite is the embedded suite with all signatures, loaded once. Only tests include this.
inline const Suite& SignedSuite() {
  static const Suite* const kSuite = [] {
    auto* suite = new Suite(std::get<Suite>(LoadEmbedded()));
    EXPECT_FALSE(FillSignatures(*suite));
    return suite;
  }();
  return *kSuite;
}

}  // namespace countersign
