import { homedir } from 'node:os';

const MASK = '***';

/** What secrets look like wherever they stand; the first group, where there is one, is kept. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
  // NAME_KEY=..., as an environment writes it
  /\b([A-Z][A-Z0-9_]*?(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|AUTH)(?:_[A-Z0-9]+)*\s*=\s*["']?)[^\s"'\\,;]+/gu,
  // "NAME_KEY": "..." and "token": "...", as JSON and Python print an environment
  /((["'])(?:[A-Za-z0-9_]*[_-])?(?:key|token|secret|password|passwd|credentials?|auth)\2\s*:\s*(["']))(?:\\.|(?!\3)[^\\\n])+/giu,
  // api_key: ..., --auth-token ..., password=...
  /((?:\b|-)(?:(?:api|access|auth|secret|private|client)[-_ ]?(?:key|token|secret)|password|passwd|secret)\\?["']?\s*[=:]?\s*\\?["']?)(?<=[=:\s"'])[^\s"'\\,;}]+/giu,
  /(\bBearer\s+)[\w.~+/=-]{6,}/giu,
  /(\bAuthorization\\?["']?\s*[=:]\s*\\?["']?(?:Basic\s+)?)[^\s"'\\,;}]+/giu,
  /(:\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/gu,
  /\bhf_[A-Za-z0-9]{6,}/gu,
  /\bsk-[\w-]{6,}/gu,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AIza|npm_|pypi-)[\w-]{8,}/gu,
  /\b(?:AKIA|ASIA)[0-9A-Z]{12,}/gu,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gu,
];

/** Keys of settings whose values are secrets; `max_tokens` and `tokenizer` are none. */
const SECRET_KEY =
  /(^|[-_.])(api[-_]?key|access[-_]?key|private[-_]?key|token|secret|password|passwd|credentials?)$/iu;

/** Text without what looks like a secret, and with `~` for the home folder. */
export function maskText(text: string, home: string = homedir()): string {
  let masked = text;
  for (const secret of SECRETS) {
    masked = masked.replace(
      secret,
      (_all, kept: unknown) => `${typeof kept === 'string' ? kept : ''}${MASK}`,
    );
  }
  return home.length > 1 ? masked.replaceAll(home, '~') : masked;
}

/** The same for every text in a JSON value; the values of keys that are named like secrets are masked whole. */
export function maskJson(value: unknown, home: string = homedir()): unknown {
  if (typeof value === 'string') return maskText(value, home);
  if (Array.isArray(value)) return value.map((item) => maskJson(item, home));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      maskText(key, home),
      SECRET_KEY.test(key) && item !== null && typeof item !== 'object' ? MASK : maskJson(item, home),
    ]),
  );
}
