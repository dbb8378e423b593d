import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

import { html, type Markup, printFigure, raw, type Rate } from '../../audit';
import type { Sink } from '../../data';
import type { AuditFigures, AuditMethod, AuditRate, ItemPicture } from '../../protocol';
import type { ImageLocation, IndexedItem } from '../../results';
import { cutText } from '../detail/cut';
import type { SetStore } from '../store/set-store';
import { itemsInOrder } from './items';

/** What stands above the items. */
export interface PageFacts {
  readonly title: string;
  readonly model: string;
  /** Which items, in words. */
  readonly what: string;
  readonly figures: AuditFigures;
  readonly pictureOf: (dir: string, location: ImageLocation) => Promise<ItemPicture>;
}

/** A page with more than this no browser likes; the other formats have all. */
export const MOST_ON_PAGE = 2000;
const LONGEST = 6000;
const MOST_PICTURE_BYTES = 48 * 2 ** 20;
const LARGEST_PICTURE = 2 * 2 ** 20;
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
};

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #8886;padding:1rem 0;display:grid;grid-template-columns:14rem 1fr;gap:1rem}
img{max-width:100%}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.6rem;max-height:24rem;overflow:auto}
.basis,.where,.none{opacity:.75}dt{font-weight:600}dd{margin:0 0 .4rem}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`;

/**
 * Writes a page of its own: nothing is loaded and nothing runs, whatever the items hold. Answers with how many items
 * stand on it.
 */
export async function writePage(
  sink: Sink,
  store: SetStore,
  indices: Int32Array,
  facts: PageFacts,
): Promise<number> {
  const put = (markup: Markup | string): Promise<void> =>
    sink.write(Buffer.from(typeof markup === 'string' ? markup : markup.text, 'utf8'));
  const shown = indices.subarray(0, MOST_ON_PAGE);
  await put(head(facts, indices.length, shown.length));
  let room = MOST_PICTURE_BYTES;
  for await (const items of itemsInOrder(store, shown)) {
    for (const item of items) {
      const pictures = await Promise.all(
        item.images.slice(0, 4).map((location) => embedded(store, location, facts, room)),
      );
      room -= pictures.reduce((sum, picture) => sum + (picture.startsWith('data:') ? picture.length : 0), 0);
      await put(card(item, store, pictures));
    }
  }
  await put('</main></body></html>\n');
  return shown.length;
}

function head({ title, model, what, figures }: PageFacts, all: number, shown: number): Markup {
  const methods = Object.entries(figures.perception) as [AuditMethod, AuditRate][];
  const withheld = Object.entries(figures.withheld) as [AuditMethod, string][];
  const words = shown < all ? `${what}: the first ${shown} of ${all} items` : `${what}: ${all} items`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <h1>${title}</h1>
        <p class="where">${model}. ${words}.</p>
        <dl>
          <dt>Accuracy of the whole set</dt>
          <dd>${inWords(figures.accuracy)}</dd>
          ${methods.map(
            ([method, share]) =>
              html`<dt>Perception errors (${method})</dt>
                <dd>${inWords(share)}</dd>`,
          )}
          ${withheld.map(
            ([method, reason]) =>
              html`<dt>Perception errors (${method})</dt>
                <dd>withheld: ${reason}</dd>`,
          )}
        </dl>
        <main></main>
      </body>
    </html>`;
}

const inWords = (rate: AuditRate): string => printFigure({ kind: 'rate', ...rate } satisfies Rate);

function card(item: IndexedItem, store: SetStore, pictures: readonly string[]): Markup {
  const verdicts = store.verdicts.of(item.index);
  const outcome = item.correct === null ? 'cannot be judged' : item.correct ? 'right' : 'wrong';
  return html`<article>
    <div>
      ${pictures.map((picture) => (picture.startsWith('data:') ? html`<img alt="Image of the item" src="${picture}" />` : html`<p class="none">${picture}</p>`))}
      ${pictures.length === 0 && html`<p class="none">no image</p>`}
    </div>
    <div>
      <p class="where">${item.capability} - ${item.dataset} - ${item.row} - ${outcome}</p>
      <h3>${cutText(item.question, LONGEST)}</h3>
      ${
        item.options.length > 0 &&
        html`<ol type="A">
          ${item.options.map((option) => html`<li>${cutText(option, LONGEST)}</li>`)}
        </ol>`
      }
      <dl>
        <dt>Gold</dt>
        <dd>${cutText(item.gold, LONGEST)}</dd>
        <dt>Given</dt>
        <dd>${item.extracted === undefined ? 'none' : cutText(item.extracted, LONGEST)}</dd>
        ${verdicts.map(
          ({ method, label, subtype }) =>
            html`<dt>${method}</dt>
              <dd>${label}${subtype !== undefined && ` (${subtype})`}</dd>`,
        )}
      </dl>
      <pre>${cutText(item.response, LONGEST)}</pre>
    </div>
  </article>`;
}

/** A data URI, or why there is no picture. */
async function embedded(
  store: SetStore,
  location: ImageLocation,
  { pictureOf }: PageFacts,
  room: number,
): Promise<string> {
  try {
    const picture = await pictureOf(store.dir, location);
    if ('missing' in picture) return picture.missing;
    const type = TYPES[extname(picture.file).toLowerCase()];
    const { size } = await stat(picture.file);
    if (type === undefined || size > LARGEST_PICTURE)
      return 'picture left out: larger than 2 MiB or of another kind';
    if (size * 1.4 > room) return 'picture left out: the page has enough';
    return `data:${type};base64,${(await readFile(picture.file)).toString('base64')}`;
  } catch {
    return 'picture cannot be read';
  }
}
