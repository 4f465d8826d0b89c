#include "judge/consequence.h"

#include <string_view>

#include "protocol/rejection_class.h"

namespace countersign {
namespace {

std::string Find(Op op, const ExpectedAnswer& expected, std::string_view otherwise) {
  const RejectionClass* found = FindRejectionClass(op, expected.rejection_class.value_or(""));
  return std::string(found == nullptr ? otherwise : found->consequence);
}

}  // namespace

std::string VerifyConsequence(const ExpectedAnswer& expected) {
  return Find(Op::kVerify, expected, "Anybody with the URL is let in although S3 refuses.");
}

std::string PresignConsequence(const ExpectedAnswer& expected) {
  return Find(Op::kPresign, expected, "The URL cannot be used.");
}

}  // namespace countersign
