/** A call that was refused or went wrong, in words for a person. */
export interface MonitorFailure {
  readonly message: string;
  readonly hint?: string;
  /** `SC5xx`, when it has one. */
  readonly code?: string;
  /** A fault of ours: the message is for the log, not for a dialog. */
  readonly defect?: true;
}
