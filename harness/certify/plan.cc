#include "certify/plan.h"

#include "certify/one_time.h"
#include "certify/profiles.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"
#include "sigv4/digest.h"
#include "suite/select.h"

namespace countersign {

namespace {

std::vector<const Case*> CertifiedCases(const Suite& suite) {
  Selection everything;
  everything.weakest = Level::kShould;
  return Select(suite, everything);
}

}  // namespace

std::size_t CountCertified(const Suite& suite) { return CertifiedCases(suite).size(); }

Plan MakePlan(const Suite& suite, const Challenge& challenge) {
  Plan plan;
  for (const Case* c : CertifiedCases(suite)) {
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
    // The digest of the request as it is sent, without its id.
    json.Text("request_sha256", Hex(Sha256(EncodeRequestBody(planned.asked.request))));
    json.EndObject();
    text += line + '\n';
  }
  return text;
}

}  // namespace countersign
