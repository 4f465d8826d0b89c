#include "verify.h"

#include <gtest/gtest.h>

#include <cctype>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "presign.h"
#include "published_request.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr const char* kHash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOtherHash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// Scene is a request and the verifier it meets; the published example to begin with, at the second
// it was signed.
struct Scene {
  std::string path{example::kPath};
  std::vector<std::pair<std::string, std::string>> query;  // raw
  HttpRequest request;
  Credentials signer;
  Timestamp now = *ParseAmzDate(example::kAmzDate);
  std::string service = "s3";
  std::string region = "us-east-1";
  std::string server_region;

  Scene() {
    request.method = example::kMethod;
    request.scheme = "https";
    request.headers = {{"Host", std::string(example::kHost)}};
    SetQuery(SplitTarget(example::kTarget).raw_query);
    signer.access_key_id = example::kAccessKeyId;
    signer.secret_access_key = example::kSecret;
  }

  // Of is the request that a presigned URL's holder sends.
  static Scene Of(const PresignRequest& asked) {
    Scene scene;
    const auto presigned = Presign(asked);
    EXPECT_TRUE(presigned.ok()) << (presigned.ok() ? "" : presigned.rejection().detail);
    if (!presigned.ok()) return scene;
    const std::string& url = presigned.value().url;
    const Target target = SplitTarget(std::string_view(url).substr(url.find('/', 8)));
    scene.path = target.raw_path;
    scene.SetQuery(target.raw_query);
    scene.request.method = asked.method;
    scene.request.headers = presigned.value().headers;
    scene.request.headers.push_back({"Host", asked.host});
    scene.signer = asked.credentials;
    return scene;
  }

  void SetQuery(std::string_view raw_query) {
    query.clear();
    for (const QueryParameter& p : ParseQueryString(raw_query).parameters) {
      query.emplace_back(p.raw_name, p.raw_value);
    }
  }

  void Set(const std::string& name, const std::string& raw_value) {
    for (auto& parameter : query) {
      if (parameter.first == name) {
        parameter.second = raw_value;
        return;
      }
    }
    query.emplace_back(name, raw_value);
  }

  void Remove(const std::string& name) {
    std::erase_if(query, [&](const auto& parameter) { return parameter.first == name; });
  }

  // SetCredentialPart replaces part 0 (the access key id) to 4 (the terminator), if there.
  void SetCredentialPart(int part, const std::string& text) {
    for (auto& parameter : query) {
      if (parameter.first != "X-Amz-Credential") continue;
      std::size_t start = 0;
      for (; part > 0; --part) start = parameter.second.find("%2F", start) + 3;
      const std::size_t end = parameter.second.find("%2F", start);
      parameter.second.replace(start, end == std::string::npos ? end : end - start, text);
    }
  }

  Result<Accepted> Answer() {
    request.target = path + "?";
    for (const auto& parameter : query) {
      request.target += parameter.first + "=" + parameter.second + "&";
    }
    VerifyContext context;
    context.now = now;
    context.service = service;
    context.region = region;
    context.server_region = server_region;
    context.credentials = {&signer, 1};
    return Verify(request, context);
  }

  std::optional<Rule> Refusing() {
    const auto answer = Answer();
    if (answer.ok()) return std::nullopt;
    return answer.rejection().rule;
  }
};

PresignRequest PresignInput() {
  PresignRequest request = example::PublishedRequest();
  request.method = "PUT";
  return request;
}

TEST(Verify, AcceptsThePublishedUrl) {
  const auto answer = Scene().Answer();
  ASSERT_TRUE(answer.ok()) << answer.rejection().detail;
  EXPECT_EQ(answer.value().principal, example::kAccessKeyId);
  EXPECT_EQ(answer.value().derivation.canonical_request, example::kCanonicalRequest);
  EXPECT_EQ(answer.value().derivation.string_to_sign, example::kStringToSign);
  EXPECT_EQ(answer.value().derivation.signature, example::kSignature);
}

TEST(Verify, ShowsItsStagesWhereTheSignatureDoesNotMatch) {
  Scene scene;
  scene.Set("X-Amz-Signature", kHash);
  const auto answer = scene.Answer();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.rejection().rule, Rule::kSignature);
  EXPECT_EQ(answer.rejection().canonical_request, example::kCanonicalRequest);
  EXPECT_EQ(answer.rejection().string_to_sign, example::kStringToSign);
}

