#pragma once

#include <vector>

#include "mutants/mutant.h"

namespace countersign {

// The catalogue, a file a category. Beside each mutant stand the places where it was seen:
// repository#number, an advisory, or the repository where no number is known.
std::vector<Mutant> PathMutants();          // the second line of the canonical request
std::vector<Mutant> QueryMutants();         // the third
std::vector<Mutant> HeaderMutants();        // the header block
std::vector<Mutant> HostMutants();          // its host line
std::vector<Mutant> CredentialMutants();    // X-Amz-Credential and its scope
std::vector<Mutant> KeyMutants();           // secrets and signing keys
std::vector<Mutant> TimeMutants();          // X-Amz-Date and the window
std::vector<Mutant> LifetimeMutants();      // X-Amz-Expires and the limits of credentials
std::vector<Mutant> TokenMutants();         // session tokens
std::vector<Mutant> PayloadMutants();       // the last line of the canonical request
std::vector<Mutant> SignatureMutants();     // the comparison, and the lines around it
std::vector<Mutant> SignedHeaderMutants();  // which headers are signed, and which must be
std::vector<Mutant> RequestMutants();       // what is taken for a presigned request at all
std::vector<Mutant> PolicyMutants();        // what the signer may do, and from where
std::vector<Mutant> OrderMutants();         // which check answers first
std::vector<Mutant> RobustnessMutants();    // crashes, hangs, and what is no answer

}  // namespace countersign
