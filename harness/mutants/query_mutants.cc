#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

std::string EncodedQuery(std::string_view octets) { return UriEncode(octets, Slash::kEncode); }
std::string DecodedQuery(std::string_view text) { return UriDecode(text, Plus::kSpace); }

// The canonical query with each name and value put through `change`.
template <typename Change>
std::string Each(std::string_view query, Change change) {
  Pairs pairs = PairsOf(query);
  for (auto& [name, value] : pairs) {
    name = change(name);
    value = change(value);
  }
  return Joined(pairs);
}

template <typename Drops>
std::string WithoutThose(std::string_view query, Drops drops) {
  Pairs pairs = PairsOf(query);
  pairs.erase(std::remove_if(pairs.begin(), pairs.end(), drops), pairs.end());
  return Joined(pairs);
}

template <typename Before>
std::string SortedBy(std::string_view query, Before before) {
  Pairs pairs = PairsOf(query);
  std::stable_sort(pairs.begin(), pairs.end(), before);
  return Joined(pairs);
}

// Names and values as they came, encoded again once they have been through `decode`; sorted.
template <typename Decode>
std::string Reread(const Parts& parts, Decode decode) {
  Pairs pairs;
  for (const QueryParameter& parameter : parts.query.parameters) {
    if (NameIs(parameter, "X-Amz-Signature")) continue;
    pairs.emplace_back(EncodedQuery(decode(parameter.raw_name)),
                       EncodedQuery(decode(parameter.raw_value)));
  }
  std::sort(pairs.begin(), pairs.end());
  return Joined(pairs);
}

using Pair = Pairs::value_type;

bool IsAmz(const Pair& pair) { return pair.first.starts_with("X-Amz-"); }