TEST(Verify, AsksForAnotherEndpointBeforeItLooksAtTheRequest) {
  Scene scene;
  scene.region = "eu-west-1";
  scene.server_region = "us-east-1";
  EXPECT_EQ(scene.Refusing(), Rule::kTemporaryRedirect);
  scene.query.clear();
  EXPECT_EQ(scene.Refusing(), Rule::kTemporaryRedirect);
  scene.region = "af-south-1";
  EXPECT_EQ(scene.Refusing(), Rule::kLocationConstraint);
  scene.request.headers.clear();
  scene.region = "eu-west-1";
  EXPECT_EQ(scene.Refusing(), Rule::kPermanentRedirect);
}

TEST(Verify, ExpectsTheBucketsRegionInTheScopeOnceItArrivedThere) {
  Scene scene;
  scene.region = scene.server_region = "eu-west-1";
  const auto answer = scene.Answer();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.rejection().rule, Rule::kRegion);
  EXPECT_EQ(answer.rejection().detail,
            "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; "
            "expecting 'eu-west-1'");
}

TEST(Verify, LeavesThePlaceOfOtherServicesAlone) {
  Scene scene;
  scene.service = "execute-api";
  scene.server_region = "eu-west-1";
  EXPECT_EQ(scene.Refusing(), Rule::kService);
}

// Mutant is one thing wrong with the published request, and the rule that must refuse it.
struct Mutant {
  Rule rule;
  std::function<void(Scene&)> plant;
};

void SetHeader(Scene& s, const char* name, const char* value) {
  s.request.headers.push_back({name, value});
}

// In the order in which S3 checks.
const Mutant kFaults[] = {
    {Rule::kMalformedUri, [](Scene& s) { s.path = "/%zz"; }},
    {Rule::kOneMechanismOnly, [](Scene& s) { SetHeader(s, "authorization", "Bearer x"); }},
    {Rule::kAlgorithm, [](Scene& s) { s.Set("X-Amz-Algorithm", "AWS4-HMAC-SHA1"); }},
    {Rule::kAllSixRequired, [](Scene& s) { s.Remove("X-Amz-Date"); }},
    {Rule::kGivenOnce, [](Scene& s) { s.query.emplace_back("X-Amz-Expires", "1"); }},
    {Rule::kCredentialFiveParts, [](Scene& s) { s.Set("X-Amz-Credential", "AKID"); }},
    {Rule::kTerminator, [](Scene& s) { s.SetCredentialPart(4, "aws5_request"); }},
    {Rule::kService, [](Scene& s) { s.SetCredentialPart(3, "sns"); }},
    {Rule::kScopeDateFormat, [](Scene& s) { s.SetCredentialPart(1, "2013"); }},
    {Rule::kRegion, [](Scene& s) { s.SetCredentialPart(2, "eu-west-1"); }},
    {Rule::kDateFormat, [](Scene& s) { s.Set("X-Amz-Date", "20130524"); }},
    {Rule::kExpiresNumber, [](Scene& s) { s.Set("X-Amz-Expires", "1.5"); }},
    {Rule::kExpiresNonNegative, [](Scene& s) { s.Set("X-Amz-Expires", "-1"); }},
    {Rule::kExpiresAtMostAWeek, [](Scene& s) { s.Set("X-Amz-Expires", "604801"); }},
    {Rule::kNotYetValid, [](Scene& s) { s.now = *ParseAmzDate("20130523T234459Z"); }},
    {Rule::kExpired, [](Scene& s) { s.now = *ParseAmzDate("20130525T000001Z"); }},
    {Rule::kScopeDateIsDatesDay, [](Scene& s) { s.SetCredentialPart(1, "20130525"); }},
    {Rule::kUnknownKey, [](Scene& s) { s.SetCredentialPart(0, "AKIAOTHER"); }},
    {Rule::kInactiveKey, [](Scene& s) { s.signer.status = CredentialStatus::kInactive; }},
    {Rule::kTokenMissing,
     [](Scene& s) {
       s.signer.session_token = "t";
       s.Remove("X-Amz-Security-Token");
     }},
    {Rule::kTokenMalformed, [](Scene& s) { s.Set("X-Amz-Security-Token", "x"); }},
    {Rule::kTokenExpired,
     [](Scene& s) {
       s.signer.session_token = "t";
       s.Set("X-Amz-Security-Token", "t");
       s.signer.expires_at = s.now;
     }},
    {Rule::kHostSigned, [](Scene& s) { s.Set("X-Amz-SignedHeaders", ""); }},
    {Rule::kAmzHeadersSigned, [](Scene& s) { SetHeader(s, "X-Amz-Acl", "private"); }},
    {Rule::kSignedHeaderArrives,
     [](Scene& s) { s.Set("X-Amz-SignedHeaders", "host%3Bcontent-type"); }},
    {Rule::kSignature, [](Scene& s) { s.Set("X-Amz-Signature", std::string(64, '0')); }},
};

