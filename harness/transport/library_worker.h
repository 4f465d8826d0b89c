#pragma once

#include <string>

namespace countersign {

// How a library worker ends where the library is to blame; stderr says why.
inline constexpr int kLibraryNotLoaded = 64;  // missing, without the symbol, another ABI
inline constexpr int kLibraryNotOpened = 65;  // its open returned NULL
inline constexpr int kExceptionCrossed = 70;  // it let a C++ exception through the C ABI

// LibraryWorker puts the library at path behind the program connection: it answers the lines that
// arrive on stdin with what the library emits, until stdin closes. Meant to be the whole life of a
// process; returns its exit status. The library finds an empty stdin, and what it prints goes to
// stderr, so that it cannot garble the protocol.
int LibraryWorker(const std::string& path);

}  // namespace countersign
