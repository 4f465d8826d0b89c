#pragma once

#include <string>

namespace countersign {

// Exit statuses of a library worker if the library is to blame; stderr says why.
inline constexpr int kLibraryNotLoaded = 64;  // missing, without the symbol, another ABI
inline constexpr int kLibraryNotOpened = 65;  // its open returned NULL
inline constexpr int kExceptionCrossed = 70;  // it let a C++ exception through the C ABI

// LibraryWorker makes a program of the library at path: it answers the lines that arrive on stdin
// with what the library emits, until stdin closes. It is the main function of a process and returns
// the exit status. The library gets an empty stdin, and what it prints goes to stderr, so that it
// cannot disturb the protocol.
int LibraryWorker(const std::string& path);

}  // namespace countersign
