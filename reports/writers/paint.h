#pragma once

#include <string>

namespace countersign {

// Paint colours text, if colours are wanted.
class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  std::string Red(const std::string& text) const { return With("31;1", text); }
  std::string Green(const std::string& text) const { return With("32;1", text); }
  std::string Yellow(const std::string& text) const { return With("33", text); }
  std::string Bold(const std::string& text) const { return With("1", text); }
  std::string Dim(const std::string& text) const { return With("2", text); }

 private:
  std::string With(const char* code, const std::string& text) const {
    if (!colour_ || text.empty()) return text;
    return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
  }
  bool colour_;
};

}  // namespace countersign
