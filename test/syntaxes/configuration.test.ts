import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCurriculum } from '../../src/language';
import { packageRoot } from '../../src/protocol';

interface Configuration {
  readonly wordPattern: string;
  readonly indentationRules: { readonly increaseIndentPattern: string };
  readonly onEnterRules: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly action: { readonly appendText?: string };
  }[];
}
interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(packageRoot(), 'syntaxes', name), 'utf8'));
const configuration = read('curriculum.language-configuration.json') as Configuration;
const snippets = read('curriculum.snippets.json') as Readonly<Record<string, Snippet>>;

describe('the language configuration', () => {
  it('takes ids, paths of keys and model names as one word', () => {
    const word = new RegExp(configuration.wordPattern, 'g');
    expect('data: [see-and-think, qwen2.5-vl-7b], x.'.match(word)).toEqual([
      'data',
      'see-and-think',
      'qwen2.5-vl-7b',
      'x',
    ]);
    expect('worker.actor.clip: größe'.match(word)).toEqual(['worker.actor.clip', 'größe']);
  });

  it('indents below a key without a value, and nowhere else', () => {
    const deeper = new RegExp(configuration.indentationRules.increaseIndentPattern);
    for (const line of ['stages:', '  a: # why', 'a: &x', '- b:', 'where: |', 'w: >-  # c', '"a b":'])
      expect(deeper.test(line), line).toBe(true);
    for (const line of ['a: 1', '# stages:', '- see', 'a: {', 'url: http://x:', 'a: "b:"'])
      expect(deeper.test(line), line).toBe(false);
  });

  const entered = (before: string, after = ''): string | undefined =>
    configuration.onEnterRules.find(
      (rule) =>
        new RegExp(rule.beforeText).test(before) &&
        (rule.afterText === undefined || new RegExp(rule.afterText).test(after)),
    )?.action.appendText;

  it('goes on with a list, with the keys of an item, and with a comment', () => {
    expect(entered('  - see')).toBe('- ');
    expect(entered('  - id: see')).toBe('  ');
    expect(entered('  - http://x')).toBe('- ');
    expect(entered('# a', 'b')).toBe('# ');
    for (const line of ['# a', 'id: see', '  -', '- a:', '- [a', '- |'])
      expect(entered(line), line).toBeUndefined();
  });
});

describe('the snippets', () => {
  /** What stands there when every placeholder is left as it is. */
  const filled = (body: readonly string[]): string =>
    body
      .join('\n')
      .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
      .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
      .replaceAll(/\$\d/g, '');
  const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
  const BASE: Readonly<Record<string, string>> = {
    datasets:
      'datasets:\n  pictures: { capability: perception, train: a.jsonl }\n  texts: { capability: textual-reasoning, train: b.jsonl }\n',
    stages:
      'stages:\n  - { id: see, data: pictures }\n  - { id: think, data: texts }\n  - { id: see-and-think, data: [pictures, texts] }\n',
  };
  const whole = (name: string, text: string): string => {
    switch (name) {
      case 'Curriculum':
        return text;
      case 'Dataset':
        return `curriculum: 1\ndatasets:\n${indented(text)}\nstages: [{ id: a, data: name }]\n`;
      case 'Stage':
      case 'Stage that stops early':
        return `curriculum: 1\n${BASE.datasets}stages:\n${indented(text)}\n`;
      default:
        return `curriculum: 1\n${BASE.datasets}${BASE.stages}${text}\n`;
    }
  };

  it.each(Object.entries(snippets))('%s makes no error where it belongs', (name, { body, description }) => {
    expect(description).not.toBe('');
    const { problems } = checkCurriculum('/x/x.curriculum.yaml', { text: whole(name, filled(body)) });
    const known = ['SC218', 'SC219', ...(name === 'Stage that stops early' ? ['SC223'] : [])];
    expect(problems.filter(({ code }) => !known.includes(code)).map(({ message }) => message)).toEqual([]);
  });
});
