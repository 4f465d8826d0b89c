// Mutants of the canonical query: how names and values are encoded, their order, and which
// parameters are signed. Listed by catalogue.h.
#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

std::string EncodedQuery(std::string_view bytes) { return UriEncode(bytes, Slash::kEncode); }
std::string DecodedQuery(std::string_view text) { return UriDecode(text, Plus::kSpace); }

// The canonical query after `change` of each name and value.
template <typename Change>
std::string ChangeEach(std::string_view query, Change change) {
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

// The canonical query of names and values that are decoded with `decode`; sorted.
template <typename Decode>
std::string DecodedWith(const Parts& parts, Decode decode) {
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

// The canonical query of a query that is split at other places than the reference splits it.
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

void QueryPlusTakenLiterally(Lines& l, const Parts& p) {
  l.query = DecodedWith(p, [](std::string_view text) { return UriDecode(text, Plus::kLiteral); });
}

void QueryDecodedTwice(Lines& l, const Parts&) {
  l.query = ChangeEach(l.query, [](std::string_view text) {
    return EncodedQuery(UriDecode(DecodedQuery(text), Plus::kLiteral));
  });
}

void QuerySignedAsItTravels(Lines& l, const Parts& p) {
  Pairs pairs;
  for (const QueryParameter& parameter : p.query.parameters) {
    if (NameIs(parameter, "X-Amz-Signature")) continue;
    pairs.emplace_back(parameter.raw_name, parameter.raw_value);
  }
  std::sort(pairs.begin(), pairs.end());
  l.query = Joined(pairs);
}

void QueryInLatin1(Lines& l, const Parts&) {
  l.query = ChangeEach(
      l.query, [](std::string_view text) { return EncodedQuery(Latin1(DecodedQuery(text))); });
}

void QueryUtf8EncodedTwice(Lines& l, const Parts&) {
  l.query = ChangeEach(l.query, [](std::string_view text) {
    return EncodedQuery(Utf8OfLatin1(DecodedQuery(text)));
  });
}

void QuerySurrogatesEncodedOneByOne(Lines& l, const Parts&) {
  l.query = ChangeEach(
      l.query, [](std::string_view text) { return EncodedQuery(Cesu8(DecodedQuery(text))); });
}

void QueryEncodingDependsOnTheClient(Lines& l, const Parts& p) {
  if (IsAwsClient(p)) l.query = WithAll(l.query, "%2A", "*");
}

constexpr Mutant kQueryEncodings[] = {
    {.name = "query-space-as-plus",
     .mistake = "Writes '+' instead of %20 in the canonical query, as HTML forms do.",
     .rules = {"query/space", "query/raw-reserved"},
     .references = {"ceph/ceph#16951", "localstack/localstack#3947"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "%20", "+"); }}},
    {.name = "query-plus-taken-literally",
     .side = Side::kVerify,
     .mistake = "Does not read '+' in the query as a space.",
     .rules = {"query/space"},
     .references = {"ceph/ceph#16951"},
     .signing = {.lines = QueryPlusTakenLiterally}},
    {.name = "query-plus-becomes-space",
     .mistake = "Does not escape '+' in a value, so it becomes a space: some tokens fail.",
     .rules = {"query/percent-2b"},
     .references = {"Automattic/knox#29"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.query = WithAll(l.query, "%2B", "%20"); }}},
    {.name = "query-slash-raw",
     .mistake = "Leaves slashes in values unescaped, also in the credential.",
     .rules = {"query/raw-reserved", "credential/encoded", "query/as-asked"},
     .references = {"noobaa/noobaa-core@e8b83ba88"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "%2F", "/"); }}},
    {.name = "query-sub-delimiters-raw",
     .mistake = "Leaves ! ' ( ) * in a value unescaped, as encodeURIComponent does.",
     .rules = {"query/raw-reserved", "query/as-asked"},
     .references = {"versity/versitygw#2060", "supabase/storage#793"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.query = EscapesDecoded(l.query, "!'()*"); }}},
    {.name = "query-semicolon-raw",
     .mistake =
         "Leaves ';' unescaped in the canonical query, so a URL with two signed headers fails.",
     .rules = {"query/raw-reserved", "query/as-asked", "query/raw-semicolon",
               "signed-headers/raw-semicolon"},
     .references = {"JustinM1/S3SignerAWS#10"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "%3B", ";"); }}},
    {.name = "query-tilde-escaped",
     .mistake = "Escapes '~' as %7E in the canonical query.",
     .rules = {"query/raw-reserved", "query/as-asked", "query/sorted-after-encoding"},
     .references = {"s3tools/s3cmd@2141b17", "paolobarbolini/rusty-s3@28fdd24"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.query = WithAll(l.query, "~", "%7E"); }}},
    {.name = "query-escapes-in-lower-case",
     .mistake = "Writes the escapes of the canonical query with lower-case hex digits.",
     .rules = {"query/lower-case-hex", "credential/encoded", "query/raw-reserved"},
     .references = {"mhart/aws4@7ddbd3a", "curl/curl@fc76a24c53"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.query = LowerCaseEscapes(l.query); }}},
    {.name = "query-encoded-twice",
     .mistake = "Encodes values twice: %2F is signed as %252F.",
     .rules = {"query/raw-reserved", "credential/encoded"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.query = ChangeEach(l.query, EncodedQuery); }}},
    {.name = "query-decoded-twice",
     .mistake = "Decodes values twice: a literal %2F of a value becomes a slash.",
     .rules = {"query/raw-reserved", "query/as-asked", "query/percent-2b"},
     .signing = {.lines = QueryDecodedTwice}},
    {.name = "query-signed-decoded",
     .mistake = "Signs the decoded values.",
     .rules = {"query/raw-reserved", "credential/encoded"},
     .references = {"versity/versitygw#462", "localstack/localstack#8664"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.query = ChangeEach(l.query, DecodedQuery); }}},
    {.name = "query-signed-as-it-travels",
     .side = Side::kVerify,
     .mistake =
         "Signs names and values as they arrived instead of encoding them in the canonical way.",
     .rules = {"query/lower-case-hex", "query/raw-reserved", "query/space"},
     .references = {"curl/curl#11794"},
     .signing = {.lines = QuerySignedAsItTravels}},
    {.name = "query-in-latin-1",
     .mistake = "Encodes the letters of values as Latin-1 instead of UTF-8.",
     .rules = {"query/raw-reserved", "query/as-asked"},
     .references = {"aws/aws-sdk-kotlin#485"},
     .signing = {.lines = QueryInLatin1}},
    {.name = "query-utf8-encoded-twice",
     .mistake = "Reads the UTF-8 bytes of values as Latin-1 and encodes them to UTF-8 again.",
     .rules = {"query/raw-reserved", "query/as-asked"},
     .signing = {.lines = QueryUtf8EncodedTwice}},
    {.name = "query-surrogates-encoded-one-by-one",
     .mistake = "Encodes each UTF-16 unit of a value separately.",
     .rules = {"query/raw-reserved", "query/as-asked", "query/sorted-after-encoding"},
     .references = {"scality/Arsenal@f6165146", "scality/Arsenal@d48d4d0c"},
     .signing = {.lines = QuerySurrogatesEncodedOneByOne}},
    {.name = "query-encoding-depends-on-the-client",
     .side = Side::kVerify,
     .mistake = "Escapes '*' or not, depending on the User-Agent header.",
     .rules = {"query/raw-reserved"},
     .references = {"scality/Arsenal@a5bc2c16", "scality/Arsenal@234dce5e"},
     .signing = {.lines = QueryEncodingDependsOnTheClient}},
};

