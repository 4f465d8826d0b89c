#include "writers/html_page.h"

namespace countersign {

const std::string_view kHtmlStyle = R"css(
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f7f9; --text: #1c2127; --soft: #5b6570;
  --line: #dde1e6; --good: #1a7f37; --bad: #c62828; --odd: #9a6700; --mark: #ffd8d6; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --raised: #1c2127; --text: #e3e7ec;
  --soft: #98a2ae; --line: #323a44; --good: #4ac26b; --bad: #ff7b72; --odd: #d8a838; --mark: #6b2420; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; background: var(--ground);
  color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; }
.headline { font-size: 1.15rem; margin: .5rem 0; } .soft { color: var(--soft); }
.problem { border-left: 4px solid var(--bad); background: var(--raised); padding: .5rem .9rem; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { color: var(--soft); font-weight: 600; }
tr.all td { font-weight: 600; border-bottom: 0; } td.zero { color: var(--line); }
.filter { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0; }
.filter button { font: inherit; color: var(--text); background: var(--raised); border: 1px solid var(--line);
  border-radius: 999px; padding: .2rem .8rem; cursor: pointer; }
.filter button[aria-pressed=true] { border-color: var(--text); font-weight: 600; }
.filter button:focus-visible, summary:focus-visible { outline: 2px solid var(--odd); outline-offset: 2px; }
details.case { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; background: var(--raised); }
details.case > summary { cursor: pointer; padding: .5rem .8rem; overflow-wrap: anywhere; }
details.case > div { padding: 0 .8rem .8rem; }
.badge { display: inline-block; min-width: 9.5rem; font-weight: 600; color: var(--odd); }
.pass .badge { color: var(--good); } .fail .badge, .fault .badge, .unexpected-pass .badge { color: var(--bad); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: .3rem 0; padding: .5rem .7rem; background: var(--ground); border: 1px solid var(--line);
  border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.caret { white-space: pre; overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem .9rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 0 1rem; }
a { color: inherit; }
)css";

const std::string_view kHtmlScript = R"js(
const cases = document.querySelectorAll("details.case");
const buttons = document.querySelectorAll(".filter button");
function show(verdict) {
  for (const one of cases) one.hidden = verdict === "problem" ? !one.dataset.problem
    : verdict !== "all" && !one.classList.contains(verdict);
  for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.verdict === verdict));
}
for (const one of buttons) one.addEventListener("click", () => show(one.dataset.verdict));
const first = document.querySelector(".filter button[aria-pressed=true]");
if (first) show(first.dataset.verdict);
)js";

}  // namespace countersign
