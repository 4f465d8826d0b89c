#pragma once

#include <vector>

#include "faults/fault.h"

namespace countersign {

// The catalogue, a file a category. Beside each fault stand the places where it was seen:
// repository#number, an advisory, or the repository where no number is known.
std::vector<Fault> PathFaults();          // the second line of the canonical request
std::vector<Fault> QueryFaults();         // the third
std::vector<Fault> HeaderFaults();        // the header block
std::vector<Fault> HostFaults();          // its host line
std::vector<Fault> CredentialFaults();    // X-Amz-Credential and its scope
std::vector<Fault> KeyFaults();           // secrets and signing keys
std::vector<Fault> TimeFaults();          // X-Amz-Date and the window
std::vector<Fault> LifetimeFaults();      // X-Amz-Expires and the limits of credentials
std::vector<Fault> TokenFaults();         // session tokens
std::vector<Fault> PayloadFaults();       // the last line of the canonical request
std::vector<Fault> SignatureFaults();     // the comparison, and the lines around it
std::vector<Fault> SignedHeaderFaults();  // which headers are signed, and which must be
std::vector<Fault> RequestFaults();       // what is taken for a presigned request at all
std::vector<Fault> PolicyFaults();        // what the signer may do, and from where
std::vector<Fault> OrderFaults();         // which check answers first
std::vector<Fault> RobustnessFaults();    // crashes, hangs, and what is no answer

}  // namespace countersign
