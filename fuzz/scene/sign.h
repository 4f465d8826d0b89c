#pragma once

#include <optional>
#include <string>

#include "protocol/message.h"
#include "scene/scene.h"

namespace countersign::fuzz {

// Sign sets X-Amz-Signature to the right signature for the key, scope, date and signed headers that
// the scene's query names. Returns false and changes nothing if one of them is missing or the
// server does not know the key.
bool Sign(Scene& scene);

// PresignMessageOf makes the presign message whose URL a scene uses: the request without its
// signing parameters, to be signed at X-Amz-Date (or at the scene's clock if that is invalid) for
// X-Amz-Expires seconds, in the scope's region, with the key of X-Amz-Credential (or the first
// key). All headers except Host are signed. Returns nullopt if the server knows no key.
std::optional<PresignMessage> PresignMessageOf(const Scene& scene);

// SceneOfUrl is the scene in which a presigned URL is used at the time of signing, with the headers
// that the signer asks for, at the server of `scene`. Returns nullopt if the URL is not for the
// scheme and host of `message`.
std::optional<Scene> SceneOfUrl(const Scene& scene, const PresignMessage& message,
                                const OkAnswer& presigned);

}  // namespace countersign::fuzz
