/** The reason of a run's end without the engine's last lines, which `logs` shows: for one line in a list. */
export const shortReason = (reason: string): string => reason.split('; last log lines: ')[0] ?? reason;
