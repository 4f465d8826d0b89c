#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

// What was given on the command line, for each command. Only command_line.cc's checks were made.

namespace countersign {

// ImplementationArguments select an implementation; at most one is given.
struct ImplementationArguments {
  std::optional<std::string> adapter;  // a command of the shell
  std::optional<std::string> library;  // a file
};

// SelectionArguments select the cases of run and list.
struct SelectionArguments {
  std::vector<std::string> select;
  std::vector<std::string> exclude;
  std::string level = "should";
  std::optional<std::string> shard;
  std::optional<std::string> vectors;
};

// EndpointArguments name a live server, if one is asked.
struct EndpointArguments {
  std::optional<std::string> url;
  std::string bucket;
  std::string credentials;
  std::optional<std::string> region;
  bool no_region = false;
  std::string addressing = "path";
  std::optional<std::string> clock_file;
  std::string errors = "code";
  bool insecure = false;
};

struct RecordArguments {
  SelectionArguments selection;
  bool aws = false;
  std::optional<std::string> endpoint;  // a URL
  std::string bucket;
  std::optional<std::string> other_bucket;
  std::optional<std::string> other_region;
  std::string credentials;  // a file, or "env"
  std::optional<std::string> region;
  std::string addressing = "path";
  std::string out;
  double timeout_seconds = 10;
  bool insecure = false;
  bool yes = false;
};

struct EvidenceArguments {
  std::string file;
  std::optional<std::string> vectors;
  bool other_suite = false;
};

struct RunArguments {
  SelectionArguments selection;
  ImplementationArguments implementation;
  EndpointArguments endpoint;
  std::vector<std::string> reports;  // FORMAT=FILE
  std::optional<std::string> expected;
  std::optional<std::string> write_expected;
  std::optional<std::string> trace;
  int jobs = 1;
  double timeout_seconds = 10;
  std::optional<double> startup_timeout_seconds;
  bool fail_fast = false;
  bool no_further_cases = false;
};

struct CertifyArguments {
  std::optional<std::string> vectors;
  ImplementationArguments implementation;
  EndpointArguments endpoint;
  std::string product;
  std::string out;
  std::optional<std::string> challenge;  // 64 hex digits
  std::optional<std::string> key;        // a file
};

struct CertifyCheckArguments {
  std::optional<std::string> vectors;
  std::optional<std::string> secret_file;  // keys of the live server
  std::string bundle;
  std::optional<std::string> public_key;  // a file
  std::optional<std::string> challenge;
  std::optional<std::string> product;  // a file
};

struct CertifyKeygenArguments {
  std::string private_key;  // new files
  std::string public_key;
};

struct AdapterCheckArguments {
  std::string command;
  double timeout_seconds = 10;
  double startup_timeout_seconds = 10;
};

struct ExplainArguments {
  std::string url;
  std::optional<std::string> method;
  std::vector<std::string> headers;
  std::optional<std::string> secret_file;
  std::optional<std::string> secret_env;
  std::optional<std::string> error_xml;
  std::optional<std::string> now;
  bool json = false;
};

struct FuzzArguments {
  ImplementationArguments implementation;
  int seconds = 60;
  std::optional<std::size_t> questions;
  std::uint64_t seed = 1;
  std::string out = "countersign-fuzz";
  double timeout_seconds = 10;
};

struct SelfTestArguments {
  SelectionArguments selection;
  std::vector<std::string> select;
  std::optional<std::string> matrix;
  int jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
};

struct ServeArguments {
  std::string listen = "127.0.0.1:9000";
  std::optional<std::string> config;
  std::optional<std::string> folder;
  std::optional<std::string> clock_file;
  std::uint64_t rate = 0;  // bytes a second; 0: as fast as possible
  std::size_t max_connections = 2048;
  std::uint64_t max_object_size = std::uint64_t{64} << 20;  // bytes
  std::uint64_t max_memory = std::uint64_t{1} << 30;        // bytes
  double timeout = 30;                                      // seconds
};

}  // namespace countersign