// A query split where it should not be, or not where it should: the pieces again as a raw query.
std::string Resplit(const Parts& parts, char separator, bool at_last_equals) {
  Pairs pairs;
  for (const QueryParameter& parameter : parts.query.parameters) {
    if (NameIs(parameter, "X-Amz-Signature")) continue;
    std::string text = std::string(parameter.raw_name) + "=" + std::string(parameter.raw_value);
    text += separator;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find(separator, at);
      const std::string piece = text.substr(at, end - at);
      const std::size_t equals = at_last_equals ? piece.rfind('=') : piece.find('=');
      pairs.emplace_back(
          EncodedQuery(DecodedQuery(piece.substr(0, equals))),
          equals == std::string::npos ? "" : EncodedQuery(DecodedQuery(piece.substr(equals + 1))));
      at = end + 1;
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return Joined(pairs);
}

bool IsAwsClient(const Parts& parts) {
  return std::any_of(parts.headers.begin(), parts.headers.end(), [](const HeaderField& header) {
    return SameHeaderName(header.name, "user-agent") &&
           LowerCase(header.value).find("aws") != std::string::npos;
  });
}

std::vector<Mutant> EncodingMutants() {
  return {
      {"query-space-as-plus",
       Side::kBoth,
       "Form encoding: the canonical query has '+' where %20 belongs.",
       {"query/space", "query/raw-reserved"},
       {"ceph/ceph#16951", "localstack/localstack#3947"},
       {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "%20", "+"); }}},
      {"query-plus-taken-literally",
       Side::kVerify,
       "Does not read the '+' of a query as a space.",
       {"query/space"},
       {"ceph/ceph#16951"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.query =
                  Reread(p, [](std::string_view text) { return UriDecode(text, Plus::kLiteral); });
            }}},
      {"query-plus-becomes-space",
       Side::kBoth,
       "A plus in a value is not escaped, and so becomes a space: tokens fail now and then.",
       {"query/percent-2b"},
       {"Automattic/knox#29"},
       {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "%2B", "%20"); }}},
      {"query-slash-raw",
       Side::kBoth,
       "Leaves the slashes of values unescaped, those of the credential too.",
       {"query/raw-reserved", "credential/encoded", "query/as-asked"},
       {"noobaa/noobaa-core@e8b83ba88"},
       {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "%2F", "/"); }}},
      {"query-sub-delimiters-raw",
       Side::kBoth,
       "encodeURIComponent: leaves ! ' ( ) * of a value as they are.",
       {"query/raw-reserved", "query/as-asked"},
       {"versity/versitygw#2060", "supabase/storage#793"},
       {.lines = [](Lines& l, const Parts&) { l.query = EscapesDecoded(l.query, "!'()*"); }}},
      {"query-tilde-escaped",
       Side::kBoth,
       "Escapes '~' as %7E in the canonical query.",
       {"query/raw-reserved", "query/as-asked", "query/sorted-after-encoding"},
       {"s3tools/s3cmd@2141b17", "paolobarbolini/rusty-s3@28fdd24"},
       {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "~", "%7E"); }}},
      {"query-escapes-in-lower-case",
       Side::kBoth,
       "Writes the escapes of the canonical query with lower-case hex digits.",
       {"query/lower-case-hex", "credential/encoded", "query/raw-reserved"},
       {"mhart/aws4@7ddbd3a", "curl/curl@fc76a24c53"},
       {.lines = [](Lines& l, const Parts&) { l.query = LowerCaseEscapes(l.query); }}},
      {"query-encoded-twice",
       Side::kBoth,
       "Encodes values that are encoded already: %2F is signed as %252F.",
       {"query/raw-reserved", "credential/encoded"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.query = Each(l.query, EncodedQuery); }}},
      {"query-decoded-twice",
       Side::kBoth,
       "Decodes values twice: a literal %2F of a value becomes a slash.",
       {"query/raw-reserved", "query/as-asked", "query/percent-2b"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = Each(l.query, [](std::string_view text) {
                return EncodedQuery(UriDecode(DecodedQuery(text), Plus::kLiteral));
              });
            }}},
      {"query-signed-decoded",
       Side::kBoth,
       "Signs the decoded values.",
       {"query/raw-reserved", "credential/encoded"},
       {"versity/versitygw#462", "localstack/localstack#8664"},
       {.lines = [](Lines& l, const Parts&) { l.query = Each(l.query, DecodedQuery); }}},
      {"query-signed-as-it-travels",
       Side::kVerify,
       "Takes names and values in whatever spelling they arrived.",
       {"query/lower-case-hex", "query/raw-reserved", "query/space"},
       {"curl/curl#11794"},
       {.lines =
            [](Lines& l, const Parts& p) {
              Pairs pairs;
              for (const QueryParameter& parameter : p.query.parameters) {
                if (NameIs(parameter, "X-Amz-Signature")) continue;
                pairs.emplace_back(parameter.raw_name, parameter.raw_value);
              }
              std::sort(pairs.begin(), pairs.end());
              l.query = Joined(pairs);
            }}},
      {"query-in-latin-1",
       Side::kBoth,
       "Encodes the letters of values as Latin-1 instead of UTF-8.",
       {"query/raw-reserved", "query/as-asked"},
       {"aws/aws-cli#711", "durch/rust-s3#117"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = Each(l.query, [](std::string_view text) {
                return EncodedQuery(Latin1(DecodedQuery(text)));
              });
            }}},
      {"query-utf8-encoded-twice",
       Side::kBoth,
       "Takes the UTF-8 octets of values for Latin-1 and encodes them again.",
       {"query/raw-reserved", "query/as-asked"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = Each(l.query, [](std::string_view text) {
                return EncodedQuery(Utf8OfLatin1(DecodedQuery(text)));
              });
            }}},
      {"query-surrogates-encoded-one-by-one",
       Side::kBoth,
       "Encodes each UTF-16 unit of a value by itself.",
       {"query/raw-reserved", "query/as-asked", "query/sorted-after-encoding"},
       {"scality/Arsenal@f6165146", "scality/Arsenal@d48d4d0c"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = Each(l.query, [](std::string_view text) {
                return EncodedQuery(Cesu8(DecodedQuery(text)));
              });
            }}},
      {"query-encoding-depends-on-the-client",
       Side::kVerify,
       "Escapes '*' or not, depending on the User-Agent header.",
       {"query/raw-reserved"},
       {"scality/Arsenal@a5bc2c16", "scality/Arsenal@234dce5e"},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (IsAwsClient(p)) l.query = WithAll(l.query, "%2A", "*");
            }}},
  };
}

