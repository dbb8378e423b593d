import { LABEL_NAMES } from '../../protocol';
import { isLabel } from '../../protocol';
import { isRecord } from '../verdicts/line-places';
import type { JudgeAnswer, JudgeClaim } from './types';

/** Longest rationale that is accepted, in characters. */
export const MAX_RATIONALE = 600;
const CLAIM_VERDICTS = ['true', 'false', 'unverifiable'] as const;
const FIXES = ['yes', 'no', 'unsure'] as const;
const MOST_CLAIMS = 200;

/** The JSON Schema of an answer, for servers that can hold a model to it. */
export const JUDGE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: [
    'item_id',
    'visual_claims',
    'first_error_step',
    'primary',
    'fix_vision_fixes_answer',
    'confidence',
    'rationale',
  ],
  properties: {
    item_id: { type: 'string' },
    visual_claims: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['quote', 'verdict'],
        properties: {
          quote: { type: 'string' },
          verdict: { enum: CLAIM_VERDICTS },
          evidence: { type: 'string' },
        },
      },
    },
    first_error_step: { type: ['integer', 'null'] },
    primary: { enum: LABEL_NAMES },
    subtype: { type: ['string', 'null'] },
    secondary: { type: 'array', items: { type: 'string' } },
    fix_vision_fixes_answer: { enum: FIXES },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    rationale: { type: 'string', maxLength: MAX_RATIONALE },
  },
} as const;

/** Holds an answer against the schema, the item and the number of its sentences; a string says what is wrong. */
export function checkAnswer(value: unknown, itemId: string, sentences: number): JudgeAnswer | string {
  if (!isRecord(value)) return 'not a JSON object';
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(JUDGE_SCHEMA.properties, key));
  if (unknown !== undefined) return `unknown key \`${unknown.slice(0, 40)}\``;
  const missing = JUDGE_SCHEMA.required.find((key) => value[key] === undefined);
  if (missing !== undefined) return `\`${missing}\` is missing`;
  if (value.item_id !== itemId) return '`item_id` is not that of the item';
  if (!isLabel(value.primary)) return '`primary` is none of the labels';
  const { subtype, secondary, first_error_step: step, visual_claims: claims, confidence, rationale } = value;
  if (subtype !== undefined && subtype !== null && typeof subtype !== 'string') return '`subtype` is no text';
  if (secondary !== undefined && !isTexts(secondary)) return '`secondary` is not a list of texts';
  if (step !== null && !(Number.isInteger(step) && (step as number) >= 1 && (step as number) <= sentences))
    return `\`first_error_step\` is not a sentence's number (1 to ${sentences}) or null`;
  if (!Array.isArray(claims) || claims.length > MOST_CLAIMS) return '`visual_claims` is not a list';
  if (!claims.every(isClaim))
    return 'a visual claim lacks `quote` or a `verdict` of true, false, unverifiable';
  if (!isOneOf(FIXES, value.fix_vision_fixes_answer))
    return '`fix_vision_fixes_answer` is not yes, no or unsure';
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1))
    return '`confidence` is not a number from 0 to 1';
  if (typeof rationale !== 'string') return '`rationale` is no text';
  if (rationale.length > MAX_RATIONALE) return `\`rationale\` is longer than ${MAX_RATIONALE} characters`;
  return value as unknown as JudgeAnswer;
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= MOST_CLAIMS && value.every((one) => typeof one === 'string');

function isClaim(value: unknown): value is JudgeClaim {
  if (!isRecord(value)) return false;
  const { quote, verdict, evidence } = value;
  const known = Object.keys(value).every((key) => ['quote', 'verdict', 'evidence'].includes(key));
  return (
    known &&
    typeof quote === 'string' &&
    isOneOf(CLAIM_VERDICTS, verdict) &&
    (evidence === undefined || typeof evidence === 'string')
  );
}

const isOneOf = (values: readonly string[], value: unknown): boolean =>
  typeof value === 'string' && values.includes(value);
