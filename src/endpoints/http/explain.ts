import type { ModelChoice } from '../../protocol';
import { EndpointError, type EndpointFault } from '../error';

/** What every request that failed like this should be told. */
interface Refusal {
  readonly model: ModelChoice;
  readonly status: number;
  /** The server's, tidied. */
  readonly words: string;
  /** Models that the server says it has. */
  readonly known: readonly string[];
}

const LENGTH =
  /context.{0,20}(?:length|window|size)|maximum.{0,30}tokens|too (?:long|many tokens)|prompt is too long/i;
const IMAGES =
  /image|vision|multi-?modal|image_url|content.{0,30}(?:must be|should be|valid) (?:a )?(?:valid )?string|at most 0/i;
const MODEL = /model|pinned/i;
const QUOTA = /insufficient_quota|quota|billing|credit balance/i;

/** Whether a 429 says that the account is used up, which no patience mends. */
export const isUsedUp = (text: string): boolean => /insufficient_quota|credit balance is too low/i.test(text);

/** Whether trying again may help. 409 and 425 are a server's way to say not now. */
export const isPassing = (status: number): boolean =>
  [408, 409, 425, 429].includes(status) || (status >= 500 && ![501, 505].includes(status));

/** A refusal that asking again would not change, with what would mend it. */
export function refusalOf({ model, status, words, known }: Refusal): EndpointError {
  const said = words === '' ? '' : `: ${words}`;
  const of = (fault: EndpointFault, message: string, hint: string): EndpointError =>
    new EndpointError(fault, `${message} (${status})${said}`, hint, status);
  const keyHint =
    model.key === undefined
      ? `Give the name of the environment variable that holds its key: \`key: NAME\` under \`models: ${model.id}\`.`
      : `Look at the key in \`${model.key}\`: it must be one of this server and allowed to use the model.`;
  if (status === 401) return of('key', `${model.title} does not accept the key`, keyHint);
  if (status === 429 || status === 402 || (status === 403 && QUOTA.test(words))) {
    return of(
      'rate limit',
      `${model.title} says that the account is used up`,
      'Look at its plan and billing.',
    );
  }
  if (status === 403) return of('key', `${model.title} does not allow this`, keyHint);
  if (
    (status === 404 || status === 400 || status === 422) &&
    MODEL.test(words) &&
    isModelUnknown(words, status)
  ) {
    return of('model', `${model.title} does not know the model \`${model.model}\``, modelHint(known));
  }
  if (status === 404) {
    return of(
      'setup',
      `There is no chat API at ${withoutSecrets(model.url ?? 'the address')}`,
      known.length > 0
        ? modelHint(known)
        : 'The `url` is the base of the API, such as http://127.0.0.1:8000/v1: without the method’s own path.',
    );
  }
  if (status === 413 || LENGTH.test(words)) {
    return of(
      'length',
      `${model.title} finds the request too long`,
      'Serve it with a longer context (`--max-model-len` of vLLM), or ask for shorter answers.',
    );
  }
  if (IMAGES.test(words)) {
    return of(
      'images',
      `${model.title} does not take the image`,
      'Choose a vision-language model, or write `images: false` for this endpoint so that no image is sent.',
    );
  }
  return of(
    'refused',
    `${model.title} refuses the request`,
    'Mend what the server names, or choose another model.',
  );
}

const isModelUnknown = (words: string, status: number): boolean =>
  /not.{0,12}(?:found|exist|know|serve|support|available)|does ?n.t exist|unknown|pinned to|no such|invalid model|not_found/i.test(
    words,
  ) &&
  (status === 404 || !/image|vision/i.test(words));

function modelHint(known: readonly string[]): string {
  if (known.length === 0)
    return 'Write the name under which the server has it (`--served-model-name` of vLLM).';
  const shown = known.slice(0, 8).map((name) => `\`${name}\``);
  return `It has ${shown.join(', ')}${known.length > 8 ? ` and ${known.length - 8} more` : ''}.`;
}

/** Why nobody answers, by the system's code. */
export function unreachableWords(model: ModelChoice, code: string): EndpointError {
  const where = model.url ?? model.title;
  const why = REASONS[code] ?? `the connection fails (${code})`;
  return new EndpointError(
    'dead',
    `${model.title} cannot be reached at ${withoutSecrets(where)}: ${why}.`,
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? 'Look at the host name in `url`.'
      : 'Start the server, or look at host and port in `url`. What is answered stays answered: ask again to go on.',
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closes every connection',
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'its host does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'its host does not answer',
  UND_ERR_SOCKET: 'it closes every connection',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody known',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks http, not https',
  Z_DATA_ERROR: 'its answers cannot be unpacked',
  EPROTO: 'it does not speak https there',
};

/** An address without user, password and query. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/s, '');
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
