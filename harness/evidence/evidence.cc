#include "evidence/evidence.h"

#include "sigv4/digest.h"
#include "suite/case_content.h"

namespace countersign {

std::string ContentDigest(const Case& c) { return "sha256:" + Hex(Sha256(ContentOf(c))); }

std::string TextOf(const StatusAndCode& answer) {
  std::string text = std::to_string(answer.status);
  if (answer.code && !answer.code->empty()) text += ' ' + *answer.code;
  return text;
}

}  // namespace countersign
