#include "transport/connection.h"

namespace countersign {
namespace {

// Quoted makes one word of the shell out of text.
std::string Quoted(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + "'";
}

}  // namespace

ConnectFn LibraryConnector(std::string self, std::string library) {
  return ProcessConnector(Quoted(self) + " library-worker " + Quoted(library));
}

}  // namespace countersign
