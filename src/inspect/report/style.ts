/** The report's styles, for light and dark mode. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --raised: #f6f7f9; --line: #d5d9e0; --ink: #1c2430;
  --soft: #5b6675; --good: #17713a; --bad: #b3261e; --accent: #2b5fb8; --off: #e6e8ec; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14181f; --raised: #1d232c; --line: #39424f; --ink: #e4e8ee; --soft: #9aa6b5;
    --good: #62c98a; --bad: #ff8a80; --accent: #86b2ff; --off: #2a303a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1320px; padding: 24px 28px 64px; background: var(--paper); color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 22px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 36px 0 10px; }
p { margin: 6px 0; }
code, pre, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 12.5px; }
.soft, .empty { color: var(--soft); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.counts { display: flex; flex-wrap: wrap; gap: 8px; margin: 14px 0 0; padding: 0; list-style: none; }
.counts li { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 6px 14px; }
.counts b { font-size: 17px; }
.counts span { color: var(--soft); display: block; font-size: 12px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 8px 0; }
th, td { text-align: left; vertical-align: top; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; font-size: 12px; }
td.tight, th.tight { white-space: nowrap; overflow-wrap: normal; }
td.number, th.number { text-align: right; white-space: nowrap; }
details { border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; padding: 0 14px; }
details details { background: var(--raised); }
summary { cursor: pointer; padding: 8px 0; overflow-wrap: anywhere; }
details[open] > summary { border-bottom: 1px solid var(--line); }
details > :last-child:not(summary) { margin-bottom: 12px; }
summary .soft { margin-left: 8px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: 0 6px; margin: 0 4px 2px 0; }
[hidden] { display: none !important; }
.search { position: sticky; top: 0; background: var(--paper); padding: 10px 0; display: flex; gap: 16px; align-items: center;
  z-index: 1; }
.search input[type=search] { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line);
  border-radius: 6px; padding: 4px 10px; width: min(480px, 60%); }
.lines { margin: 8px 0; font: 12.5px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.lines p { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
  padding: 3px 12px; cursor: pointer; }
.graph { overflow: auto; max-height: 85vh; }
.graph svg { display: block; max-width: 100%; height: auto; }
.graph svg.wide { min-width: 900px; }
svg text { font-family: inherit; fill: var(--ink); }
svg .band rect { fill: var(--raised); stroke: var(--line); }
svg .band text { fill: var(--soft); font-size: 12px; }
svg .box rect { fill: var(--paper); stroke: var(--accent); stroke-width: 1.5; }
svg .box .name { font-size: 14px; font-weight: 600; }
svg .box .counts { font-size: 11px; fill: var(--soft); }
svg .box.off rect { fill: var(--off); stroke: var(--line); }
svg .box.off text { fill: var(--soft); }
svg .line { fill: none; stroke: var(--soft); stroke-width: 1.5; }
svg .line.blocked { stroke: var(--bad); stroke-dasharray: 6 4; }
svg .head { fill: var(--soft); }
svg .head.blocked { fill: var(--bad); }
svg .label { font-size: 11.5px; stroke: var(--raised); stroke-width: 3px; paint-order: stroke; }
svg .label.blocked { fill: var(--bad); }
@media print { button, .search { display: none; } .graph { max-height: none; } }
`;