TEST(Verify, RefusesEachFaultByItsRule) {
  for (const Mutant& fault : kFaults) {
    Scene scene;
    fault.plant(scene);
    EXPECT_EQ(scene.Refusing(), fault.rule) << RuleId(fault.rule);
  }
}

TEST(Verify, AnswersTheEarlierOfTwoFaults) {
  for (std::size_t i = 0; i < std::size(kFaults); ++i) {
    for (std::size_t j = i + 1; j < std::size(kFaults); ++j) {
      Scene scene;
      kFaults[j].plant(scene);
      kFaults[i].plant(scene);
      EXPECT_EQ(scene.Refusing(), kFaults[i].rule)
          << RuleId(kFaults[i].rule) << " before " << RuleId(kFaults[j].rule);
    }
  }
}

TEST(Verify, RefusesARequestThatIsNotSigned) {
  Scene scene;
  scene.query.clear();
  EXPECT_EQ(scene.Refusing(), Rule::kNotSigned);
  SetHeader(scene, "Authorization", "Basic eDp5");
  EXPECT_EQ(scene.Refusing(), Rule::kUnsupportedAuthorization);
}

TEST(Verify, RefusesAnUrlThatItCannotParse) {
  for (const char* path : {"/%", "/%f", "/%FF", "/%C3", "/%ED%A0%80", "/\xFF", "test.txt",
                           "https://examplebucket.s3.amazonaws.com/test.txt"}) {
    Scene scene;
    scene.path = path;
    EXPECT_EQ(scene.Refusing(), Rule::kMalformedUri) << path;
  }
  Scene scene;
  scene.query.emplace_back("a", "%4");
  EXPECT_EQ(scene.Refusing(), Rule::kMalformedUri);
}

TEST(Verify, RefusesASignatureOfAnotherForm) {
  std::string upper(example::kSignature);
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  const std::string signature(example::kSignature);
  for (const std::string& form : {std::string(), upper, signature.substr(1), signature + "0",
                                  signature + "%00", "%20" + signature, std::string(64, 'g')}) {
    Scene scene;
    scene.Set("X-Amz-Signature", form);
    EXPECT_EQ(scene.Refusing(), Rule::kSignature) << form;
  }
}

TEST(Verify, NoticesEveryChangedDigitOfASignature) {
  for (std::size_t i = 0; i < example::kSignature.size(); ++i) {
    std::string signature(example::kSignature);
    signature[i] = signature[i] == '0' ? '1' : '0';
    Scene scene;
    scene.Set("X-Amz-Signature", signature);
    EXPECT_EQ(scene.Refusing(), Rule::kSignature) << i;
  }
}

TEST(Verify, AcceptsEverySpellingOfTheSameRequest) {
  Scene scene;
  scene.path = "/%74est%2etxt";
  scene.Set("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1%2fs3/aws4_request");
  scene.query[0].first = "X%2DAmz-Algorithm";
  std::swap(scene.query.front(), scene.query.back());
  scene.request.headers[0] = {"HOST", "  examplebucket.s3.amazonaws.com "};
  EXPECT_EQ(scene.Refusing(), std::nullopt);
}

TEST(Verify, AcceptsUnsignedHeadersThatAreNotAmazons) {
  Scene scene;
  SetHeader(scene, "Content-Type", "text/plain");
  SetHeader(scene, "Range", "bytes=0-9");
  SetHeader(scene, "Date", "Thu, 01 Jan 1970 00:00:00 GMT");
  SetHeader(scene, "X-Amz-Content-Sha256", kHash);
  EXPECT_EQ(scene.Refusing(), std::nullopt);
}

