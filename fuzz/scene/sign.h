#pragma once

#include <optional>
#include <string>

#include "protocol/message.h"
#include "scene/scene.h"

namespace countersign::fuzz {

// Sign gives a scene's request the signature that its signer would give just this request: for
// the key, scope, date and signed headers that its own query names. False, and nothing changed,
// where it does not name them, or names a key that the server does not know.
bool Sign(Scene& scene);

// PresignMessageOf takes a scene for what its signer was asked: the request without the parameters
// that sign it, to be signed at X-Amz-Date (the scene's clock where there is no such time) for
// X-Amz-Expires seconds, in the scope's region, with the key that X-Amz-Credential names or else
// the first. Headers other than Host are those to sign. Nothing where the server knows no key.
std::optional<PresignMessage> PresignMessageOf(const Scene& scene);

// SceneOfUrl is a presigned URL, used at `now` with the headers that its signer asks for, at the
// server of `scene`; nothing where the URL is none.
std::optional<Scene> SceneOfUrl(const Scene& scene, const PresignMessage& asked,
                                const OkAnswer& presigned);

}  // namespace countersign::fuzz
