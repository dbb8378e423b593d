import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { withSlashes } from '../data';
import type { Question } from './types';

/**
 * `q-` and 16 hex digits of a SHA-256 of what the question is: its images (relative to the workspace, so that it may
 * move), its text, its options in their order, and its answer. Nothing else counts, no place and no process.
 */
export function questionId(
  root: string,
  { images, question, options, answer }: Pick<Question, 'images' | 'question' | 'options' | 'answer'>,
): string {
  const files = images.map((image) => withSlashes(relative(root, image)));
  const content = JSON.stringify([files, question, options, answer]);
  return `q-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
}
