#pragma once

#include <string>
#include <vector>

#include "diagnose/mistake_match.h"
#include "diagnose/signing.h"

namespace countersign {

// A mistake that gives the same bytes as a known mistake of signers is usually theirs.
enum class Likelihood { kUsual, kLessThanAMutant };

// Mistake is a mistake of people, mail clients, proxies or settings. Mistakes in the code of a
// signer are in the catalogue of mutants. `signing` is the request that was signed if the mistake
// was made.
struct Mistake {
  Cause cause;
  Signing signing;
  Likelihood likelihood = Likelihood::kUsual;
};

// CauseOf returns a mutant as a cause.
Cause CauseOf(const Mutant& mutant);

// TrimmedSecret returns a secret without the white space, quotes and separators around it.
std::string TrimmedSecret(const std::string& secret);

// Mistakes lists the mistakes that are possible with this request. Each changes what is signed.
std::vector<Mistake> Mistakes(const Signing& sent);

// The parts of the list: another method, header or body was sent; another host was asked; the path
// or the query of the URL was changed; the key was made from other inputs.
void AddRequestMistakes(const Signing& sent, std::vector<Mistake>& mistakes);
void AddHostMistakes(const Signing& sent, std::vector<Mistake>& mistakes);
void AddPathMistakes(const Signing& sent, std::vector<Mistake>& mistakes);
void AddUrlMistakes(const Signing& sent, std::vector<Mistake>& mistakes);
void AddKeyMistakes(const Signing& sent, std::vector<Mistake>& mistakes);

}  // namespace countersign
