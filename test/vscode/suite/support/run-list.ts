import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunSummary } from '../../../../src/protocol';
import type { StagecraftApi } from '../../../../src/extension/api';
import { stagecraft } from './stagecraft';
import { until } from './until';

/** Longer than any command takes that asks nothing. */
const CALL_MS = 20_000;

/** What the extension lets others use: the runs and the entries of its view. */
export const api = async (): Promise<StagecraftApi> => (await stagecraft().activate()) as StagecraftApi;

/** The runs in the order of the view. */
export const listed = async (): Promise<readonly RunSummary[]> => (await api()).runs();

/** Waits for a run of a curriculum that fits; says what the runs of it were instead. */
export async function runOf(
  name: string,
  fits: (run: RunSummary) => boolean = () => true,
  what = 'run',
  ms = 30_000,
): Promise<RunSummary> {
  let seen: readonly unknown[] = [];
  return until(
    `${what} of ${name}`,
    async () => {
      const all = (await listed()).filter((run) => run.name === name);
      seen = all.map(({ id, state, reason, stages }) => ({
        id,
        state,
        reason,
        stages: stages.map((stage) => [stage.id, stage.state, stage.step, stage.reason]),
      }));
      return all.find(fits);
    },
    { ms, seen: () => seen },
  );
}

export interface Line {
  readonly label: string;
  readonly description: string;
  readonly context: string;
  readonly icon: string;
  readonly item: vscode.TreeItem;
}

/** What the Runs view shows: its top lines, or those below a run. */
export async function lines(below?: string): Promise<readonly Line[]> {
  const { entries } = await api();
  const children = await entries.getChildren(below === undefined ? undefined : { kind: 'run', run: below });
  const items = await Promise.all((children ?? []).map(async (entry) => entries.getTreeItem(entry)));
  return items.map((item) => ({
    label: typeof item.label === 'string' ? item.label : (item.label?.label ?? ''),
    description: typeof item.description === 'string' ? item.description : '',
    context: item.contextValue ?? '',
    icon: item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : '',
    item,
  }));
}

/** Waits for a line of the view that fits. */
export async function line(
  what: string,
  fits: (line: Line) => boolean,
  below?: string,
  ms = 15_000,
): Promise<Line> {
  let seen: readonly Line[] = [];
  return until(
    what,
    async () => {
      seen = await lines(below);
      return seen.find(fits);
    },
    { ms, seen: () => seen.map(({ label, description, context }) => [label, description, context]) },
  );
}

/** Calls a command of the extension; throws when it does not come to its end: then it asks or tells something. */
export async function call(command: string, ...values: readonly unknown[]): Promise<void> {
  const late = sleep(CALL_MS).then(() => Promise.reject(new Error(`${command} waits for the user`)));
  await Promise.race([vscode.commands.executeCommand(`stagecraft.${command}`, ...values), late]);
}

/** The dashboards that are open, by their titles. */
export const dashboardTabs = (): readonly string[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.includes('stagecraft.dashboard'),
    )
    .map(({ label }) => label);
