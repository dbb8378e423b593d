import Ajv, { type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { curriculumSchema, nameFault, GRAMMAR, type JsonSchema } from '../../../src/language';
import { packageRoot } from '../../../src/protocol';
import { check } from '../helpers';
import { randomDocument } from './documents';

let validate: ValidateFunction;
beforeAll(() => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
  ajv.addKeyword('markdownDescription');
  validate = ajv.compile(curriculumSchema());
});
const isValid = (yaml: string): boolean => validate(parse(yaml));

const BASE = `curriculum: 1
datasets: { d: { capability: perception, train: d.jsonl } }
stages: [{ id: see, data: d }]
`;

describe('the JSON Schema', () => {
  it('is the shipped one; `npm run schema` rewrites it', () => {
    const file = join(packageRoot(), 'schemas', 'curriculum.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(curriculumSchema())));
  });

  it('accepts the examples', () => {
    const folder = join(packageRoot(), 'examples');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.curriculum.yaml'),
    );
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      isValid(readFileSync(join(folder, file), 'utf8'));
      expect(validate.errors ?? [], file).toEqual([]);
    }
  });

  it.each([
    ['an unknown key', `${BASE}modle: x`],
    ['an unknown key of a stage', BASE.replace('data: d }]', 'data: d, epoch: 1 }]')],
    ['a missing key', BASE.replace('curriculum: 1', 'name: x')],
    ['a dataset without rows', BASE.replace(', train: d.jsonl', '')],
    ['a stage without an id', BASE.replace('id: see, ', '')],
    ['a stage without data', BASE.replace(', data: d', '')],
    ['a number as text', `${BASE}defaults: { batch: "16" }`],
    ['a fraction', `${BASE}defaults: { batch: 1.5 }`],
    ['a number out of range', `${BASE}defaults: { learning_rate: 0 }`],
    ['an unknown engine', `${BASE}engine: verl`],
    ['an unknown engine with settings', `${BASE}engine: { verl: {} }`],
    ['an unknown setting of an engine', `${BASE}engine: { trl: { gpu: 1 } }`],
    ['nothing behind a key', `${BASE}model:`],
    ['an unknown word in a list', `${BASE}defaults: { freeze: [eyes] }`],
    ['a mapping for a text', `${BASE}prompt: { file: x }`],
    ['an empty list', `${BASE}evaluate: { on: [] }`],
    ['another version', BASE.replace('curriculum: 1', 'curriculum: 2')],
    ['a name that is no folder', `${BASE}name: a b`],
    ['a dataset id that is no folder', BASE.replace('{ d: {', '{ "d/e": {')],
    ['data of an unknown form', BASE.replace('d.jsonl', 'd.txt')],
    ['an unknown checkpoint rule', BASE.replace('data: d }]', 'data: d, checkpoint: worst }]')],
    ['a wrong variant', `${BASE}variants: { a: { schedule: { capability: mixed } } }`],
    ['an endpoint without a model', `${BASE}models: { judge: { url: "http://x" } }`],
  ])('rejects %s', (_, yaml) => {
    expect(isValid(BASE)).toBe(true);
    expect(isValid(yaml)).toBe(false);
  });

  it('lets a file that extends another, and a variant, leave keys to it', () => {
    expect(isValid('extends: ../base.curriculum.yaml\nstages: [think, { id: see, epochs: 2 }]')).toBe(true);
    expect(isValid('extends: ../base.curriculum.yaml\nstages: { see: { epochs: 2 } }')).toBe(true);
    expect(isValid('extends: ../base.curriculum.yaml\nstages: { see: { epochs: many } }')).toBe(false);
    expect(isValid(`${BASE}variants: { a: { datasets: { d: { val: v.jsonl } }, stages: [see] } }`)).toBe(
      true,
    );
  });

  it('takes bare numbers and words where text is wanted, as the language does', () => {
    expect(isValid(`${BASE}name: 2024`)).toBe(true);
    expect(isValid(`${BASE}models: { judge: { url: "http://x", model: true } }`)).toBe(true);
  });

  it('describes every key, with its default and an example', () => {
    const schema = curriculumSchema();
    const resolved = (one: JsonSchema | undefined): JsonSchema =>
      one?.$ref === undefined
        ? (one ?? {})
        : (schema.definitions?.[one.$ref.slice('#/definitions/'.length)] ?? {});
    for (const key of Object.keys(GRAMMAR.keys)) {
      const { description, markdownDescription } = resolved(schema.properties?.[key]);
      expect(description, key).toContain(GRAMMAR.keys[key]?.doc);
      expect(markdownDescription, key).toContain(GRAMMAR.keys[key]?.doc);
    }
    const defaults = resolved(schema.properties?.defaults);
    expect(resolved(defaults.properties?.learning_rate)).toMatchObject({
      type: 'number',
      exclusiveMinimum: 0,
      default: 1e-6,
    });
    expect(resolved(defaults.properties?.validate_every).examples).toEqual([20]);
    expect(resolved(schema.properties?.model).examples).toContain('qwen3-vl-8b');
  });

  it('takes the names that the language takes', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '.', '-', '_', ' ', 'é', '/'),
      maxLength: 66,
    });
    fc.assert(
      fc.property(name, (text) => {
        const document = { ...(parse(BASE) as object), name: text };
        expect(validate(document), text).toBe(nameFault(text) === undefined);
      }),
    );
  });

  it('agrees with the checks on random documents, right and wrong', () => {
    const found = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(randomDocument, ({ value, fault }) => {
        const { problems } = check(JSON.stringify(value));
        // A key that another value asks for (a judge, a model) is missing for a reason, which the message gives.
        const ofShape = problems.filter(
          ({ code, message }) =>
            /^SC11|^SC210/.test(code) && !(code === 'SC113' && message.includes('is missing: ')),
        );
        const accepted = validate(value);
        found[accepted ? 'right' : 'wrong']++;
        expect(
          accepted,
          `${fault}: ${JSON.stringify(ofShape.map(({ message }) => message))} ${JSON.stringify(validate.errors)} ${JSON.stringify(value)}`,
        ).toBe(ofShape.length === 0);
        expect(accepted, fault).toBe(fault === 'none');
      }),
      { numRuns: 1500 },
    );
    expect(found.right).toBeGreaterThan(400);
    expect(found.wrong).toBeGreaterThan(400);
  });
});
