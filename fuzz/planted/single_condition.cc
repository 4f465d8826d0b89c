// Tier 1: mutants of the catalogue (harness/mutants/), from all stages of presigning and verifying.
// planted.cc lists them.
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>

#include "planted/planted.h"

namespace countersign::fuzz {
namespace {

struct Chosen {
  std::string_view name;
  std::string_view target;
  std::string_view reference;
};

constexpr Chosen kChosen[] = {
    {"path-encoded-twice", "presign_verify", "s3s-project/s3s#13 (2023)"},
    {"path-decoded-twice", "presign_verify", "aws/aws-sdk-go#885 (2016)"},
    {"path-plus-left-raw", "presign_verify", "anomalizer/ngx_aws_auth#87 (2023)"},
    {"path-surrogates-encoded-one-by-one", "presign_verify", "scality/Arsenal@f6165146 (2020)"},
    {"path-trailing-slash-lost", "presign_verify", "seaweedfs/seaweedfs#7268 (2025)"},
    {"query-sorted-as-joined-text", "presign_verify", "mhart/aws4#103"},
    {"query-sorted-before-encoding", "presign_verify", "aws/aws-sdk-php#3200"},
    {"query-empty-values-dropped", "presign_verify", "boto/botocore#1060 (2016)"},
    {"query-empty-values-without-equals-sign", "presign_verify",
     "soto-project/soto-core#524 (2022)"},
    {"query-first-of-a-name-only", "presign_verify", "localstack/localstack#3760 (2021)"},
    {"query-plus-taken-literally", "verify_request", "ceph/ceph#16951 (2017)"},
    {"header-runs-of-spaces-not-folded", "presign_verify", "s3s-project/s3s#393 (2025)"},
    {"header-block-in-another-order", "presign_verify", "aws/aws-sdk-php#3109 (2025)"},
    {"header-value-of-one-character-lost", "presign_verify", "smithy-lang/smithy-rs#845 (2021)"},
    {"method-always-get", "presign_verify", "boto/botocore@62081b5d3 (2015)"},
    {"token-plus-not-encoded", "presign_verify", "Automattic/knox#29 (2011)"},
    {"credential-region-not-checked", "verify_request", "s3s-project/s3s#650 (2026)"},
    {"credential-date-not-compared", "verify_request", "chimera-nas/chimera#1187 (2026)"},
    {"expiry-not-checked", "verify_request", "noobaa/noobaa-core#8493"},
    {"expires-second-above-a-week-accepted", "verify_request", "scality/Arsenal@64edb99a (2017)"},
    {"expires-without-limit", "verify_request", "minio/minio#5162"},
    {"expires-negative-accepted", "verify_request", "noobaa/noobaa-core#8873"},
    {"window-of-header-authentication", "verify_request", "fakecloud#1577"},
    {"unsigned-amz-header-honoured", "verify_request", "rustfs/rustfs#7425 (2026)"},
    {"token-not-compared", "verify_request", "minio/minio#8826 (2020)"},
    {"token-not-required", "verify_request", "minio/minio#6860 (2018)"},
    {"signature-not-checked", "verify_request", "floci-io/floci#1841 (2026)"},
    {"crash-on-an-empty-header", "verify_request", "ceph/ceph#65159 (2025)"},
};

PlantedBug OfTheCatalogue(const Chosen& chosen) {
  const Mutant* mutant = FindMutant(chosen.name);
  if (mutant != nullptr) return {1, chosen.target, chosen.reference, mutant};
  std::fprintf(stderr, "planted/single_condition.cc: unknown mutant %s\n",
               std::string(chosen.name).c_str());
  std::abort();
}

}  // namespace

std::vector<PlantedBug> SingleConditions() {
  std::vector<PlantedBug> bugs;
  for (const Chosen& chosen : kChosen) bugs.push_back(OfTheCatalogue(chosen));
  return bugs;
}

}  // namespace countersign::fuzz
