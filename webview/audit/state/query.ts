import type { AuditPageState, AuditQuery } from '../../../src/protocol/audit';

/** What the list asks for. */
export const queryOf = ({ set, against, filter, order, descending }: AuditPageState): AuditQuery => ({
  set,
  ...(against === undefined ? {} : { against }),
  filter: against === undefined ? withoutChanges(filter) : filter,
  order,
  descending,
});

/** Changes can be asked for only beside another set. */
const withoutChanges = ({ changes: _, ...filter }: AuditQuery['filter']): AuditQuery['filter'] => filter;

/** Whether anything but the default is filtered. */
export const isFiltered = (filter: AuditQuery['filter']): boolean =>
  Object.entries(filter).some(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
