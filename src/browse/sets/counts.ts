import { readVerdicts } from '../../audit';
import { join } from 'node:path';

import { AUDIT_METHOD_NAMES, type AuditSet } from '../../protocol';
import { SET_FILES } from '../../results';
import { Recent } from '../store/recent';
import { fileStamp } from './stamp';

const KEPT = 500;

/** How many items each method speaks of, read again only when a file of verdicts has changed. */
export class VerdictCounts {
  private readonly known = new Recent<
    string,
    { readonly stamp: string; readonly methods: AuditSet['methods'] }
  >(KEPT);

  async of(dir: string): Promise<AuditSet['methods']> {
    const files = [SET_FILES.counterfactual, SET_FILES.judge, SET_FILES.labels];
    const stamps = await Promise.all(files.map((name) => fileStamp(join(dir, name))));
    const stamp = stamps.join(' | ');
    if (stamps.every((one) => one === '')) return {};
    const known = this.known.get(dir);
    if (known?.stamp === stamp) return known.methods;
    const verdicts = await readVerdicts(dir);
    const methods = Object.fromEntries(
      AUDIT_METHOD_NAMES.flatMap((name) => (verdicts[name].size === 0 ? [] : [[name, verdicts[name].size]])),
    ) as AuditSet['methods'];
    this.known.set(dir, { stamp, methods });
    return methods;
  }
}
