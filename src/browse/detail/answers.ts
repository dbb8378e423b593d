import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { pathLiteral, type Cell } from '../../data';
import { ARMS, type AnswerText, type Arm } from '../../protocol';
import { SET_FILES } from '../../results';
import type { SetStore } from '../store/set-store';
import { cutText } from './cut';
import { parseAsked } from './asked';

/** Answers of one item at most: more nobody reads. */
const MOST = 200;
const LONGEST = 50_000;

const isArm = (name: Cell | undefined): name is Arm => typeof name === 'string' && Object.hasOwn(ARMS, name);
const optionalText = <K extends string>(key: K, cell: Cell | undefined): Partial<Record<K, string>> =>
  typeof cell === 'string' ? ({ [key]: cutText(cell, LONGEST) } as Partial<Record<K, string>>) : {};

/** Every answer to an item, arm by arm: those of its run, and those that an endpoint gave when it was asked. */
export async function answersOf(store: SetStore, index: number): Promise<readonly AnswerText[]> {
  const [ours, asked] = await Promise.all([runAnswers(store, index), store.asked.lines(index)]);
  return [...ours, ...asked.flatMap(parseAsked)].slice(0, MOST);
}

async function runAnswers(store: SetStore, index: number): Promise<readonly AnswerText[]> {
  const file = join(store.real, SET_FILES.answers);
  if (!existsSync(file)) return [];
  const rows = await store.database.all(
    `SELECT arm, greedy, description, text, tokens, truncated, extracted, correct
     FROM read_parquet(${pathLiteral(file)}) WHERE i = ${index} LIMIT ${MOST}`,
  );
  return rows.flatMap(([arm, greedy, description, text, tokens, truncated, extracted, correct]) =>
    isArm(arm)
      ? [
          {
            arm,
            text: typeof text === 'string' ? cutText(text, LONGEST) : '',
            truncated: truncated === true,
            correct: typeof correct === 'boolean' ? correct : null,
            greedy: greedy === true,
            ...optionalText('description', description),
            ...optionalText('extracted', extracted),
            ...(typeof tokens === 'number' ? { tokens } : {}),
          },
        ]
      : [],
  );
}
