import { formatCount } from '../../kit';
import { percent } from '../parts/titles';

interface BarsProps {
  readonly label: string;
  readonly values: readonly { readonly name: string; readonly n: number; readonly title?: string }[];
  /** Lists the rows of a value; absent: nothing to click. */
  readonly onChoose?: (name: string) => void;
}

/** Counts as bars one below the other, with their share of all. */
export function Bars({ label, values, onChoose }: BarsProps) {
  const all = values.reduce((sum, { n }) => sum + n, 0);
  const most = values.reduce((a, { n }) => Math.max(a, n), 1);
  return (
    <table class="bars" aria-label={label}>
      <tbody>
        {values.map(({ name, n, title = name }) => (
          <tr key={name}>
            <th scope="row" title={title}>
              {onChoose === undefined ? (
                title
              ) : (
                <button type="button" class="plain-button" onClick={() => onChoose(name)}>
                  {title}
                </button>
              )}
            </th>
            <td class="bars-track" aria-hidden="true">
              <span style={{ width: `${(100 * n) / most}%` }} />
            </td>
            <td class="numeric">{formatCount(n)}</td>
            <td class="numeric muted">{percent(n, all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
