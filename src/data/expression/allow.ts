import { nearest } from '../../language';
import type { DataCode } from '../codes';
import {
  ALLOWED_FUNCTIONS,
  ALLOWED_OPERATORS,
  BUILT_IN_FORMS,
  CAST_TYPES,
  isAllowedFunction,
} from './functions';
import type { Node } from './tree';
import { isNode, location, nodes, text } from './tree';

/** Something refused; `at` is a byte offset into the statement. */
export interface Refusal {
  readonly code: DataCode;
  readonly message: string;
  readonly hint?: string;
  readonly at: number | undefined;
}

export interface Walked {
  readonly refusals: readonly Refusal[];
  /** Names of columns as the text writes them, with where. */
  readonly columns: readonly { readonly name: string; readonly at: number | undefined }[];
}

const OPERATORS = new Set([
  'COMPARE_IN',
  'COMPARE_NOT_IN',
  'OPERATOR_NOT',
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'OPERATOR_COALESCE',
  'OPERATOR_NULLIF',
  'ARRAY_EXTRACT',
  'STRUCT_EXTRACT',
  'ARRAY_CONSTRUCTOR',
]);

const REFUSED: Readonly<Record<string, string>> = {
  SUBQUERY: 'A subquery',
  WINDOW: 'A window function',
  STAR: '`*`',
  PARAMETER: 'A parameter',
  LAMBDA: 'A lambda',
  LAMBDA_REF: 'A lambda',
  POSITIONAL_REFERENCE: 'A reference by position',
  COLLATE: 'COLLATE',
  DEFAULT: 'DEFAULT',
};

const AGGREGATES =
  /^(?:count|count_star|sum|avg|mean|min|max|median|mode|first|last|any_value|list|array_agg|string_agg|stddev\w*|var\w*|quantile\w*)$/u;

/** Deepest nesting that an expression may have. */
export const MOST_LEVELS = 100;

/** Walks an expression's tree: everything that is not on the list is refused. */
export function walk(root: Node): Walked {
  const refusals: Refusal[] = [];
  const columns: { name: string; at: number | undefined }[] = [];

  const visit = (node: unknown, outer: number | undefined, level: number): void => {
    if (!isNode(node)) return;
    const at = location(node) ?? outer;
    const refuse = (code: DataCode, message: string, hint?: string): void => {
      refusals.push({ code, message, at, ...(hint === undefined ? {} : { hint }) });
    };
    const below = (...children: readonly unknown[]): void => {
      for (const child of children.flat()) visit(child, at, level + 1);
    };
    if (level > MOST_LEVELS) {
      refuse('SC257', `The expression is nested more than ${MOST_LEVELS} levels deep`);
      return;
    }
    const kind = text(node.class);
    switch (kind) {
      case 'CONSTANT':
        return;
      case 'COLUMN_REF': {
        const name = node.column_names;
        columns.push({ name: Array.isArray(name) ? text(name[0]) : '', at });
        return;
      }
      case 'CONJUNCTION':
        below(node.children);
        return;
      case 'COMPARISON':
        below(node.left, node.right);
        return;
      case 'BETWEEN':
        below(node.input, node.lower, node.upper);
        return;
      case 'CASE':
        for (const check of nodes(node.case_checks)) below(check.when_expr, check.then_expr);
        below(node.else_expr);
        return;
      case 'CAST':
        if (!isPlainType(node.cast_type)) {
          refuse('SC252', 'A cast to this type is not allowed', `Allowed are ${[...CAST_TYPES].join(', ')}.`);
        }
        below(node.child);
        return;
      case 'OPERATOR':
        if (!OPERATORS.has(text(node.type))) refuse('SC252', 'This operator is not allowed in an expression');
        below(node.children);
        return;
      case 'FUNCTION':
        checkFunction(node, refuse);
        below(node.children);
        return;
      default:
        refuse('SC252', `${REFUSED[kind] ?? 'This form'} is not allowed in an expression`, HINT);
    }
  };
  visit(root, undefined, 0);
  return { refusals, columns };
}

const HINT =
  'Use comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, CASE, arithmetic and the listed functions.';

const isPlainType = (type: unknown): boolean => isNode(type) && CAST_TYPES.has(text(type.id));

function checkFunction(node: Node, refuse: (code: DataCode, message: string, hint?: string) => void): void {
  const name = text(node.function_name).toLowerCase();
  const schema = text(node.schema);
  const known = isAllowedFunction(name) || ALLOWED_OPERATORS.has(name) || BUILT_IN_FORMS.has(name);
  if (text(node.catalog) !== '' || (schema !== '' && schema !== 'main') || !known) {
    if (AGGREGATES.test(name)) {
      refuse(
        'SC252',
        `${name.replace('_star', '(*)')} is an aggregate; an expression sees one row at a time`,
        HINT,
      );
      return;
    }
    const near = nearest(name, Object.keys(ALLOWED_FUNCTIONS));
    refuse(
      'SC253',
      `The function ${name} is not one that expressions may call`,
      near === undefined
        ? `Allowed are ${Object.keys(ALLOWED_FUNCTIONS).join(', ')}.`
        : `Did you mean ${near}?`,
    );
    return;
  }
  const orders = isNode(node.order_bys) ? nodes(node.order_bys.orders) : [];
  if (node.distinct === true || isNode(node.filter) || orders.length > 0) {
    refuse('SC252', `DISTINCT, FILTER and ORDER BY do not belong to ${name}`);
  }
}
