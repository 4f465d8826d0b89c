// Mutants of the buckets that are no ordinary ones: access points, S3 on Outposts, Object Lambda
// and the directory buckets of S3 Express. Listed by catalogue.h.
#include <algorithm>
#include <string>
#include <string_view>

#include "access_key.h"
#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/policy_input.h"
#include "mutants/steps.h"
#include "policy/wildcard.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

constexpr std::string_view kExpress = "s3express";

// ---- S3 Express

void TokenOfEveryKeyIsASessions(PresignRequest& r) {
  if (r.service == kExpress && r.credentials.session_token) r.credentials.session.emplace();
}

Refusal EveryTokenIsASessions(VerifyState& v) {
  Credentials signer = *v.signer;
  if (v.context.service == kExpress && signer.session_token) signer.session.emplace();
  return CheckToken(signer, v.context.service, v.given, v.context.now);
}

Refusal SessionOfAnyBucket(VerifyState& v) {
  return AuthorizeWith(v, [&v](PolicyInput& input) {
    if (input.signer.session) input.signer.session->bucket = v.context.bucket;
  });
}

// Compares what stands before "--" with the beginning of the bucket's name.
Refusal SessionBucketByItsBeginning(VerifyState& v) {
  return AuthorizeWith(v, [&v](PolicyInput& input) {
    if (!input.signer.session) return;
    std::string& bucket = input.signer.session->bucket;
    if (v.context.bucket.starts_with(bucket.substr(0, bucket.find("--")))) {
      bucket = v.context.bucket;
    }
  });
}

Refusal EverySessionWrites(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.signer.session) input.signer.session->mode = SessionMode::kReadWrite;
  });
}

Refusal SessionForEveryOperation(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kAuthorization, v);
  return refusal && refusal->rule == Rule::kIamOperation ? std::nullopt : refusal;
}

Refusal SessionModeOfPoliciesIgnored(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      std::erase_if(statement.conditions, [](const Condition& condition) {
        return condition.key == ConditionKey::kSessionMode;
      });
    });
  });
}

Refusal WithoutAModeReadWrite(VerifyState& v) {
  const bool asked =
      SignedValue("x-amz-create-session-mode", v.request.headers, v.query).has_value();
  return AuthorizeWith(v, [asked](PolicyInput& input) {
    ChangeStatements(input, [asked](Statement& statement) {
      for (Condition& condition : statement.conditions) {
        if (asked || condition.key != ConditionKey::kSessionMode) continue;
        for (Operand& operand : condition.operands) {
          if (operand == Operand(std::string("ReadOnly"))) operand = std::string();
        }
      }
    });
  });
}

// RenameActions replaces `from` at the beginning of each action by `to`.
Refusal RenameActions(VerifyState& v, std::string_view from, const std::string& to) {
  return AuthorizeWith(v, [&](PolicyInput& input) {
    ChangeStatements(input, [&](Statement& statement) {
      for (std::string& action : statement.actions.patterns) {
        if (action.starts_with(from)) action.replace(0, from.size(), to);
      }
    });
  });
}

Refusal CreateSessionAllowsAll(VerifyState& v) {
  return RenameActions(v, "s3express:CreateSession", "s3express:*");
}

Refusal DirectoryBucketsListedAsBuckets(VerifyState& v) {
  return RenameActions(v, "s3express:ListAllMyBuckets", "s3express:ListAllMyDirectoryBuckets");
}

constexpr Mutant kExpressMutants[] = {
    {.name = "express-token-of-every-key",
     .mistake = "Takes every token at S3 Express for a session's, also one of a role that asks for "
                "a session.",
     .rules = {"services/s3-express-create-session", "services/s3-express-iam-operations"},
     .presign = {.request = TokenOfEveryKeyIsASessions},
     .verify = {.steps = {Replace(StepId::kToken, EveryTokenIsASessions)}}},
    {.name = "express-session-of-any-bucket",
     .mistake = "Lets a session of one directory bucket open every other.",
     .rules = {"services/s3-express-session-bucket"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SessionOfAnyBucket)}}},
    {.name = "express-session-bucket-by-its-beginning",
     .mistake = "Compares only the beginning of the bucket's name with the session's.",
     .rules = {"services/s3-express-session-bucket"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SessionBucketByItsBeginning)}}},
    {.name = "express-read-only-session-writes",
     .mistake = "Does not look at the mode of a session.",
     .rules = {"services/s3-express-session-mode"},
     .verify = {.steps = {Replace(StepId::kAuthorization, EverySessionWrites)}}},
    {.name = "express-session-for-every-operation",
     .mistake = "Accepts a session for CopyObject and CreateSession.",
     .rules = {"services/s3-express-iam-operations"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SessionForEveryOperation)}}},
    {.name = "express-session-mode-not-a-key",
     .mistake = "Ignores s3express:SessionMode in policies.",
     .rules = {"services/s3-express-create-session"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SessionModeOfPoliciesIgnored)}}},
    {.name = "express-without-a-mode-read-write",
     .mistake = "Takes a request without a session's mode for ReadWrite alone.",
     .rules = {"services/s3-express-create-session"},
     .references = {"aws/aws-sdk-go-v2#3204"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutAModeReadWrite)}}},
    {.name = "express-create-session-allows-all",
     .mistake = "Lets s3express:CreateSession stand for the actions on buckets, too.",
     .rules = {"services/s3-express-control"},
     .verify = {.steps = {Replace(StepId::kAuthorization, CreateSessionAllowsAll)}}},
    {.name = "express-lists-as-s3-does",
     .mistake = "Names the action that lists directory buckets ListAllMyBuckets.",
     .rules = {"services/s3-express-control", "policy/actions-of-the-service"},
     .references = {"iann0036/iam-dataset#44"},
     .verify = {.steps = {Replace(StepId::kAuthorization, DirectoryBucketsListedAsBuckets)}}},
};

