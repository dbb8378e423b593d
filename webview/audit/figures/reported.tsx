import type { AuditSet } from '../../../src/protocol/audit';
import { formatCount, formatNumber, Icon } from '../../kit';
import { CapabilityMark } from '../parts/marks';
import { countWords, shareWords } from '../parts/rate';

/** Each benchmark's accuracy as recomputed, beside the figures of the program that wrote the results. */
export const Reported = ({ set }: { readonly set: AuditSet }) => (
  <section>
    <h2>Benchmarks</h2>
    <div class="matrix-scroll" tabIndex={0} role="region" aria-label="Benchmarks">
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">Benchmark</th>
            <th scope="col">Accuracy, recomputed</th>
            <th scope="col">Counted</th>
            <th scope="col" class="end">
              Unjudged
            </th>
            <th scope="col">The program’s own figures</th>
          </tr>
        </thead>
        <tbody>
          {set.benchmarks.slice(0, 200).map((one) => (
            <tr key={`${one.name} ${one.source}`}>
              <th scope="row" title={one.source}>
                <CapabilityMark capability={one.capability} /> {one.name}
              </th>
              <td class="numeric">{shareWords(one.accuracy)}</td>
              <td class="numeric">{countWords(one.accuracy)}</td>
              <td class="end numeric">{formatCount(one.unjudged)}</td>
              <td>
                {one.reported.length === 0 ? <span class="muted">none given</span> : null}
                {one.reported.slice(0, 12).map(({ name, value, meaning }) => (
                  <span class="reported" key={`${name} ${meaning}`}>
                    {name} <span class="numeric">{formatNumber(value)}</span>{' '}
                    <span class="muted">({meaning})</span>
                  </span>
                ))}
                {one.differs === undefined ? null : (
                  <span class="reported differs">
                    <Icon name="warning" label="Differs" /> {one.differs}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
