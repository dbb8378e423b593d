import { createHash } from 'node:crypto';
import { html, raw, type Markup } from '../html';
import { SCRIPT } from './script';
import { STYLE } from './style';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

// In one piece: the policy's digests are of exactly what stands between the tags.
const STYLE_ELEMENT = raw(`<style>${STYLE}</style>`);
const SCRIPT_ELEMENT = raw(`<script>${SCRIPT}</script>`);

/** Nothing is loaded, nothing runs but the page's own style and script, whatever a run's texts hold. */
const POLICY = [
  `default-src 'none'`,
  `style-src ${digest(STYLE)}`,
  `script-src ${digest(SCRIPT)}`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

/** The whole document. */
export function page(
  title: string,
  head: Markup,
  sections: readonly Section[],
  images: readonly string[],
): string {
  // Data URIs are base64, but a data block must not end early whatever it holds.
  const data = JSON.stringify(images).replaceAll('<', '\\u003c');
  const store = raw(`<script type="application/json" id="images">${data}</script>`);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#failures">Skip to the failures</a>
        ${head}
        <nav aria-label="Sections">
          <ul>
            ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${sections.map(
            ({ id, title: name, content }) =>
              html`<section id="${id}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${name}</h2>
                ${content}
              </section>`,
          )}
        </main>
        <footer>
          Intervals are 95 %. No figure stands without its n, its method and what was left out. Made by
          Stagecraft; the numbers are in <code>audit/summary.json</code>.
        </footer>
        ${store} ${SCRIPT_ELEMENT}
      </body>
    </html> `.text;
}