std::vector<Mutant> OrderMutantsOfTheQuery() {
  return {
      {"query-not-sorted",
       Side::kBoth,
       "Signs the parameters in the order in which they stand in the URL.",
       {"query/sorted-after-encoding"},
       {"curl/curl@fc76a24c53", "curl/curl#11794"},
       {.lines =
            [](Lines& l, const Parts& p) {
              Pairs pairs;
              for (const QueryParameter& parameter : p.query.parameters) {
                if (NameIs(parameter, "X-Amz-Signature")) continue;
                pairs.emplace_back(EncodedQuery(DecodedQuery(parameter.raw_name)),
                                   EncodedQuery(DecodedQuery(parameter.raw_value)));
              }
              l.query = Joined(pairs);
            }}},
      {"query-sorted-as-joined-text",
       Side::kBoth,
       "Sorts 'name=value' texts, so '=' takes part: a-b comes before a.",
       {"query/sorted-after-encoding"},
       {"aws/aws-cli#976"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = SortedBy(l.query, [](const Pair& a, const Pair& b) {
                return a.first + "=" + a.second < b.first + "=" + b.second;
              });
            }}},
      {"query-sorted-before-encoding",
       Side::kBoth,
       "Sorts the decoded names and encodes them afterwards.",
       {"query/sorted-after-encoding"},
       {"smithy-lang/smithy-rs#4237"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = SortedBy(l.query, [](const Pair& a, const Pair& b) {
                return std::pair(DecodedQuery(a.first), DecodedQuery(a.second)) <
                       std::pair(DecodedQuery(b.first), DecodedQuery(b.second));
              });
            }}},
      {"query-sorted-regardless-of-case",
       Side::kBoth,
       "Sorts as a dictionary does, capitals among small letters.",
       {"query/sorted-after-encoding"},
       {"scality/Arsenal@c07bd750", "scality/Arsenal@b8bff2fc"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = SortedBy(l.query, [](const Pair& a, const Pair& b) {
                return LowerCase(a.first) < LowerCase(b.first);
              });
            }}},
      {"query-names-in-lower-case",
       Side::kBoth,
       "Lower-cases the names while it parses them, and signs them so.",
       {"query/raw-reserved", "query/as-asked", "mode/query-authentication"},
       {"deuxfleurs/garage@7c4f3473", "deuxfleurs/garage@c94bf45c"},
       {.lines =
            [](Lines& l, const Parts&) {
              Pairs pairs = PairsOf(l.query);
              for (auto& [name, value] : pairs) name = LowerCase(name);
              std::sort(pairs.begin(), pairs.end());
              l.query = Joined(pairs);
            }}},
      {"query-split-at-the-last-equals-sign",
       Side::kVerify,
       "Splits a parameter at its last '='.",
       {"query/first-equals-splits"},
       {},
       {.lines = [](Lines& l, const Parts& p) { l.query = Resplit(p, '&', true); }}},
      {"query-split-at-semicolons",
       Side::kVerify,
       "Takes ';' for a separator of parameters, as HTML 4 recommended.",
       {"query/raw-semicolon", "signed-headers/raw-semicolon"},
       {},
       {.lines = [](Lines& l, const Parts& p) { l.query = Resplit(p, ';', false); }}},
  };
}

