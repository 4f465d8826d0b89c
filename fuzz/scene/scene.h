#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/message.h"

namespace countersign::fuzz {

// A scene is one question to a verifier: a request as received, the clock and what the server
// knows. It is a verify message of the adapter protocol; as text, it is what corpora hold:
//
//   !now 2013-05-24T12:00:00Z
//   GET https /test.txt?X-Amz-Algorithm=…
//   Host: examplebucket.s3.amazonaws.com
//
// Lines that begin with '!' set the fields of protocol.md by their names; what they leave out is as
// in DefaultScene. Then the request line (method, scheme, target) and the headers, as received: one
// space after the colon, the rest is the value. Octets throughout; `\xHH` stands for one that would
// end a line or a word, and for a backslash.
using Scene = VerifyMessage;

// DefaultScene is the bucket and the keys of the S3 documentation's example, a temporary key and an
// inactive one beside it. Its request is empty.
const Scene& DefaultScene();

// ReadScene reads one; nothing where the text is none.
std::optional<Scene> ReadScene(std::string_view text);

// SceneText writes one; ReadScene reads it as equal.
std::string SceneText(const Scene& scene);

}  // namespace countersign::fuzz
