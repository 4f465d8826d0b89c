#pragma once

#include <string>

namespace countersign {

// ShellScript is what sh -c is given to run a command as it is written. If it starts one program,
// that program replaces the shell, so that its exit and its closed streams are seen: "exec" is put
// in front of its name, behind assignments. A command with operators stays as it is.
std::string ShellScript(const std::string& command);

}  // namespace countersign
