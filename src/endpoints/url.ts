/**
 * Base address of the API. An OpenAI-compatible server without a path gets `/v1`; a path of one's own (a gateway) stays
 * as it is, without the method's name and trailing slashes. Anthropic's has no version.
 */
export function baseUrl(api: 'openai' | 'anthropic', url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/(?:chat\/completions|messages|models)$/, '');
  const base =
    api === 'anthropic' ? path.replace(/\/v1$/, '') : path === '' ? '/v1' : path.replace(/\/+$/, '');
  return `${parsed.origin}${base}`;
}

/** Whether a request may follow a redirect with its key: the same host, at most its port for http changed for https. */
export function sameHost(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  if (from.protocol === to.protocol) return from.port === to.port;
  return from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === '';
}