void QueryNotSorted(Lines& l, const Parts& p) {
  Pairs pairs;
  for (const QueryParameter& parameter : p.query.parameters) {
    if (NameIs(parameter, "X-Amz-Signature")) continue;
    pairs.emplace_back(EncodedQuery(DecodedQuery(parameter.raw_name)),
                       EncodedQuery(DecodedQuery(parameter.raw_value)));
  }
  l.query = Joined(pairs);
}

void QuerySortedAsJoinedText(Lines& l, const Parts&) {
  l.query = SortedBy(l.query, [](const Pair& a, const Pair& b) {
    return a.first + "=" + a.second < b.first + "=" + b.second;
  });
}

void QuerySortedBeforeEncoding(Lines& l, const Parts&) {
  l.query = SortedBy(l.query, [](const Pair& a, const Pair& b) {
    return std::pair(DecodedQuery(a.first), DecodedQuery(a.second)) <
           std::pair(DecodedQuery(b.first), DecodedQuery(b.second));
  });
}

void QuerySortedRegardlessOfCase(Lines& l, const Parts&) {
  l.query = SortedBy(l.query, [](const Pair& a, const Pair& b) {
    return LowerCase(a.first) < LowerCase(b.first);
  });
}

void QueryNamesInLowerCase(Lines& l, const Parts&) {
  Pairs pairs = PairsOf(l.query);
  for (auto& [name, value] : pairs) name = LowerCase(name);
  std::sort(pairs.begin(), pairs.end());
  l.query = Joined(pairs);
}

