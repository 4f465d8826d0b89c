#pragma once

#include <string>

#include "certify/ask_plan.h"
#include "certify/manifest.h"
#include "certify/plan.h"
#include "certify/standing.h"

namespace countersign {

// The texts of a bundle that follow from the rest of it: the check makes them again and compares
// them byte by byte.

// VerdictsText is verdicts.jsonl: one line a case, in the order of the plan.
std::string VerdictsText(const Plan& plan, const AskedPlan& asked);
// DeviationsText is deviations.json: what failed, by level.
std::string DeviationsJson(const Plan& plan, const AskedPlan& asked);

// CertificateFacts is what a certificate tells.
struct CertificateFacts {
  const Manifest& manifest;
  const AdapterInfo& adapter_info;
  const CertifiedStanding& standing;
};
std::string CertificateJson(const CertificateFacts& facts);
std::string CertificateMarkdown(const CertificateFacts& facts);
std::string CertificateSvg(const CertificateFacts& facts);
// ReportHtml is the report of `countersign run`, of this run.
std::string ReportHtml(const Suite& suite, const CertificateFacts& facts, const AskedPlan& asked);

// TimeText is a time in milliseconds since 1970 as people read it: "2026-12-01T03:15:49Z".
std::string TimeText(std::int64_t milliseconds);

}  // namespace countersign
