import { markup } from './markup.ts';

/** Colours that can be told apart by who sees no red or no green, on light and on dark. */
export const pageStyle = markup`<style>
:root { color-scheme: light dark; --ink: #1c2530; --dim: #5b6775; --ground: #ffffff; --raised: #f3f5f8; --good: #1f6feb; --bad: #d9730d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9aa7b4; --ground: #0d1117; --raised: #161b22; --good: #58a6ff; --bad: #f0883e; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.05rem; }
p, dt, summary { color: var(--dim); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .8rem; }
.tiles div { background: var(--raised); border-radius: 8px; padding: .7rem .9rem; }
dt { font-size: .85rem; } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--dim); font: 12px system-ui, sans-serif; } svg .figure { fill: var(--ink); }
.bar, .good, .dot { fill: var(--good); } .bad { fill: var(--bad); }
.line { fill: none; stroke: var(--good); stroke-width: 2; stroke-linejoin: round; }
.axis { stroke: var(--dim); } .grid { stroke: var(--dim); stroke-dasharray: 2 4; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .15rem .9rem .15rem 0; text-align: right; font-weight: normal; }
</style>`;
