/**
 * The one style sheet of an HTML report: on the screen by day and by night, on paper of any size. No typeface is
 * embedded: the readable ones that systems carry cost nothing, and show every script.
 */
export const HTML_STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --band: #f3f5f7;
  --result: #0b5cad; --result-page: #eef5fc; --caution: #8a5300; --caution-page: #fdf5e6; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --text: #e3e7eb; --soft: #a3adb8; --line: #3a424b;
  --band: #1e2328; --result: #8cc2ff; --result-page: #172635; --caution: #f0bd6a; --caution-page: #2d2515;
  --link: #8cc2ff; } }
* { box-sizing: border-box; }
html { scroll-behavior: auto; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 'Source Sans 3', 'Segoe UI',
  system-ui, -apple-system, Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif;
  overflow-wrap: anywhere; font-variant-numeric: tabular-nums lining-nums; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; background: var(--page); padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: .5rem; top: .5rem; }
.report { max-width: 86rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
header, main > section > * { max-width: 46rem; }
.facts { max-width: 54rem; }
main > section > .table, main > section > figure { max-width: 62rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; font-weight: 600; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3rem 0 .75rem; font-weight: 600; border-top: 1px solid var(--line);
  padding-top: 1rem; }
h3 { font-size: 1.1rem; line-height: 1.3; margin: 2rem 0 .5rem; font-weight: 600; }
p, li, td, th, dd, figcaption { white-space: pre-line; unicode-bidi: isolate; }
.subtitle { margin: 0 0 1.5rem; font-size: 1.15rem; color: var(--soft); }
.facts { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .15rem 1.25rem; margin: 0;
  font-size: .9rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
nav h2 { font-size: 1rem; margin: 2rem 0 .5rem; border: 0; padding: 0; }
nav ol { margin: 0; padding-left: 2rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav ol ol { list-style: none; padding-left: 0; font-size: .9rem; }
nav li { margin: .15rem 0; }
.result, .caution { border-left: 4px solid var(--result); background: var(--result-page); padding: .6rem 1rem;
  margin: 1rem 0; }
.result p, .caution p { margin: 0; }
.caution { border-color: var(--caution); background: var(--caution-page); }
.tone { font-weight: 600; color: var(--result); }
.caution .tone { color: var(--caution); }
.numbered { list-style: none; padding-left: 0; }
.table { margin: 1.5rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; line-height: 1.4; border-top: 2px solid var(--soft);
  border-bottom: 2px solid var(--soft); overflow-wrap: normal; }
caption { text-align: left; padding: 0 0 .4rem; font-size: .95rem; caption-side: top; }
th, td { padding: .28rem .7rem; text-align: left; vertical-align: top; font-weight: inherit; min-width: 2.5rem;
  max-width: 28rem; overflow-wrap: break-word; }
th:first-child, td:first-child { padding-left: .35rem; }
thead th, thead td { font-weight: 600; vertical-align: bottom; border-bottom: 1px solid var(--soft); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody + tbody { border-top: 1px solid var(--line); }
.group th { font-weight: 600; background: var(--band); }
.right { text-align: right; }
.short { white-space: nowrap; }
.notes { font-size: .85rem; color: var(--soft); margin: .5rem 0 0; }
.notes p { margin: .2rem 0; }
.number { font-weight: 600; }
figure { margin: 1.75rem 0; }
.card { background: #fff; color: #000; border: 1px solid var(--line); border-radius: 6px; padding: .75rem;
  overflow-x: auto; }
.card svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption { font-size: .9rem; margin-top: .5rem; }
@media print, (min-width: 40rem) {
  nav > ol { columns: 2; column-gap: 2rem; }
  nav > ol > li { break-inside: avoid-column; }
}
@media screen and (min-width: 72rem) {
  .report { display: grid; grid-template-columns: 17rem minmax(0, 1fr); column-gap: 3rem; }
  header { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 0; align-self: start; max-height: 100vh;
    overflow-y: auto; font-size: .9rem; padding: 0 .25rem 2rem; }
  nav h2 { margin-top: .5rem; }
  nav > ol { columns: auto; }
  main { grid-column: 2; min-width: 0; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --soft: #4a4f55; --line: #c4c9ce; --band: #f0f1f3;
    --result: #0b4a8a; --result-page: #fff; --caution: #7a4800; --caution-page: #fff; --link: #000; }
  @page { margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) ' / ' counter(pages); } }
  @page wide { size: landscape; }
  body { font-size: 10pt; line-height: 1.4; }
  .report { max-width: none; padding: 0; display: block; }
  header, .facts, main > section > *, main > section > .table, main > section > figure { max-width: none; }
  .skip { display: none; }
  a { text-decoration: none; }
  nav { break-after: page; }
  h1 { font-size: 20pt; }
  h2 { font-size: 14pt; margin-top: 18pt; }
  h3 { font-size: 11pt; }
  h2, h3, caption { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  figure, .result, .caution, .brief, thead, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll, .card { overflow: visible; }
  .card { border: 0; padding: 0; }
  .card svg { max-height: 200mm; }
  .notes { break-before: avoid; }
  table { font-size: 9pt; max-width: 100%; }
  .dense table { font-size: 7.5pt; }
  .dense th, .dense td { padding: 2pt 3.5pt; }
  .wide { page: wide; }
  th, td { min-width: 0; overflow-wrap: anywhere; }
  .short { white-space: pre-line; overflow-wrap: break-word; }
}
`;
