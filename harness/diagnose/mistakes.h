#pragma once

#include <vector>

#include "diagnose/mistake_match.h"
#include "diagnose/signing.h"

namespace countersign {

// Mistake is one that people, mail clients, proxies and settings make, rather than a signer's code:
// those are in the catalogue of mutants. `signing` is what was signed if it was made.
struct Mistake {
  Cause cause;
  Signing signing;
};

// CauseOf is a mutant of the catalogue as a cause.
Cause CauseOf(const Mutant& mutant);

// Mistakes lists those that could have been made with this request; each changes what is signed.
std::vector<Mistake> Mistakes(const Signing& sent);

// Its parts: what was sent otherwise (method, host, headers, body), what became of the URL's path
// and query, and what the key was made of.
void AddRequestMistakes(const Signing& sent, std::vector<Mistake>& mistakes);
void AddUrlMistakes(const Signing& sent, std::vector<Mistake>& mistakes);
void AddKeyMistakes(const Signing& sent, std::vector<Mistake>& mistakes);

}  // namespace countersign
