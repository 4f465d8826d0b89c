#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/exit_status.h"
#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// The commands. Each returns its exit status.
int RunSuite(const RunArguments& arguments);
int ListCases(const SelectionArguments& arguments);
int ShowCase(const SelectionArguments& arguments, const std::string& id);
int RunAdapter(const std::optional<std::string>& mutant);  // nullopt: the reference
int CheckAdapter(const AdapterCheckArguments& arguments);
int RunServer(const ServeArguments& arguments);
int RunRecord(const RecordArguments& arguments);
int WeighEvidence(const EvidenceArguments& arguments);
int LintVectors(const std::string& folder);
int AcceptVectors(const std::string& folder);
int RunCertify(const CertifyArguments& arguments);
int CheckCertified(const CertifyCheckArguments& arguments);
int MakeCertifyKey(const CertifyKeygenArguments& arguments);
int RunExplain(const ExplainArguments& arguments);
int ListMutants(bool json);
int Fuzz(const FuzzArguments& arguments);
int RunSelfTest(const SelfTestArguments& arguments);

// PrintError prints one line for people on stderr, after the program's name. The message may have
// text from outside in it, of any length.
void PrintError(const std::string& message);
// PrintStderrTail prints the last lines that an adapter wrote to stderr.
void PrintStderrTail(const std::string& tail);

// PrintLoadErrors prints each mistake found in the vectors: file, place, what was expected.
void PrintLoadErrors(const LoadErrors& errors);

// LoadVectors reads the suite from a folder, or the embedded one if no folder is given. If that
// fails it prints every error and returns nullopt.
std::optional<Suite> LoadVectors(const std::optional<std::string>& folder);

}  // namespace countersign
