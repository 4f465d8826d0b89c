// The sentence behind an accepted request whose signature does not match. "Anybody can forge one"
// would be untrue of most: the sentence says only what the case's own bytes show.
#include "judge/signature_consequence.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "judge/derive.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

// How a part of the request that was sent relates to the same part of the one that was signed.
enum class Alike { kSame, kDecoded, kDifferent };

Alike CompareSpellings(std::string_view sent, std::string_view as_signed) {
  if (sent == as_signed) return Alike::kSame;
  for (const Plus plus : {Plus::kLiteral, Plus::kSpace}) {
    if (UriDecode(sent, plus) == UriDecode(as_signed, plus)) return Alike::kDecoded;
  }
  return Alike::kDifferent;
}

// The query without the signature, which the signer does not sign.
std::string Unsigned(std::string_view raw_query) {
  std::string text;
  for (const QueryParameter& parameter : ParseQueryString(raw_query).parameters) {
    if (NameIs(parameter, "X-Amz-Signature")) continue;
    text += "&" + std::string(parameter.raw_name) + "=" + std::string(parameter.raw_value);
  }
  return text;
}

// Differences are the parts that were changed, and those that are only written in another way.
struct Differences {
  std::vector<std::string> changed;
  std::vector<std::string> respelled;

  void Add(std::string part, Alike alike) {
    if (alike == Alike::kDifferent)
      changed.push_back(std::move(part));
    else if (alike == Alike::kDecoded)
      respelled.push_back(std::move(part));
  }
};

// The names, in lower case, of the headers that are not the same in both lists.
std::set<std::string> ChangedHeaders(const std::vector<NameValue>& sent,
                                     const std::vector<NameValue>& as_signed) {
  std::set<std::string> names;
  for (const auto& [list, other] : {std::pair(&sent, &as_signed), std::pair(&as_signed, &sent)}) {
    for (const NameValue& header : *list) {
      const auto is_it = [&header](const NameValue& one) {
        return SameHeaderName(one.first, header.first) && one.second == header.second;
      };
      if (std::count_if(list->begin(), list->end(), is_it) !=
          std::count_if(other->begin(), other->end(), is_it)) {
        names.insert(LowerCase(header.first));
      }
    }
  }
  return names;
}

Differences DifferencesOf(const VerifyMessage::Request& sent, const Signed& as_signed) {
  Differences found;
  if (as_signed.method && *as_signed.method != sent.method) found.Add("method", Alike::kDifferent);
  if (as_signed.target) {
    const Target one = SplitTarget(sent.target);
    const Target other = SplitTarget(*as_signed.target);
    found.Add("path", CompareSpellings(one.raw_path, other.raw_path));
    found.Add("query", CompareSpellings(Unsigned(one.raw_query), Unsigned(other.raw_query)));
  }
  if (as_signed.headers) {
    for (const std::string& name : ChangedHeaders(sent.headers, *as_signed.headers)) {
      found.Add("header " + name, Alike::kDifferent);
    }
  }
  return found;
}

// "method, path and query"
std::string Listing(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += i == 0 ? "" : i + 1 < parts.size() ? ", " : " and ";
    text += parts[i];
  }
  return text;
}

// Of a signature that its signer did not compute for what the case says that it signed.
std::string OfAnotherSignature(const Case& c, const std::string& target) {
  const auto given =
      DecodedValue(ParseQueryString(SplitTarget(target).raw_query), "X-Amz-Signature");
  const std::string right = DeriveSignature(c);
  if (given && !right.empty() && LowerCase(*given) == right) {
    return "The right signature is accepted although it is not in lower case.";
  }
  return "A signature is accepted that is not the one of this request.";
}

}  // namespace

std::string SignatureConsequence(const Case& c) {
  const VerifyMessage::Request& sent = std::get<VerifyMessage>(c.request).request;
  if (!CarriesRightSignature(c)) return OfAnotherSignature(c, sent.target);
  const Signed as_signed = c.signed_as.value_or(Signed{});
  const Differences found = DifferencesOf(sent, as_signed);
  if (!found.changed.empty()) {
    return "The request differs from the signed one in its " + Listing(found.changed) +
           ": anybody with the URL can make this change and is let in.";
  }
  if (!found.respelled.empty()) {
    return "The request differs from the signed one only in how its " + Listing(found.respelled) +
           " is written: percent-decoded, the two are the same.";
  }
  if (as_signed.payload) return "The signature was made over another payload hash.";
  if (as_signed.secret_access_key) {
    return "A signature is accepted that was made with another secret than the key's.";
  }
  return "A signature is accepted that does not match on S3.";
}

}  // namespace countersign