// ---- Names of the services in policies

Refusal ActionsOfS3ForAll(VerifyState& v) {
  return RenameActions(v, "s3:", v.context.service + ":");
}

Refusal KeysOfS3ForAll(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      for (Condition& condition : statement.conditions) condition.service = {};
    });
  });
}

// Knows the keys by their names at S3 only.
Refusal KeysOfOtherServicesAbsent(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      for (Condition& condition : statement.conditions) {
        if (!condition.service.empty()) condition.service = "s3";
      }
    });
  });
}

// ChangeResources calls `change` with each resource of each statement.
template <typename Change>
Refusal ChangeResources(VerifyState& v, Change change) {
  return AuthorizeWith(v, [&](PolicyInput& input) {
    ChangeStatements(input, [&](Statement& statement) {
      for (std::string& resource : statement.resources.patterns) change(resource);
    });
  });
}

Refusal ArnsOfS3ForAll(VerifyState& v) {
  return ChangeResources(v, [&v](std::string& resource) {
    if (v.context.service != "s3" && resource.starts_with("arn:aws:s3:::")) resource = "*";
  });
}

Refusal ResourceUpTo(VerifyState& v, std::string_view service, std::string_view end) {
  return ChangeResources(v, [&](std::string& resource) {
    if (v.context.service != service) return;
    const std::size_t at = resource.find(end);
    if (at != std::string::npos) resource.resize(at);
  });
}

Refusal ObjectsOfObjectLambda(VerifyState& v) {
  return ResourceUpTo(v, "s3-object-lambda", "/object/");
}

Refusal ObjectsOfDirectoryBuckets(VerifyState& v) { return ResourceUpTo(v, kExpress, "/test.txt"); }

Refusal AnyOutpost(VerifyState& v) {
  return ChangeResources(v, [](std::string& resource) {
    const std::size_t at = resource.find(":outpost/op-");
    if (at != std::string::npos)
      resource.replace(at, resource.find('/', at + 9) - at, ":outpost/*");
  });
}

constexpr Mutant kServiceNames[] = {
    {.name = "policy-actions-of-s3-for-all",
     .mistake = "Reads the actions of s3: as those of Outposts, Object Lambda and S3 Express.",
     .rules = {"policy/actions-of-the-service"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ActionsOfS3ForAll)}}},
    {.name = "policy-keys-of-s3-for-all",
     .mistake = "Reads the condition keys of s3: as those of every service.",
     .rules = {"policy/keys-of-the-service"},
     .verify = {.steps = {Replace(StepId::kAuthorization, KeysOfS3ForAll)}}},
    {.name = "policy-keys-of-other-services-absent",
     .mistake =
         "Does not know s3-outposts:signatureAge and its kin, so a Deny with them never holds.",
     .rules = {"policy/keys-of-the-service"},
     .verify = {.steps = {Replace(StepId::kAuthorization, KeysOfOtherServicesAbsent)}}},
    {.name = "policy-arns-of-s3-for-all",
     .mistake = "Accepts arn:aws:s3:::BUCKET for buckets on Outposts and directory buckets.",
     .rules = {"policy/resource-of-a-directory-bucket", "policy/resource-on-an-outpost"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ArnsOfS3ForAll)}}},
    {.name = "policy-of-any-outpost",
     .mistake = "Does not compare the Outpost in an ARN.",
     .rules = {"policy/resource-on-an-outpost"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AnyOutpost)}}},
    {.name = "policy-objects-of-object-lambda",
     .mistake = "Takes ARN/object/KEY for a resource of Object Lambda.",
     .rules = {"policy/resource-of-object-lambda"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ObjectsOfObjectLambda)}}},
    {.name = "policy-objects-of-directory-buckets",
     .mistake = "Takes the ARN of an object for a resource of S3 Express.",
     .rules = {"policy/resource-of-a-directory-bucket"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ObjectsOfDirectoryBuckets)}}},
};

