#include "writers/html_page.h"

namespace countersign {

const std::string_view kHtmlStyle = R"css(
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f7f9; --text: #1c2127; --soft: #5b6570;
  --line: #dde1e6; --good: #1a7f37; --bad: #c62828; --odd: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --raised: #1c2127; --text: #e3e7ec;
  --soft: #98a2ae; --line: #323a44; --good: #4ac26b; --bad: #ff7b72; --odd: #d8a838; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1.25rem 4rem; background: var(--ground);
  color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; } .soft { color: var(--soft); }
.verdict { font-size: 1.15rem; font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); }
.top { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem 2rem; }
.top svg { width: 100%; max-width: 480px; height: auto; }
.problem { border-left: 4px solid var(--bad); background: var(--raised); padding: .5rem .9rem; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
th, td { padding: .3rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { color: var(--soft); font-weight: 600; }
tr.all td { font-weight: 600; border-bottom: 0; } td.zero { color: var(--line); }
table.rules td, table.rules th { text-align: left; vertical-align: top; }
table.rules td.text { white-space: normal; min-width: 14rem; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; background: var(--raised); }
summary { cursor: pointer; padding: .5rem .8rem; overflow-wrap: anywhere; }
summary:focus-visible { outline: 2px solid var(--odd); outline-offset: 2px; }
details > div { padding: 0 .8rem .8rem; } details details { background: var(--ground); }
.badge { font-weight: 600; color: var(--bad); } .other-code > summary .badge, .soft-kind > summary .badge { color: var(--odd); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: .3rem 0; padding: .5rem .7rem; background: var(--ground); border: 1px solid var(--line);
  border-radius: 4px; white-space: pre-wrap; }
pre.caret { white-space: pre; overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem .9rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 1rem; }
ul { padding-left: 1.2rem; margin: .4rem 0; } li { margin: .25rem 0; overflow-wrap: anywhere; }
a { color: inherit; }
@media (max-width: 30rem) { body { padding: 1rem .75rem 3rem; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; } }
@media (max-width: 44rem) { table.rules thead { display: none; }
  table.rules tr { display: block; padding: .45rem 0; border-bottom: 1px solid var(--line); }
  table.rules td { display: inline; border: 0; padding: 0 .5rem 0 0; white-space: normal; }
  table.rules td:first-child { font-weight: 600; } table.rules td.text { display: block; color: var(--soft); } }
)css";

}  // namespace countersign
