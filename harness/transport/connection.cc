// The way in which a connection sends a request if it has no better one: as a line of JSON.
#include "transport/connection.h"

#include "protocol/codec.h"

namespace countersign {

bool Connection::SendRequest(std::int64_t id, const RequestMessage& request) {
  return Send(RequestLine(id, EncodeRequestBody(request)));
}

}  // namespace countersign
