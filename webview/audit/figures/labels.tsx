import { AUDIT_METHOD_NAMES, type AuditFigures } from '../../../src/protocol/audit';
import { formatCount } from '../../kit';
import { intervalWords } from '../parts/rate';
import { labelTitle, METHOD_TITLES } from '../parts/titles';

/** How often each label was given by each method. */
export function Labels({ labels }: { readonly labels: AuditFigures['labels'] }) {
  const methods = AUDIT_METHOD_NAMES.filter((method) => labels.some((one) => one.method === method));
  const names = [...new Set(labels.map(({ label }) => label))];
  const rateOf = (method: string, label: string) =>
    labels.find((one) => one.method === method && one.label === label)?.rate;
  return (
    <section>
      <h2>Labels</h2>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">Label</th>
            {methods.map((method) => (
              <th key={method} scope="col" class="end">
                {METHOD_TITLES[method]}, n{' '}
                {formatCount(labels.find((one) => one.method === method)?.rate.n ?? 0)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{labelTitle(name)}</th>
              {methods.map((method) => {
                const rate = rateOf(method, name);
                return (
                  <td key={method} class="end numeric">
                    {rate === undefined ? (
                      '–'
                    ) : (
                      <>
                        {formatCount(rate.k)}{' '}
                        <span class="muted">
                          = {(100 * rate.value).toFixed(1)} % {intervalWords(rate.low, rate.high)}
                        </span>
                      </>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