constexpr Mutant kOrders[] = {
    {.name = "query-not-sorted",
     .mistake = "Signs the parameters in the order of the URL, unsorted.",
     .rules = {"query/sorted-after-encoding"},
     .references = {"curl/curl@fc76a24c53", "curl/curl#11794"},
     .signing = {.lines = QueryNotSorted}},
    {.name = "query-sorted-as-joined-text",
     .mistake = "Sorts 'name=value' as one text with its '=', so a-b comes before a.",
     .rules = {"query/sorted-after-encoding"},
     .signing = {.lines = QuerySortedAsJoinedText}},
    {.name = "query-sorted-before-encoding",
     .mistake = "Sorts the decoded names and encodes them afterwards.",
     .rules = {"query/sorted-after-encoding"},
     .references = {"smithy-lang/smithy-rs#4237"},
     .signing = {.lines = QuerySortedBeforeEncoding}},
    {.name = "query-sorted-regardless-of-case",
     .mistake = "Ignores upper and lower case when it sorts.",
     .rules = {"query/sorted-after-encoding"},
     .references = {"scality/Arsenal@c07bd750", "scality/Arsenal@b8bff2fc"},
     .signing = {.lines = QuerySortedRegardlessOfCase}},
    {.name = "query-names-in-lower-case",
     .mistake = "Lower-cases parameter names before it signs them.",
     .rules = {"query/raw-reserved", "query/as-asked", "mode/query-authentication"},
     .references = {"deuxfleurs/garage@7c4f3473", "deuxfleurs/garage@c94bf45c"},
     .signing = {.lines = QueryNamesInLowerCase}},
    {.name = "query-split-at-the-last-equals-sign",
     .side = Side::kVerify,
     .mistake = "Splits a parameter at its last '='.",
     .rules = {"query/first-equals-splits"},
     .signing = {.lines = [](Lines& l, const Parts& p) { l.query = Resplit(p, '&', true); }}},
    {.name = "query-split-at-semicolons",
     .side = Side::kVerify,
     .mistake = "Splits parameters at ';' as well, as HTML 4 recommended.",
     .rules = {"query/raw-semicolon", "signed-headers/raw-semicolon"},
     .signing = {.lines = [](Lines& l, const Parts& p) { l.query = Resplit(p, ';', false); }}},
};

void QueryEmptyValuesDropped(Lines& l, const Parts&) {
  l.query = WithoutThose(l.query, [](const Pair& pair) { return pair.second.empty(); });
}

void QueryNamelessNotSigned(Lines& l, const Parts&) {
  l.query = WithoutThose(l.query, [](const Pair& pair) { return pair.first.empty(); });
}

