// A shared library runs in a process of its own, so that a crash in it does not end the harness:
// this program again, as `countersign library-worker LIBRARY`.
#include "protocol/shell_word.h"
#include "transport/connection.h"

namespace countersign {

ConnectFn LibraryConnector(std::string self, std::string library) {
  return ProcessConnector(ShellWord(self) + " library-worker " + ShellWord(library));
}

}  // namespace countersign
