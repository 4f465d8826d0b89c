#pragma once

#include <vector>

#include "judge/presigned_url.h"
#include "protocol/message.h"

namespace countersign {

// The parts of CheckUrlMatchesRequest (judge/url_matches_request.h) that read the query.

// CheckToken: the session token is present exactly if one was requested, under its service's name.
void CheckToken(const SignedUrl& url, const PresignMessage& asked, std::vector<Finding>& findings);

// CheckSignedHeaders: host and the headers asked for, no more, since the holder of the URL sends
// exactly these. An x-amz-* header may have been moved into the query instead, with its value.
void CheckSignedHeaders(const SignedUrl& url, const PresignMessage& asked,
                        std::vector<Finding>& findings);

// CheckQuery: every parameter asked for, as often as it was asked. Others are the implementation's
// own affair unless they repeat or contradict something asked.
void CheckQuery(const SignedUrl& url, const PresignMessage& asked, std::vector<Finding>& findings);

}  // namespace countersign