// ---- Access points

// Takes a scope of fips-REGION or REGION-fips for one of REGION.
Refusal FipsRegionAccepted(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kCredential, v);
  if (!refusal || refusal->rule != Rule::kRegion) return refusal;
  CredentialParameter checked = v.credential;
  std::string_view& region = checked.scope.region;
  if (region.starts_with("fips-")) region.remove_prefix(5);
  if (region.ends_with("-fips")) region.remove_suffix(5);
  return CheckScope(checked, v.context.service, v.context.region);
}

Refusal AccessPointPolicyIgnored(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.access_point) input.access_point->policy.reset();
  });
}

Refusal BucketBehindNotAsked(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.access_point) input.bucket_policy = AllowEverything();
  });
}

Refusal AccessPointTakenForItsBucket(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.access_point.reset(); });
}

void AliasIsABucket(HttpRequest& request, VerifyContext& context) {
  const HeaderField* host = FindHeader(request.headers, "host");
  if (host != nullptr && host->value.find("-s3alias.") != std::string::npos) {
    context.access_point = nullptr;
  }
}

Refusal ObjectWithoutItsWord(VerifyState& v) {
  return ChangeResources(v, [](std::string& resource) {
    const std::size_t name = resource.find(":accesspoint/");
    if (name == std::string::npos || resource.find("/object/") != std::string::npos) return;
    const std::size_t key = resource.find('/', name + std::string_view(":accesspoint/").size());
    if (key != std::string::npos) resource.insert(key, "/object");
  });
}

Refusal NetworkOriginNotChecked(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kAuthorization, v);
  return refusal && refusal->rule == Rule::kAccessPointOrigin ? std::nullopt : refusal;
}

Refusal AnyVpc(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.access_point && input.access_point->vpc && input.origin.source_vpc) {
      input.access_point->vpc = input.origin.source_vpc;
    }
  });
}

Refusal AccessPointKeysIgnored(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      std::erase_if(statement.conditions, [](const Condition& condition) {
        return condition.key == ConditionKey::kDataAccessPointArn ||
               condition.key == ConditionKey::kDataAccessPointAccount ||
               condition.key == ConditionKey::kAccessPointNetworkOrigin;
      });
    });
  });
}

void ObjectLambdaAnswersLikeS3(Answer& answer, const VerifyMessage& message) {
  if (message.server.service != "s3-object-lambda") return;
  ReplaceError(answer, "signature-mismatch", 403, "SignatureDoesNotMatch");
}

// ---- Access points of directory buckets

void SignedForS3(PresignRequest& r) {
  if (r.service == kExpress && r.host.find("--xa-s3.") != std::string::npos) r.service = "s3";
}

// Changes the scope of the access point, if there is one.
template <typename Change>
Refusal ChangeScope(VerifyState& v, Change change) {
  return AuthorizeWith(v, [&](PolicyInput& input) {
    if (input.access_point && input.access_point->scope) change(*input.access_point->scope);
  });
}

Refusal ScopeOperationsIgnored(VerifyState& v) {
  return ChangeScope(v, [](AccessPointScope& scope) { scope.permissions.clear(); });
}

Refusal ScopePrefixesIgnored(VerifyState& v) {
  return ChangeScope(v, [](AccessPointScope& scope) { scope.prefixes.clear(); });
}

Refusal ScopeStarsAreText(VerifyState& v) {
  return ChangeScope(v, [](AccessPointScope& scope) {
    for (std::string& prefix : scope.prefixes) {
      std::replace(prefix.begin(), prefix.end(), '*', kLiteralStar);
    }
  });
}

// A prefix without a star that is not the whole key becomes one that no key begins with.
Refusal ScopePrefixesAreWholeKeys(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (!input.access_point || !input.access_point->scope) return;
    for (std::string& prefix : input.access_point->scope->prefixes) {
      const bool has_star = prefix.find('*') != std::string::npos;
      if (!has_star && input.raw_path != "/" + prefix) prefix.insert(0, input.raw_path);
    }
  });
}

// Asks the policies, which allow a session everything, and not the scope.
Refusal SessionWithoutScope(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.signer.session && input.access_point) input.access_point->scope.reset();
  });
}

Refusal SessionOfTheBucketBehind(VerifyState& v) {
  return AuthorizeWith(v, [&v](PolicyInput& input) {
    if (!input.signer.session || !input.access_point) return;
    input.access_point.reset();
    input.signer.session->bucket = v.context.bucket;
  });
}

