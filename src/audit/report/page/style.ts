/**
 * The page's style. Colours are Okabe and Ito's, which stay apart for colour-blind eyes; capabilities also differ in
 * shape, parts in hatching, right and wrong in sign.
 */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fbfaf8;--raised:#fff;--ink:#1d1f23;--soft:#5c6068;--line:#dddad4;--faint:#efede8;
--see:#0072b2;--think:#00845f;--both:#c77800;--other:#7b6a8e;--bad:#b3261e;--good:#1b6e3c;--warn:#8a5a00;--warn-ground:#fdf3dc;--focus:#0072b2}
@media (prefers-color-scheme:dark){:root{--ground:#17181b;--raised:#1f2125;--ink:#e7e5e0;--soft:#a0a4ad;--line:#363940;--faint:#26282d;
--see:#56b4e9;--think:#2fc79a;--both:#f0b03f;--other:#b9a5d0;--bad:#ff8a80;--good:#7fd69b;--warn:#f2c768;--warn-ground:#332a14;--focus:#56b4e9}}
*{box-sizing:border-box}
html{scroll-padding-top:5rem}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main,body>header{max-width:1120px;margin:0 auto;padding:0 24px}
body>header{padding-top:40px}
h1{font-size:1.9rem;line-height:1.15;margin:.1em 0 .2em;letter-spacing:-.015em;font-weight:650}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .6em;letter-spacing:-.005em;font-weight:650}
h3{font-size:1.02rem;line-height:1.35;margin:.3em 0 .5em;font-weight:600}
h4{font-size:.87rem;margin:1em 0 .3em}
p{margin:.4em 0}
main>section+section{border-top:1px solid var(--line);padding-top:28px}main>section{margin-top:28px}
.kicker,.subtitle,.note,.basis,.empty,.none,.keys{color:var(--soft)}
.kicker{font-size:.87rem;margin:0}
.subtitle{margin:0}
.note,.basis,.keys{font-size:.84rem;font-weight:400}
.lead{max-width:70ch}
.headline{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:12px 40px;margin-top:24px}
.headline h2{font-size:.92rem;font-weight:600;color:var(--soft);margin:0}
.headline .value{font-size:2rem;line-height:1.25;font-weight:650;letter-spacing:-.02em;display:block}
.headline p{margin:.1em 0}
.figure .value{font-weight:600;white-space:nowrap}
.gate.doubtful,.gate.closed,.warning{color:var(--warn);background:var(--warn-ground);padding:.5em .8em;border-radius:4px}
.gate.closed{color:var(--bad);font-weight:600}
span.gate{display:block;margin-top:.4em}span.gate.open{color:inherit}
nav{position:sticky;top:0;z-index:2;background:var(--ground);border-bottom:1px solid var(--line);margin-top:28px}
nav ul{max-width:1120px;margin:0 auto;padding:9px 24px;display:flex;gap:4px 20px;flex-wrap:wrap;list-style:none;font-size:.9rem}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:3px}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--raised);padding:6px 10px;z-index:3}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.scroll{overflow-x:auto;margin:.8em 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;font-weight:600;padding-bottom:.4em}
th,td{text-align:left;vertical-align:top;padding:.42em .9em .42em 0;border-bottom:1px solid var(--faint)}
thead th{font-weight:500;color:var(--soft);border-bottom-color:var(--line);white-space:nowrap}
tbody th{font-weight:600}
th,td{overflow-wrap:normal}
table.compact{width:auto}table.compact th,table.compact td{padding-right:1.8em}table.compact thead th{text-align:right}
td .basis{display:block;min-width:17em}
.n{text-align:right}td.n{padding-right:1.6em}
td.diagonal{font-weight:650;background:var(--faint)}
details.data{margin:.3em 0}summary{cursor:pointer;color:var(--soft);font-size:.84rem;width:fit-content}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:.8em 32px;margin:.6em 0}
.facts dt,.answer dt{color:var(--soft);font-size:.84rem}.facts dd,.answer dd{margin:0}
.facts .basis{display:block}
.legend{display:flex;gap:4px 18px;flex-wrap:wrap}
.capability{display:inline-flex;align-items:center;gap:5px;min-width:0}.capability svg{flex:none}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:20px 28px}
.multiples.wide{grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr))}
figure{margin:0;min-width:0}figcaption{font-size:.9rem}figcaption .note{display:block;min-height:3em}
.chart{display:block;width:100%;height:auto;overflow:visible}
.chart text{fill:var(--soft);font-size:11px}.chart .label{fill:var(--ink);font-size:12.5px}
.stage-name{font-weight:600}
.grid{stroke:var(--faint)}.stage-edge{stroke:var(--line)}.whisker{stroke:var(--ink);stroke-width:1.4}
.mark{stroke:var(--ground);stroke-width:.8}.mark.see{fill:var(--see)}.mark.think{fill:var(--think)}.mark.both{fill:var(--both)}.mark.other{fill:var(--other)}
.hollow{fill:var(--ground);stroke:var(--ink);stroke-width:1.6}
.line{fill:none;stroke-width:1.9;stroke:var(--soft);stroke-linejoin:round}.line.faint{stroke-width:.9;opacity:.4}.line.dashed{stroke-dasharray:5 3;opacity:.8}
.line.see{stroke:var(--see)}.line.think{stroke:var(--think)}.line.both{stroke:var(--both)}.line.other{stroke:var(--other)}
.point.see{fill:var(--see)}.point.think{fill:var(--think)}.point.both{fill:var(--both)}.point.other{fill:var(--other)}
.strip{margin:.9em 0 .4em;height:26px;border-radius:3px}.swatch{width:14px;height:14px;border-radius:2px}.p-see{fill:var(--see)}.p-think{fill:var(--think)}.p-none{fill:var(--line)}.p-integration{fill:url(#hatch)}
.hatch-ground{fill:var(--faint)}.hatch-line{stroke:var(--see);stroke-width:4}
.filters{position:sticky;top:42px;z-index:1;background:var(--ground);display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;padding:10px 0;border-bottom:1px solid var(--line);font-size:.88rem}
.filters label{color:var(--soft)}
select,input,button{font:inherit;color:var(--ink);background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:3px 8px}
select{max-width:min(100%,18em)}.filters label{max-width:100%}button{cursor:pointer}.search input{width:15em;max-width:100%}
output{font-weight:600}
kbd{font:inherit;font-size:.84em;border:1px solid var(--line);border-radius:3px;padding:0 4px;margin-left:6px}
.card{display:grid;grid-template-columns:200px minmax(0,1fr);gap:8px 28px;padding:26px 8px 22px;border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 340px;scroll-margin-top:110px}
.card:focus{outline:none;box-shadow:-3px 0 0 var(--focus)}
.card[hidden]{display:none}
.pictures img{display:block;width:200px;height:auto;max-width:100%;border-radius:4px;background:var(--faint);margin-bottom:8px}
.no-picture{color:var(--soft);font-size:.84rem;border:1px dashed var(--line);border-radius:4px;padding:2em 1em;text-align:center;margin:0}
.where{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:.84rem;color:var(--soft);margin:0}
.options{margin:.2em 0 .6em;padding-left:1.6em}
.verdict,.oracle,.caption{font-size:.9rem;max-width:76ch}
.verdict{color:var(--soft)}.verdict strong,.oracle strong{color:var(--ink)}
.verdict strong{border-bottom:3px solid var(--line)}
.v-perception strong,.v-perception-confirmed strong{border-color:var(--see)}.v-integration strong{border-bottom-style:double;border-color:var(--see)}.v-reasoning strong{border-color:var(--think)}
.answer{display:flex;gap:36px;margin:.6em 0 .5em}.answer dd{font-weight:600}
pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre-wrap;margin:.3em 0}
.trace{background:var(--faint);border-radius:4px;padding:.6em .8em;max-height:22em;overflow:auto}
.caption span{color:var(--soft);margin-right:.5em}
.arms{list-style:none;padding:0;margin:.6em 0;display:flex;flex-wrap:wrap;gap:4px 22px;font-size:.88rem}
.arms .n{color:var(--soft)}
.yes .sign{color:var(--good)}.no .sign{color:var(--bad)}.sign{font-weight:700}
.answers{list-style:none;padding:0;margin:0}.answers li{padding:2px 0}.answers pre{margin:0 0 .3em 1.4em}
.second{border-left:3px solid var(--line);padding-left:12px;margin:.6em 0}.second p{font-size:.88rem}
footer{max-width:1120px;margin:0 auto;padding:20px 24px 60px;color:var(--soft);font-size:.84rem}
@media (max-width:640px){main,body>header,nav ul,footer{padding-left:16px;padding-right:16px}.card{grid-template-columns:minmax(0,1fr);padding-left:0;padding-right:0}.pictures img{width:160px}
.filters{position:static}.keys{display:none}nav{position:static}html{scroll-padding-top:0}}
@media print{body{background:#fff;color:#000;font-size:11px}nav,.filters,.skip,summary{display:none}.card,figure,tr{break-inside:avoid;content-visibility:visible}.trace{max-height:none}main>section{margin-top:8px;padding:12px 0}}
mark.claim{color:inherit;background:none;border-bottom:2px solid var(--soft)}mark.claim.true{border-color:var(--good)}mark.claim.false{border-color:var(--bad);border-bottom-style:double}
`.trim();
