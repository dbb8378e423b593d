import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDraft, OWN, WRITTEN } from '../../../src/make/questions/check/draft';
import { readReply } from '../../../src/make/questions/reply/read';
import { ends } from '../../fixtures/hang';

const QUESTION = {
  question: 'What is left of the tower?',
  options: { A: 'a red barn', B: 'a blue barn', C: 'a tall tree', D: 'a stone wall' },
  answer: 'B',
};
const plain = JSON.stringify(QUESTION);

/** The right option of the one question of a reply, when it passes the check of written ones. */
function rightOf(text: string): string {
  const reply = readReply(text, 1);
  if ('reason' in reply) return reply.reason;
  const [draft] = reply.drafts;
  const checked = draft === undefined ? undefined : checkDraft(draft, WRITTEN);
  if (checked === undefined) return 'none';
  return 'reason' in checked ? checked.reason : checked.answer;
}

describe('what a writer may reply', () => {
  const list = ['a red barn', 'a blue barn', 'a tall tree', 'a stone wall'];
  const forms: Readonly<Record<string, string>> = {
    plain: plain,
    'a fence': `Sure!\n\`\`\`json\n${plain}\n\`\`\`\nHope this helps {really}.`,
    'a list': `[${plain}]`,
    questions: `{"questions": [${plain}]}`,
    deeper: `{"result": {"items": [${plain}]}}`,
    thinking: `<think>Perhaps {"question": "Is it {red}?", "options": []}</think>\n${plain}`,
    'thinking without a beginning': `Well... {"question": "no"}\n</think>${plain}`,
    'the same twice': `${plain}\n${plain}`,
    'trailing commas': plain.replace('"}', '",}').replace(/\}$/, ',}'),
    'single quotes': `{'question': 'What is left of the tower?', 'options': ['a red barn', 'a blue barn', 'the dog's house', 'a stone wall'], 'answer': 'B'}`,
    'curly quotes': plain.replaceAll(/"([^"]*)"/g, '\u201c$1\u201d'),
    'no quotes at names': plain.replaceAll(/"(\w+)":/g, '$1:'),
    Python: `{"question": "What is left of the tower?", "options": ["a red barn", "a blue barn", "a tall tree", "a stone wall"], "answer": "B", "image": None, "sure": True}`,
    'a line end within a text': plain.replace('What is', 'What\nis'),
    'letters before the options': JSON.stringify({
      ...QUESTION,
      options: list.map((text, i) => `${'ABCD'[i]}. ${text}`),
    }),
    'letters in brackets, out of order': JSON.stringify({
      ...QUESTION,
      options: ['(B) a blue barn', '(A) a red barn', '(D) a stone wall', '(C) a tall tree'],
    }),
    'options of a text': JSON.stringify({
      ...QUESTION,
      options: list.map((text, i) => `${'ABCD'[i]}) ${text}`).join('\n'),
    }),
    'options as objects': JSON.stringify({
      ...QUESTION,
      options: list.map((text, i) => ({ label: 'ABCD'[i], text })),
    }),
    'options of one key each': JSON.stringify({
      ...QUESTION,
      options: list.map((text, i) => ({ ['ABCD'[i] ?? '']: text })),
    }),
    'options as keys': JSON.stringify({
      question: QUESTION.question,
      option_a: list[0],
      option_b: list[1],
      option_c: list[2],
      option_d: list[3],
      correct_answer: 'option_b',
    }),
    'options within the question': JSON.stringify({
      question: `${QUESTION.question}\nA. a red barn\nB. a blue barn\nC. a tall tree\nD. a stone wall`,
      answer: 'B',
    }),
    'the answer as text': JSON.stringify({ ...QUESTION, options: list, answer: 'A blue barn.' }),
    'the answer with its letter': JSON.stringify({ ...QUESTION, answer: 'B. a blue barn' }),
    'the answer in brackets': JSON.stringify({ ...QUESTION, answer: '(b)' }),
    'the answer as an object': JSON.stringify({ ...QUESTION, answer: { letter: 'B', text: 'a blue barn' } }),
    'wrong answers beside it': JSON.stringify({
      question: QUESTION.question,
      correct_answer: list[1],
      distractors: [list[0], list[2], list[3]],
    }),
  };
  for (const [name, text] of Object.entries(forms)) {
    it(`reads ${name}`, () => expect(rightOf(text)).toBe('a blue barn'));
  }

  const faults: Readonly<Record<string, readonly [text: string, reason: string]>> = {
    'a letter and another text': [
      JSON.stringify({ ...QUESTION, answer: 'A. a blue barn' }),
      'The answer may mean two of the options.',
    ],
    'a letter that is a text': [
      JSON.stringify({
        question: 'Which letter is on the sign?',
        options: ['B', 'A', 'C', 'D'],
        answer: 'B',
      }),
      'The answer may mean two of the options.',
    ],
    'prose as an answer': [
      JSON.stringify({ ...QUESTION, answer: 'A barn is blue, so B' }),
      'The answer is none of the options.',
    ],
    'no answer': [JSON.stringify({ ...QUESTION, answer: null }), 'The question has no answer.'],
    'a number as an answer': [
      JSON.stringify({ ...QUESTION, answer: 2 }),
      'The answer is none of the options.',
    ],
    'no question': ['{"text": "hello"}', 'The JSON of the reply holds no question.'],
    'names of objects': [
      '{"__proto__": {"question": "x"}, "constructor": 1}',
      'The question has no options.',
    ],
  };
  for (const [name, [text, reason]] of Object.entries(faults)) {
    it(`takes no ${name}`, () => expect(rightOf(text)).toBe(reason));
  }

  it('finds the whole questions of a list that was cut off', () => {
    const reply = readReply(`{"questions": [${plain}, {"question": "What is beh`, 2, true);
    expect('drafts' in reply && reply.drafts).toHaveLength(1);
  });

  it('takes several sets of questions for none', () => {
    const other = JSON.stringify({ ...QUESTION, question: 'What is right of it?' });
    expect(rightOf(`${plain}\nBetter:\n${other}`)).toBe(
      'The reply holds several sets of questions, and which is meant is not said.',
    );
    const reply = readReply(`${plain}\n${other}`, 2);
    expect('drafts' in reply && reply.drafts).toHaveLength(2);
  });
});