Refusal ScopePermissionsNotAKey(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      std::erase_if(statement.conditions, [](const Condition& condition) {
        return condition.key == ConditionKey::kPermissions;
      });
    });
  });
}

constexpr Mutant kExpressAccessPoints[] = {
    {.name = "express-access-point-signed-for-s3",
     .mistake = "Knows directory buckets by --x-s3 alone, and signs for s3 where --xa-s3 stands.",
     .rules = {"services/s3-express-access-point"},
     .presign = {.request = SignedForS3}},
    {.name = "express-access-point-session-without-scope",
     .mistake = "Lets a session past the scope of the access point.",
     .rules = {"services/s3-express-access-point-scope"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SessionWithoutScope)}}},
    {.name = "express-access-point-operations-ignored",
     .mistake = "Looks at the prefixes of a scope, not at its operations.",
     .rules = {"services/s3-express-access-point-scope"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ScopeOperationsIgnored)}}},
    {.name = "express-access-point-prefixes-ignored",
     .mistake = "Looks at the operations of a scope, not at its prefixes.",
     .rules = {"services/s3-express-access-point-scope"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ScopePrefixesIgnored)}}},
    {.name = "express-access-point-stars-are-text",
     .mistake = "Compares the star of a scope's prefix with the key.",
     .rules = {"services/s3-express-access-point-scope"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ScopeStarsAreText)}}},
    {.name = "express-access-point-prefixes-are-whole-keys",
     .mistake = "Takes a prefix of a scope that has no star for the whole name of an object.",
     .rules = {"services/s3-express-access-point-scope"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ScopePrefixesAreWholeKeys)}}},
    {.name = "express-access-point-session-of-the-bucket",
     .mistake = "Accepts every session at an access point, and forgets the access point.",
     .rules = {"services/s3-express-access-point"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SessionOfTheBucketBehind)}}},
    {.name = "express-permissions-not-a-key",
     .mistake = "Ignores s3express:Permissions in policies.",
     .rules = {"policy/scope-permissions"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ScopePermissionsNotAKey)}}},
};

constexpr Mutant kAccessPoints[] = {
    {.name = "credential-fips-region-accepted",
     .mistake = "Accepts fips-REGION in the scope, as SDKs once called an endpoint.",
     .rules = {"credential/region", "endpoint/resolves-to-its-region"},
     .references = {"boto/botocore"},
     .verify = {.steps = {Replace(StepId::kCredential, FipsRegionAccepted)}}},
    {.name = "access-point-policy-ignored",
     .mistake = "Does not evaluate the policy of an access point.",
     .rules = {"policy/access-point-and-bucket", "policy/resource-of-object-lambda"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AccessPointPolicyIgnored)}}},
    {.name = "access-point-bucket-not-asked",
     .mistake = "Asks the access point's policy and not the bucket's.",
     .rules = {"policy/access-point-and-bucket"},
     .verify = {.steps = {Replace(StepId::kAuthorization, BucketBehindNotAsked)}}},
    {.name = "access-point-taken-for-its-bucket",
     .mistake = "Treats a request through an access point as one to the bucket.",
     .rules = {"policy/access-point-and-bucket", "policy/access-point-resource",
               "policy/data-access-point", "network/access-point-of-a-vpc"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AccessPointTakenForItsBucket)}}},
    {.name = "access-point-alias-is-a-bucket",
     .mistake = "Forgets the access point and its policy if it is addressed by its alias.",
     .rules = {"services/access-point-alias"},
     .verify = {.request = AliasIsABucket}},
    {.name = "access-point-object-without-its-word",
     .mistake = "Reads ARN/KEY in an access point's policy as ARN/object/KEY.",
     .rules = {"policy/access-point-resource"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ObjectWithoutItsWord)}}},
    {.name = "access-point-network-not-checked",
     .mistake = "Lets requests from anywhere through an access point of a VPC.",
     .rules = {"network/access-point-of-a-vpc"},
     .verify = {.steps = {Replace(StepId::kAuthorization, NetworkOriginNotChecked)}}},
    {.name = "access-point-of-any-vpc",
     .mistake = "Lets every VPC through an access point of one.",
     .rules = {"network/access-point-of-a-vpc"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AnyVpc)}}},
    {.name = "access-point-keys-ignored",
     .mistake = "Ignores conditions about the access point.",
     .rules = {"policy/data-access-point"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AccessPointKeysIgnored)}}},
    {.name = "object-lambda-answers-like-s3",
     .mistake = "Answers a wrong signature at Object Lambda with SignatureDoesNotMatch.",
     .rules = {"services/object-lambda-signature"},
     .verify = {.answer = ObjectLambdaAnswersLikeS3}},
};

}  // namespace

MutantTables AccessPointMutants() {
  return {kExpressMutants, kServiceNames, kAccessPoints, kExpressAccessPoints};
}

}  // namespace countersign