TEST(Verify, RefusesWhatWasChangedAfterSigning) {
  const std::function<void(Scene&)> changes[] = {
      [](Scene& s) { s.request.method = "HEAD"; },
      [](Scene& s) { s.path = "/test.tx"; },
      [](Scene& s) { s.path = "//test.txt"; },
      [](Scene& s) { s.path = "/./test.txt"; },
      [](Scene& s) { s.request.headers[0].value = "otherbucket.s3.amazonaws.com"; },
      [](Scene& s) { s.request.headers[0].value += ":443"; },
      [](Scene& s) { s.request.headers[0].value[0] = 'E'; },
      [](Scene& s) { s.query.emplace_back("x-id", "GetObject"); },
      [](Scene& s) { s.Set("X-Amz-Expires", "604800"); },
      [](Scene& s) { s.Set("X-Amz-Date", "20130524T000001Z"); },
      [](Scene& s) { s.signer.secret_access_key += "x"; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    Scene scene;
    changes[i](scene);
    EXPECT_EQ(scene.Refusing(), Rule::kSignature) << "change " << i;
  }
}

TEST(Verify, AcceptsWhatPresignSigned) {
  PresignRequest asked = PresignInput();
  asked.path = "/a//../\xE2\x82\xAC%2F(1)+ ";
  asked.query = {{"tagging", ""}, {"a", "1"}, {"a", ""}, {"\xFF&=", "#;+ "}};
  asked.headers = {{"X-Amz-Meta-A", "  x   y "}, {"x-amz-meta-a", "z"}, {"Content-Length", "3"}};
  asked.credentials.session_token = "to/ken+==";
  Scene scene = Scene::Of(asked);
  EXPECT_EQ(scene.Refusing(), std::nullopt);
  scene.request.headers[2].value = "4";
  EXPECT_EQ(scene.Refusing(), Rule::kSignature);
}

TEST(Verify, TakesASignedAmzHeaderFromTheQuery) {
  PresignRequest asked = PresignInput();
  asked.query = {{"x-amz-acl", "public-read"}};
  asked.headers = {{"x-amz-acl", "public-read"}};
  Scene scene = Scene::Of(asked);
  EXPECT_EQ(scene.Refusing(), std::nullopt) << "in both, the same";
  scene.request.headers.erase(scene.request.headers.begin());
  EXPECT_EQ(scene.Refusing(), std::nullopt) << "in the query alone";
}

TEST(Verify, RefusesAHeaderThatContradictsTheQueryThoughBothWereSigned) {
  PresignRequest asked = PresignInput();
  asked.query = {{"x-amz-acl", "public-read"}};
  asked.headers = {{"x-amz-acl", "private"}};
  EXPECT_EQ(Scene::Of(asked).Refusing(), Rule::kSignature);
}

TEST(Verify, ComparesADeclaredHashWithTheBody) {
  PresignRequest asked = PresignInput();
  asked.payload = kHash;
  asked.headers = {{"x-amz-content-sha256", kHash}};
  Scene scene = Scene::Of(asked);
  EXPECT_EQ(scene.Refusing(), std::nullopt) << "body not looked at";
  scene.request.body_sha256 = kHash;
  EXPECT_EQ(scene.Refusing(), std::nullopt);
  scene.request.body_sha256 = kOtherHash;
  EXPECT_EQ(scene.Refusing(), Rule::kPayload);
  scene.Set("X-Amz-Signature", kHash);
  EXPECT_EQ(scene.Refusing(), Rule::kSignature) << "the signature comes first";
}

TEST(Verify, LeavesTheBodyOfAGetAlone) {
  PresignRequest asked = PresignInput();
  asked.method = "GET";
  asked.payload = kHash;
  asked.query = {{"X-Amz-Content-Sha256", kHash}};
  Scene scene = Scene::Of(asked);
  scene.request.body_sha256 = kOtherHash;
  EXPECT_EQ(scene.Refusing(), std::nullopt);
}

TEST(Verify, SignsTheBodyForOtherServices) {
  PresignRequest asked = PresignInput();
  asked.service = "execute-api";
  asked.payload = kHash;
  Scene scene = Scene::Of(asked);
  scene.service = asked.service;
  scene.request.body_sha256 = kHash;
  EXPECT_EQ(scene.Refusing(), std::nullopt);
  scene.request.body_sha256.reset();
  EXPECT_EQ(scene.Refusing(), Rule::kSignature);
}

TEST(Verify, KeepsAnUrlAlivePastMidnight) {
  Scene scene;
  scene.now = *ParseAmzDate("20130525T000000Z");
  EXPECT_EQ(scene.Refusing(), std::nullopt);
  scene.now = *ParseAmzDate("20130523T234500Z");
  EXPECT_EQ(scene.Refusing(), std::nullopt);
}

}  // namespace
}  // namespace countersign
