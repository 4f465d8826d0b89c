#include "mutants/answers.h"

#include <string>
#include <variant>

namespace countersign {

void ReplaceError(Answer& answer, std::string_view rejection_class, int status,
                  std::string_view code) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->rejection_class != rejection_class) return;
  reject->status = status;
  reject->code = std::string(code);
}

}  // namespace countersign
