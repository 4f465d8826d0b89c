#pragma once

#include <cstddef>
#include <string>

#include "judge/verdict.h"
#include "protocol/message.h"

namespace countersign {

// No text of any case is as long as this, in bytes. A longer one of an implementation is wrong, and
// is not kept.
inline constexpr std::size_t kKeptWhole = std::size_t{16} << 10;

// ShortenAnswer replaces each text of an answer that is longer than `whole` bytes by its beginning,
// its length and its SHA-256.
void ShortenAnswer(Answer& answer, std::size_t whole = kKeptWhole);

// ShortenResult does so with everything in a result that may come from an implementation. The
// secrets must be redacted before, because the end of the excerpt may cut one in two.
void ShortenResult(CaseResult& result, std::size_t whole = kKeptWhole);

// KeptBytes is about how much memory a result's texts take.
std::size_t KeptBytes(const CaseResult& result);

}  // namespace countersign
