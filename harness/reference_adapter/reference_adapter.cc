#include "reference_adapter/reference_adapter.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "presign.h"
#include "reference_adapter/conversation.h"
#include "verify.h"

namespace countersign {
namespace {

// The C ABI. Whatever is thrown behind it ends here.

void* Open(const char* adapter_info, size_t length, countersign_emit emit, void* sink) noexcept {
  try {
    auto conversation = std::make_unique<Conversation>(ReferenceImplementation());
    const std::string answer = conversation->AnswerHello({adapter_info, length});
    emit(sink, answer.data(), answer.size());
    return conversation->accepted() ? conversation.release() : nullptr;
  } catch (...) {
    return nullptr;
  }
}

void Call(void* self, const char* request, size_t length, countersign_emit emit,
          void* sink) noexcept {
  const std::string answer = static_cast<Conversation*>(self)->Answer({request, length});
  emit(sink, answer.data(), answer.size());
}

void Close(void* self) noexcept { delete static_cast<Conversation*>(self); }

}  // namespace

const Implementation& ReferenceImplementation() {
  static const Implementation* const kReference = new Implementation{
      ReferenceAdapterInfo(),
      [](PresignMessage message) { return AnswerPresign(std::move(message), Presign); },
      [](VerifyMessage message) {
        return AnswerVerify(std::move(message),
                            [](const HttpRequest& request, const VerifyContext& context) {
                              return Verify(request, context);
                            });
      },
  };
  return *kReference;
}

const countersign_adapter* ReferenceAdapter() {
  static constexpr countersign_adapter kAdapter = {sizeof(countersign_adapter), 1, Open, Call,
                                                   Close};
  return &kAdapter;
}

}  // namespace countersign
