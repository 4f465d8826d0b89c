#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "certify/ed25519.h"
#include "certify/manifest.h"
#include "certify/standing.h"

namespace countersign {

// StatementText is an in-toto Statement v1 with the predicate test-result v0.1: these artefacts
// passed or failed this suite, with this configuration. It names the manifest by its digest, which
// names every other file of the bundle.
std::string StatementText(const Manifest& manifest, const std::string& manifest_text,
                          const CertifiedStanding& standing);

// EnvelopeText signs a statement and puts it into a DSSE envelope (dsse v1.0.2).
std::string EnvelopeText(const std::string& statement, const Ed25519Key& key);

// Envelope is a DSSE envelope as it was read.
struct Envelope {
  std::string payload_type;
  std::string payload;  // decoded
  std::string key_id;
  std::string signature;  // decoded
};
std::variant<Envelope, LoadErrors> ParseEnvelope(std::string_view file, std::string_view text);
// IsSignedBy tells whether the envelope's signature is that of a public key, in PEM.
bool IsSignedBy(const Envelope& envelope, const std::string& public_pem);

}  // namespace countersign
