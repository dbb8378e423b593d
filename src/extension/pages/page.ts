/** Where a page's parts are, as the webview can load them, and from where it may load at all. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** `Webview.cspSource`. */
  readonly source: string;
  /** Random, of this page alone. */
  readonly nonce: string;
  readonly title: string;
}

/**
 * The text of a page. It may run its own script, and load its own style, font and the images of samples; nothing
 * else: no inline style, no network, no frame. The toolkit looks for the nonce in `csp-nonce`, for the one style by
 * which it finds out what the browser can do.
 */
export function pageText({ script, style, source, nonce, title }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `img-src ${source}`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta property="csp-nonce" content="${escaped(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
