import { useMemo } from 'preact/hooks';
import { DataTable, formatCount, formatNumber, formatSeconds, metricTitle, type Column } from '../../kit';
import type { ChartSpec } from './charts';
import { isBucketed, type Line } from './lines';
import type { Scene } from './plot';

interface Row {
  readonly x: number;
  /** Index of the point in each line's curve; absent where it has none here. */
  readonly at: readonly (number | undefined)[];
}

interface ChartTableProps {
  readonly spec: ChartSpec;
  readonly scene: Scene;
  readonly names: readonly string[];
  readonly height: number;
}

/** The very points of a chart's lines as a table: with their extremes, where a point stands for many. */
export function ChartTable({ spec, scene, names, height }: ChartTableProps) {
  const { lines, axis } = scene;
  const ordered = useMemo(() => [...lines].reverse(), [lines]);
  const rows = useMemo(() => rowsOf(ordered), [ordered]);
  const columns = useMemo(
    (): readonly Column<Row>[] => [
      {
        key: 'x',
        title: axis === 'step' ? 'Step' : 'Time',
        align: 'end',
        text: ({ x }) => (axis === 'step' ? formatCount(Math.round(10 * x) / 10) : formatSeconds(x)),
      },
      ...ordered.flatMap((line, i) => columnsOf(line, i, names)),
    ],
    [ordered, axis, names],
  );
  return (
    <DataTable
      caption={`${spec.title} as a table`}
      columns={columns}
      rows={rows}
      rowKey={({ x }) => x}
      maxHeight={height}
    />
  );
}

function columnsOf(
  { metric, run, curve }: Line,
  i: number,
  names: readonly string[],
): readonly Column<Row>[] {
  const title = names.length > 1 ? `${metricTitle(metric)}, ${names[run] ?? ''}` : metricTitle(metric);
  const column = (key: string, name: string, values: Float64Array): Column<Row> => ({
    key: `${i} ${key}`,
    title: name,
    align: 'end',
    text: ({ at }) => {
      const index = at[i];
      return index === undefined ? '' : formatNumber(values[index] ?? NaN);
    },
  });
  return [
    column('mean', title, curve.y),
    ...(curve.smooth === undefined ? [] : [column('smooth', 'smoothed', curve.smooth)]),
    ...(isBucketed(curve) ? [column('low', 'least', curve.low), column('high', 'most', curve.high)] : []),
  ];
}

function rowsOf(lines: readonly Line[]): readonly Row[] {
  const rows = new Map<number, (number | undefined)[]>();
  lines.forEach(({ curve }, line) =>
    curve.x.forEach((x, i) => {
      const row = rows.get(x) ?? new Array<number | undefined>(lines.length).fill(undefined);
      row[line] = i;
      rows.set(x, row);
    }),
  );
  return [...rows].sort(([a], [b]) => a - b).map(([x, at]) => ({ x, at }));
}
