import { isSecretName } from '../../protocol';

export const MASK = '***';

/** Environment additions as they may be written down: values of keys that sound like secrets are masked. */
export const withoutSecrets = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).map(([key, value]) => [key, isSecretName(key) ? MASK : value]));

/** Arguments as they may be written down: `--api-key=x`, `api_key=x` and `--api-key x` lose their value. */
export const argvWithoutSecrets = (argv: readonly string[]): readonly string[] =>
  argv.map((argument, i) => {
    const assigned = /^(--?[\w.-]+|[\w.]+)=/.exec(argument);
    const name = assigned?.[1];
    if (name !== undefined) return sounds(name) ? `${name}=${MASK}` : argument;
    const before = argv[i - 1];
    return before?.startsWith('--') === true &&
      !before.includes('=') &&
      sounds(before) &&
      !argument.startsWith('--')
      ? MASK
      : argument;
  });

/** `max_tokens` and `tokenizer` are settings, not secrets. */
const sounds = (name: string): boolean => /(^|[-_.])(api[-_]?key|token|secret|password|passwd)$/i.test(name);