void NamelessParametersUnchecked(PresignRequest& r) {
  std::erase_if(r.query, [](const auto& pair) { return pair.first.empty(); });
}

void QueryEmptyValuesWithoutEqualsSign(Lines& l, const Parts&) {
  l.query = WithAll(l.query + "&", "=&", "&");
  l.query.pop_back();
}

void QueryOnlyKnownParameters(Lines& l, const Parts&) {
  l.query = WithoutThose(l.query, [](const Pair& pair) { return !IsAmz(pair); });
}

void QueryResponseOverridesLeftOut(Lines& l, const Parts&) {
  l.query =
      WithoutThose(l.query, [](const Pair& pair) { return pair.first.starts_with("response-"); });
}

void QueryFirstOfANameOnly(Lines& l, const Parts&) {
  Pairs pairs = PairsOf(l.query);
  const auto same = [](const Pair& a, const Pair& b) { return a.first == b.first; };
  pairs.erase(std::unique(pairs.begin(), pairs.end(), same), pairs.end());
  l.query = Joined(pairs);
}

void QueryCutAfterFiftyParameters(Lines& l, const Parts&) {
  Pairs pairs = PairsOf(l.query);
  if (pairs.size() > 50) pairs.resize(50);
  l.query = Joined(pairs);
}

void QueryHoldsTheSignature(Lines& l, const Parts& p) {
  Pairs pairs = PairsOf(l.query);
  for (const QueryParameter& parameter : p.query.parameters) {
    if (NameIs(parameter, "X-Amz-Signature")) {
      pairs.emplace_back(parameter.raw_name, parameter.raw_value);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  l.query = Joined(pairs);
}

void QueryEmptyValuesLostInTheUrl(PresignRequest& r) {
  std::erase_if(r.query, [](const auto& pair) { return pair.second.empty(); });
}

void QueryValuesOfOneNameJoined(PresignRequest& r) {
  for (std::size_t i = 0; i + 1 < r.query.size();) {
    if (r.query[i].first != r.query[i + 1].first) {
      ++i;
      continue;
    }
    r.query[i].second += ", " + r.query[i + 1].second;
    r.query.erase(r.query.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

void QueryHashSignNotEscaped(std::string& url, const PresignRequest&) {
  const std::size_t query = url.find('?');
  url = url.substr(0, query) + WithAll(url.substr(query), "%23", "#");
}

void QueryAmpersandNotEscaped(std::string& url, const PresignRequest&) {
  const std::size_t query = url.find('?');
  url = url.substr(0, query) + WithAll(url.substr(query), "%26", "&");
}

// Only the parameters that sign the URL stay in it.
void QueryLostAfterSigning(std::string& url, const PresignRequest& asked) {
  const std::size_t query = url.find('?') + 1;
  std::string kept;
  for (const QueryParameter& one :
       ParseQueryString(std::string_view(url).substr(query)).parameters) {
    const bool was_asked =
        std::any_of(asked.query.begin(), asked.query.end(),
                    [&](const auto& pair) { return pair.first == DecodedName(one); });
    if (was_asked) continue;
    kept +=
        (kept.empty() ? "" : "&") + std::string(one.raw_name) + "=" + std::string(one.raw_value);
  }
  url.replace(query, std::string::npos, kept);
}

constexpr Mutant kQueryParameters[] = {
    {.name = "query-left-out",
     .mistake =
         "Builds the canonical request before it sets the query, so the query line is empty.",
     .rules = {"mode/query-authentication", "query/as-asked"},
     .references = {"minio/minio-go@1896771"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.query.clear(); }}},
    {.name = "query-empty-values-dropped",
     .mistake = "Leaves parameters without a value out of the canonical query.",
     .rules = {"query/without-value"},
     .references = {"boto/botocore#1060", "gaul/s3proxy@8ff14f0a"},
     .signing = {.lines = QueryEmptyValuesDropped}},
    {.name = "query-nameless-parameter-not-signed",
     .side = Side::kPresign,
     .mistake =
         "Puts a parameter that has no name into the URL and leaves it out of the canonical query.",
     .rules = {"presign/input"},
     .references = {"aws/aws-sdk-java-v2", "mhart/aws4fetch"},
     .signing = {.lines = QueryNamelessNotSigned},
     .presign = {.unchecked = NamelessParametersUnchecked}},
    {.name = "query-empty-values-without-equals-sign",
     .mistake = "Signs ?acl as 'acl' instead of 'acl='.",
     .rules = {"query/without-value"},
     .references = {"soto-project/soto-core#524"},
     .signing = {.lines = QueryEmptyValuesWithoutEqualsSign}},
    {.name = "query-lost-after-signing",
     .mistake = "Signs the caller's parameters and leaves them out of the URL.",
     .rules = {"query/as-asked", "query/response-overrides", "query/without-value"},
     .references = {"awslabs/aws-sdk-swift#1809"},
     .presign = {.signed_url = QueryLostAfterSigning}},
    {.name = "query-only-known-parameters",
     .mistake = "Signs X-Amz-* and leaves the caller's parameters out.",
     .rules = {"query/as-asked", "query/response-overrides", "parameters/added-after-signing"},
     .signing = {.lines = QueryOnlyKnownParameters}},
    {.name = "query-response-overrides-left-out",
     .mistake = "Does not sign response-* parameters.",
     .rules = {"query/response-overrides", "parameters/added-after-signing"},
     .references = {"googleapis/nodejs-storage#1073"},
     .signing = {.lines = QueryResponseOverridesLeftOut}},
    {.name = "query-first-of-a-name-only",
     .mistake = "Signs only the first of several parameters with one name.",
     .rules = {"query/repeated-name", "query/sorted-after-encoding", "query/as-asked",
               "parameters/added-after-signing"},
     .references = {"localstack/localstack#3760"},
     .signing = {.lines = QueryFirstOfANameOnly}},
    {.name = "query-cut-after-fifty-parameters",
     .side = Side::kPresign,
     .mistake = "Silently leaves out parameters after a fixed number of them.",
     .rules = {"query/as-asked"},
     .references = {"curl/curl@6ad9230c2d"},
     .signing = {.lines = QueryCutAfterFiftyParameters}},
    {.name = "query-holds-the-signature",
     .side = Side::kVerify,
     .mistake = "Does not remove X-Amz-Signature from the canonical query.",
     .rules = {"query/signature-left-out", "mode/query-authentication"},
     .signing = {.lines = QueryHoldsTheSignature}},
    {.name = "query-empty-values-lost-in-the-url",
     .mistake = "Rebuilds the URL without parameters that have no value (parse_qs without blanks).",
     .rules = {"query/as-asked", "query/without-value"},
     .references = {"boto/botocore#1060", "apache/opendal-reqsign#785"},
     .presign = {.request = QueryEmptyValuesLostInTheUrl}},
    {.name = "query-values-of-one-name-joined",
     .mistake = "Joins the values of a repeated name with ', ' into one parameter.",
     .rules = {"query/as-asked", "query/sorted-after-encoding"},
     .references = {"paolobarbolini/rusty-s3@68565f2"},
     .presign = {.request = QueryValuesOfOneNameJoined}},
    {.name = "query-hash-sign-not-escaped",
     .mistake =
         "Leaves '#' in a value unescaped: the rest of the URL is a fragment and is not sent.",
     .rules = {"query/fragment-not-part"},
     .presign = {.signed_url = QueryHashSignNotEscaped}},
    {.name = "query-ampersand-not-escaped",
     .mistake = "Leaves '&' in a value unescaped: the rest of the value becomes another parameter.",
     .rules = {"query/as-asked", "query/raw-reserved"},
     .presign = {.unsigned_url = QueryAmpersandNotEscaped}},
};

}  // namespace

MutantTables QueryMutants() { return {kQueryEncodings, kOrders, kQueryParameters}; }

}  // namespace countersign
