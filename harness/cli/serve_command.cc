// `countersign serve`: reads its options and configuration, opens the stores and runs the server.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/command.h"
#include "presign.h"
#include "protocol/read_file.h"
#include "s3_server/folder_store.h"
#include "s3_server/http_server.h"
#include "s3_server/log_output.h"
#include "s3_server/memory_store.h"
#include "s3_server/s3_service.h"
#include "s3_server/server_clock.h"
#include "s3_server/server_config.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

std::optional<ServerConfig> LoadConfig(const ServeArguments& arguments) {
  std::string text(ExampleConfigJson());
  const std::string file = arguments.config.value_or("the built-in configuration");
  if (arguments.config) {
    auto read = ReadFileOrPipe(file);
    if (const auto* not_read = std::get_if<NotRead>(&read)) {
      PrintError(file + ": " + not_read->why);
      return std::nullopt;
    }
    text = std::get<std::string>(std::move(read));
  }
  auto config = ParseServerConfig(text);
  if (const auto* error = std::get_if<ConfigError>(&config)) {
    PrintError(file + " " + error->message);
    return std::nullopt;
  }
  return std::get<ServerConfig>(std::move(config));
}

// Opens a store for each bucket. With --folder, the only bucket is the folder itself; several
// buckets have a folder each below it, with the bucket's name.
std::optional<std::vector<std::unique_ptr<ObjectStore>>> OpenStores(
    const ServeArguments& arguments, const std::vector<std::string>& buckets) {
  std::vector<std::unique_ptr<ObjectStore>> stores;
  for (const std::string& bucket : buckets) {
    if (!arguments.folder) {
      stores.push_back(std::make_unique<MemoryStore>());
      continue;
    }
    const std::filesystem::path folder(*arguments.folder);
    const std::string path = (buckets.size() == 1 ? folder : folder / bucket).string();
    std::unique_ptr<FolderStore> store = FolderStore::Open(path);
    if (store == nullptr) {
      PrintError(path + ": cannot be opened as the folder of bucket " + bucket + ": " +
                 std::strerror(errno));
      return std::nullopt;
    }
    stores.push_back(std::move(store));
  }
  return stores;
}

// A curl command that fetches an object of the first bucket or, if it has none, puts one there.
std::string ExampleCommand(const ServerConfig& config, const std::optional<std::string>& key,
                           const std::string& authority, Timestamp now) {
  const VerifyInput& input = config.verify_inputs.front();
  PresignRequest request;
  request.now = now;
  request.method = key ? "GET" : "PUT";
  request.scheme = "http";
  request.host = authority;
  request.path = "/" + input.bucket + "/" + UriEncode(key.value_or("hello.txt"), Slash::kKeep);
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = 3600;
  request.region = input.region;
  request.service = input.service;
  request.credentials = input.credentials.front();
  Result<PresignedUrl> presigned = Presign(request);
  if (!presigned.ok()) return "";
  const std::string curl = key ? "curl --path-as-is '" : "curl -d hello -X PUT '";
  return curl + presigned.value().url + "'";
}

// Prints the server's address and, if it uses the published example keys, a command that uses it.
void Announce(const ServeArguments& arguments, const ServerConfig& config,
              const std::optional<std::string>& key, ListenAddress address, Timestamp now) {
  std::printf("listening on http://%s\n", Authority(address).c_str());
  if (!IsLoopback(address)) PrintError("other machines can reach this address");
  if (!arguments.config) {
    if (address.ip == "0.0.0.0") address.ip = "127.0.0.1";
    if (address.ip == "::") address.ip = "::1";
    const std::string command = ExampleCommand(config, key, Authority(address), now);
    if (!command.empty()) std::printf("this command works for an hour:\n  %s\n", command.c_str());
  }
  std::fflush(stdout);
}

}  // namespace

int RunServer(const ServeArguments& arguments) {
  const auto address = ParseListenAddress(arguments.listen);
  if (!address) {
    PrintError(
        "--listen: expected an IP address or localhost, and a port, such as 127.0.0.1:9000; "
        "found " +
        arguments.listen);
    return kUsage;
  }
  std::optional<ServerConfig> config = LoadConfig(arguments);
  if (!config) return kUsage;
  auto stores = OpenStores(arguments, config->bucket_names);
  if (!stores) return kUsage;
  const ServerClock clock(arguments.clock_file);
  const ClockReading now = clock.Now();
  if (const auto* why = std::get_if<std::string>(&now)) {
    PrintError(*why);
    return kUsage;
  }

  // Not even a log that nobody reads, or that cannot be written, may stop the server.
  std::signal(SIGPIPE, SIG_IGN);
  LogOutput log(STDERR_FILENO);
  S3Service service({*config, *std::move(stores), arguments.max_object_size, arguments.max_memory,
                     [&clock] { return clock.Now(); },
                     [&log](const std::string& line) { log.Write(line); }});
  if (!arguments.config && !arguments.folder) {
    service.Seed("test.txt", "Welcome to Amazon S3.\n", std::get<Timestamp>(now));
  }
  const auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(arguments.timeout));
  HttpServer server({*address, arguments.max_connections, {arguments.rate, timeout}}, service);
  ListenAddress bound;
  if (const auto error = server.Listen(bound)) {
    PrintError(arguments.listen + ": cannot listen: " + *error);
    return kBroke;
  }
  Announce(arguments, *config, service.AnyKey(), bound, std::get<Timestamp>(now));
  server.Run();
  return kConforming;
}

}  // namespace countersign
