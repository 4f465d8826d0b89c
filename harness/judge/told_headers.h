#pragma once

#include <vector>

#include "judge/presigned_url.h"
#include "protocol/message.h"

namespace countersign {

// CheckToldHeaders compares the headers that an answer tells the URL's holder to send with those
// that were asked and those that the URL signs. Somebody who does what he is told must be able to
// use the URL: each header told is asked and signed, with its value, and each signed header is
// told. Host may be told or not.
void CheckToldHeaders(const SignedUrl& url, const PresignMessage& asked,
                      const std::vector<NameValue>& told, std::vector<Finding>& findings);

}  // namespace countersign
