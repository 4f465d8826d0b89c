#pragma once

#include "certify/challenge.h"
#include "suite/case.h"

namespace countersign {

// OneTimeCase is a case as it is asked once.
struct OneTimeCase {
  Case asked;
  bool is_one_time = false;  // false: the case as it is, because nothing in it can be replaced
};

// MakeOneTime gives a case keys, a bucket, an object name, a date and ids of its own, which follow
// from the challenge and the case's id. What the case is about stays, byte by byte. The reference
// must answer the new case as it answers the old one; what it does not answer so is replaced less.
OneTimeCase MakeOneTime(const Case& c, const Challenge& challenge);

}  // namespace countersign
