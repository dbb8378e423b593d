import { describe, expect, it } from 'vitest';
import {
  failureText,
  labelLinks,
  verdictText,
  type FailureWords,
} from '../../../src/extension/comments/failure-text';
import { LABEL_NAMES, type ItemDetail } from '../../../src/protocol';

const WORDS: FailureWords = {
  question: 'Question',
  gold: 'Gold',
  answer: 'Answer',
  noAnswer: 'none found',
  response: 'Response',
  image: 'image',
  verdicts: 'Verdicts',
  noVerdicts: 'Nobody has spoken.',
  label: 'Label:',
  takeBack: 'take back',
  share: (right, k) => `${right} of ${k} right`,
};
const LINK = '[x](command:workbench.action.quit)<img src=x>';
const ITEM: ItemDetail = {
  index: 3,
  row: 'r3',
  dataset: 'd',
  capability: 'perception',
  question: `<image>Which? ${LINK}`,
  options: ['red', LINK],
  gold: 'A',
  goldText: 'red',
  extracted: 'B',
  correct: false,
  length: 3,
  images: 2,
  verdicts: [],
  response: `It is blue. ${LINK}`,
  answers: [],
  details: [],
  pictures: [{ file: 'file:///w/a.png', width: 64 }, { missing: LINK }],
  neighbours: [],
};

describe('a failure as Markdown', () => {
  const text = failureText(ITEM, WORDS);

  it('has its image, question, options, gold, answer and response', () => {
    expect(text).toContain('![image](file:///w/a.png|width=64)');
    expect(text).toMatch(/\*\*Question\*\* {2}\nWhich\\\?/);
    expect(text).toContain('A\\. red');
    expect(text).toContain('**Gold** A\\: red');
    expect(text).toContain('**Answer** B');
    expect(text).toContain('> It is blue\\.');
    expect(failureText({ ...ITEM, extracted: '' }, WORDS)).toContain('**Answer** none found');
  });

  it('has no link, image or HTML of what it shows', () => {
    const links = [...text.matchAll(/(?<!\\)\]\(/g)];
    expect(links).toHaveLength(1);
    expect(text).not.toMatch(/(?<!\\)</);
  });

  it('says what each method found, and on what it rests', () => {
    expect(verdictText(ITEM, WORDS)).toBe('Nobody has spoken.');
    const said = verdictText(
      {
        ...ITEM,
        details: [
          {
            method: 'counterfactual',
            label: 'PERC',
            at: '2026-01-01T00:00:00Z',
            by: 'micro-vlm',
            verdict: 'perception',
            arms: [{ arm: 'image', k: 4, right: 0 }],
          },
          { method: 'human', label: 'REAS', at: '2026-01-01T00:00:00Z', by: LINK, note: LINK },
        ],
      },
      WORDS,
    );
    expect(said).toContain('- **Perception**, counterfactual · micro\\-vlm · image 0 of 4 right');
    expect(said).toContain('- **Reasoning**, human');
    expect(said).not.toMatch(/(?<!\\)\]\(/);
  });

  it('has a link for each label; the own one is taken back', () => {
    const links = labelLinks('REAS', (label) => `command:x?${String(label)}`, WORDS);
    expect([...links.matchAll(/\]\(command:x\?(\w+)\)/g)].map(([, label]) => label)).toEqual(
      LABEL_NAMES.map((label) => (label === 'REAS' ? 'null' : label)),
    );
    expect(links).toContain('**Reasoning** ([take back](command:x?null))');
  });
});
