#include "certify/plan.h"

#include "certify/one_time.h"
#include "certify/profiles.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"
#include "sigv4/digest.h"
#include "suite/select.h"

namespace countersign {

namespace {

std::vector<const Case*> CertifiedCases(const Suite& suite, AskedOf asked_of) {
  Selection everything;
  everything.weakest = Level::kShould;
  std::vector<const Case*> cases = Select(suite, everything);
  if (asked_of == AskedOf::kEndpoint) {
    std::erase_if(cases, [](const Case* c) { return OpOf(*c) != Op::kVerify; });
  }
  return cases;
}

}  // namespace

std::size_t CountCertified(const Suite& suite, AskedOf asked_of) {
  return CertifiedCases(suite, asked_of).size();
}

Plan MakePlan(const Suite& suite, const Challenge& challenge, AskedOf asked_of) {
  Plan plan;
  for (const Case* c : CertifiedCases(suite, asked_of)) {
    if (asked_of == AskedOf::kEndpoint) {
      plan.cases.push_back({c, *c, std::string(ProfileOf(*c).name), true});
      continue;
    }
    OneTimeCase made = MakeOneTime(*c, challenge);
    plan.cases.push_back(
        {c, std::move(made.asked), std::string(ProfileOf(*c).name), made.is_one_time});
  }
  return plan;
}

std::string PlanText(const Plan& plan) {
  std::string text;
  std::int64_t number = 0;
  for (const PlanEntry& planned : plan.cases) {
    std::string line;
    JsonWriter json(line);
    json.BeginObject();
    json.Integer("number", ++number);
    json.Text("case", planned.vector->id);
    json.Text("level", LevelName(planned.vector->level));
    json.Text("profile", planned.profile);
    json.Flag("one_time", planned.is_one_time);
    // The digest of the request as it is sent, without its id. A live server's keys and time are
    // not known before it is asked.
    json.Text("request_sha256", Hex(Sha256(EncodeRequestBody(planned.asked.request))));
    json.EndObject();
    text += line + '\n';
  }
  return text;
}

}  // namespace countersign
