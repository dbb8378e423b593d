import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useVirtualRows } from './virtual';

export interface Column<R> {
  readonly key: string;
  readonly title: string;
  /** Figures stand at the end, words at the start. */
  readonly align?: 'start' | 'end';
  readonly text: (row: R) => string;
  /** What is shown in place of the bare text. */
  readonly cell?: (row: R) => ComponentChildren;
}

export interface DataTableProps<R> {
  /** What the table is, for those who do not see what is around it. */
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R, index: number) => string | number;
  /** CSS pixels; what is longer scrolls. */
  readonly maxHeight?: number;
}

/** CSS pixels; the style sheet holds rows to it. */
const ROW = 24;

/** A table that may be long: only the rows in view are drawn, all are counted. The first column names its row. */
export function DataTable<R>({ caption, columns, rows, rowKey, maxHeight = 320 }: DataTableProps<R>) {
  const box = useRef<HTMLDivElement>(null);
  const { first, end, before, after } = useVirtualRows(box, rows.length, ROW);
  return (
    <div
      class="table-box"
      ref={box}
      style={{ maxHeight: `${maxHeight}px` }}
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table class="table" aria-rowcount={rows.length + 1}>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ key, title, align }) => (
              <th key={key} scope="col" class={align === 'end' ? 'end' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={before} />
          {rows.slice(first, end).map((row, i) => (
            <tr key={rowKey(row, first + i)} aria-rowindex={first + i + 2}>
              {columns.map((column, c) => {
                const content = column.cell?.(row) ?? column.text(row);
                const name = column.align === 'end' ? 'end numeric' : '';
                return c === 0 ? (
                  <th key={column.key} scope="row" class={name}>
                    {content}
                  </th>
                ) : (
                  <td key={column.key} class={name}>
                    {content}
                  </td>
                );
              })}
            </tr>
          ))}
          <Gap height={after} />
        </tbody>
      </table>
    </div>
  );
}

const Gap = ({ height }: { readonly height: number }) =>
  height === 0 ? null : <tr class="table-gap" aria-hidden="true" style={{ height: `${height}px` }} />;
