import { describe, expect, it } from 'vitest';
import { encodePrompt, encodeResponse, longestPrompt } from '../../../src/engines/embedded/prompts/prompt';
import { questionText } from '../../../src/engines/embedded/prompts/question';
import { parseTemplate } from '../../../src/engines/embedded/prompts/template';
import { ANSWER, DESCRIPTION, EOS, QUESTION } from '../../../src/engines/embedded/tokenizer';
import { tinyModel } from '../support/tiny';

const model = tinyModel();

describe('prompt templates', () => {
  it('put the question where Jinja would', () => {
    expect(parseTemplate('{{ content | trim }} Think.\n', 'p')('  why? ')).toBe('why? Think.');
    expect(parseTemplate('a {{content}} b', 'p')(' x ')).toBe('a  x  b');
    expect(parseTemplate('{#- two\nlines -#}\n{{ content|trim }}\n', 'p')('q')).toBe('q');
    expect(parseTemplate('Q:\n  {{- content }}', 'p')(' q')).toBe('Q: q');
    expect(parseTemplate('{{ content }}', 'p')('$& {{ content }}')).toBe('$& {{ content }}');
  });

  it('refuse what they do not understand, with file and line', () => {
    expect(() => parseTemplate('x\n{% if a %}{{ content }}{% endif %}', 'p.jinja')).toThrow('p.jinja:2');
    expect(() => parseTemplate('{{ content | upper }}', 'p.jinja')).toThrow('upper');
    expect(() => parseTemplate('no question', 'p.jinja')).toThrow('content');
  });

  it('show the options of a choice and hide image placeholders', () => {
    const sample = { question: '<image> Which? <image>', options: ['red', 'blue'] };
    expect(questionText(sample, parseTemplate('{{ content | trim }} !', 'p'))).toBe(
      'Which?\nA. red\nB. blue !',
    );
    expect(questionText({ question: 'Which?' })).toBe('Which?');
  });

  it('show options once where the question lists them already', () => {
    const listed = 'Which?\nA. red\nB. blue';
    expect(questionText({ question: `<image>${listed}`, options: ['red', 'blue'] })).toBe(listed);
    expect(questionText({ question: listed, options: ['red', 'green'] })).toContain('B. green');
    expect(questionText({ question: 'Is it red or blue?', options: ['red', 'blue'] })).toContain('\nA. red');
  });
});

describe('prompts as tokens', () => {
  it('have a description before the question', () => {
    const { prompt, cut } = encodePrompt(model, { question: '1 + 2 = ?', description: '3 red.' });
    const tokens = [
      DESCRIPTION,
      ...model.tokenizer.encode('3 red.'),
      QUESTION,
      ...model.tokenizer.encode('1 + 2 = ?'),
      ANSWER,
    ];
    expect(prompt.tokens).toEqual(tokens);
    expect(cut).toBe(false);
  });

  it('lose the start of a long question, never its end', () => {
    const question = `${'0 '.repeat(100)}1 + 2 = ?`;
    const limit = longestPrompt(model.config, 1000, 1000);
    const { prompt, cut } = encodePrompt(model, { question, description: '4 '.repeat(10) }, limit);
    expect(cut).toBe(true);
    expect(prompt.tokens).toHaveLength(limit);
    expect(prompt.tokens.slice(-7, -1)).toEqual(model.tokenizer.encode('1 + 2 = ?'));
    expect(prompt.tokens.at(-1)).toBe(ANSWER);
    const tight = encodePrompt(model, { question, description: '4 '.repeat(100) }, 20).prompt.tokens;
    expect(tight.length).toBeLessThanOrEqual(20);
    expect(tight).toContain(QUESTION);
  });

  it('leave room for a response, which ends with the end token if it fits', () => {
    const { prompt } = encodePrompt(model, { question: '1 + 2 = ?' });
    expect(encodeResponse(model, prompt, '3').at(-1)).toBe(EOS);
    const long = encodeResponse(model, prompt, '3 '.repeat(200));
    expect(prompt.tokens.length + long.length - 1).toBe(model.config.text);
  });
});
