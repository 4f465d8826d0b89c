#pragma once

#include <string_view>

#include "s3/access_point.h"
#include "s3/object_address.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

// CheckAccessPointScope refuses what an access point of a directory bucket is not for: another
// operation than those of its scope, or an object outside of its prefixes. The policies are asked
// besides.
Refusal CheckAccessPointScope(const AccessPoint& access_point, std::string_view method,
                              const ObjectAddress& address, const QueryString& query);

// AccessPointName is the last part of an access point's ARN.
std::string_view AccessPointName(std::string_view arn);

}  // namespace countersign
