/** A matrix or vector as written: its cells by rows, and whether its bars make it a determinant. */
export interface Matrix {
  readonly rows: readonly (readonly string[])[];
  readonly bars: boolean;
}

const MAX_CELLS = 100;
const WRITTEN =
  /^([^=\\]{0,20}=)?\s{0,4}([-+]?[^=]{0,40}?)\s{0,4}\\begin\s?\{([pbvBV]?matrix|smallmatrix|array)\}(?:\{[lcr|\s]{0,20}\})?([\s\S]{0,2000}?)\\end\s?\{\3\}\s{0,4}$/;

/** Reads `\begin{pmatrix} a & b \\ c & d \end{pmatrix}` (a number before it multiplies in) or `[[a,b],[c,d]]`. */
export function matrixOf(text: string): Matrix | undefined {
  if (text.length > 2_400) return undefined;
  const plain = text.replace(/\\(?:left|right|[bB]igg?[lr]?)\s?[()[\]|.]/g, '').trim();
  const nested = /^\[\s{0,4}\[([\s\S]*)\]\s{0,4}\]$/.exec(plain)?.[1];
  if (nested !== undefined) {
    const rows = nested.split(/\]\s{0,4},\s{0,4}\[/).map((row) => row.split(',').map((cell) => cell.trim()));
    return bounded({ rows, bars: false });
  }
  const found = WRITTEN.exec(plain);
  if (found === null) return undefined;
  const [, , factor = '', name = '', body = ''] = found;
  const rows = body
    .split(/\\\\(?:\[[^\]]{0,10}\])?|\\cr\b/)
    .map((row) => row.replace(/\\hline/g, '').trim())
    .filter((row) => row !== '')
    .map((row) => row.split('&').map((cell) => multiplied(factor.trim(), cell.trim())));
  return bounded({ rows, bars: /^v/i.test(name) });
}

const multiplied = (factor: string, cell: string): string =>
  factor === '' || factor === '+' ? cell : factor === '-' ? `-(${cell})` : `(${factor})(${cell})`;

function bounded(matrix: Matrix): Matrix | undefined {
  const width = matrix.rows[0]?.length ?? 0;
  const cells = matrix.rows.length * width;
  return cells > 0 && cells <= MAX_CELLS && matrix.rows.every((row) => row.length === width)
    ? matrix
    : undefined;
}

/** A vector in round brackets, the way it is written in a line; `undefined` for a matrix of two dimensions. */
export function asTuple({ rows, bars }: Matrix): string | undefined {
  if (bars) return undefined;
  const cells = rows.length === 1 ? rows[0] : rows[0]?.length === 1 ? rows.flat() : undefined;
  return cells === undefined ? undefined : `(${cells.join(', ')})`;
}

export const equalMatrices = (a: Matrix, g: Matrix, same: (x: string, y: string) => boolean): boolean =>
  a.bars === g.bars &&
  a.rows.length === g.rows.length &&
  a.rows.every(
    (row, i) => row.length === g.rows[i]?.length && row.every((cell, j) => same(cell, g.rows[i]?.[j] ?? '')),
  );
