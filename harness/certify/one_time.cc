// Questions that nobody can have seen before. A presign case is replaced member by member; a verify
// case is adapted as it is for a live server, to a server that is made up.
#include "certify/one_time.h"

#include <algorithm>

#include "judge/judge.h"
#include "reference_adapter/reference_adapter.h"

namespace countersign {
namespace {

constexpr std::size_t kKindOfKey = 4;      // letters, as in AKIA and ASIA
constexpr std::size_t kLeastOfKinds = 16;  // the length of ids that begin with their kind

Answer ReferenceAnswer(const Case& c) {
  const Implementation& reference = ReferenceImplementation();
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    return reference.presign(*presign);
  }
  return reference.verify(std::get<VerifyMessage>(c.request));
}

// Whether two answers decide the same, with the same status and code.
bool DecideTheSame(const Answer& a, const Answer& b) {
  const auto* one = std::get_if<RejectAnswer>(&a);
  const auto* other = std::get_if<RejectAnswer>(&b);
  if (one == nullptr || other == nullptr) {
    return std::holds_alternative<OkAnswer>(a) && std::holds_alternative<OkAnswer>(b);
  }
  return one->status == other->status && one->code == other->code &&
         one->rejection_class == other->rejection_class;
}

bool IsSound(const Case& made, const Answer& original) {
  const Answer answer = ReferenceAnswer(made);
  if (!DecideTheSame(answer, original)) return false;
  Judge judge(ReferenceImplementation().adapter_info);
  return judge.Brief(made, answer).verdict == Verdict::kPass;
}

}  // namespace

bool IsAboutItsKeys(const Case& c) {
  return std::any_of(c.rules.begin(), c.rules.end(), [](const std::string& rule) {
    return rule == "sigv4a/key-derivation" || rule == "sigv4a/signature-form";
  });
}

CredentialMessage NewCredential(const CredentialMessage& credential, const Challenge& challenge) {
  CredentialMessage made = credential;
  const std::string& id = credential.access_key_id;
  OneTimeBytes bytes(challenge, "key " + id + " " + credential.secret_access_key);
  const std::size_t kept = id.size() >= kLeastOfKinds ? kKindOfKey : 0;
  made.access_key_id = id.substr(0, kept) + bytes.SameShape(id.substr(kept));
  made.secret_access_key = bytes.SameShape(credential.secret_access_key);
  if (credential.session_token) {
    OneTimeBytes token(challenge, "token " + *credential.session_token);
    made.session_token = token.SameShape(*credential.session_token);
  }
  return made;
}

std::string NewBucketName(std::string_view name, const Challenge& challenge) {
  OneTimeBytes bytes(challenge, "bucket " + std::string(name));
  const std::size_t end = std::min(name.find("--"), name.size());
  return bytes.SameShape(name.substr(0, end)) + std::string(name.substr(end));
}

OneTimeCase MakeOneTime(const Case& c, const Challenge& challenge) {
  const Answer original = ReferenceAnswer(c);
  const auto make = OpOf(c) == Op::kPresign ? NewPresign : NewVerify;
  for (const Replaced replaced :
       {Replaced::kEverything, Replaced::kAllButNames, Replaced::kAllButDates,
        Replaced::kBucketAndKeys, Replaced::kKeys}) {
    std::optional<Case> made = make(c, challenge, replaced);
    if (!made || made->request == c.request || !IsSound(*made, original)) continue;
    return {*std::move(made), true};
  }
  return {c, false};
}

}  // namespace countersign
