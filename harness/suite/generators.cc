#include "suite/generators.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "suite/crossed.h"
#include "suite/rfc3339.h"

namespace countersign {
namespace {

std::string Hex(std::uint32_t number, std::size_t digits) {
  std::string hex;
  for (; number != 0 || hex.size() < digits; number >>= 4) {
    hex.insert(hex.begin(), "0123456789ABCDEF"[number & 15]);
  }
  return hex;
}

bool IsUnreserved(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string Encoded(std::string_view octets, std::string_view kept) {
  std::string encoded;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (IsUnreserved(octet) || kept.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += '%' + Hex(octet, 2);
    }
  }
  return encoded;
}

std::string Utf8(std::uint32_t code_point) {
  const auto tail = [code_point](int shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
  };
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  if (code_point < 0x800) return {static_cast<char>(0xC0 | code_point >> 6), tail(0)};
  if (code_point < 0x10000) {
    return {static_cast<char>(0xE0 | code_point >> 12), tail(6), tail(0)};
  }
  return {static_cast<char>(0xF0 | code_point >> 18), tail(12), tail(6), tail(0)};
}

FamilyMember CharacterMember(std::string suffix, std::string octets) {
  std::string encoded = Encoded(octets, "");
  std::string path = Encoded(octets, "/");
  return {
      std::move(suffix),
      {{"char", std::move(octets)}, {"encoded", std::move(encoded)}, {"path", std::move(path)}}};
}

// Reads [FIRST, LAST], both included.
std::optional<std::array<std::uint32_t, 2>> ReadRange(const JsonPlace& place, std::uint32_t most) {
  const std::vector<JsonPlace> bounds = Elements(place);
  if (bounds.size() != 2) {
    if (place.element.is_array()) place.AddError("expected [FIRST, LAST]");
    return std::nullopt;
  }
  const std::optional<std::int64_t> first = Integer(bounds[0], 0, most);
  const std::optional<std::int64_t> last = first ? Integer(bounds[1], *first, most) : std::nullopt;
  if (!last) return std::nullopt;
  if (static_cast<std::size_t>(*last - *first) >= kMostMembers) {
    place.AddError("expected at most " + std::to_string(kMostMembers) + " members");
    return std::nullopt;
  }
  return std::array{static_cast<std::uint32_t>(*first), static_cast<std::uint32_t>(*last)};
}

std::vector<FamilyMember> ReadCodePoints(const JsonPlace& place) {
  std::vector<FamilyMember> members;
  const auto range = ReadRange(place, 0x10FFFF);
  if (!range) return members;
  const auto [first, last] = *range;
  if (first <= 0xDFFF && last >= 0xD800) {
    place.AddError("expected no surrogates (55296 to 57343)");
    return members;
  }
  for (std::uint32_t c = first; c <= last; ++c) {
    members.push_back(CharacterMember("U+" + Hex(c, 4), Utf8(c)));
  }
  return members;
}

std::vector<FamilyMember> ReadOctets(const JsonPlace& place) {
  std::vector<FamilyMember> members;
  const auto range = ReadRange(place, 0xFF);
  if (!range) return members;
  for (std::uint32_t c = (*range)[0]; c <= (*range)[1]; ++c) {
    members.push_back(CharacterMember("0x" + Hex(c, 2), std::string(1, static_cast<char>(c))));
  }
  return members;
}

bool IsAsciiAndOnce(std::string_view characters) {
  return std::all_of(characters.begin(), characters.end(), [characters](char c) {
    return static_cast<unsigned char>(c) < 0x80 &&
           std::count(characters.begin(), characters.end(), c) == 1;
  });
}

std::vector<FamilyMember> ReadPairs(const JsonPlace& place) {
  std::vector<FamilyMember> members;
  const std::string_view characters = Text(place).value_or("");
  if (!IsAsciiAndOnce(characters)) {
    place.AddError("expected ASCII characters, each once");
    return members;
  }
  for (const char a : characters) {
    for (const char b : characters) {
      members.push_back(CharacterMember("0x" + Hex(static_cast<unsigned char>(a), 2) + "-0x" +
                                            Hex(static_cast<unsigned char>(b), 2),
                                        {a, b}));
    }
  }
  return members;
}

std::optional<std::chrono::sys_days> ReadDay(const JsonPlace& place) {
  const std::optional<std::string_view> text = Text(place);
  if (!text) return std::nullopt;
  const std::optional<std::chrono::sys_days> day = ParseDay(*text);
  if (!day) place.AddError("expected a day such as 2024-02-29, found " + Quoted(*text));
  return day;
}

std::vector<FamilyMember> ReadDays(const JsonPlace& place) {
  std::vector<FamilyMember> members;
  const std::vector<JsonPlace> bounds = Elements(place);
  if (bounds.size() != 2) {
    if (place.element.is_array()) place.AddError("expected [FIRST, LAST]");
    return members;
  }
  const std::optional<std::chrono::sys_days> first = ReadDay(bounds[0]);
  const std::optional<std::chrono::sys_days> last = ReadDay(bounds[1]);
  if (!first || !last) return members;
  if (*last < *first || *last - *first >= std::chrono::days(kMostMembers)) {
    bounds[1].AddError("expected a day at or after the first, and at most " +
                       std::to_string(kMostMembers) + " days");
    return members;
  }
  for (std::chrono::sys_days d = *first; d <= *last; d += std::chrono::days(1)) {
    std::string day = DayText(d);
    std::string date = day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2);
    members.push_back({day, {{"day", day}, {"date", std::move(date)}}});
  }
  return members;
}

std::vector<FamilyMember> ReadRows(const JsonPlace& place) {
  const std::vector<JsonPlace> rows = Elements(place);
  std::vector<FamilyMember> members;
  for (const JsonPlace& row : rows) {
    JsonObject object(row);
    members.push_back(ReadMember(object));
  }
  CheckNames(rows, members);
  return members;
}

struct Generator {
  std::string_view key;
  std::vector<FamilyMember> (*read)(const JsonPlace&) = nullptr;
  Crossing crossing = Crossing::kAll;  // of those without `read`
};
constexpr Generator kGenerators[] = {
    {"code_points", ReadCodePoints},
    {"octets", ReadOctets},
    {"pairs", ReadPairs},
    {"days", ReadDays},
    {"rows", ReadRows},
    {.key = "crossed", .crossing = Crossing::kAll},
    {.key = "triples", .crossing = Crossing::kTriples},
};

}  // namespace

std::vector<FamilyMember> ReadGenerator(const JsonPlace& place, simdjson::dom::element request) {
  JsonObject object(place);
  std::vector<FamilyMember> members;
  int given = 0;
  for (const Generator& generator : kGenerators) {
    if (const auto found = object.Optional(generator.key)) {
      const std::size_t before = place.errors->size();
      ++given;
      members = generator.read != nullptr ? generator.read(*found)
                                          : ReadCrossed(*found, request, generator.crossing);
      if (members.empty() && place.errors->size() == before) found->AddError("expected members");
    }
  }
  object.RefuseOthers();
  if (given != 1 && place.element.is_object()) {
    place.AddError(
        "expected exactly one of code_points, octets, pairs, days, rows, crossed, triples");
  }
  return members;
}

}  // namespace countersign
