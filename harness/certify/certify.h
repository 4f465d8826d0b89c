#pragma once

#include <string>
#include <variant>
#include <vector>

#include "certify/ask_plan.h"
#include "certify/bundle.h"
#include "certify/transcript.h"
#include "suite/case.h"
#include "transport/connection.h"

namespace countersign {

// NoBundle says, for people, why no bundle was written.
struct NoBundle {
  std::string why;
};

// Certify asks an implementation all questions that follow from suite and challenge, judges its
// answers from the transcript, as the check does, and returns the files of the bundle. The manifest
// lacks only its times, key and files. `options.about` and `options.last_record` are not read.
std::variant<std::vector<NamedText>, NoBundle> Certify(const Suite& suite, Manifest manifest,
                                                       const ConnectFn& connect, AskOptions options,
                                                       const Ed25519Key& key);

// AskedOfKind tells which plan a bundle has.
AskedOf AskedOfKind(const Manifest& manifest);

// JudgeTranscript asks a transcript all questions of a plan; of a live server, adapted by
// `questions`, which is null for an adapter. It returns what is wrong, with the
// record, if the transcript is not one of that plan.
struct JudgedTranscript {
  AskedPlan asked;
  std::vector<Exchange> exchanges;
};
std::variant<JudgedTranscript, std::vector<std::string>> JudgeTranscript(
    const Plan& plan, const std::string& plan_text, const std::string& transcript,
    const EndpointQuestions* questions);

}  // namespace countersign
