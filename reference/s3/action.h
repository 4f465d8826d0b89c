#pragma once

#include <string>
#include <string_view>

#include "s3/object_address.h"
#include "sigv4/query_string.h"

namespace countersign {

// ActionOf names the permission that a request needs, such as "s3:GetObject" ("Actions, resources,
// and condition keys for Amazon S3"). An operation of S3 that the table does not list is
// "s3:UnknownOperation", which only wildcards match.
std::string ActionOf(std::string_view method, const ObjectAddress& address,
                     const QueryString& query);

// ServiceActionOf is the same for a service of the S3 family, whose actions have its own prefix:
// "s3-outposts:GetObject". At an endpoint of S3 Express, everything about objects needs
// "s3express:CreateSession"; `host` tells that endpoint from the one for buckets.
std::string ServiceActionOf(std::string_view service, std::string_view host,
                            std::string_view method, const ObjectAddress& address,
                            const QueryString& query);

}  // namespace countersign
