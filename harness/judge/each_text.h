#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include "judge/verdict.h"
#include "protocol/message.h"

namespace countersign {

// Is: T, const or not.
template <typename T, typename Other>
concept SameAs = std::same_as<std::remove_const_t<T>, Other>;

// EachText calls an action for each text of an observation that may be long.
template <typename Action>
struct EachText {
  Action action;

  void operator()(SameAs<OkAnswer> auto& answer) const {
    Text(answer.url);
    Text(answer.principal);
    Text(answer.canonical_request);
    Text(answer.string_to_sign);
    if (!answer.headers) return;
    for (auto& header : *answer.headers) {
      action(header.first);
      action(header.second);
    }
  }
  void operator()(SameAs<RejectAnswer> auto& answer) const {
    Text(answer.code);
    Text(answer.rejection_class);
    Text(answer.message);
    Text(answer.canonical_request);
    Text(answer.string_to_sign);
  }
  void operator()(SameAs<SkipAnswer> auto& answer) const {
    Text(answer.feature);
    Text(answer.issue);
  }
  void operator()(SameAs<FaultAnswer> auto& answer) const { action(answer.message); }
  void operator()(SameAs<Answer> auto& answer) const { std::visit(*this, answer); }
  void operator()(SameAs<AdapterBroke> auto& broke) const { action(broke.reason); }
  void operator()(SameAs<NotAsked> auto& not_asked) const { action(not_asked.reason); }

  void Text(SameAs<std::optional<std::string>> auto& text) const {
    if (text) action(*text);
  }
};
template <typename Action>
EachText(Action) -> EachText<Action>;

}  // namespace countersign
