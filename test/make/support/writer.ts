import type { ScriptedRequest } from './scripted-server';

/** A sound question about the n-th caption of `captions`, as a writer gives it. */
export const questionAbout = (n: string): object => ({
  kind: 'spatial',
  question: `What stands to the left of tower number ${n}?`,
  options: { A: `a red barn`, B: `a blue barn`, C: `a tall tree`, D: `a stone wall` },
  answer: 'B',
});

/** Captions `c0`, `c1`, ... that decide such a question. */
export const captions = (count: number): { readonly example_id: string; readonly description: string }[] =>
  Array.from({ length: count }, (_, i) => ({
    example_id: `c${i}`,
    description: `Tower number ${i} stands on a hill. A blue barn stands to its left, a tall tree far behind it.`,
  }));

/** The number of the caption that a request speaks of. */
export const numberIn = ({ text }: ScriptedRequest): string => /[Tt]ower number (\d+)/.exec(text)?.[1] ?? '';

/** A writer that gives a sound question for every caption. */
export const goodReply = (request: ScriptedRequest): string =>
  JSON.stringify({ questions: [questionAbout(numberIn(request))] });

/** A verifier that finds the option `a blue barn`, wherever it stands. */
export const goodVerifier = ({ user }: ScriptedRequest): string => {
  const letter = /^([A-E])\. a blue barn$/m.exec(user)?.[1] ?? 'E';
  return `The barn is blue.\nAnswer: ${letter}`;
};
