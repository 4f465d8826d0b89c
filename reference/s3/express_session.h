#pragma once

#include <string_view>

#include "policy/credentials.h"
#include "s3/object_address.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

// CheckSession refuses what a session does not allow: another directory bucket or access point than
// `bucket`, for which it was made, changes
// if it is read-only, and operations that need the principal's own key. All else it allows:
// policies were asked when the session was made.
Refusal CheckSession(const BucketSession& session, std::string_view bucket,
                     const HttpRequest& request, const ObjectAddress& address,
                     const QueryString& query);

}  // namespace countersign
