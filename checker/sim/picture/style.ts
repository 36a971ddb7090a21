/** The picture's looks, in light and dark. No fonts, images or anything else from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --card: #ffffff; --ink: #202428; --quiet: #6b7178; --line: #dcd9d2; --faint: #efede7;
  --red: #c0271b; --red-soft: #fdeae7; --leader: #1763c6; --candidate: #c77700; --follower: #9aa0a6;
  --vote: #8a3ab9; --append: #1763c6; --heartbeat: #9aa0a6; --snapshot: #0b7d69; --other: #6b7178;
  --side-0: #dcebfb; --side-1: #fbe9cf; --side-2: #e3f3dd; --cursor: #fff1b8; --changed: #fff1b8; --committed: #1f8a4c;
  --cell-l: 0.9; --cell-c: 0.07; --cell-ink: #202428;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --card: #1e2125; --ink: #e6e4df; --quiet: #989ea6; --line: #363b41; --faint: #24282d;
    --red: #ff7a6b; --red-soft: #3a1f1d; --leader: #6aa9ff; --candidate: #f0ae4a; --follower: #6d747c;
    --vote: #c58af0; --append: #6aa9ff; --heartbeat: #6d747c; --snapshot: #4fc7ae; --other: #989ea6;
    --side-0: #1c2a3c; --side-1: #3a2d18; --side-2: #1f3321; --cursor: #3b3515; --changed: #4a421a; --committed: #5ecb8b;
    --cell-l: 0.4; --cell-c: 0.08; --cell-ink: #f2f0eb;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
  font: 14px/1.4 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
code, .mono, .events, svg text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.top { padding: 14px 20px 10px; border-bottom: 1px solid var(--line); background: var(--card); }
.top h1 { margin: 0; font-size: 17px; line-height: 1.35; }
.top h1 span { font-weight: 400; color: var(--quiet); }
.top .finding { margin: 6px 0 0; padding: 6px 10px; border-left: 4px solid var(--red); background: var(--red-soft); font-weight: 600; }
.top .notes { margin: 6px 0 0; color: var(--quiet); font-size: 13px; }
.controls { display: flex; align-items: center; gap: 8px; margin-top: 10px; }
.controls input { flex: 1 1 200px; min-width: 120px; accent-color: var(--leader); }
.controls button { font: inherit; min-width: 34px; height: 28px; padding: 0 8px; color: var(--ink); background: var(--faint);
  border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
.controls button:hover { border-color: var(--quiet); }
:focus-visible { outline: 2px solid var(--leader); outline-offset: 2px; }
.controls output { min-width: 15em; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.main { flex: 1; min-height: 0; display: flex; }
.scroll { flex: 0 1 auto; overflow: auto; border-right: 1px solid var(--line); }
.heads, .diagram { display: flex; width: max-content; min-width: 100%; }
.heads { position: sticky; top: 0; z-index: 3; background: var(--paper); border-bottom: 1px solid var(--line); font-weight: 600; }
.heads .events-head { width: clamp(270px, 29vw, 404px); padding: 5px 10px 5px 14px; color: var(--quiet); font-weight: 400; font-size: 12px; }
.heads .node { text-align: center; padding: 4px 0; }
.heads .involved { color: var(--red); }
.diagram { position: relative; }
.events { list-style: none; margin: 0; padding: 0; width: clamp(270px, 29vw, 404px); font-size: 12px; position: relative; z-index: 1; }
.events li { display: flex; gap: 10px; height: 24px; line-height: 24px; padding: 0 10px 0 14px; white-space: nowrap; cursor: pointer; }
.events li span { overflow: hidden; text-overflow: ellipsis; }
.events li time { flex: 0 0 3.4em; text-align: right; color: var(--quiet); font-variant-numeric: tabular-nums; }
.events .network, .events .crash, .events .restart, .events .fault { font-weight: 600; }
.events .client { color: var(--snapshot); }
.events .timer { color: var(--candidate); }
.events .violation { color: var(--red); font-weight: 700; }
.cursor { position: absolute; left: 0; right: 0; height: 24px; background: var(--cursor); z-index: 0; }
.future { position: absolute; left: 0; right: 0; bottom: 0; background: var(--paper); opacity: 0.72; z-index: 2; pointer-events: none; }
svg { display: block; position: relative; z-index: 1; }
svg text { font-size: 10px; fill: var(--quiet); }
.life { stroke: var(--follower); stroke-width: 2; }
.life.leader { stroke: var(--leader); stroke-width: 6; }
.life.candidate, .life.pre-candidate { stroke: var(--candidate); stroke-width: 4; }
.life.down { stroke: var(--red); stroke-width: 1.5; stroke-dasharray: 1 5; stroke-linecap: round; }
circle.crown { fill: var(--leader); } circle.call { fill: var(--candidate); }
svg text.crown, svg text.call { fill: #fff; font-weight: 700; }
svg text.term, svg text.commit { font-weight: 700; fill: var(--ink); stroke: var(--paper); stroke-width: 3px; paint-order: stroke; }
svg text.commit { fill: var(--committed); }
svg text.crash { font-size: 15px; fill: var(--red); }
.rise { fill: var(--committed); }
.side-0 { fill: var(--side-0); } .side-1 { fill: var(--side-1); } .side-2 { fill: var(--side-2); }
rect.deaf { fill: var(--red); opacity: 0.45; } svg text.deaf { fill: var(--red); font-size: 9px; }
.break { fill: var(--red); opacity: 0.14; }
.arrow { color: var(--other); }
.arrow.vote { color: var(--vote); } .arrow.append { color: var(--append); }
.arrow.heartbeat { color: var(--heartbeat); } .arrow.snapshot { color: var(--snapshot); }
.shaft { stroke: currentColor; stroke-width: 1.5; fill: none; } .head { fill: currentColor; }
.reply .shaft { stroke-dasharray: 4 3; }
.lost { stroke: var(--red); stroke-width: 2; fill: none; }
.under-way .shaft { opacity: 0.5; stroke-dasharray: 1 4; stroke-linecap: round; }
.arrow.now .shaft { stroke-width: 3; }
.dense .arrow:not(.now) { opacity: 0.5; }
.states { flex: 1 1 0; min-width: 420px; overflow: auto; padding: 10px 16px 16px; }
.states h2 { margin: 0 0 8px; font-size: 13px; font-weight: 400; color: var(--quiet); }
.card { margin-bottom: 8px; padding: 7px 10px 8px; background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--follower); border-radius: 7px; }
.card.leader { border-left-color: var(--leader); } .card.candidate, .card.pre-candidate { border-left-color: var(--candidate); }
.card.down { border-left-color: var(--red); border-left-style: dotted; color: var(--quiet); }
.card .facts { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; font-size: 13px; }
.card .facts .name { font-weight: 700; font-size: 15px; min-width: 1.8em; color: var(--ink); } .card.involved .facts .name { color: var(--red); }
.card .facts span { color: var(--quiet); white-space: nowrap; } .card .facts b { color: var(--ink); font-weight: 600; }
.card .facts .changed { background: var(--changed); border-radius: 3px; box-shadow: 0 0 0 3px var(--changed); }
.log { display: grid; grid-auto-flow: column; grid-auto-columns: 40px; gap: 3px; margin: 4px -2px 0; padding: 2px 2px 3px; overflow-x: auto; list-style: none; }
.log li { height: 44px; padding-top: 1px; border-radius: 4px; text-align: center; overflow: hidden; border-bottom: 3px solid transparent; }
.log .entry { background: oklch(var(--cell-l) var(--cell-c) var(--hue)); color: var(--cell-ink); }
.log .committed { border-bottom-color: var(--committed); }
.log .involved { box-shadow: 0 0 0 2px var(--red); }
.log .fresh b { background: var(--changed); color: var(--ink); border-radius: 3px; margin: 0 6px; }
.log .snapshot { padding: 0 4px; white-space: nowrap; background: var(--faint); color: var(--quiet); font-size: 11px; line-height: 42px; }
.log small { display: block; font-size: 10px; line-height: 13px; opacity: 0.7; } .log b { display: block; font-size: 14px; line-height: 15px; }
.log i { display: block; font: 10px/12px ui-monospace, monospace; opacity: 0.8; white-space: nowrap; overflow: hidden; text-overflow: clip; }
.log .none { height: auto; width: max-content; color: var(--quiet); font-size: 12px; line-height: 20px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 10px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 12px; }
.legend span { display: inline-flex; align-items: center; gap: 5px; } .legend svg { display: inline-block; }
@media (max-width: 1100px) {
  .main { flex-direction: column; } .scroll { flex: 0 1 auto; max-height: 55%; border-right: 0; border-bottom: 1px solid var(--line); }
  .states { flex: 1 1 45%; min-width: 0; } 
}
@media (prefers-reduced-motion: no-preference) { .cursor, .future { transition: top 80ms linear; } }
`;
