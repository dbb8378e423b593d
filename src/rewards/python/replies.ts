import type { RewardScore } from '../types';

/** What the reward server says, one JSON object a line. */
export type Reply =
  | { readonly type: 'ready'; readonly mode: string }
  | { readonly type: 'scores'; readonly id: number; readonly scores: readonly RewardScore[] }
  | {
      readonly type: 'error';
      /** Absent when the file itself could not be loaded. */
      readonly id?: number;
      readonly message: string;
      readonly line?: number;
    };

/** Reads a line of the reward server; `undefined` when it is none of its messages. */
export function parseReply(line: string): Reply | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { id, message, line: at } = value;
  switch (value.type) {
    case 'ready':
      return { type: 'ready', mode: String(value.mode) };
    case 'scores':
      return typeof id === 'number' && Array.isArray(value.scores) && value.scores.every(isScore)
        ? { type: 'scores', id, scores: value.scores }
        : undefined;
    case 'error':
      return {
        type: 'error',
        message: String(message),
        ...(typeof id === 'number' ? { id } : {}),
        ...(typeof at === 'number' ? { line: at } : {}),
      };
    default:
      return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isScore = (value: unknown): value is RewardScore =>
  isRecord(value) && Object.values(value).every((part) => typeof part === 'number') && 'overall' in value;
