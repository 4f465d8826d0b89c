#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/message.h"

namespace countersign::fuzz {

// A scene is one verify request for an implementation: a request as received, the clock and what
// the server knows. It is a verify message of the adapter protocol. Corpora hold scenes as text:
//
//   !now 2013-05-24T12:00:00Z
//   GET https /test.txt?X-Amz-Algorithm=…
//   Host: examplebucket.s3.amazonaws.com
//
// Lines that begin with '!' set the fields of protocol.md by their names; other fields are as in
// DefaultScene. Then come the request line (method, scheme, target) and the headers, as received:
// the value begins after the colon and one space. The text may have any bytes; `\xHH` stands for
// a byte that would end a line or a word, and for a backslash.
using Scene = VerifyMessage;

// DefaultScene has the bucket and the key of the S3 documentation's example, a temporary key and an
// inactive key. Its request is empty.
const Scene& DefaultScene();

// ReadScene reads a scene, or returns nullopt if the text is invalid.
std::optional<Scene> ReadScene(std::string_view text);

// SceneText writes a scene; ReadScene reads an equal one from it.
std::string SceneText(const Scene& scene);

}  // namespace countersign::fuzz
