#pragma once

#include <string>
#include <string_view>

#include "reference_adapter/implementation.h"

namespace countersign {

// Conversation is one session with an implementation, line by line: the hello first, then requests.
// For one thread at a time. A line that cannot be read is answered with a fault under the line's
// id, or under 0 if it has no id. Nothing that is thrown gets out.
class Conversation {
 public:
  // The implementation must outlive the conversation.
  explicit Conversation(const Implementation& implementation) : implementation_(implementation) {}

  // AnswerHello answers the first line; accepted() tells whether there will be others.
  std::string AnswerHello(std::string_view line);
  bool accepted() const { return accepted_; }

  std::string Answer(std::string_view line);

 private:
  std::string AnswerRequest(std::string_view line);

  const Implementation& implementation_;
  bool accepted_ = false;
};

}  // namespace countersign
