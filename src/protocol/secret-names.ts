/** Names under which people keep what nobody else should know. `MAX_TOKENS` and `TOKENIZERS_PARALLELISM` are none. */
const SECRET = /token(?!i[sz]|s(?:_|$))|key|secret|passw(?:or)?d|credential/i;

/** Whether an environment variable is named like a secret: its value is never written down or shown. */
export const isSecretName = (name: string): boolean => SECRET.test(name);
