#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/optional.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "s3_server/http_message.h"

namespace countersign {

inline constexpr std::uint32_t kLargestHead = 32768;  // bytes

// RequestParser keeps a request's head as it arrived. (Beast's own message types would move headers
// of the same name together.) The caller reads the body.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  explicit RequestParser(std::uint32_t largest_head = kLargestHead) : largest_head_(largest_head) {
    header_limit(largest_head);
    // S3Service limits bodies, after authentication. (Beast 1.74 treats `none` as a limit of 0.)
    body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  RequestHead& head() { return head_; }

 private:
  using Text = boost::beast::string_view;
  using Error = boost::beast::error_code;

  // Limits what is kept. Beast's own limit starts again from 0 whenever all received bytes are
  // used, so that a head that arrives line by line could grow without end.
  void Count(std::size_t bytes, Error& error) {
    bytes_ += bytes;
    if (bytes_ > largest_head_) error = boost::beast::http::error::header_limit;
  }

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version,
                       Error& error) override {
    Count(method.size() + target.size() + std::size_t{12}, error);  // "  HTTP/1.1\r\n"
    head_.request.method.assign(method.data(), method.size());
    head_.request.target.assign(target.data(), target.size());
    head_.http_version = version;
  }
  void on_field_impl(boost::beast::http::field, Text name, Text value, Error& error) override {
    Count(name.size() + value.size() + std::size_t{4}, error);  // ": \r\n"
    if (error) return;
    head_.request.headers.push_back(
        {std::string(name.data(), name.size()), std::string(value.data(), value.size())});
  }
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text body, Error&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override { return body.size(); }
  void on_finish_impl(Error&) override {}
  void on_response_impl(int, Text, int, Error&) override {}

  const std::size_t largest_head_;
  std::size_t bytes_ = 0;  // of the head, so far
  RequestHead head_;
};

}  // namespace countersign
