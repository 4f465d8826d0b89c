#include "explain/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "mutants/mutant.h"
#include "presign.h"
#include "published_request.h"

namespace countersign {
namespace {

const std::string kUrl = "https://" + std::string(example::kHost) + std::string(example::kTarget);

ExplainInput Published() {
  ExplainInput input;
  input.url = kUrl;
  input.secret = example::kSecret;
  input.now = *ParseRfc3339("2013-05-24T12:00:00Z");
  return input;
}

std::string WithReplaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

// The published request, signed with another secret; that secret is given.
ExplainInput SignedWith(const std::string& secret) {
  PresignRequest request = example::PublishedRequest();
  request.credentials.secret_access_key = secret;
  ExplainInput input = Published();
  input.url = Presign(request).value().url;
  input.secret = secret;
  return input;
}

// Whether a remark of this severity contains these words.
bool Says(const Explanation& explanation, Severity severity, std::string_view words) {
  return std::any_of(
      explanation.remarks.begin(), explanation.remarks.end(), [&](const Remark& remark) {
        return remark.severity == severity && remark.text.find(words) != std::string::npos;
      });
}

bool Wrong(const Explanation& explanation, std::string_view words) {
  return !explanation.sound() && Says(explanation, Severity::kWrong, words);
}

// The names of the causes of the first match.
std::vector<std::string> Names(const Explanation& explanation) {
  std::vector<std::string> names;
  if (explanation.matches.empty()) return names;
  for (const Cause& cause : explanation.matches.front().causes) names.push_back(cause.name);
  return names;
}

// A URL for `path` from a signer with these mutants.
std::string UrlBy(std::span<const char* const> mutants, const std::string& path) {
  PresignRequest request = example::PublishedRequest();
  request.path = path;
  const std::vector<std::string> names = NamesToSign({});
  std::vector<const SigningChange*> changes;
  for (const char* name : mutants) changes.push_back(&FindMutant(name)->signing);
  return SignUrl(UnsignedUrl(request, names), request, names, MutatedDerive(changes)).value().url;
}

TEST(Explain, CallsThePublishedUrlSound) {
  const Explanation explanation = Explain(Published());
  EXPECT_TRUE(explanation.sound());
  EXPECT_EQ(explanation.signature, SignatureState::kRight);
  EXPECT_EQ(explanation.expected.canonical_request, example::kCanonicalRequest);
  EXPECT_EQ(explanation.facts.access_key_id, example::kAccessKeyId);
  EXPECT_EQ(explanation.facts.key_kind, "long-term");
  EXPECT_EQ(explanation.facts.region, "us-east-1");
  EXPECT_EQ(explanation.facts.valid_until, "2013-05-25T00:00:00Z");
}

TEST(Explain, ChecksWhatItCanWithoutTheSecret) {
  ExplainInput input = Published();
  input.secret.reset();
  const Explanation explanation = Explain(input);
  EXPECT_EQ(explanation.state, UrlState::kUnknown);
  EXPECT_EQ(explanation.signature, SignatureState::kNotChecked);
  EXPECT_NE(explanation.summary.find("without the secret"), std::string::npos);
  EXPECT_TRUE(explanation.expected.signature.empty());
}

TEST(Explain, FindsAPlusThatIsSentRaw) {
  ExplainInput input = Published();
  input.url = UrlBy({}, "/a%2Bb.txt");
  EXPECT_FALSE(Says(Explain(input), Severity::kNote, "reads as a space"));
  input.url = WithReplaced(input.url, "%2Bb", "+b");
  const Explanation explanation = Explain(input);
  EXPECT_TRUE(Says(explanation, Severity::kNote, "reads as a space"));
  EXPECT_FALSE(explanation.sound());
  EXPECT_EQ(Names(explanation), std::vector<std::string>{"path-plus-sent-raw"});
}

TEST(Explain, ChecksTheValidityWindow) {
  ExplainInput input = Published();
  input.now = *ParseRfc3339("2013-05-25T00:00:00Z");
  EXPECT_TRUE(Explain(input).sound());
  input.now = *ParseRfc3339("2013-05-25T00:00:01Z");
  EXPECT_TRUE(Wrong(Explain(input), "expired at 2013-05-25T00:00:00Z"));
  input.now = *ParseRfc3339("2013-05-23T23:00:00Z");
  EXPECT_TRUE(Wrong(Explain(input), "a clock is wrong"));
}

struct Inspected {
  const char* from;
  const char* to;
  const char* words;
};

TEST(Explain, FindsMistakesWithoutTheSecret) {
  const Inspected all[] = {
      {"X-Amz-Expires=86400", "X-Amz-Expires=604801", "less than a week"},
      {"X-Amz-Expires=86400", "X-Amz-Expires=0", "0 seconds"},
      {"&X-Amz-Expires=86400", "", "X-Amz-Expires is not in the URL"},
      {"&X-Amz-Expires=86400", "&X-Amz-Expires=86400&X-Amz-Expires=86400", "2 times"},
      {"&X-Amz-Date=", "&x-amz-date=", "must keep their case"},
      {"AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "it is missing"},
      {"&X-Amz-Date=", "&X-Amz-Security-Token=t&X-Amz-Date=", "old setting"},
      {"%2F20130524%2F", "%2F20130523%2F", "Invalid credential date"},
      {"aws4_request", "aws4", "aws4_request"},
      {"s3.amazonaws", "s3.eu-central-1.amazonaws", "signed for us-east-1"},
      {"SignedHeaders=host", "SignedHeaders=date", "host is not among"},
      {"SignedHeaders=host", "SignedHeaders=content-type%3Bhost", "content-type was signed"},
      {"604d404", "604d40", "has 63 characters"},
      {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1", "The algorithm is AWS4-HMAC-SHA256"},
      {"AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256", "/YYYYMMDD/SERVICE/aws4_request"},
      {"test.txt?", "100%.txt?", "two hex digits"},
  };
  for (const Inspected& one : all) {
    ExplainInput input = Published();
    input.secret.reset();
    input.url = WithReplaced(input.url, one.from, one.to);
    const Explanation explanation = Explain(input);
    EXPECT_TRUE(Wrong(explanation, one.words)) << one.to << '\n' << ExplanationText(explanation);
  }
}

// A URL that was signed for the service, at a host.
std::string UrlAt(const char* host, const char* service) {
  PresignRequest request = example::PublishedRequest();
  request.host = host;
  request.service = service;
  request.region = "us-west-2";
  return Presign(request).value().url;
}

TEST(Explain, KnowsTheServiceOfEachEndpointOfS3) {
  constexpr struct {
    const char* host;
    const char* service;
  } kEndpoints[] = {
      {"b.s3.us-west-2.amazonaws.com", "s3"},
      {"ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com", "s3"},
      {"b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "s3express"},
      {"s3express-control.us-west-2.amazonaws.com", "s3express"},
      {"ap-123456789012.op-01234567890123456.s3-outposts.us-west-2.amazonaws.com", "s3-outposts"},
      {"ap-123456789012.s3-object-lambda.us-west-2.amazonaws.com", "s3-object-lambda"},
  };
  for (const auto& endpoint : kEndpoints) {
    ExplainInput input = Published();
    for (const auto& other : kEndpoints) {
      input.url = UrlAt(endpoint.host, other.service);
      const Explanation explanation = Explain(input);
      const bool right = std::string_view(endpoint.service) == other.service;
      EXPECT_EQ(explanation.sound(), right) << input.url << '\n' << ExplanationText(explanation);
      EXPECT_EQ(Wrong(explanation, std::string("one of the service ") + endpoint.service), !right);
    }
  }
}

TEST(Explain, KnowsTheCodesForAWrongSignature) {
  ExplainInput input = Published();
  for (const auto& [code, sound] :
       {std::pair("SignatureDoesNotMatch", false), std::pair("InvalidSignature", false),
        std::pair("AccessDenied", true)}) {
    input.answer = "<Error><Code>" + std::string(code) + "</Code></Error>";
    EXPECT_EQ(Explain(input).sound(), sound) << code;
  }
}

TEST(Explain, NamesHeadersThatAreNotSigned) {
  ExplainInput input = Published();
  input.headers = {{"Range", "bytes=0-9"}};
  EXPECT_TRUE(Says(Explain(input), Severity::kNote, "Range is not covered"));
  EXPECT_TRUE(Explain(input).sound());
  input.headers = {{"x-amz-acl", "public-read"}};
  EXPECT_TRUE(Wrong(Explain(input), "x-amz-acl is sent but not signed"));
}

TEST(Explain, RecognisesAUrlThatAShellHasCut) {
  ExplainInput input = Published();
  input.url = kUrl.substr(0, kUrl.find('&'));
  EXPECT_TRUE(Wrong(Explain(input), "a shell reads that"));
}

TEST(Explain, UndoesDamageAndCallsTheRestRight) {
  ExplainInput input = Published();
  for (std::size_t at = 0; (at = input.url.find('&', at)) != std::string::npos; at += 5) {
    input.url.replace(at, 1, "&amp;");
  }
  const Explanation explanation = Explain(input);
  EXPECT_FALSE(explanation.sound());
  EXPECT_EQ(explanation.signature, SignatureState::kRight);
  EXPECT_NE(explanation.summary.find("HTML-escaped"), std::string::npos);
}

TEST(Explain, RecognisesMutantsOfSigners) {
  for (const char* name : {"path-encoded-twice", "path-in-latin-1", "signing-key-is-the-secret"}) {
    ExplainInput input = Published();
    input.url = UrlBy({{name}}, "/a%20b/%C3%A9.txt");
    const Explanation explanation = Explain(input);
    EXPECT_EQ(explanation.signature, SignatureState::kExplained) << name;
    EXPECT_EQ(Names(explanation), std::vector<std::string>{name});
  }
}

TEST(Explain, ShowsTheFirstByteThatDiffers) {
  ExplainInput input = Published();
  input.url = UrlBy({{"path-encoded-twice"}}, "/a%20b.txt");
  const Explanation explanation = Explain(input);
  ASSERT_TRUE(explanation.difference.has_value());
  EXPECT_EQ(explanation.difference->stage, "canonical request");
  EXPECT_EQ(explanation.difference->offset, std::string_view("GET\n/a%2").size());
  EXPECT_NE(ExplanationText(explanation).find("s3s-project/s3s#13"), std::string::npos);
}

TEST(Explain, RecognisesTwoMutantsTogether) {
  ExplainInput input = Published();
  input.url = UrlBy({{"path-encoded-twice", "signing-key-is-the-secret"}}, "/a%20b.txt");
  std::vector<std::string> names = Names(Explain(input));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"path-encoded-twice", "signing-key-is-the-secret"}));
}

TEST(Explain, DistinguishesAWrongSecretFromAWrongCanonicalisation) {
  ExplainInput input = Published();
  input.secret = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
  EXPECT_EQ(Explain(input).signature, SignatureState::kUnexplained);
  EXPECT_TRUE(Explain(input).summary.starts_with("The secret is another one, or the URL"));
  input.answer = "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>";
  for (const char c : example::kCanonicalRequest) {
    *input.answer += c == '&' ? std::string("&amp;") : std::string(1, c);
  }
  *input.answer += "</CanonicalRequest></Error>";
  const Explanation explanation = Explain(input);
  EXPECT_TRUE(explanation.summary.starts_with("Most likely another secret: the server"))
      << explanation.summary;
  EXPECT_EQ(explanation.server->agrees, true);
}

TEST(Explain, ExplainsTheCanonicalRequestOfAServer) {
  ExplainInput input = Published();
  input.url = UrlBy({}, "/a%20b.txt");
  std::string theirs = Explain(input).expected.canonical_request;
  theirs = WithReplaced(theirs, "%20", "%2520");
  input.answer =
      "<Code>SignatureDoesNotMatch</Code><CanonicalRequest>" + theirs + "</CanonicalRequest>";
  const Explanation explanation = Explain(input);
  EXPECT_FALSE(explanation.sound());
  EXPECT_EQ(explanation.server->agrees, false);
  ASSERT_FALSE(explanation.server->matches.empty());
  EXPECT_EQ(explanation.server->matches[0].causes[0].name, "path-encoded-twice");
  EXPECT_EQ(explanation.server->difference->offset, std::string_view("GET\n/a%2").size());
}

TEST(Explain, RecognisesAnAnswerAboutAnotherSignature) {
  ExplainInput input = Published();
  input.answer = "<Code>SignatureDoesNotMatch</Code><SignatureProvided>00</SignatureProvided>";
  EXPECT_NE(Explain(input).summary.find("another signature"), std::string::npos);
}

TEST(Explain, SuspectsAKeyThatWasEncodedBeforeItWasSigned) {
  for (const char* path : {"/a%255Bb.txt", "/a%2520b.txt", "/a%252Fb.txt"}) {
    ExplainInput input = Published();
    input.url = UrlBy({}, path);
    EXPECT_EQ(Explain(input).state, UrlState::kSound);  // the key may really be called so
    input.secret.reset();
    const Explanation explanation = Explain(input);
    EXPECT_EQ(explanation.state, UrlState::kUnknown);
    EXPECT_TRUE(Says(explanation, Severity::kSuspicion, "probably percent-encoded before")) << path;
    EXPECT_NE(explanation.summary.find("Suspicious"), std::string::npos) << explanation.summary;
  }
  ExplainInput input = Published();
  input.url = UrlBy({}, "/100%25.txt");
  EXPECT_FALSE(Says(Explain(input), Severity::kSuspicion, "percent-encoded"));
}

TEST(Explain, SuspectsAMethodOnlyIfTheSignatureIsNotChecked) {
  ExplainInput input = Published();
  input.method = "HEAD";
  EXPECT_FALSE(Says(Explain(input), Severity::kSuspicion, "HEAD was sent"));
  input.secret.reset();
  EXPECT_TRUE(Says(Explain(input), Severity::kSuspicion, "HEAD was sent"));
  EXPECT_EQ(Explain(input).state, UrlState::kUnknown);
}

TEST(Explain, SaysThatTheSignatureWasRightForLaterErrors) {
  for (const char* code : {"NoSuchKey", "NoSuchBucket", "InvalidArgument", "InvalidStorageClass",
                           "PreconditionFailed", "InvalidRange", "BadDigest", "EntityTooLarge"}) {
    ExplainInput input = Published();
    input.answer = "<Error><Code>" + std::string(code) + "</Code></Error>";
    EXPECT_TRUE(Explain(input).summary.starts_with("The signature was right")) << code;
    input.secret.reset();
    const Explanation explanation = Explain(input);
    EXPECT_TRUE(explanation.summary.starts_with("The signature was right")) << explanation.summary;
    EXPECT_TRUE(explanation.server->authenticated);
  }
  ExplainInput input = Published();
  input.answer =
      "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message>"
      "<ArgumentName>Authorization</ArgumentName></Error>";
  EXPECT_FALSE(Explain(input).server->authenticated);
}

TEST(Explain, AccusesTheSecretOnlyIfEverythingElseIsKnown) {
  ExplainInput input = Published();
  input.method = "PUT";
  input.secret = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
  input.url = WithReplaced(kUrl, "SignedHeaders=host", "SignedHeaders=content-length%3Bhost");
  input.headers = {{"Content-Length", "2048"}};
  EXPECT_NE(
      Explain(input).summary.find("the signed value of content-length is not known; sent was 2048"),
      std::string::npos);
  EXPECT_EQ(Explain(input).summary.find("Most likely another secret"), std::string::npos);
  input = Published();
  input.secret = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
  input.url = WithReplaced(kUrl, "examplebucket.s3.amazonaws.com", "files.example.org");
  EXPECT_NE(Explain(input).summary.find("the host that was signed is not known"),
            std::string::npos);
  ASSERT_EQ(Explain(input).unknowns.size(), 1u);
}

TEST(Explain, ReadsTheCluesOfTheServer) {
  const struct {
    const char* answer;
    const char* words;
  } kAnswers[] = {
      {"<Code>AuthorizationQueryParametersError</Code><Region>eu-west-1</Region>",
       "The server says that the region is eu-west-1"},
      {"<Code>PermanentRedirect</Code><Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>",
       "must be asked at b.s3.eu-west-1.amazonaws.com"},
      {"<Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIAOTHER</AWSAccessKeyId>",
       "about the key AKIAOTHER"},
      {"<Code>AccessDenied</Code><HeadersNotSigned>x-amz-acl</HeadersNotSigned>",
       "received the header x-amz-acl"},
      {"<Code>AccessDenied</Code><ServerTime>2013-05-26T00:00:00Z</ServerTime>",
       "after the URL's end"},
      {"<Code>RequestTimeTooSkewed</Code><ServerTime>2013-05-23T00:00:00.000Z</ServerTime>",
       "before the URL was signed"},
  };
  for (const auto& [answer, words] : kAnswers) {
    ExplainInput input = Published();
    input.answer = "<Error>" + std::string(answer) + "</Error>";
    EXPECT_TRUE(Wrong(Explain(input), words)) << ExplanationText(Explain(input));
  }
  const std::pair<const char*, const char*> kSuspicions[] = {
      {"<Resource>/examplebucket//test.txt</Resource>", "//test.txt"},
      {"<Key>other.txt</Key>", "the key other.txt"},
      {"<Expires>2014-01-01T00:00:00Z</Expires>", "ends at 2014-01-01"},
  };
  for (const auto& [answer, words] : kSuspicions) {
    ExplainInput input = Published();
    input.answer = "<Error><Code>AccessDenied</Code>" + std::string(answer) + "</Error>";
    EXPECT_TRUE(Says(Explain(input), Severity::kSuspicion, words)) << answer;
  }
  for (const char* same : {"<Key>test.txt</Key>", "<Resource>/examplebucket/test.txt</Resource>",
                           "<Resource>/test.txt</Resource>"}) {
    ExplainInput input = Published();
    input.answer = "<Error><Code>AccessDenied</Code>" + std::string(same) + "</Error>";
    EXPECT_FALSE(Says(Explain(input), Severity::kSuspicion, "the path of the URL")) << same;
  }
}

// The server's answer with its canonical request, in which `from` is replaced.
Explanation WithServersRequest(std::string_view from, std::string_view to) {
  ExplainInput input = Published();
  std::string theirs = WithReplaced(std::string(example::kCanonicalRequest), from, to);
  for (std::size_t at = 0; (at = theirs.find('&', at)) != std::string::npos; at += 5) {
    theirs.replace(at, 1, "&amp;");
  }
  input.answer = "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>" + theirs +
                 "</CanonicalRequest></Error>";
  return Explain(input);
}

TEST(Explain, SaysWhatTheServerReceivedInsteadOfWhatWasSent) {
  const std::tuple<const char*, const char*, const char*> kDifferences[] = {
      {"host:examplebucket.s3.amazonaws.com", "host:internal.example:8080",
       "the server received the header host:internal.example:8080"},
      {"&X-Amz-Expires=86400", "", "the server did not receive the parameter X-Amz-Expires=86400"},
      {"/test.txt", "/other.txt", "the server computed with the path /other.txt"},
      {"UNSIGNED-PAYLOAD", "00", "the server computed with the payload line 00"},
  };
  for (const auto& [from, to, words] : kDifferences) {
    const Explanation explanation = WithServersRequest(from, to);
    bool said = false;
    for (const std::string& one : explanation.server->differences) {
      said = said || one.starts_with(words);
    }
    EXPECT_TRUE(said) << ExplanationText(explanation);
  }
}

TEST(Explain, TellsAChangeOnTheWayInItsOwnDirection) {
  const std::tuple<const char*, const char*, const char*> kChanges[] = {
      {"/test.txt", "//test.txt", "path-slash-doubled"},
      {"/test.txt", "/test.txt/", "path-slash-added"},
      {"GET\n", "PUT\n", "other-method"},
  };
  for (const auto& [from, to, name] : kChanges) {
    const Explanation explanation = WithServersRequest(from, to);
    ASSERT_FALSE(explanation.server->matches.empty()) << name;
    EXPECT_EQ(explanation.server->matches[0].causes[0].name, name);
    EXPECT_EQ(explanation.server->matches[0].causes[0].text.find("after it was signed"),
              std::string::npos);
  }
}

TEST(Explain, ReadsTheCodeOutOfTheMessageOfAnSdk) {
  ExplainInput input = Published();
  input.answer =
      "An error occurred (SignatureDoesNotMatch) when calling the GetObject operation: m";
  EXPECT_FALSE(Explain(input).sound());
  EXPECT_EQ(Explain(input).server->code, "SignatureDoesNotMatch");
  EXPECT_TRUE(Says(Explain(input), Severity::kNote, "only names SignatureDoesNotMatch"));
}

TEST(Explain, SaysWhatAnEarlierErrorMeans) {
  ExplainInput input = Published();
  input.answer = "<Error><Code>ExpiredToken</Code></Error>";
  EXPECT_NE(Explain(input).summary.find("session of the temporary key has ended"),
            std::string::npos);
  input.answer =
      "<Error><Code>InvalidArgument</Code><ArgumentName>Authorization</ArgumentName></Error>";
  EXPECT_TRUE(Wrong(Explain(input), "Authorization header besides"));
  input.answer =
      "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIAOTHER</AWSAccessKeyId>"
      "</Error>";
  EXPECT_TRUE(Explain(input).server->other_request);
}

TEST(Explain, ReadsACanonicalRequestWhoseLineEndsWereLost) {
  ExplainInput input = Published();
  std::string theirs(example::kCanonicalRequest);
  std::replace(theirs.begin(), theirs.end(), '\n', ' ');
  input.answer = "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>" + theirs +
                 "</CanonicalRequest></Error>";
  EXPECT_EQ(Explain(input).server->agrees, true);
}

TEST(Explain, LeavesOutWhiteSpaceAroundTheSecretAndSaysSo) {
  ExplainInput input = Published();
  input.secret = std::string(example::kSecret) + " \n";
  EXPECT_TRUE(Explain(input).sound());
  EXPECT_TRUE(Says(Explain(input), Severity::kNote, "white space or quotes around it"));
  input.headers = {{"X-Copy", std::string(example::kSecret)}};
  EXPECT_EQ(ExplanationText(Explain(input)).find(example::kSecret), std::string::npos);
  input = SignedWith(std::string(example::kSecret) + " ");
  EXPECT_TRUE(Wrong(Explain(input), "the URL was signed with them"));
}

TEST(Explain, HidesTheTokenOfAnotherRequestInTheServersAnswer) {
  const std::string token = "FwoGZXIvYXdzOTHERTOKEN";
  const Explanation explanation = WithServersRequest(
      "&X-Amz-SignedHeaders", "&X-Amz-Security-Token=" + token + "&X-Amz-SignedHeaders");
  for (const std::string& text : {ExplanationText(explanation), ExplanationJson(explanation)}) {
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << text;
    EXPECT_EQ(text.find(token), std::string::npos) << text;
  }
}

TEST(Explain, NeverShowsTheKeyOfAnEncryption) {
  const std::string key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  const std::string name = "x-amz-server-side-encryption-customer-key";
  ExplainInput input = Published();
  input.url = WithReplaced(kUrl, "SignedHeaders=host", "SignedHeaders=host%3B" + name);
  input.headers = {{name, key}};
  const Explanation explanation = Explain(input);
  ASSERT_EQ(explanation.unknowns.size(), 1u);
  for (const std::string& text : {ExplanationText(explanation), ExplanationJson(explanation)}) {
    EXPECT_EQ(text.find(key), std::string::npos) << text;
  }
}

TEST(Explain, InvertsWhatStandsInBetween) {
  const std::string bucket = "examplebucket.s3.amazonaws.com";
  const struct {
    std::string host;  // as signed
    const char* path;
    std::string from;  // of the URL
    std::string to;
    const char* cause;
  } kChanges[] = {
      {bucket, "//a/b.txt", "com//a", "com/a", "path-slash-folded"},
      {bucket, "/a//b.txt", "/a//b", "/a/b", "path-slash-folded"},
      {bucket, "/a/b.txt", "/a/b", "/a//b", "path-slash-doubled"},
      {bucket, "/a//b/c.txt", "/b/c", "/b//c", "path-slash-doubled"},
      {"minio:9000", "/bucket/a//b.txt", "/a//b", "/a/b", "path-slash-folded"},
      {"minio:9000", "/bucket/a.txt", "minio:9000", "minio", "other-host"},
      {bucket, "/a.txt", "amazonaws.com/", "amazonaws.com:443/", "other-host"},
      {bucket, "/a.txt", "amazonaws.com/", "amazonaws.com:80/", "other-host"},
      {bucket + ":443", "/a.txt", "amazonaws.com:443/", "amazonaws.com/", "other-host"},
      {bucket, "/a.txt", "examplebucket", "ExampleBucket", "other-host"},
      {bucket, "/a.txt", bucket, "examplebucket.cdn.example.org", "other-host"},
      {bucket, "/a.txt", bucket + "/", "cdn.example.org/examplebucket/", "other-host-and-path"},
      {"s3.us-east-1.amazonaws.com", "/examplebucket/a.txt",
       "s3.us-east-1.amazonaws.com/examplebucket/", "examplebucket.example.org/",
       "other-host-and-path"},
      {"b.files.example.org", "/a.txt", "//b.files.example.org/", "//files.example.org/b/",
       "other-addressing"},
      {"files.example.org", "/b/a.txt", "//files.example.org/b/", "//b.files.example.org/",
       "other-addressing"},
      {"files.example.org", "/b/a.txt", "/b/", "/s3/b/", "path-prefix-added"},
      {"files.example.org", "/b/a.txt", "/b/", "/x/y/z/b/", "path-prefix-added"},
      {bucket, "/100%25.txt", "100%25", "100%2525", "path-encoded-again"},
      {bucket, "/A.txt", "/A.txt", "/A.txt/", "path-slash-added"},
  };
  for (const auto& one : kChanges) {
    PresignRequest request = example::PublishedRequest();
    request.host = one.host;
    request.path = one.path;
    ExplainInput input = Published();
    input.url = WithReplaced(Presign(request).value().url, one.from, one.to);
    EXPECT_EQ(Names(Explain(input)), std::vector<std::string>{one.cause}) << input.url;
  }
}

TEST(Explain, TriesTheUsualValuesOfASignedHeader) {
  constexpr struct {
    const char* header;
    const char* was;
    const char* sent;
  } kHeaders[] = {
      {"content-length", "0", "2048"},
      {"content-type", "", "image/png"},
      {"content-type", "application/json", "application/json; charset=utf-8"},
      {"content-type", "text/plain", "text/plain;charset=UTF-8"},
      {"content-type", "multipart/form-data", "multipart/form-data; boundary=x"},
      {"content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==", "XrY7u+Ae7tCTyyK7j1rNww=="},
      {"x-amz-checksum-crc32", "AAAAAA==", "NSRBwg=="},
      {"x-amz-storage-class", "STANDARD_IA", "STANDARD"},
      {"cache-control", "max-age=31536000", "no-cache"},
  };
  for (const auto& one : kHeaders) {
    PresignRequest request = example::PublishedRequest();
    request.headers = {{one.header, one.was}};
    ExplainInput input = Published();
    input.url = Presign(request).value().url;
    input.headers = {{one.header, one.sent}};
    EXPECT_EQ(Names(Explain(input)), std::vector<std::string>{"other-header-value"}) << one.was;
  }
}

TEST(Explain, FindsAHostThatWasReplacedWithAnySecret) {
  PresignRequest request = example::PublishedRequest();
  request.credentials.secret_access_key = "minio;secret;";  // its end is not white space
  request.host = "minio:9000";
  ExplainInput input = Published();
  input.secret = request.credentials.secret_access_key;
  input.url = WithReplaced(Presign(request).value().url, "minio:9000", "localhost:7000");
  EXPECT_EQ(Names(Explain(input)), std::vector<std::string>{"other-host"});
}

TEST(Explain, NeverShowsASecretOrAToken) {
  const std::string token = "FwoGZXIvYXdzEXAMPLETOKEN";
  ExplainInput input = Published();
  input.url = WithReplaced(kUrl, "&X-Amz-Date", "&X-Amz-Security-Token=" + token + "&X-Amz-Date");
  input.headers = {{"X-" + *input.secret, "1"}, {"x-amz-security-token", token}};
  input.answer = "<Code>c</Code><Message>" + *input.secret + " " + token +
                 "</Message><CanonicalRequest>x-amz-security-token:" + token +
                 "\nd0phbHJYVXRuRkVNSS9LN01ERU5HL2JQeFJmaUNZRVhBTVBMRUtFWQ==</CanonicalRequest>";
  const Explanation explanation = Explain(input);
  for (const std::string& text : {ExplanationText(explanation), ExplanationJson(explanation)}) {
    EXPECT_EQ(text.find(*input.secret), std::string::npos) << text;
    EXPECT_EQ(text.find(token), std::string::npos) << text;
    EXPECT_EQ(text.find("d0phbHJYVXRuRkVN"), std::string::npos) << text << "in base64";
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << text;
  }
}

TEST(Explain, SaysNothingAboutTheSecretIfTheSignatureIsCutOff) {
  ExplainInput input = Published();
  input.url = kUrl.substr(0, kUrl.size() - 20) + "\u2026";
  const Explanation explanation = Explain(input);
  EXPECT_FALSE(explanation.sound());
  EXPECT_TRUE(explanation.summary.starts_with("The signature was damaged")) << explanation.summary;
  EXPECT_EQ(explanation.summary.find("secret"), std::string::npos);
}

TEST(Explain, BeginsWithWhatIsWrongIfTheSignatureDoesNotFitEither) {
  ExplainInput input = Published();
  input.url = WithReplaced(WithReplaced(kUrl, "AKIA", "ASIA"), "test.txt", "other.txt");
  EXPECT_TRUE(Explain(input).summary.starts_with("The key is a temporary one (ASIA...)"));
}

TEST(Explain, NamesAnotherMistakeThatGivesTheSame) {
  PresignRequest request = example::PublishedRequest();
  request.path = "/a";
  ExplainInput input = Published();
  input.url = WithReplaced(Presign(request).value().url, ".com/a?", ".com//a?");
  const std::string summary = Explain(input).summary;
  EXPECT_NE(summary.find("A second slash was put in front of the key."), std::string::npos);
  EXPECT_NE(summary.find("Or, with the same result: "), std::string::npos) << summary;
  EXPECT_EQ(summary.find("The first part of the path"), std::string::npos) << summary;
}

TEST(Explain, SuspectsTheChecksumOfAnEmptyBodyOutsideOfAws) {
  for (const auto& [host, suspected] :
       {std::pair("examplebucket.s3.amazonaws.com", false), std::pair("store.example", true)}) {
    PresignRequest request = example::PublishedRequest();
    request.host = host;
    request.method = "PUT";
    request.query = {{"x-amz-checksum-crc32", "AAAAAA=="}};
    ExplainInput input = Published();
    input.url = Presign(request).value().url;
    const Explanation explanation = Explain(input);
    EXPECT_TRUE(explanation.sound()) << explanation.summary;
    EXPECT_EQ(Says(explanation, Severity::kSuspicion, "checksum of an empty body"), suspected);
    EXPECT_EQ(explanation.summary.find("But: ") != std::string::npos, suspected);
  }
}

TEST(Explain, KnowsTheBatchFileThatReplacesTwoCharacters) {
  ExplainInput input = Published();
  while (input.url.find("%2") != std::string::npos) {
    input.url.erase(input.url.find("%2"), 2);
  }
  EXPECT_TRUE(Wrong(Explain(input), "a batch file of Windows"));
}

// The answer of a server that puts the same words into every element. (A canonical request is
// searched for its mistake, which takes long: see NeverShowsASecretOrAToken.)
std::string AnswerThatSays(const std::string& words) {
  std::string answer = "<Error><Code>SignatureDoesNotMatch</Code>";
  for (const std::string element :
       {"Message", "StringToSign", "RequestId", "HostId", "BucketName", "Key", "Endpoint", "Region",
        "Resource", "ArgumentName", "HeadersNotSigned", "AWSAccessKeyId", "SignatureProvided",
        "ServerTime", "Expires"}) {
    answer += "<" + element + ">" + words + "</" + element + ">";
  }
  return answer + "</Error>";
}

TEST(Explain, ShowsNoFormOfASecretThatAnErrorDocumentHolds) {
  ExplainInput input = SignedWith("an old/secret+key 0123456789?");
  for (const std::string form :
       {"an old/secret+key 0123456789?", "AN OLD/SECRET+KEY 0123456789?",
        "YW4gb2xkL3NlY3JldCtrZXkgMDEyMzQ1Njc4OT8=", "YW4gb2xkL3NlY3JldCtrZXkgMDEyMzQ1Njc4OT8",
        "YW4gb2xkL3NlY3JldCtrZXkgMDEyMzQ1Njc4OT8%3D",
        "616e206f6c642f7365637265742b6b657920303132333435363738393f",
        "616E206F6C642F7365637265742B6B657920303132333435363738393F",
        "an%20old%2Fsecret%2Bkey%200123456789%3F", "an%2520old%252Fsecret%252Bkey%25200123456789",
        "an+old/secret+key+0123456789?", "an+old%2Fsecret%2Bkey+0123456789%3F",
        "an old/secret key 0123456789", "&#97;n old&#x2f;secret&#43;key 0123456789"}) {
    input.answer = AnswerThatSays("it was " + form);
    const Explanation explanation = Explain(input);
    for (std::string text : {ExplanationText(explanation), ExplanationJson(explanation)}) {
      EXPECT_NE(text.find("it was [redacted]"), std::string::npos) << form << "\n" << text;
      std::transform(text.begin(), text.end(), text.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      for (const char* part : {"old/secret", "old%2fsecret", "old%252fsecret", "0123456789",
                               "2xkl3nly3jldctr", "6f6c642f73656372", "old&#x2f;secret"}) {
        EXPECT_EQ(text.find(part), std::string::npos) << form << "\n" << text;
      }
    }
  }
}

TEST(Explain, AnswersForTextThatIsNotAUrl) {
  for (const char* url : {"", "x", "https://", "https://h", "https://h/?X-Amz-Signature", "?&=%"}) {
    ExplainInput input = Published();
    input.url = url;
    const Explanation explanation = Explain(input);
    EXPECT_FALSE(explanation.sound()) << url;
    EXPECT_EQ(explanation.signature, SignatureState::kUnreadable) << url;
    EXPECT_FALSE(ExplanationText(explanation).empty());
    EXPECT_EQ(ExplanationJson(explanation).front(), '{');
  }
}

// A SigV4A URL for `regions`, of a signer with this secret.
ExplainInput SigV4A(std::vector<std::string> regions, const std::string& secret) {
  PresignRequest request = example::PublishedRequest();
  request.algorithm = "AWS4-ECDSA-P256-SHA256";
  request.region.clear();
  request.region_set = std::move(regions);
  request.credentials.secret_access_key = secret;
  ExplainInput input = Published();
  input.url = Presign(request).value().url;
  return input;
}

TEST(Explain, CallsASigV4AUrlSoundIfThePublicKeyVerifiesIt) {
  const Explanation explanation =
      Explain(SigV4A({"us-east-1", "eu-*"}, std::string(example::kSecret)));
  EXPECT_TRUE(explanation.sound()) << ExplanationText(explanation);
  EXPECT_EQ(explanation.signature, SignatureState::kRight);
  EXPECT_EQ(explanation.facts.region, "us-east-1,eu-*");
}

TEST(Explain, FindsTheMistakeOfASigV4ASigner) {
  const Explanation explanation = Explain(SigV4A({"*"}, std::string(example::kSecret) + "\n"));
  EXPECT_EQ(explanation.signature, SignatureState::kExplained);
  EXPECT_EQ(Names(explanation), std::vector<std::string>{"other-secret"});
}

TEST(Explain, SaysWhatIsWrongWithASigV4AUrl) {
  const Inspected all[] = {
      {"X-Amz-Region-Set=eu-west-1", "X-Amz-Region-Set=", "non empty"},
      {"&X-Amz-Region-Set=eu-west-1", "", "non empty"},
      {"//examplebucket.s3.", "//examplebucket.s3.us-west-2.", "signed for eu-west-1"},
      {"%2F20130524%2Fs3%2F", "%2F20130524%2Fus-east-1%2Fs3%2F", "mal-formed"},
      {"X-Amz-Signature=30", "X-Amz-Signature=3", "DER in hex"},
  };
  for (const Inspected& one : all) {
    ExplainInput input = SigV4A({"eu-west-1"}, std::string(example::kSecret));
    input.secret.reset();
    input.url = WithReplaced(input.url, one.from, one.to);
    const Explanation explanation = Explain(input);
    EXPECT_TRUE(Wrong(explanation, one.words)) << one.to << '\n' << ExplanationText(explanation);
  }
}

TEST(ExplanationText, BreaksLinesBetweenWordsAtNinetySixBytes) {
  const auto shown = [](const std::string& summary) {
    Explanation explanation;
    explanation.summary = summary;
    const std::string text = ExplanationText(explanation);
    return text.substr(0, text.find("\n\n"));  // the rest is about the URL
  };
  const std::string word(90, 'a');
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("  two   words "), "two words");
  EXPECT_EQ(shown(word + " bbbbb"), word + " bbbbb");
  EXPECT_EQ(shown(word + " bbbbbb"), word + "\nbbbbbb");
  EXPECT_EQ(shown("b " + word + word + " b"), "b\n" + word + word + "\nb");
  EXPECT_EQ(shown("a\nb \x1b"), "a\\nb \\x1b");
}

}  // namespace
}  // namespace countersign
