import { UserError } from '../../../embedded/errors';

/** Where Ray's dashboard, which takes jobs, listens unless told otherwise. */
const DASHBOARD_PORT = 8265;

/**
 * The address that takes jobs, without a slash at its end: that of the dashboard as it is, or for `ray://host:10001`,
 * which is the port of Ray's own client, the dashboard's usual port on that host. Throws for anything else.
 */
export function dashboardAddress(address: string): string {
  let url: URL | undefined;
  try {
    url = new URL(address);
  } catch {
    // Told below.
  }
  if (url?.protocol === 'http:' || url?.protocol === 'https:')
    return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
  // URL knows hosts only of schemes of the web.
  const host = /^ray:\/\/(\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?\/?$/i.exec(address)?.[1];
  if (host !== undefined) return `http://${host}:${DASHBOARD_PORT}`;
  throw new UserError(`"${address}" is no address of a Ray cluster`, {
    hint: 'Write `cluster: http://HOST:8265`, the address of its dashboard, or `ray://HOST:10001`.',
  });
}
