#include "suite/json_tree.h"

#include <algorithm>

#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::size_t kColumns = 120;
constexpr std::size_t kIndent = 2;

// TreeReader reads a text that is known to be JSON.
class TreeReader {
 public:
  explicit TreeReader(std::string_view text) : text_(text) {}

  JsonTree Value() {
    SkipSpace();
    JsonTree tree;
    if (text_[at_] == '{' || text_[at_] == '[') {
      tree.kind = text_[at_] == '{' ? JsonTree::Kind::kObject : JsonTree::Kind::kArray;
      Members(tree);
    } else {
      tree.scalar = Scalar();
    }
    return tree;
  }

 private:
  void Members(JsonTree& tree) {
    const char close = tree.kind == JsonTree::Kind::kObject ? '}' : ']';
    ++at_;
    for (SkipSpace(); text_[at_] != close; SkipSpace()) {
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      JsonTree::Member member;
      if (close == '}') {
        member.key = Scalar();
        SkipSpace();
        ++at_;  // the colon
      }
      member.value = Value();
      tree.members.push_back(std::move(member));
    }
    ++at_;
  }

  std::string_view Scalar() {
    const std::size_t begin = at_;
    if (text_[at_] == '"') {
      for (++at_; text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\') ++at_;
      }
      ++at_;
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
    }
    return text_.substr(begin, at_ - begin);
  }

  void SkipSpace() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::size_t Columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool IsScalar(const JsonTree::Member& member) {
  return member.value.kind == JsonTree::Kind::kScalar;
}

bool HasOnlyScalars(const JsonTree& tree) {
  return std::all_of(tree.members.begin(), tree.members.end(), IsScalar);
}

// A list is an array of scalars, or of arrays of scalars such as [name, value].
bool IsList(const JsonTree& tree) {
  return tree.kind == JsonTree::Kind::kArray &&
         std::all_of(tree.members.begin(), tree.members.end(), [](const JsonTree::Member& member) {
           return IsScalar(member) ||
                  (member.value.kind == JsonTree::Kind::kArray && HasOnlyScalars(member.value));
         });
}

std::string OnOneLine(const JsonTree& tree) {
  if (tree.kind == JsonTree::Kind::kScalar) return std::string(tree.scalar);
  std::string line(1, tree.kind == JsonTree::Kind::kObject ? '{' : '[');
  for (const JsonTree::Member& member : tree.members) {
    if (line.size() > 1) line += ", ";
    if (!member.key.empty()) line += std::string(member.key) + ": ";
    line += OnOneLine(member.value);
  }
  return line + (tree.kind == JsonTree::Kind::kObject ? '}' : ']');
}

class Writer {
 public:
  std::string Document(const JsonTree& tree) && {
    Open(tree, 0);
    return std::move(out_) + '\n';
  }

 private:
  // Writes a value after what the line holds already (`used` columns), with a comma to come.
  void Value(const JsonTree& tree, std::size_t indent, std::size_t used) {
    const std::string line = OnOneLine(tree);
    if (tree.members.empty() || used + Columns(line) + 1 <= kColumns) {
      out_ += line;
    } else {
      Open(tree, indent);
    }
  }

  // Writes an object or an array over several lines.
  void Open(const JsonTree& tree, std::size_t indent) {
    if (tree.members.empty()) {
      out_ += OnOneLine(tree);
      return;
    }
    const bool object = tree.kind == JsonTree::Kind::kObject;
    out_ += object ? '{' : '[';
    if (IsList(tree)) {
      Fill(tree, indent + kIndent);
    } else {
      Stack(tree, indent + kIndent);
    }
    Break(indent);
    out_ += object ? '}' : ']';
  }

  // One member a line.
  void Stack(const JsonTree& tree, std::size_t indent) {
    bool first = true;
    for (const JsonTree::Member& member : tree.members) {
      if (!first) out_ += ',';
      first = false;
      Break(indent);
      std::size_t used = indent;
      if (!member.key.empty()) {
        out_ += std::string(member.key) + ": ";
        used += Columns(member.key) + 2;
      }
      Value(member.value, indent, used);
    }
  }

  // As many members a line as it takes.
  void Fill(const JsonTree& tree, std::size_t indent) {
    std::size_t used = kColumns;
    bool first = true;
    for (const JsonTree::Member& member : tree.members) {
      const std::string item = OnOneLine(member.value);
      const std::size_t columns = Columns(item);
      if (!first) out_ += ',';
      if (used + columns + 2 > kColumns) {
        Break(indent);
        used = indent;
      } else {
        out_ += ' ';
        ++used;
      }
      out_ += item;
      used += columns + 1;
      first = false;
    }
  }

  void Break(std::size_t indent) { out_ += '\n' + std::string(indent, ' '); }

  std::string out_;
};

}  // namespace

JsonTree* JsonTree::Find(std::string_view key) {
  for (Member& member : members) {
    if (member.key.size() == key.size() + 2 && member.key.substr(1, key.size()) == key) {
      return &member.value;
    }
  }
  return nullptr;
}

std::variant<JsonTree, LoadError> ParseTree(std::string_view text) {
  JsonFile file;
  LoadErrors errors;
  if (!file.Parse("", text, errors) || !errors.empty()) return errors.front();
  return TreeReader(text).Value();
}

std::string Layout(const JsonTree& document) { return Writer().Document(document); }

}  // namespace countersign
