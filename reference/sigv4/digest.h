#pragma once

#include <array>
#include <string>
#include <string_view>

namespace countersign {

using Digest = std::array<unsigned char, 32>;

Digest Sha256(std::string_view message);
Digest HmacSha256(std::string_view key, std::string_view message);

// Hex returns two lower-case hex digits a byte.
std::string Hex(std::string_view bytes);
std::string Hex(const Digest& digest);

// Bytes views a digest as a string of 32 bytes, for as long as the digest lives.
std::string_view Bytes(const Digest& digest);

// ConstantTimeEquals takes the same time wherever two texts of the same length differ, so that its
// time does not reveal the right signature to somebody who tries many.
bool ConstantTimeEquals(std::string_view a, std::string_view b);

// Wipe overwrites a secret with zeros, which the compiler may not leave out, and empties a text.
void Wipe(std::string& secret);
void Wipe(Digest& secret);

}  // namespace countersign