describe('replies that nobody foresaw', () => {
  const pieces = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ':',
      ',',
      '\\',
      '\\u00',
      '\u201c',
      '```',
      '<think>',
      '</think>',
      '\n',
      ' ',
      '\0',
      '\ud800',
    ],
    ...[
      'question',
      '"question": ',
      '"options": ',
      '"answer": "B"',
      'null',
      'True',
      '1e999',
      '__proto__',
      'A. ',
      plain,
    ],
  );
  const mutated = fc
    .tuple(
      fc.array(fc.tuple(fc.nat(), fc.nat(12), pieces), { maxLength: 8 }),
      fc.constantFrom(plain, `[${plain},${plain}]`, ''),
    )
    .map(([edits, text]) =>
      edits.reduce((made, [at, length, piece]) => {
        const start = made.length === 0 ? 0 : at % (made.length + 1);
        return made.slice(0, start) + piece + made.slice(start + length);
      }, text),
    );

  it('never throws, and what passes is a question with four options, one of them right (100,000 replies)', () => {
    let passed = 0;
    fc.assert(
      fc.property(mutated, fc.boolean(), (text, truncated) => {
        const reply = readReply(text, 1, truncated);
        if ('reason' in reply) return reply.reason.endsWith('.');
        for (const draft of reply.drafts) {
          checkDraft(draft, OWN);
          const checked = checkDraft(draft, WRITTEN);
          if ('reason' in checked) continue;
          passed += 1;
          const { options, right, answer } = checked;
          if (options.length !== 4 || new Set(options).size !== 4) return false;
          if (right === undefined || options[right] !== answer || answer === '') return false;
        }
        return true;
      }),
      { numRuns: 100_000 },
    );
    expect(passed).toBeGreaterThan(10_000);
  }, 120_000);

  it('takes linear time for whatever is long', () => {
    const long = 250_000;
    const texts = [
      '{',
      '[',
      '{"a":',
      '{"',
      "{'a' ",
      '<think>',
      '[{"question": "',
      '\\',
      '{"question":"\n',
      ' \n',
      '."',
      'A. \n',
    ];
    for (const piece of texts) {
      const text = piece.repeat(long / piece.length);
      const part = text.slice(0, 25_000);
      for (const shaped of [
        text,
        JSON.stringify({ question: part, options: [part, part, part, part], answer: part }),
        JSON.stringify({ ...QUESTION, options: text }),
      ]) {
        ends(() => {
          const reply = readReply(shaped, 1);
          if ('drafts' in reply) for (const draft of reply.drafts) checkDraft(draft, OWN);
        }, piece);
      }
    }
  });
});
