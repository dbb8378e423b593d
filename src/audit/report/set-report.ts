import { pictureOf, readItems, readSet, type IndexedItem } from '../../results';
import type { AuditBenchmark, AuditFigures, AuditSet } from '../../protocol';
import { figuresOfSet } from '../figures';
import { stratifiedSample } from '../human';
import { readVerdicts, type Verdicts } from '../verdicts';
import { itemKey } from '../items';
import { capabilityTag } from './capabilities';
import { figureCell, figureHtml, table } from './figure';
import { html, type Markup } from './html';
import { imageStore } from './images';
import { page } from './page/page';
import { methodsSection } from './sections/methods';
import { setCard, type SetFailure } from './sections/set-card';
import type { ReportOptions } from './types';

const MIB = 1024 * 1024;
const SHOWN = 200;

/**
 * One self-contained HTML file for an audit set: its benchmarks, what each method says and where they meet, and a
 * stratified sample of failures with their quotations. Every text of the set is escaped. Resolves to the document.
 */
export async function renderSetReport(
  dir: string,
  options: ReportOptions & {
    /** Items to show, by their index, in this order of the set; absent: a sample of the failures. */
    readonly indices?: readonly number[];
  } = {},
): Promise<string> {
  const set = await readSet(dir);
  const figures = await figuresOfSet(dir);
  const store = imageStore(options.maxImageBytes ?? 24 * MIB);
  const { failures, total } = await shownFailures(
    dir,
    options.maxFailures ?? SHOWN,
    store.add,
    options.indices,
  );
  const sections = [
    { id: 'why', title: 'Why it fails', content: methodsSection(figures) },
    { id: 'benchmarks', title: 'Benchmarks', content: benchmarkTable(set.benchmarks) },
    {
      id: 'failures',
      title: 'Failures',
      content: html`${total > failures.length && html`<p class="note">${failures.length} of ${total} failures, drawn from every data set and label.</p>`}${failures.length === 0 ? html`<p class="empty">No failures.</p>` : html`<div class="failures">${failures.map(setCard)}</div>`}`,
    },
  ];
  return page(`${set.title} – audit`, header(set, figures), sections, store.used);
}

/** The chosen items, or a sample of the failures from every data set and first label; in the set's order. */
async function shownFailures(
  dir: string,
  most: number,
  addPicture: (file: string) => number | string,
  chosen?: readonly number[],
): Promise<{ readonly failures: readonly SetFailure[]; readonly total: number }> {
  const verdicts = await readVerdicts(dir);
  const { indices, total } =
    chosen === undefined
      ? await sampleOf(dir, most, verdicts)
      : { indices: chosen.slice(0, most), total: chosen.length };
  const failures: SetFailure[] = [];
  for await (const item of readItems(dir, { indices })) {
    failures.push({
      item,
      details: await verdicts.detailsOf(item),
      images: await pictures(dir, item, addPicture),
    });
  }
  return { failures, total };
}

async function sampleOf(
  dir: string,
  most: number,
  verdicts: Verdicts,
): Promise<{ readonly indices: readonly number[]; readonly total: number }> {
  const wrong: { readonly index: number; readonly stratum: string }[] = [];
  for await (const item of readItems(dir, { where: 'correct = false' })) {
    const label = verdicts.shortOf(itemKey(item))[0]?.label ?? 'none';
    wrong.push({ index: item.index, stratum: `${item.dataset}\0${label}` });
  }
  const drawn = stratifiedSample(
    wrong.map(({ stratum }) => stratum),
    most,
  );
  return { indices: drawn.flatMap((at) => wrong[at]?.index ?? []), total: wrong.length };
}

async function pictures(
  dir: string,
  { images }: IndexedItem,
  add: (file: string) => number | string,
): Promise<readonly (number | string)[]> {
  const found: (number | string)[] = [];
  for (const location of images.slice(0, 4)) {
    const picture = await pictureOf(dir, location);
    found.push('file' in picture ? add(picture.file) : picture.missing);
  }
  return found;
}

function header(set: AuditSet, figures: AuditFigures): Markup {
  const { perception } = figures;
  const share = perception.human ?? perception.judge ?? perception.counterfactual;
  return html`<header>
    <p class="kicker">Stagecraft audit</p>
    <h1>${set.title}</h1>
    <p class="subtitle">${set.model}; ${set.rows} rows; ${set.created.slice(0, 16).replace('T', ' ')} UTC</p>
    <div class="headline">
      <div>
        <h2>Right</h2>
        <p>${figureHtml({ kind: 'rate', ...figures.accuracy })}</p>
      </div>
      <div>
        <h2>Failures that are perception</h2>
        ${share === undefined ? html`<p class="value">not told</p>` : html`<p>${figureHtml({ kind: 'rate', ...share })}</p>`}
      </div>
    </div>
    ${set.problems.map((problem) => html`<p class="warning">${problem}</p>`)}
  </header>`;
}

const benchmarkTable = (benchmarks: readonly AuditBenchmark[]): Markup =>
  table(
    'Benchmarks of the set',
    ['Benchmark', 'Capability', 'Accuracy', 'As the program reports it'],
    benchmarks.map(
      ({ name, capability, accuracy, reported, differs }) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${capabilityTag(capability)}</td>
          ${figureCell({ kind: 'rate', ...accuracy })}
          <td>
            ${reported.map(({ name: figure, value, meaning }) => html`<p>${figure} ${value} <span class="note">${meaning}</span></p>`)}${differs !== undefined && html`<p class="warning">${differs}</p>`}
          </td>
        </tr>`,
    ),
  );
