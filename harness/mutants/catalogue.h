#pragma once

#include <span>
#include <vector>

#include "mutants/mutant.h"

namespace countersign {

// The catalogue: a function for each category, in which each table holds one theme; related
// categories share a file. The references of a mutant are the places where the mistake was seen:
// repository#number, an advisory, or only the repository if no number is known.
using MutantTables = std::vector<std::span<const Mutant>>;

MutantTables PathMutants();          // the second line of the canonical request
MutantTables QueryMutants();         // the third
MutantTables HeaderMutants();        // the header lines
MutantTables HostMutants();          // the line of the host header
MutantTables CredentialMutants();    // X-Amz-Credential and its scope
MutantTables KeyMutants();           // secrets, signing keys, and how keys are looked up
MutantTables TimeMutants();          // X-Amz-Date and the validity window
MutantTables LifetimeMutants();      // X-Amz-Expires and the limits of credentials
MutantTables TokenMutants();         // session tokens
MutantTables PayloadMutants();       // the last line of the canonical request
MutantTables BodyMutants();          // Content-MD5 and checksums of an upload
MutantTables SignatureMutants();     // the comparison of signatures, and the string to sign
MutantTables SigV4AMutants();        // key pairs, their signatures, region sets
MutantTables SignedHeaderMutants();  // which headers are signed, and which must be
MutantTables PresignerMutants();     // what a presigner refuses, loses or does not check
MutantTables ErrorMutants();         // other errors than S3's, and what they depend on
MutantTables RequestMutants();       // which requests count as presigned, and their method
MutantTables CrossedMutants();       // two or three things that are right alone, together
MutantTables PolicyMutants();        // what the signer may do, and from where
MutantTables PermissionMutants();    // what headers need: ACLs, tags, locks, sources of copies
MutantTables AccessPointMutants();   // access points, Outposts, Object Lambda, S3 Express
MutantTables GuardrailMutants();     // variables, organizations, accounts and VPC endpoints
MutantTables OrderMutants();         // which check answers first
MutantTables RobustnessMutants();    // crashes, hangs, and output that is not an answer

}  // namespace countersign
