#pragma once

#include <functional>

#include "presign.h"
#include "protocol/message.h"
#include "verify.h"

namespace countersign {

// Implementation is a signer and a verifier in this program: what it says of itself, and how it
// answers. Its functions may be called by several threads at once, each with a cache of its own.
struct Implementation {
  AdapterInfo adapter_info;
  std::function<Answer(PresignMessage)> presign;
  std::function<Answer(VerifyMessage)> verify;
};

// Signer and Verifier are Presign and Verify, or what stands in their places.
using Signer = std::function<Result<PresignedUrl>(const PresignRequest&)>;
using Verifier = std::function<Result<Accepted>(const HttpRequest&, const VerifyContext&)>;

// ReferenceAdapterInfo declares everything that the reference can do.
AdapterInfo ReferenceAdapterInfo();

// The protocol around a signer or a verifier that works as the reference does.
Answer AnswerPresign(PresignMessage message, const Signer& signer);
Answer AnswerVerify(VerifyMessage message, const Verifier& verifier);

}  // namespace countersign
