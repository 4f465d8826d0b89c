// Chooses the most important finding of an explanation and puts it into words. explain.cc calls it
// when everything else is known.
#include "explain/summary.h"

#include <algorithm>
#include <string_view>

#include "explain/server_clues.h"
#include "explain/suspicions.h"

namespace countersign {
namespace {

const Remark* FirstWrong(const Explanation& e) {
  const auto found = std::find_if(e.remarks.begin(), e.remarks.end(), [](const Remark& one) {
    return one.severity == Severity::kWrong;
  });
  return found == e.remarks.end() ? nullptr : &*found;
}

const Remark* AboutTheSignature(const Explanation& e) {
  const auto found = std::find_if(e.remarks.begin(), e.remarks.end(), [](const Remark& one) {
    return one.severity == Severity::kWrong && one.what == "X-Amz-Signature";
  });
  return found == e.remarks.end() ? nullptr : &*found;
}

const Remark* Suspicion(const Explanation& e, std::string_view what) {
  const auto found = std::find_if(e.remarks.begin(), e.remarks.end(), [what](const Remark& one) {
    return one.severity == Severity::kSuspicion && one.what == what;
  });
  return found == e.remarks.end() ? nullptr : &*found;
}

std::string Causes(const MistakeMatch& match) {
  std::string text;
  for (const Cause& cause : match.causes) text += (text.empty() ? "" : " And: ") + cause.text;
  return text;
}

// What was signed, if one mistake gives it. Several mistakes can give the same; the second says
// that the first is not certain.
std::string WhyItIsWrong(const Explanation& e) {
  const std::string first = Causes(e.matches.front());
  if (e.matches.size() == 1) return "The signature is wrong, and this is why. " + first;
  return "The signature is wrong, and this is why. " + first +
         " Or, with the same result: " + Causes(e.matches[1]) +
         (e.matches.size() > 2 ? " There are more, see below." : "");
}

// A finding besides the signature; empty if there is no other.
std::string OtherTrouble(const Explanation& e) {
  if (const Remark* wrong = FirstWrong(e)) return wrong->text;
  if (!e.damages.empty()) return e.damages.front().text;
  if (e.predicted_refusal && e.signature != SignatureState::kUnexplained)
    return e.predicted_refusal->message;
  return "";
}

std::string ServerDifference(const ServerView& server) {
  std::string text = "The server computed another canonical request than this request should give";
  if (server.matches.empty()) {
    text += ": it received another request than was sent";
    for (std::size_t i = 0; i < server.differences.size(); ++i) {
      text += (i == 0 ? ": " : "; ") + server.differences[i];
    }
    return text + ".";
  }
  text += ", exactly with this mistake: " + Causes(server.matches.front());
  if (server.matches.size() == 1) return text;
  return text + " Or, with the same result: " + Causes(server.matches[1]);
}

// The server gave an error that S3 gives only after it has found the signature right.
std::string AuthenticatedSummary(const Explanation& e) {
  const std::string& code = e.server->code;
  std::string text = "The signature was right: S3 answers " + code +
                     " only after it has checked the signature. " + MeaningOf(code);
  if (e.signature == SignatureState::kExplained || e.signature == SignatureState::kUnexplained) {
    return text +
           " But the given secret does not give the URL's signature for this request: it is "
           "another secret, the request was another one, or the server does not check "
           "signatures.";
  }
  if (const Remark* received = Suspicion(e, kReceived)) return text + " " + received->text;
  for (const char* what : {"path", kChecksum}) {
    if (const Remark* suspicion = Suspicion(e, what)) return text + " " + suspicion->text;
  }
  return text;
}

std::string RightSummary(const Explanation& e) {
  if (e.server && e.server->other_request) {
    return "The signature is right; the server's answer is about another signature.";
  }
  if (e.server && e.server->authenticated) return AuthenticatedSummary(e);
  if (e.server && e.server->agrees == false) {
    return "The signature is right for the request as given. " + ServerDifference(*e.server);
  }
  if (e.server && SaysSignatureIsWrong(*e.server)) {
    if (e.server->agrees == true) {
      return "The signature is right for the given secret, and the server computed the same "
             "canonical request: it has another secret for this key.";
    }
    if (const Remark* received = Suspicion(e, kReceived)) {
      return "The signature is right for the request as given. " + received->text;
    }
    return "The signature is right for the request and the given secret: either another request "
           "reached the server, such as one whose Host header or path a proxy has changed, or it "
           "has another secret for this key.";
  }
  const std::string trouble = OtherTrouble(e);
  if (!trouble.empty()) return "The signature is right, but: " + trouble;
  std::string until = ", valid until " + e.facts.valid_until + ".";
  if (e.server && !e.server->code.empty()) {
    return "The URL is sound" + until + " The server refuses it for another reason (" +
           e.server->code + "). " + MeaningOf(e.server->code);
  }
  if (const Remark* checksum = Suspicion(e, kChecksum)) until += " But: " + checksum->text;
  return "The URL is sound: the signature is right for " + e.facts.method + until;
}

// What is not known, as clauses of one sentence, and what to do about it.
std::string UnknownsText(const Explanation& e) {
  std::string text;
  for (const UnknownInput& one : e.unknowns) text += (text.empty() ? "" : "; ") + one.text;
  return text;
}

constexpr const char* kOrEdited =
    " If the secret is right, the URL was edited after it was signed, for example the name of the "
    "object or a parameter.";

std::string UnexplainedSummary(const Explanation& e) {
  if (e.server && e.server->other_request) {
    return "The server's answer is about another signature than the URL's.";
  }
  if (e.server && e.server->authenticated) return AuthenticatedSummary(e);
  if (e.server && e.server->agrees == false) return ServerDifference(*e.server);
  // A part of a signature says nothing about the secret.
  if (const Remark* cut = AboutTheSignature(e)) {
    return "The signature was damaged after it was made, so it cannot be compared. " + cut->text +
           " Copy the whole URL.";
  }
  const bool agrees = e.server && e.server->agrees == true;
  if (!e.unknowns.empty()) {
    return "The signature is wrong, and the cause is unknown, because not everything that was "
           "signed is known: " +
           UnknownsText(e) + "." +
           (agrees ? " The server computed the same canonical request as we do, so the "
                     "canonicalisation is right: one of these differed when the URL was signed, or "
                     "it was signed with another secret."
                   : " If all of these are as they were signed, the secret is another one.");
  }
  if (agrees) {
    return "Most likely another secret: the server computed the same canonical request as we do, "
           "so the canonicalisation is right, but the given secret does not give the URL's "
           "signature, not even with a known mistake." +
           std::string(kOrEdited);
  }
  const std::string trouble = OtherTrouble(e);
  return (trouble.empty() ? "" : trouble + " Besides: ") +
         "The secret is another one, or the URL was edited after it was signed: none of the known "
         "mistakes, alone or two together, gives the URL's signature with the given secret. What "
         "was signed cannot be known from the URL if the bucket, the name of the object, the date "
         "or a parameter was changed. Compare the canonical request below with the signer's.";
}

const Remark* FirstSuspicion(const Explanation& e) {
  const auto found = std::find_if(e.remarks.begin(), e.remarks.end(), [](const Remark& one) {
    return one.severity == Severity::kSuspicion;
  });
  return found == e.remarks.end() ? nullptr : &*found;
}

std::string NotCheckedSummary(const Explanation& e) {
  const std::string trouble = OtherTrouble(e);
  if (e.server && e.server->agrees == false) {
    return (trouble.empty() ? "" : trouble + " ") + ServerDifference(*e.server);
  }
  if (!trouble.empty()) return trouble;
  if (e.server && e.server->authenticated) return AuthenticatedSummary(e);
  if (e.server && e.server->agrees == true && SaysSignatureIsWrong(*e.server)) {
    return "The server received the request as it was sent, so another request was signed, or with "
           "another secret. Give the secret to find out which.";
  }
  if (const Remark* suspicion = FirstSuspicion(e)) {
    return "Unknown: the signature cannot be checked without the secret. Suspicious: " +
           suspicion->text;
  }
  if (e.server && SaysSignatureIsWrong(*e.server)) {
    return "Unknown: the server found the signature wrong, and the cause cannot be found without "
           "the secret. Give it with --secret-file or --secret-env.";
  }
  return "Nothing is wrong that can be found without the secret, and whether the signature is "
         "right "
         "is unknown; valid until " +
         e.facts.valid_until + ".";
}

}  // namespace

std::string Summary(const Explanation& e) {
  switch (e.signature) {
    case SignatureState::kRight: return RightSummary(e);
    case SignatureState::kNotChecked: return NotCheckedSummary(e);
    case SignatureState::kExplained:
      if (e.server && e.server->authenticated) return AuthenticatedSummary(e);
      return WhyItIsWrong(e);
    case SignatureState::kUnexplained: return UnexplainedSummary(e);
    case SignatureState::kUnreadable: break;
  }
  const std::string trouble = OtherTrouble(e);
  return "This cannot be read as a presigned URL of Signature Version 4. " + trouble;
}

}  // namespace countersign
