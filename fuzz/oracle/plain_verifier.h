#pragma once

#include <optional>
#include <string>

#include "scene/scene.h"

namespace countersign::fuzz {

// The conditions of an acceptance once more, as plainly as can be: written from the rules' text, it
// shares nothing with reference/ but SHA-256 and HMAC. It says nothing of where a request arrived,
// of policies and of bodies, and nothing of which refusal comes first.

// Reading is what it makes of a scene.
struct Reading {
  bool knows = true;          // false: the scene is beyond what it speaks of
  std::string missing;        // the first condition that does not hold; empty: all hold
  std::string computed = {};  // the signature that the request must carry
};

Reading ReadPlainly(const Scene& scene);

// PlainCanonicalRequestOf is what the signer of a scene's request signed; nothing where the server
// computes otherwise than S3 or than all other services do.
std::optional<std::string> PlainCanonicalRequestOf(const Scene& scene);

}  // namespace countersign::fuzz
