import { candidatesOf, isNamed, type Where } from './candidates';
import { isAtLeast, probe, type PythonEnvironment } from './probe';
import { lackOf, lackWords, type Lack, type Requirement } from './requirements';

export type PythonLook =
  | {
      readonly kind: 'found';
      readonly environment: PythonEnvironment;
      /** What is missing or too old in it; empty: it is complete. */
      readonly lacking: readonly Lack[];
      /** What was tried before, each with why it will not do. */
      readonly passedOver: readonly string[];
    }
  /** What was tried, each with why it will not do. */
  | { readonly kind: 'none'; readonly tried: readonly string[] };

interface PythonWish extends Where {
  /** Least Python. */
  readonly least: readonly [number, number];
  readonly packages: readonly Requirement[];
}

/**
 * The first interpreter that is new enough and has all packages; where none has them all, the first that is new
 * enough, with what it lacks. One that is named is the only one that is tried.
 */
export async function lookForPython(wish: PythonWish): Promise<PythonLook> {
  const tried: string[] = [];
  let incomplete: Extract<PythonLook, { kind: 'found' }> | undefined;
  for await (const candidate of candidatesOf(wish)) {
    const named = `${candidate.command} (${candidate.source})`;
    const answer = await probe(
      candidate,
      wish.packages.map(({ name }) => name),
    );
    if (typeof answer === 'string') tried.push(`${named}: ${answer}`);
    else if (!isAtLeast(answer.version, wish.least))
      tried.push(`${named}: Python ${answer.version.join('.')}`);
    else {
      const lacking = lackOf(answer, wish.packages);
      const found = { kind: 'found', environment: answer, lacking, passedOver: [...tried] } as const;
      if (lacking.length === 0 || isNamed(wish)) return found;
      incomplete ??= found;
      tried.push(`${named}: ${lackWords(lacking)}`);
    }
  }
  return incomplete ?? { kind: 'none', tried };
}
