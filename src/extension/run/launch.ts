import { l10n, ProgressLocation, window } from 'vscode';
import {
  errorText,
  type DeviceChoice,
  type LaunchedRun,
  type LaunchRequest,
  type PreflightReport,
  type StageCommand,
} from '../../protocol';
import { documentOf, shortName } from '../commands/target';
import type { Ctx } from '../context';
import { decide } from '../look-ahead/decide';
import { setting } from '../settings';
import { runName } from './arguments';
import { onceAtATime } from './once';
import { readyToRun } from './ready';
import { rootOf } from './root';

/** What of a curriculum is run, and how. */
export interface Part {
  readonly stages?: NonNullable<LaunchRequest['stages']>;
  readonly rehearse?: NonNullable<LaunchRequest['rehearse']>;
  readonly devices?: DeviceChoice;
}

/** A second click while the first is on its way is a slip, not a wish for two runs. */
const once = onceAtATime();

/**
 * A click on Run, all of it: saves, looks whether anything is in the way, asks once about warnings, starts, and shows
 * the run. Several variants are looked at together and then started one after another: the queue runs them in turn.
 * A click that is repeated while the first still works is the same click.
 */
export function launch(
  ctx: Ctx,
  target: StageCommand,
  part: Part = {},
  variants: readonly (string | undefined)[] = [target.variant],
): Promise<void> {
  return once(JSON.stringify([target.uri, part, variants]), () => launchNow(ctx, target, part, variants));
}

async function launchNow(
  ctx: Ctx,
  target: StageCommand,
  part: Part,
  variants: readonly (string | undefined)[],
): Promise<void> {
  const uri = await readyToRun(await documentOf(target));
  const root = rootOf(uri);
  const requests = variants.map((variant): LaunchRequest => ({
    root,
    file: uri.fsPath,
    ...(variant === undefined ? {} : { variant }),
    devices: { kind: 'auto' },
    audit: setting('run.audit', uri),
    ...part,
  }));
  const [first] = requests;
  if (first === undefined) return;
  const name = runName(shortName(uri.toString()), first);
  // The monitor acts in folders that it watches, and the run is to be seen as soon as it is there.
  await ctx.runs.watchRoot(root);
  await ctx.runs.start();
  const flights = await lookAhead(ctx, name, requests);
  if (flights === undefined) return;
  const decision = await decide(ctx, name, flights);
  if (decision === undefined) return;
  const started: LaunchedRun[] = [];
  if (decision.kind === 'resume') started.push(await ctx.monitor.ask('resume', { run: decision.dir }));
  else for (const request of requests) started.push(await ctx.monitor.ask('start', request));
  await show(ctx, started);
}

/** The pre-flights of some starts; nothing when the user leaves. */
function lookAhead(
  { monitor }: Ctx,
  name: string,
  requests: readonly LaunchRequest[],
): Thenable<readonly PreflightReport[] | undefined> {
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Looking ahead: {0}', name),
      cancellable: true,
    },
    async (_, token) => {
      const left = new Promise<undefined>((resolve) =>
        token.onCancellationRequested(() => resolve(undefined)),
      );
      const flights: PreflightReport[] = [];
      for (const request of requests) {
        const flight = await Promise.race([monitor.ask('preflight', request), left]);
        if (flight === undefined) return undefined;
        flights.push(flight);
      }
      return flights;
    },
  );
}

/** Brings runs that were just started before the user: selected in the view, the first of them in a dashboard. */
export async function show(ctx: Ctx, started: readonly LaunchedRun[]): Promise<void> {
  const [first] = started;
  if (first === undefined) return;
  if (setting('run.openDashboard')) ctx.dashboards.open([first.dir]);
  await ctx.runs.arrival(first);
  // Not waited for: the view answers once it has drawn all that changed, and a live run changes all the time.
  ctx.runsView.reveal(first.dir).catch((error: unknown) => ctx.log.warn(errorText(error)));
}
