import { describe, expect, it } from 'vitest';
import { check, curriculum, lines, pointed, THREE } from './helpers';

const of = (endpoint: string): string => curriculum(THREE, `models: { judge: { ${endpoint} } }`);
const found = (endpoint: string): readonly string[] =>
  lines(check(of(endpoint))).map((line) => line.replace(/^\d+:\d+ /, ''));

describe('an endpoint', () => {
  it.each([
    ['url: https://api.example.com, model: m, key: OPENAI_API_KEY, api: openai'],
    ['url: http://127.0.0.1:8000, model: m, key: K'],
    ['url: http://gpu-box:8000, model: m, key: VLLM_KEY'],
    ['url: "http://[::1]:8000/v1", model: m, key: key'],
    ['url: "https://h.example/v1?api-version=2024-10-21", model: m'],
    ['url: https://h.example, model: m, price: { input: 0, output: 15 }, timeout: 0.5, concurrency: 64'],
    ['url: https://h.example, model: m, api: gemini', 'SC112 `api` cannot be `gemini`'],
    [
      'url: https://h.example, model: m, concurrency: 0',
      'SC112 `concurrency` must be a whole number from 1 to 1024 (requests), but is `0`',
    ],
    ['url: https://h.example, model: m, price: { input: 1 }', 'SC113 `output` is missing'],
    ['url: https://h.example, model: m, keys: A', 'SC110 Unknown key `keys`'],
    [
      'url: http://api.example.com/v1, model: m, key: K',
      'SC231 The key would travel to `api.example.com` unencrypted',
    ],
    ['url: https://me:pw@h.example, model: m', 'SC230 The address holds a user name or password'],
    ['url: "https://h.example/v1?api_key=abcdef", model: m', 'SC230 The address holds a secret (`api_key`)'],
    ['url: "ftp://me:pw@h.example", model: m', 'SC226 `ftp://h.example` is not an address of a server'],
  ])('%s', (endpoint, ...expected) => {
    expect(found(endpoint)).toEqual(expected);
  });

  it.each([
    'sk-proj-abcdefghijklmnop1234567890',
    'sk-ant-api03-xyz',
    'AIzaSyD1234567890abcdefghijk',
    'hf_AbCdEfGhIjKlMnOpQrStUv12',
    'gsk_0123456789abcdef0123456789',
    'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5',
    'Bearer abc',
    '${OPENAI_API_KEY}',
    'a'.repeat(100),
  ])('whose key stands in the file: %s', (key) => {
    const text = of(`url: https://h.example, model: m, key: "${key}"`);
    const result = check(text);
    expect(lines(result)).toHaveLength(1);
    const [problem] = result.problems;
    expect(problem).toMatchObject({ code: 'SC230', severity: 'error' });
    expect(pointed(text, problem!.place)).toBe(`"${key}"`);
    // A problem is copied into logs and chats.
    expect(JSON.stringify([problem?.message, problem?.hint])).not.toContain(key);
  });
});
