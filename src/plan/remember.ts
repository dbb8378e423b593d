import type { DataEngine } from '../data';

/** The questions that planning asks over and over: for each stage, and for each variant of a file. */
export type Questions = Pick<DataEngine, 'resolve' | 'facts' | 'count' | 'checkExpression'>;

/** Asks the data layer each question once, as long as the answers are kept. Data must not change meanwhile. */
export function remember(data: DataEngine): Questions {
  return {
    resolve: once((dataset, split) => data.resolve(dataset, split)),
    facts: once((source) => data.facts(source)),
    count: once((query) => data.count(query)),
    checkExpression: once((kind, text, columns) => data.checkExpression(kind, text, columns)),
  };
}

function once<Q extends readonly unknown[], A>(
  ask: (...question: Q) => Promise<A>,
): (...question: Q) => Promise<A> {
  const answers = new Map<string, Promise<A>>();
  return (...question) => {
    const key = JSON.stringify(question);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(...question);
    answers.set(key, answer);
    return answer;
  };
}
