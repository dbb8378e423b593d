import type { ClaimMark, ItemDetail, VerdictDetail } from '../../../../src/protocol/audit';
import { hitsOf, usableRange, type Mark } from '../text/marks';

export type JudgeDetail = Extract<VerdictDetail, { readonly method: 'judge' }>;

/** A claim of the judge with its number, from 1, and the words that it quotes. */
export interface Claim extends ClaimMark {
  readonly id: number;
  readonly quote: string;
}

/** The judge's verdict on an item, the newest of them. */
export const judgeOf = (detail: ItemDetail): JudgeDetail | undefined =>
  detail.details
    .filter((verdict): verdict is JudgeDetail => verdict.method === 'judge')
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);

/** More are not marked: no response of use has them. */
const MOST = 500;

/** The judge's claims in the order of the text; ranges that are none are left out. */
export const claimsOf = (judge: JudgeDetail | undefined, response: string): readonly Claim[] =>
  (judge?.claims ?? [])
    .filter((claim) => usableRange(claim, response.length))
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .slice(0, MOST)
    .map((claim, i) => ({ ...claim, id: i + 1, quote: response.slice(claim.start, claim.end) }));

/** Everything that is marked in a response. */
export function responseMarks(
  response: string,
  claims: readonly Claim[],
  firstError: JudgeDetail['firstError'],
  search: string,
): readonly Mark[] {
  return [
    ...(firstError !== undefined && usableRange(firstError, response.length)
      ? [{ kind: 'error', start: firstError.start, end: firstError.end } as const]
      : []),
    ...claims.map(({ id, start, end, verdict }) => ({ kind: 'claim', id, start, end, verdict }) as const),
    ...hitsOf(response, search),
  ];
}
