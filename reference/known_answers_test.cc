#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "presign.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/payload.h"
#include "sigv4/query_string.h"
#include "verify.h"

// Presigned URLs that others published with their signatures, in documents and test suites.
// Asked for the same, the reference must give the same signature; given the URL, it must
// accept it.
namespace countersign {
namespace {

constexpr std::string_view kEmptyHash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// Two were published to show a signer's arithmetic, not for S3 to accept: one signs an x-amz-date
// header that contradicts X-Amz-Date, one an unsigned body for a service that wants its hash.
enum class Verifying { kAccepts, kRefuses };

struct KnownAnswer {
  std::string_view name;  // who published it, and what
  std::string method;
  std::string_view url;
  std::string secret;
  std::vector<HeaderField> headers;
  std::string_view payload;
  Verifying verifying;
};

// clang-format off
const KnownAnswer kKnownAnswers[] = {
    {"aws-doc GET test.txt", "GET",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty PUT", "PUT",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=f4db56459304dafaa603a99a23c6bea8821890259a65c18ff503a4a72a80efd9",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty HEAD obj", "HEAD",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=f9c58dec0c3cada1e6f133547c7b6b2ef9d7df87447a785ad1b23079005271e5",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty DELETE obj", "DELETE",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=fb580faa6736a3af12ad5f9c3f1eea783af940a06f6a3de9dadb5679ca25cbfe",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty DELETE bucket", "DELETE",
     "https://examplebucket.s3.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=875ca449635876849f9cf1622dc709f1978d82e7f6e067b173e6212e3850a1e9",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty POST delete=1", "POST",
     "https://examplebucket.s3.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&delete=1&X-Amz-Signature=0e6170ba8cb7873da76b7fb63638658607f484265935099b3d8cea5195af843c",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty GET list-v2", "GET",
     "https://examplebucket.s3.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&encoding-type=url&list-type=2&X-Amz-Signature=58e7f65928710f045f6a7e1f7a32b3426b4895900fad799db66faa3ff8b18bd5",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty POST create uploads=1", "POST",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&uploads=1&X-Amz-Signature=a6289f9e5ff2a914c6e324403bcd00b1d258c568487faa50d317ef0910c25c0a",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty GET listparts", "GET",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&max-parts=100&uploadId=abcd&X-Amz-Signature=10a814258808a79054a80e2aff66e95faba686648eb50bd143fe7fe7d6d7b6ce",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty PUT part", "PUT",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&partNumber=1&uploadId=abcd&X-Amz-Signature=d2ed12e1e116c88a79cd6d1726f5fe75c99db8a0292ba000f97ecc309a9303f8",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty GET token", "GET",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-Security-Token=oej5cie4uctureturdtuc5dctd&X-Amz-SignedHeaders=host&X-Amz-Signature=bf77b83a7135594046c90a7e7e10cf1a4c8f8ecc1d541d0f42bea6b7670870c7",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"rusty GET signed headers", "GET",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-date&X-Amz-Signature=e965ee011ab5dbe8aa2c04a1ff2db8503c0cc117f62ea9274415c0f593ea199f",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}, {"x-amz-date", "20150830T123600Z"}}, kUnsignedPayload, Verifying::kRefuses},
    {"s3s PUT content-type", "PUT",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=fd31b71961609f4b313497cb07ab0aedd268863bd547cc198db23cf04b8f663d",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {{"content-type", "application/octet-stream"}}, kUnsignedPayload, Verifying::kAccepts},
    {"smithy PutObject", "PUT",
     "https://test-bucket.s3.us-east-1.amazonaws.com/test-key?x-id=PutObject&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ANOTREAL%2F20090213%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost&X-Amz-Signature=be1d41dc392f7019750e4f5e577234fb9059dd20d15f6a99734196becce55e52&X-Amz-Security-Token=notarealsessiontoken",
     "notrealrnrELgWzOk3IfjzDKtFBhDby", {{"content-length", "12345"}, {"content-type", "application/x-test"}}, kUnsignedPayload, Verifying::kAccepts},
    {"smithy UploadPart", "PUT",
     "https://bucket.s3.us-east-1.amazonaws.com/key?x-id=UploadPart&partNumber=0&uploadId=upload-id&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ANOTREAL%2F20090213%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-SignedHeaders=content-length%3Bhost&X-Amz-Signature=a702867244f0bd1fb4d161e2a062520dcbefae3b9992d2e5366bcd61a60c6ddd&X-Amz-Security-Token=notarealsessiontoken",
     "notrealrnrELgWzOk3IfjzDKtFBhDby", {{"content-length", "12345"}}, kUnsignedPayload, Verifying::kAccepts},
    {"smithy HeadObject", "HEAD",
     "https://bucket.s3.us-east-1.amazonaws.com/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ANOTREAL%2F20090213%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-SignedHeaders=host&X-Amz-Signature=6b97012e70d5ee3528b5591e0e90c0f45e0fa303506f854eff50ff922751a193&X-Amz-Security-Token=notarealsessiontoken",
     "notrealrnrELgWzOk3IfjzDKtFBhDby", {}, kUnsignedPayload, Verifying::kAccepts},
    {"smithy PutObject crc64", "PUT",
     "https://test-bucket.s3.us-east-1.amazonaws.com/test-key?x-id=PutObject&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ANOTREAL%2F20090213%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-SignedHeaders=host%3Bx-amz-checksum-crc64nvme&X-Amz-Signature=40e6ea102769a53f440db587be0b6898893d9a0f8268d2f8d2315ca0abc42fee&X-Amz-Security-Token=notarealsessiontoken",
     "notrealrnrELgWzOk3IfjzDKtFBhDby", {{"x-amz-checksum-crc64nvme", "NotARealChecksum"}}, kUnsignedPayload, Verifying::kAccepts},
    {"smithy S3Express GetObject", "GET",
     "https://s3express-test-bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/ferris.png?x-id=GetObject&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIARTESTID%2F20090213%2Fus-west-2%2Fs3express%2Faws4_request&X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-S3session-Token=TESTSESSIONTOKEN&X-Amz-SignedHeaders=host&X-Amz-Signature=c09c93c7878184492cb960d59e148af932dff6b19609e63e3484599903d97e44",
     "TESTSECRETKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"mhart s3 rfc3986", "GET",
     "https://s3.amazonaws.com/some-bucket?a=%21%27&b=%28%29%2A&X-Amz-Date=20121226T061030Z&X-Amz-Expires=86400&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ABCDEF%2F20121226%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=5f3e8e3406e27471183900f8ee891a6ae40e959c05394b4271a2b5b543d5a14a",
     "abcdef1234567890", {}, kUnsignedPayload, Verifying::kAccepts},
    {"botocore SigV4QueryAuth", "GET",
     "https://ec2.us-east-1.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=access_key%2F20140101%2Fmyregion%2Fmyservice%2Faws4_request&X-Amz-Date=20140101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=c70e0bcdb4cd3ee324f71c78195445b8788315af0800bbbdbbb6d05a616fb84c",
     "secret_key", {}, kEmptyHash, Verifying::kAccepts},
    {"aws-sdk-ruby GET examplebucket/test.txt", "GET",
     "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ACCESS_KEY_ID%2F20210827%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20210827T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=cd4953fc4c1ebb97c3ca18ce433b4bc9ff9f9f6a54eb47c31d908e0e7ecf524c",
     "SECRET_ACCESS_KEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"aws-sdk-ruby access point us-west-2", "GET",
     "https://myendpoint-123456789012.s3-accesspoint.us-west-2.amazonaws.com/obj?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ACCESS_KEY_ID%2F20210827%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20210827T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=d6b2a8840209fa40456c97ae99f9fab2526316d70f3ebaa75c22d654b90e9da9",
     "SECRET_ACCESS_KEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"aws-sdk-ruby outposts access point us-east-1", "GET",
     "https://myaccesspoint-123456789012.op-01234567890123456.s3-outposts.us-east-1.amazonaws.com/obj?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ACCESS_KEY_ID%2F20210827%2Fus-east-1%2Fs3-outposts%2Faws4_request&X-Amz-Date=20210827T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=7f93df0b81f80e590d95442d579bd6cf749a35ff4bbdc6373fa669b89c7fce4e",
     "SECRET_ACCESS_KEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"noobaa curl_iwfgwr8w.sreq", "GET",
     "http://127.0.0.1/files/jenia?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Credential=123%2F20161207%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Date=20161207T214857Z&X-Amz-Signature=543d3d89f9a0fe511062b86363e9beb00c6dc5a7b7751153d4121aa9e546611e",
     "abc", {}, kUnsignedPayload, Verifying::kAccepts},
    {"noobaa curl_iwfk833f.sreq", "GET",
     "http://127.0.0.1/files?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=123%2F20161207%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20161207T232222Z&X-Amz-Expires=900&X-Amz-Signature=d1c3f730cd65f2bd64e347bb4f27b749f09e4e7f56e298556708da724d265606&X-Amz-SignedHeaders=host&prefix=%21%40%23%24%25%5E%26%2A%28%29~%7D%7B%22%3A%3E%3C%3F",
     "abc", {}, kUnsignedPayload, Verifying::kAccepts},
    {"ex_aws PUT part", "PUT",
     "https://examplebucket.s3.amazonaws.com/test.txt?partNumber=1&uploadId=sample.upload.id&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=1fdac5451b2996880dc23162853ce76e4cf0a05257e430aec59e309ecd126ade",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"soto GET versionId", "GET",
     "https://s3.us-east-1.amazonaws.com/testFile?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=MYACCESSKEY%2F20010102%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20010102T034640Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&versionId=1&X-Amz-Signature=22678dbcdbbc468c306757c8abd021e093e588e4eba7d0d0da9b92717bbcc1b0",
     "MYSECRETACCESSKEY", {}, kUnsignedPayload, Verifying::kAccepts},
    {"soto PUT signed x-amz-acl", "PUT",
     "https://test-bucket.s3.amazonaws.com/test-put.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=MYACCESSKEY%2F20010102%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20010102T034640Z&X-Amz-Expires=86400&X-Amz-Security-Token=MYSESSIONTOKEN&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature=a849c034af312e8424b3b0dd425e3e21ce7a61641f4b6a84c203b115447309c8",
     "MYSECRETACCESSKEY", {{"x-amz-acl", "public-read"}}, kUnsignedPayload, Verifying::kAccepts},
    {"aws-sdk-go v1 PutObject, signed content-disposition and x-amz-acl, token", "PUT",
     "https://bucket.s3.mock-region.amazonaws.com/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F19700101%2Fmock-region%2Fs3%2Faws4_request&X-Amz-Date=19700101T000000Z&X-Amz-Expires=300&X-Amz-Security-Token=SESSION&X-Amz-SignedHeaders=content-disposition%3Bhost%3Bx-amz-acl&X-Amz-Signature=2d76a414208c0eac2a23ef9c834db9635ecd5a0fbb447a00ad191f82d854f55b",
     "SECRET", {{"content-disposition", "a+b c$d"}, {"x-amz-acl", "public-read"}}, kUnsignedPayload, Verifying::kAccepts},
    {"smithy-ts no body (payload sha256(\"\"))", "POST",
     "https://foo.us-bar-1.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=foo%2F20000101%2Fus-bar-1%2Ffoo%2Faws4_request&X-Amz-Date=20000101T000000Z&X-Amz-Expires=1800&X-Amz-SignedHeaders=host&X-Amz-Signature=46f0091f3e84cbd4552a184f43830a4f8b42fd18ceaefcdc2c225be1efd9e00e",
     "bar", {}, kEmptyHash, Verifying::kAccepts},
    {"smithy-ts binary body deadbeef hashed", "POST",
     "https://foo.us-bar-1.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=foo%2F20000101%2Fus-bar-1%2Ffoo%2Faws4_request&X-Amz-Date=20000101T000000Z&X-Amz-Expires=1800&X-Amz-SignedHeaders=host&X-Amz-Signature=bd1427cfdc9a3b0a55609b0114d1dab4dfebca81a9496d6c47dedf65a3ec3bcb",
     "bar", {}, "5f78c33274e43fa9de5659265c1d917e25c03722dcb0b8d27db8d5feaa813953", Verifying::kAccepts},
    {"smithy-ts stream body (UNSIGNED-PAYLOAD)", "POST",
     "https://foo.us-bar-1.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=foo%2F20000101%2Fus-bar-1%2Ffoo%2Faws4_request&X-Amz-Date=20000101T000000Z&X-Amz-Expires=1800&X-Amz-SignedHeaders=host&X-Amz-Signature=457d44313f7b225c3523ddfc0ca161dfd010269b98c837a7a6f1b26ceb87ae4c",
     "bar", {}, kUnsignedPayload, Verifying::kRefuses},
};
// clang-format on

// KnownQuestion is what the known URL grants, and the signature it has.
struct KnownQuestion {
  PresignRequest request;
  std::string_view target;
  std::string signature;
};

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

KnownQuestion ReadKnown(const KnownAnswer& known) {
  KnownQuestion asked;
  PresignRequest& request = asked.request;
  const std::size_t host = known.url.find("://") + 3;
  const std::size_t path = known.url.find('/', host);
  asked.target = known.url.substr(path);
  const Target target = SplitTarget(asked.target);
  const QueryString query = ParseQueryString(target.raw_query);

  request.now = *ParseAmzDate(*DecodedValue(query, "X-Amz-Date"));
  request.method = known.method;
  request.scheme = known.url.substr(0, host - 3);
  request.host = known.url.substr(host, path - host);
  request.path = target.raw_path;
  for (const QueryParameter& parameter : query.parameters) {
    const std::string name(parameter.raw_name);
    if (!IsAuthenticationParameter(name)) {
      request.query.emplace_back(name, DecodedValue(parameter));
    }
  }
  request.headers = known.headers;
  request.payload = known.payload;
  request.expires = std::stoll(*DecodedValue(query, "X-Amz-Expires"));
  const auto credential = Split(*DecodedValue(query, "X-Amz-Credential"), '/');
  request.region = credential.at(2);
  request.service = credential.at(3);
  if (!IsS3Service(request.service)) request.path_encoding = PathEncoding::kTwice;
  request.credentials.access_key_id = credential.at(0);
  request.credentials.secret_access_key = known.secret;
  if (request.service == "s3express") request.credentials.session.emplace();
  request.credentials.session_token =
      DecodedValue(query, TokenParameter(IssuerOf(request.credentials)));
  asked.signature = *DecodedValue(query, "X-Amz-Signature");
  return asked;
}

TEST(KnownAnswers, ComeOutOfPresign) {
  for (const KnownAnswer& known : kKnownAnswers) {
    const KnownQuestion asked = ReadKnown(known);
    const auto presigned = Presign(asked.request);
    ASSERT_TRUE(presigned.ok()) << known.name << ": " << presigned.rejection().detail;
    EXPECT_EQ(presigned.value().derivation.signature, asked.signature) << known.name;
  }
}

TEST(KnownAnswers, AreAcceptedByVerify) {
  for (const KnownAnswer& known : kKnownAnswers) {
    const KnownQuestion asked = ReadKnown(known);
    HttpRequest request{known.method, asked.request.scheme, std::string(asked.target),
                        known.headers, std::nullopt};
    request.headers.insert(request.headers.begin(), {"Host", asked.request.host});
    if (known.payload != kUnsignedPayload) request.body_sha256 = known.payload;
    VerifyContext context;
    context.now = asked.request.now;
    context.service = asked.request.service;
    context.region = asked.request.region;
    context.path_encoding = asked.request.path_encoding;
    context.credentials = {&asked.request.credentials, 1};

    const auto accepted = Verify(request, context);
    ASSERT_EQ(accepted.ok(), known.verifying == Verifying::kAccepts) << known.name;
    if (!accepted.ok()) {
      EXPECT_EQ(accepted.rejection().rule, Rule::kSignature) << known.name;
    }
  }
}

}  // namespace
}  // namespace countersign