std::vector<Mutant> CompletenessMutants() {
  return {
      {"query-left-out",
       Side::kBoth,
       "Builds the canonical request before it sets the query: its line is empty.",
       {"mode/query-authentication", "query/as-asked"},
       {"minio/minio-go@1896771"},
       {.lines = [](Lines& l, const Parts&) { l.query.clear(); }}},
      {"query-empty-values-dropped",
       Side::kBoth,
       "Parameters without a value vanish from the canonical query.",
       {"query/without-value"},
       {"boto/botocore#1060", "gaul/s3proxy@8ff14f0a"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = WithoutThose(l.query, [](const Pair& pair) { return pair.second.empty(); });
            }}},
      {"query-empty-values-without-equals-sign",
       Side::kBoth,
       "Signs ?acl as 'acl' where 'acl=' belongs.",
       {"query/without-value"},
       {"soto-project/soto-core#524"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = WithAll(l.query + "&", "=&", "&");
              l.query.pop_back();
            }}},
      {"query-only-known-parameters",
       Side::kBoth,
       "Signs X-Amz-* and leaves the caller's parameters out.",
       {"query/as-asked", "query/response-overrides", "parameters/added-after-signing"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = WithoutThose(l.query, [](const Pair& pair) { return !IsAmz(pair); });
            }}},
      {"query-response-overrides-left-out",
       Side::kBoth,
       "response-* parameters are not part of what is signed.",
       {"query/response-overrides", "parameters/added-after-signing"},
       {"googleapis/nodejs-storage#1073", "aristidb/aws#210"},
       {.lines =
            [](Lines& l, const Parts&) {
              l.query = WithoutThose(
                  l.query, [](const Pair& pair) { return pair.first.starts_with("response-"); });
            }}},
      {"query-first-of-a-name-only",
       Side::kBoth,
       "Of several parameters of one name, only the first is signed.",
       {"query/repeated-name", "query/sorted-after-encoding", "query/as-asked",
        "parameters/added-after-signing"},
       {"localstack/localstack#3760"},
       {.lines =
            [](Lines& l, const Parts&) {
              Pairs pairs = PairsOf(l.query);
              const auto same = [](const Pair& a, const Pair& b) { return a.first == b.first; };
              pairs.erase(std::unique(pairs.begin(), pairs.end(), same), pairs.end());
              l.query = Joined(pairs);
            }}},
      {"query-cut-after-fifty-parameters",
       Side::kPresign,
       "More parameters than a fixed limit are silently left out.",
       {"query/as-asked"},
       {"curl/curl@6ad9230c2d"},
       {.lines =
            [](Lines& l, const Parts&) {
              Pairs pairs = PairsOf(l.query);
              if (pairs.size() > 50) pairs.resize(50);
              l.query = Joined(pairs);
            }}},
      {"query-holds-the-signature",
       Side::kVerify,
       "Does not leave X-Amz-Signature out of what it verifies.",
       {"query/signature-left-out", "mode/query-authentication"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              Pairs pairs = PairsOf(l.query);
              for (const QueryParameter& parameter : p.query.parameters) {
                if (NameIs(parameter, "X-Amz-Signature")) {
                  pairs.emplace_back(parameter.raw_name, parameter.raw_value);
                }
              }
              std::sort(pairs.begin(), pairs.end());
              l.query = Joined(pairs);
            }}},
      {"query-empty-values-lost-in-the-url",
       Side::kPresign,
       "Rebuilds the URL without parameters that have no value (parse_qs without blanks).",
       {"query/as-asked", "query/without-value"},
       {"boto/botocore#1060", "apache/opendal-reqsign#785"},
       {},
       {.request =
            [](PresignRequest& r) {
              std::erase_if(r.query, [](const auto& pair) { return pair.second.empty(); });
            }}},
      {"query-values-of-one-name-joined",
       Side::kPresign,
       "Setting a name twice joins the values with ', '.",
       {"query/as-asked", "query/sorted-after-encoding"},
       {"paolobarbolini/rusty-s3@68565f2"},
       {},
       {.request =
            [](PresignRequest& r) {
              for (std::size_t i = 0; i + 1 < r.query.size();) {
                if (r.query[i].first != r.query[i + 1].first) {
                  ++i;
                  continue;
                }
                r.query[i].second += ", " + r.query[i + 1].second;
                r.query.erase(r.query.begin() + static_cast<std::ptrdiff_t>(i) + 1);
              }
            }}},
      {"query-hash-sign-not-escaped",
       Side::kPresign,
       "Leaves '#' of a value unescaped: the rest of the URL is a fragment and is not sent.",
       {"query/fragment-not-part"},
       {},
       {},
       {.signed_url =
            [](std::string& url, const PresignRequest&) {
              const std::size_t query = url.find('?');
              url = url.substr(0, query) + WithAll(url.substr(query), "%23", "#");
            }}},
      {"query-ampersand-not-escaped",
       Side::kPresign,
       "Leaves '&' of a value unescaped: its rest becomes a parameter of its own.",
       {"query/as-asked", "query/raw-reserved"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              const std::size_t query = url.find('?');
              url = url.substr(0, query) + WithAll(url.substr(query), "%26", "&");
            }}},
  };
}

}  // namespace

std::vector<Mutant> QueryMutants() {
  std::vector<Mutant> mutants = EncodingMutants();
  for (Mutant& mutant : OrderMutantsOfTheQuery()) mutants.push_back(std::move(mutant));
  for (Mutant& mutant : CompletenessMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
