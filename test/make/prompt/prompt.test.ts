import { describe, expect, it } from 'vitest';
import { askedText, armsFor, messagesFor } from '../../../src/make/prompt';
import type { MakeArm } from '../../../src/protocol';

const question = {
  question: '<image> Which object is on the left?',
  options: ['a red ball', 'a blue cube'],
  images: ['/pictures/one.png', '/pictures/two.png'],
  caption: 'A red ball left of a blue cube.\n',
};
const partsOf = (arm: MakeArm, asked = question) => {
  const messages = messagesFor(arm, asked);
  expect(messages.map(({ role }) => role)).toEqual(['user']);
  return messages[0]!.parts;
};

describe('the prompt of the arms', () => {
  // Defect D21: the published arms are asked through different templates.
  it('differs in what is given, and in nothing else', () => {
    const asked = { type: 'text', text: askedText(question) };
    expect(partsOf('image')).toEqual([
      { type: 'image', file: '/pictures/one.png' },
      { type: 'image', file: '/pictures/two.png' },
      asked,
    ]);
    expect(partsOf('neither')).toEqual([asked]);
    const described = partsOf('description');
    expect(described).toHaveLength(2);
    expect(described[0]).toMatchObject({ type: 'text' });
    expect(JSON.stringify(described[0])).toContain('A red ball left of a blue cube.');
    expect(described[1]).toEqual(asked);
  });

  it('names every option by its letter, says how to answer, and holds no mark of an image', () => {
    const text = askedText(question);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'Which object is on the left?',
      'A. a red ball',
      'B. a blue cube',
    ]);
    expect(text).toContain('`Answer: X`');
    expect(text).not.toContain('<image>');
    expect(askedText({ ...question, options: [] })).toMatch(/X is the answer alone/);
  });

  it('does not list options again that the question lists', () => {
    const listed = { ...question, question: 'Which?\nA. a red ball\nB. a blue cube' };
    expect(askedText(listed).match(/a red ball/g)).toHaveLength(1);
    expect(
      askedText({ ...question, question: 'A. Is it a red ball?' }).match(/^B\. a blue cube$/gm),
    ).toHaveLength(1);
  });

  it('is not asked where there is nothing to give', () => {
    expect(armsFor(question)).toEqual(['image', 'description', 'neither']);
    expect(armsFor({ ...question, caption: ' ' })).toEqual(['image', 'neither']);
    expect(armsFor({ ...question, images: [] })).toEqual(['neither']);
    expect(armsFor(question, false)).toEqual(['description', 'neither']);
  });
});
