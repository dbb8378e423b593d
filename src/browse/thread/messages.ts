import type { MonitorFailure } from '../../protocol';

/** What the auditor asks of its thread. Folders are those of sets that it has open, and has checked. */
export interface ThreadRequest {
  readonly id: number;
  readonly what: 'figures' | 'gate' | 'compare';
  readonly set: string;
  readonly against?: string;
}

/** Each request has one answer. */
export type ThreadReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: MonitorFailure };
