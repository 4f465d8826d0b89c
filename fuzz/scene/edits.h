#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "scene/random.h"
#include "scene/scene.h"

namespace countersign::fuzz {

// Edit changes one thing in a scene, as people, proxies and attackers do. If the scene has nothing
// of that kind, the edit changes nothing. Edits do not sign.
struct Edit {
  std::string_view name;
  void (*apply)(Scene& scene, Random& random);
};

// Edits lists all of them, in a fixed order.
std::span<const Edit> Edits();

// The groups, each in a file of its own.
std::vector<Edit> PathEdits();
std::vector<Edit> QueryEdits();
std::vector<Edit> HeaderEdits();
std::vector<Edit> AuthenticationEdits();  // key, scope, date, lifetime, token, signature
std::vector<Edit> PlaceEdits();           // method, scheme, host, clock

// RespellOnce writes one byte of raw text in another way that decodes to the same, if there is one:
// escaped or not, with hex of the other case.
void RespellOnce(std::string& raw, Random& random);

}  // namespace countersign::fuzz
