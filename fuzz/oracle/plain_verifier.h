#pragma once

#include <optional>
#include <string>

#include "scene/scene.h"

namespace countersign::fuzz {

// The conditions of an acceptance, checked a second time and as simply as possible. Written from
// the text of the rules; it shares only SHA-256 and HMAC with reference/. It does not check the
// endpoint, policies and bodies, and does not say which refusal comes first. It knows nothing of
// SigV4A: a second ECDSA would be OpenSSL's again.

// Reading is its result for a scene.
struct Reading {
  bool knows = true;          // false: it does not cover the scene
  std::string missing;        // the first condition that does not hold; empty: all hold
  std::string computed = {};  // the signature that the request must carry
};

Reading ReadPlainly(const Scene& scene);

// PlainCanonicalRequestOf is the canonical request of a scene. It returns nullopt if the server
// uses path rules that are neither those of S3 nor those of the other services.
std::optional<std::string> PlainCanonicalRequestOf(const Scene& scene);

}  // namespace countersign::fuzz
