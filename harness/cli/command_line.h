#pragma once

namespace countersign {

// RunCommandLine parses the command line and runs the command that it names. Returns the exit
// status: the command's; kUsage, after a message on stderr, if the command line is not valid.
int RunCommandLine(int argc, const char* const* argv);

}  // namespace countersign
