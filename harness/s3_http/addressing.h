#pragma once

namespace countersign {

// Addressing is where a request names its bucket: as the first segment of the path, or in the host.
enum class Addressing { kPath, kVirtualHosted };

}  // namespace countersign
