#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "presign.h"
#include "sigv4/digest.h"
#include "sigv4/p256.h"
#include "sigv4/sigv4a_key.h"
#include "sigv4/sigv4a_signature.h"
#include "verify.h"

// The 38 query-signing cases of AWS's own suite: awslabs/aws-c-auth 495329c,
// tests/aws-signing-test-suite, query-signature.txt of each in v4 and v4a, and of v4a
// query-string-to-sign.txt and public-key.json. They exercise a service that is not
// S3: path encoded twice and normalised, payload line the body's hash. In
// get-header-value-multiline the folded lines are joined, as a header travels today; where the
// suite adds the token after signing (post-sts-header-after), the canonical request has no token.
namespace countersign {
namespace {

constexpr auto kNever = PathNormalization::kNever;
constexpr auto kRemoveDotSegments = PathNormalization::kRemoveDotSegments;
constexpr std::string_view kHashOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view kNoToken = "";
constexpr std::string_view kShortToken =
    "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
constexpr std::string_view kLongToken =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA"
    "eMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8p"
    "hUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT"
    "38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabI"
    "Qwj2ICCR/oLxBA==";

struct SuiteCase {
  std::string_view name;
  std::string method;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<HeaderField> headers;
  std::string_view token;
  PathNormalization normalization;
  std::string_view payload;
  std::string_view signature;  // of SigV4
  // Of SigV4A: the SHA-256 of the canonical request, and one of its right signatures.
  std::string_view sigv4a_hash;
  std::string_view sigv4a_signature;
};

// clang-format off
const SuiteCase kSuite[] = {
    {"get-header-key-duplicate", "GET", "/", {},
     {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97",
     "a6e21a0099c98cbb4ec73928a08e8b116dfd634c471a8c03c4007b5258b664ea",
     "3045022100e1e03fa80218cb464404dc4badbdf443f5f5bb504840a2b3803565a28be0388d022063399d4fb8b974906e87a8d67bf7e95334d9dc620817ef92eb2bc6affb1c6a10"},
    {"get-header-value-multiline", "GET", "/", {},
     {{"My-Header1", "value1  value2     value3"}},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e6f5def831211aca02987a44b96826706278c7bc078112ae0263659c5b2f2d56",
     "960c3db8a6ce71c62c4bc13e5f2a72231a8f1a644d52e688ac1524ecd4b09643",
     "30450220159829015456fd111a27c4e0d6a555da894aefd23c96c5eb915b94bf6788499a022100fd48a0b97d1c32a11ee33873f87953a3ef410978f226b4a708acb9e582828fde"},
    {"get-header-value-order", "GET", "/", {},
     {{"My-Header1", "value4"}, {"My-Header1", "value1"}, {"My-Header1", "value3"}, {"My-Header1", "value2"}},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "313720e71ca6202fdcfa9b20f88de01a4eb0638a83c833b1c184359a4eda864e",
     "e2bf35ea25a1943bf52cfc8348c787db8fd8ca642dc9f2b9443939c2fb0d3c54",
     "3045022044e0c722f2d02673c326d0ac38aae57e2877e158b700de702e5dd082be680f65022100841bb5007fb5ece1078add2bf38e84f1b7ea13e67b935d1fd021014eedee46a4"},
    {"get-header-value-trim", "GET", "/", {},
     {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4",
     "4f92ebcf5f0844588e443a2243fafdb64319c6d1ad913c07686129b9991326a3",
     "3045022100a765fa4e0a2c5d56292cc9aa654332858bcbb2af27b8c488157113f2c084776b02206145afa6dbb99993e499863fa36e592b94ddaeefbd778a473348204f26c15547"},
    {"get-relative-normalized", "GET", "/example/..", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
     "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81",
     "304402200ef7c6ac7bfaaddbf4df3a4b03ab2e4e24e992d305fa133ef0f6c826ad9850e602203ef21f22e239cd1971310c404c80d6e50c5cd06eae1452695ae762d1a9a51c90"},
    {"get-relative-relative-normalized", "GET", "/example1/example2/../..", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
     "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81",
     "304402200afc56cdc43e814e44408999f2fb2fe0f8992877345b09e402b28fb2063e4987022035cdba28f5462e9034f45fc5f879bd2305943f9a1830b0f7fbe6468658ba52c1"},
    {"get-relative-relative-unnormalized", "GET", "/example1/example2/../..", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "b45db0bfd1cf15003493b733e33aa208dd981bd0e63037a6ed953f71d2118a16",
     "504892d7f7262dd98d79ab7f3bb6f918cd59d491aacb2d76450f6e065479b31a",
     "3046022100a11cd4cae39a6b3553651f9c6360898278d90a3cb8f736184ff6bdb8564decbc022100d86a34623cc34890750a7fe8a30948638f6dace0e558c3ff82a0cf6256067503"},
    {"get-relative-unnormalized", "GET", "/example/..", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "cbcb213b928a077e43275df47b500f1dfaa864ab3f5a18f6b95f4ff0938167ee",
     "bbbb3668f996906ebb2c96ebdc2418af99656315adaf647989ab336c88fb516e",
     "3045022074d05647e395d4bf3d751953c7242ee27dd16fbae3f604a272d3acc3d72ba5fb022100ddccd95ac05f60f10d5e95c5847b49018bbfa1084361bf338964408cc2162fff"},
    {"get-slash-dot-slash-normalized", "GET", "/./", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
     "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81",
     "3046022100ea775dcca84dbada39eb9e7d55183c31d7294d1826d965c2ade1730bd20ac7cb022100aaab5325eed9bb3f93814af0fd0170893cbeeff052d0bb554f91a394fd2f5135"},
    {"get-slash-dot-slash-unnormalized", "GET", "/./", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "a9b13e8f3484d9505bf1a6f347219f8f35b0fe8f128ceea597efc146a3dfe90c",
     "0d146fed00cdf50d7a87864583b7a33ca75322aab46b0a2d204f5d0c13440917",
     "304402207999228e5213710741e030ffa7dfa83ce3676384c5df044431bc854488a08abd0220248ff8a956bbcbc641c0ec4a7853774f44112b1571f861fc5aebf78282fd7e63"},
    {"get-slash-normalized", "GET", "//", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
     "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81",
     "3045022100b1c08ec4e9a6313f2de7bd8ce726845ea7a3cc636a21ab7258a3067836a6601b02206b76d7a9845bfb683eb30d126a1dc4657e8b64762d4bfb976da9fa132c4a9bd7"},
    {"get-slash-pointless-dot-normalized", "GET", "/./example", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "35034b1a0bdd969f346975386daf8aedfd4976573b8348cf4f67eaa41c5857de",
     "0cc67a8acfed5946b645794c649dd98d3485728119cdf17d38985ba0ff55abca",
     "3045022004b3d54ffdc33558a93c158a156ef1b50963d051e58ecb88b6809629d6b93860022100d88f70cb68de54e8abc628cb2325bcb32fab1a207d482010955f844812ad5174"},
    {"get-slash-pointless-dot-unnormalized", "GET", "/./example", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "72b11f16d9530b18204bfb71f2d6ab085894c0ed8d352730a6e76234c58b5e10",
     "efbe4f47c2acbb53fbfd0be6846cfa35a48c21f3f800e741278dae7b721302b4",
     "304502202c31415712324143f4f20aebbd0f8a2fd4fcdd49d68ac95cd6815db3c0e6407b022100cb46cb62bbd024da2e29445c3378a32057b68b272fb2a08c79bfdcbc398505f3"},
    {"get-slash-unnormalized", "GET", "//", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "b2a9542809db687769200f56a844a03f2bd0291d6eb90232d5101c6a579446cd",
     "633e0570a745c18cc22e43af8be65cfed3e7173061ec403353734bdfae90e0b6",
     "3045022100abcadf84ed6f4bf5c19df3220b13e370ef093e5e7a5a5093c1a796a3de7804710220568ec0dafd60aa764002ce2ac7c89f403b47142dc7e0e48ded1691929488c88e"},
    {"get-slashes-normalized", "GET", "//example//", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082",
     "ab3f7b8af0ce16e0faf508160fb13d890874992d74f36214ae9eec7437361f2b",
     "3045022100dfd2281b396d138207f0e58889bd6cc4d95ffd8d64e6f37ef2a9f2a15cab6944022060d05a747cd4e3c49cb50bf58d834ae917cd1ebd1524a352fb64f4d54f9ba279"},
    {"get-slashes-unnormalized", "GET", "//example//", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "822a5a9ba28072c5ab2bb4a6307d0c88276d40e49fec6b724c03fb4d4ba60fc2",
     "660b4a6f0bd53b287cefb21cdf69c1574303de44d2e9f7759b5379b428b70157",
     "3045022100fa1d3e99997a184d59e23fb8bfeca08a5f94f2e7b89b0320d11deacab3593f0f022009c0785ec02c5dda370a3eb714feb51e3b0d56df674571bf7146bf8277897e65"},
    {"get-space-normalized", "GET", "/example space/", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6",
     "6a2f4ddc0e28ca4b91abed80c45ad628fc63d8a4cd9c443869d5dd6cf07235ed",
     "3045022100fc068fdda7586bec9ac9ed341e7a81bf1e1f8c60fee6e22165868ecac62e404d02200620b5d68b9be75210336618fc0a884439ce1ae93085adb03e27f1ce7ca4912e"},
    {"get-space-unnormalized", "GET", "/example space/", {},
     {},
     kNoToken, kNever, kHashOfNothing,
     "7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6",
     "6a2f4ddc0e28ca4b91abed80c45ad628fc63d8a4cd9c443869d5dd6cf07235ed",
     "304502201825fe5d62f321a740cbe590ce0c0c17045eed9acbbbd574d3cefbec349d06c5022100bcd482f85374b24d9f1f5000d2de7e12a4e0c8f5277e73d29c41ecc45390e731"},
    {"get-unreserved", "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "95968482db1b9e0fadef6efc1bd24689f77c77d9ef56919c96a28cc92e0d6005",
     "a967a5035e5dc574f94fb9f0de0faf9d56e889c26d9a65d7d0a15d89690280d1",
     "3045022100a8e6e2918ceb211f77810150d828be217af238ca95db6f88264d668ffacefb8b02204122d651c775a3ed8f40f3bfe37a2c8fec28cd53027b599eddd7115e06ca4bb0"},
    {"get-utf8", "GET", "/\341\210\264", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44",
     "b77c78c8276c5eac930db70b21b69b34d0c2560e1a963ab28e28481ef6a4ff66",
     "30460221008cf2ac3d46b7529fe7b73add56626a546fc9372b458e197dbd355198465e0918022100c059b86e01bd11d31c5fe19ee7c73fe3b8058ad2cebe2fe74c779c4a6a95684a"},
    {"get-vanilla-empty-query-key", "GET", "/", {{"Param1", "value1"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "49096700cbbaa5753443850f40df10f904fc2fdb544dc9512203cc77c471a9de",
     "07551f1d699afeb50d6811a527ab7b0270b60448ea27d8cbccb9750d68287b3f",
     "30460221009a9e99aefe8effed47320e6e9f54cb943e2f72ce638ed7aae2a6711240304b82022100a90e99f053dd51912a6993299229e19aebbd81e68d4d24a1bdedcc6717c9f456"},
    {"get-vanilla-query-order-encoded", "GET", "/", {{"Param-3", "Value3"}, {"Param", "Value2"}, {"\341\210\264", "Value1"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787",
     "56d9ab07692614338f2aa44f1018ad4102b19305fba8b83383d2d7c6ca816614",
     "3046022100dcc853d7fbd59ceebd1ac57d404b979a7252cf88c79dcc6d58167902750235fd022100ffa98128e35b03aa434287165980f78533e9e6dfc80373cea82b047f4f0554ee"},
    {"get-vanilla-query-order-key-case", "GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5",
     "c688584c3dbae2868c4911c825239f2c9375e66b9962f21db60b9b2fcd75bf45",
     "304402207c976c47b1bcf7333ad10fcf78498bb14a368a6cd8f58703d47c9e91c4468c13022059a3715bafae9410271bf3355ccd0bbc622fe90f3c0168203d83323297789de5"},
    {"get-vanilla-query-unreserved", "GET", "/", {{"-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf",
     "5d8923c620c699f856a35a6eb8dd786fd4c8c6ab0a35c552caeb5b648989433f",
     "30450220720698c40b04f1a2e1f94e91ed9a59f8b2a2e70cb55e6dd245d0aec039cad6ea022100b2076666b780735e1ddabf773f141ff49f8df3686ffb6c4c7798ba22470e3819"},
    {"get-vanilla-query", "GET", "/", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
     "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81",
     "304402203840161a4739cd19b33c2186657554e140b84ce1fe9021074f154410b97ffad002200606f4430d72826616b2cd47590fcee42bbf23cb0287458389a43f9e6edd897d"},
    {"get-vanilla-utf8-query", "GET", "/", {{"\341\210\264", "bar"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600",
     "e22d57192c68232f914afff959b8aa1027756098f879c7d4d7615a2469f85c1f",
     "3044022076d8b03a19db63abc106c50f13487d5363f1eac2c77bc4eda764eadba8f84c6502205c0aa76554ba223a97958be9ff34aca35d84cb7b8c7ba698793ead9e6788e241"},
    {"get-vanilla-with-session-token", "GET", "/", {},
     {},
     kShortToken, kRemoveDotSegments, kHashOfNothing,
     "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c",
     "496062b4c2ed2175fe08ad084158783fa8d013c694542af721d49b25d1ebd390",
     "3046022100d51f7ae1ac1b6b3db6c40f69aafb4306f81cdd2d87a85f69b2c4cb8fd057cf21022100cdb787a698c3f53d961f5b6279a0ff246097f50c874bcbf7a249bf4c0f118fb3"},
    {"get-vanilla", "GET", "/", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
     "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81",
     "3045022100b3246f8e1442dd58e73292ae1294720c3256ee58f6cea50f3a3f83b4a4b0331a0220329693f7745c9008a5887c0529ceccb0fae4e16d707b712ea66acdbaf963769a"},
    {"post-header-key-case", "POST", "/", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b",
     "192546340393592ef9baaa24656f55ed91288110e7514b50f0a3f79bb761a29c",
     "304402204afe4ce8de62e37853d0cb8a00f9601532fdeca89d6d8591c72d5bbf728bee2f02202feb0d8e680cab063e0c3c9090c0483f400511678ce83169ddce3e6d040f9ed8"},
    {"post-header-key-sort", "POST", "/", {},
     {{"My-Header1", "value1"}},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "c09d07e0d55871f10f2a6d350d994acf6825a3cae70673d7def55616e6119dd7",
     "336638ab840d4785edc7db35ab9c036bc15ffb2dc1a4e05b04f3a7cd7407593f",
     "304502204f2a31513c9bea5c92dd8045e226dc1db150f768e60b538cacce157c623873dc022100ab5d654ce3c7b917656cec2cf58a3689159e89deed5241ca21e19a40173674c4"},
    {"post-header-value-case", "POST", "/", {},
     {{"My-Header1", "VALUE1"}},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "0698bc9e4f7f9139065ba2909c0e99da257e8e2a42492a097bcd46d792391fed",
     "949fb555e05d3289760ff0f0566ad73a69ed865000d9843b93a15b916dbc8b6f",
     "30450221009895446cb62cfb2dbb5e943baa12cad86c9d903bcfdb400f7e24391566709d8002205a12b1179a7d3569a8dfbfb8c15d0ad2e5e816aff6b2ee0c3deaf0e89fcbea80"},
    {"post-sts-header-after", "POST", "/", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b",
     "192546340393592ef9baaa24656f55ed91288110e7514b50f0a3f79bb761a29c",
     "3046022100f7c89084cbc2c276f6cbc02a6f6b353e2fb3538d02ed31f819324acf0f49cd0b022100823e6714c97899ea16d7f409989b250a911e6930112f8c73cf7d8c660bf2ed2f"},
    {"post-sts-header-before", "POST", "/", {},
     {},
     kLongToken, kRemoveDotSegments, kHashOfNothing,
     "46c2e3c63c1dbe7d39f8ada16fe7f001c1f56c5791441565323677f96308871c",
     "c3a8ba26c461df46b5010b756fb8644fd922a2aea95d77b56295e5e4d3bb155f",
     "304402203a4d2e9bd05ccf8b1e5834f2bb5ab81ea3b1dfbeb84388f07ab3b61ab519332a02204db83afae56ac4e713f631cd15268605d7b36119e672458d86df0cfcb68fe836"},
    {"post-vanilla-empty-query-value", "POST", "/", {{"Param1", "value1"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682",
     "b9ec8df7b378fbee58903f5c54bd50e80a4d2d5aa9532583910ce771e42574fe",
     "3045022100df7ad6c7c07d989d8bf5bdc3953a5992ceb0e0acb40c8fba0fdb2e12b1003a0e022002a3b1109182bf60285df0b581ce2d8c6665215d7c0ae4bc32a43a30bad21626"},
    {"post-vanilla-query", "POST", "/", {{"Param1", "value1"}},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682",
     "b9ec8df7b378fbee58903f5c54bd50e80a4d2d5aa9532583910ce771e42574fe",
     "304402206c9877a31b4f7d0118d45b1e1ac58ed605f2d7ded4005d59c86ac7331737097302201772085759c0ab0ecbf67a85128823319866ee7118945cf569dd17f678aafce5"},
    {"post-vanilla", "POST", "/", {},
     {},
     kNoToken, kRemoveDotSegments, kHashOfNothing,
     "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b",
     "192546340393592ef9baaa24656f55ed91288110e7514b50f0a3f79bb761a29c",
     "30440220158b75ce84ef2d97a0b287759f9104b9e093ef3a912a84bd78d30274d08c10c4022064fb9961da1d951aba42455df5752c3e3fa8055cd053b59ad53b140d54f6aafd"},
    {"post-x-www-form-urlencoded-parameters", "POST", "/", {},
     {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}, {"Content-Length", "13"}},
     kNoToken, kRemoveDotSegments, "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
     "0dbeb9b026c7b6675f266b8427efec9b4fa8b1f6ef1477d717aea231106eab4d",
     "d4dab970413a0459d2a3bb644b278e96e85f2f6ac8fa09a74bbd6a269ec3dd82",
     "3046022100dcfa462c480d85707221a690323639df78fb10eb2f4913abcfc4eec215c39fb8022100bad863cf9d951963fc2d8068a2887742d553283e5086f644e3ca9ff8b262e13c"},
    {"post-x-www-form-urlencoded", "POST", "/", {},
     {{"Content-Type", "application/x-www-form-urlencoded"}, {"Content-Length", "13"}},
     kNoToken, kRemoveDotSegments, "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
     "89a40deed0f26f9461242825a082d2222717248abc7ab41f552ad84a94ad46e9",
     "4e4122984d30d13170a298ece62cc30f8da12578fb3b482616b1f11036b13934",
     "304402205e21d399153f879b0f32c38742d12941299467bfdc213224cc76a97acffd6ec6022035a9be37a38c19e98e5cfc536fabe885e82fbf999081234b364cab5cacff8733"},
};
// clang-format on

PresignRequest RequestOf(const SuiteCase& c) {
  PresignRequest request;
  request.now = *ParseAmzDate("20150830T123600Z");
  request.method = c.method;
  request.scheme = "https";
  request.host = "example.amazonaws.com";
  request.path = c.path;
  request.query = c.query;
  request.headers = c.headers;
  request.payload = c.payload;
  request.expires = 3600;
  request.region = "us-east-1";
  request.service = "service";
  request.path_encoding = PathEncoding::kTwice;
  request.path_normalization = c.normalization;
  request.credentials.access_key_id = "AKIDEXAMPLE";
  request.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  if (!c.token.empty()) request.credentials.session_token = c.token;
  return request;
}

// SigV4A signs the same requests for a set of regions.
PresignRequest SigV4ARequestOf(const SuiteCase& c) {
  PresignRequest request = RequestOf(c);
  request.algorithm = "AWS4-ECDSA-P256-SHA256";
  request.region_set = {request.region};
  request.region.clear();
  return request;
}

// The key pair of the suite's access key, in each public-key.json.
constexpr std::string_view kPublicX =
    "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1";
constexpr std::string_view kPublicY =
    "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518";

P256PublicKey SuitePublicKey() {
  const auto bytes = [](std::string_view hex) {
    Digest digest;
    for (std::size_t i = 0; i < digest.size(); ++i) {
      digest[i] =
          static_cast<unsigned char>(std::stoi(std::string(hex.substr(2 * i, 2)), nullptr, 16));
    }
    return digest;
  };
  return {bytes(kPublicX), bytes(kPublicY)};
}

// Accepts tells whether a verifier that knows the asker's key accepts the URL's target.
bool Accepts(const PresignRequest& asked, std::string target) {
  HttpRequest request{asked.method, "https", std::move(target), asked.headers, asked.payload};
  request.headers.push_back({"Host", asked.host});
  VerifyContext context;
  context.now = asked.now;
  context.service = asked.service;
  context.region = "us-east-1";
  context.path_encoding = asked.path_encoding;
  context.path_normalization = asked.path_normalization;
  context.credentials = {&asked.credentials, 1};
  return Verify(request, context).ok();
}

std::string TargetOf(const PresignedUrl& presigned) {
  return presigned.url.substr(presigned.url.find('/', 8));
}

TEST(CrtSuite, HasThirtyEightCases) { EXPECT_EQ(std::size(kSuite), 38u); }

TEST(CrtSuite, ComesOutOfPresignAndIsAcceptedByVerify) {
  for (const SuiteCase& c : kSuite) {
    const PresignRequest asked = RequestOf(c);
    const auto presigned = Presign(asked);
    ASSERT_TRUE(presigned.ok()) << c.name << ": " << presigned.rejection().detail;
    EXPECT_EQ(presigned.value().derivation.signature, c.signature) << c.name;
    EXPECT_TRUE(Accepts(asked, TargetOf(presigned.value()))) << c.name;
  }
}

TEST(CrtSuite, DerivesThePublicKeyOfSigV4A) {
  const auto key = DeriveSigV4AKey({"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"});
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(Hex(PublicKeyOf(*key).x), kPublicX);
  EXPECT_EQ(Hex(PublicKeyOf(*key).y), kPublicY);
}

TEST(CrtSuite, OfSigV4AComesOutOfPresignUpToTheSignature) {
  for (const SuiteCase& c : kSuite) {
    const auto presigned = Presign(SigV4ARequestOf(c));
    ASSERT_TRUE(presigned.ok()) << c.name << ": " << presigned.rejection().detail;
    const Derivation& derived = presigned.value().derivation;
    EXPECT_EQ(Hex(Sha256(derived.canonical_request)), c.sigv4a_hash) << c.name;
    EXPECT_EQ(derived.string_to_sign,
              "AWS4-ECDSA-P256-SHA256\n20150830T123600Z\n20150830/service/aws4_request\n" +
                  std::string(c.sigv4a_hash))
        << c.name;
    EXPECT_NE(derived.signature, c.sigv4a_signature) << c.name << ": theirs are random";
    const P256PublicKey key = SuitePublicKey();
    EXPECT_TRUE(SigV4ASignatureMatches(key, derived.string_to_sign, derived.signature)) << c.name;
    EXPECT_TRUE(SigV4ASignatureMatches(key, derived.string_to_sign, c.sigv4a_signature)) << c.name;
  }
}

TEST(CrtSuite, OfSigV4AIsAcceptedByVerifyWithTheSignatureOfEither) {
  for (const SuiteCase& c : kSuite) {
    const PresignRequest asked = SigV4ARequestOf(c);
    const std::string ours = TargetOf(Presign(asked).value());
    EXPECT_TRUE(Accepts(asked, ours)) << c.name;
    const std::string before = ours.substr(0, ours.find("X-Amz-Signature="));
    const std::string theirs = before + "X-Amz-Signature=" + std::string(c.sigv4a_signature);
    EXPECT_TRUE(Accepts(asked, theirs)) << c.name;
    std::string altered = theirs;
    altered.back() = altered.back() == '0' ? '1' : '0';
    EXPECT_FALSE(Accepts(asked, altered)) << c.name;
  }
}

}  // namespace
}  // namespace countersign
