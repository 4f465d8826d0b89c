#include "explain/summary.h"

#include <algorithm>

namespace countersign {
namespace {

const Remark* FirstWrong(const Explanation& e) {
  const auto found = std::find_if(e.remarks.begin(), e.remarks.end(), [](const Remark& one) {
    return one.severity == Severity::kWrong;
  });
  return found == e.remarks.end() ? nullptr : &*found;
}

std::string Causes(const MistakeMatch& reading) {
  std::string text;
  for (const Cause& cause : reading.causes) text += (text.empty() ? "" : " And: ") + cause.text;
  return text;
}

// What is wrong besides the signature; empty where nothing is.
std::string OtherTrouble(const Explanation& e) {
  if (const Remark* wrong = FirstWrong(e)) return wrong->text;
  if (!e.damages.empty()) return e.damages.front().text;
  if (e.predicted_refusal) return e.predicted_refusal->message;
  return "";
}

std::string OfServerDifference(const ServerView& server) {
  std::string text = "The server computed another canonical request than this request calls for";
  if (server.readings.empty()) return text + ": what reached it is not what was sent.";
  return text + ", just as if: " + Causes(server.readings.front());
}

std::string WhereRight(const Explanation& e) {
  if (e.server && e.server->other_request) {
    return "The signature is right; the server's answer is about another signature.";
  }
  if (e.server && e.server->agrees == false) {
    return "The signature is right for the request as given. " + OfServerDifference(*e.server);
  }
  if (e.server && e.server->code == "SignatureDoesNotMatch") {
    return e.server->agrees == true
               ? "The signature is right for the secret given, and the server computed the same "
                 "canonical request: it knows another secret for this key."
               : "The signature is right for the request and the secret given: either another "
                 "request reached the server, or it knows another secret for this key.";
  }
  const std::string trouble = OtherTrouble(e);
  if (!trouble.empty()) return "The signature is right, but: " + trouble;
  const std::string until = ", valid until " + e.facts.valid_until + ".";
  if (e.server && !e.server->code.empty()) {
    return "The URL is sound" + until + " The server refuses it for another reason (" +
           e.server->code + "), such as what the key may do.";
  }
  return "The URL is sound: the signature is right for " + e.facts.method + until;
}

std::string WhereUnexplained(const Explanation& e) {
  if (e.server && e.server->other_request) {
    return "The server's answer is about another signature than the URL's.";
  }
  if (e.server && e.server->agrees == false) return OfServerDifference(*e.server);
  if (e.server && e.server->agrees == true) {
    return "Most likely another secret: the server computed the same canonical request as we do, "
           "so the canonicalisation is right, and the secret given does not make the URL's "
           "signature of it, not even with a known mistake. If the secret is right, the URL was "
           "edited after it was signed, such as the name of the object.";
  }
  return "Most likely another secret: none of the known mistakes, alone or two together, makes the "
         "URL's signature with the secret given. If the secret is right, compare the canonical "
         "request below with the signer's.";
}

std::string WhereNotChecked(const Explanation& e) {
  const std::string trouble = OtherTrouble(e);
  if (e.server && e.server->agrees == false) {
    return (trouble.empty() ? "" : trouble + " ") + OfServerDifference(*e.server);
  }
  if (!trouble.empty()) return trouble;
  if (e.server && e.server->agrees == true && e.server->code == "SignatureDoesNotMatch") {
    return "The server read the request as it was sent, so what was signed was another request, or "
           "the secret is another one. With the secret, it can be told which.";
  }
  return "Nothing is wrong that can be seen without the secret; valid until " +
         e.facts.valid_until + ".";
}

}  // namespace

std::string Summary(const Explanation& e) {
  switch (e.signature) {
    case SignatureState::kRight:
      return WhereRight(e);
    case SignatureState::kNotChecked:
      return WhereNotChecked(e);
    case SignatureState::kExplained:
      return "The signature is wrong, and this is why. " + Causes(e.readings.front());
    case SignatureState::kUnexplained:
      return WhereUnexplained(e);
    case SignatureState::kUnreadable:
      break;
  }
  const std::string trouble = OtherTrouble(e);
  return "This cannot be read as a presigned URL of Signature Version 4. " + trouble;
}

}  // namespace countersign
