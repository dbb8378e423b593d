import { l10n, window, type QuickPickItem } from 'vscode';
import type { DeviceChoice } from '../../protocol';
import type { Ctx } from '../context';
import { plainText } from '../run-list/plain';

interface DeviceItem extends QuickPickItem {
  readonly device: string;
}

/** Lets the user pick the devices of one run, with who holds each now; nothing when they leave. */
export async function pickDevices({ monitor }: Ctx): Promise<DeviceChoice | undefined> {
  const { devices, gpus } = await monitor.ask('devices', {});
  const items = devices.map(({ id, title, holder }): DeviceItem => {
    const gpu = gpus.find(({ index }) => id === `gpu:${index}`);
    return {
      device: id,
      label: plainText(title),
      description: holder === undefined ? l10n.t('free') : l10n.t('held by {0}', plainText(holder)),
      ...(gpu === undefined
        ? {}
        : {
            detail: l10n.t('{0} of {1} MiB in use, {2} % busy', gpu.memoryUsed, gpu.memoryTotal, gpu.use),
          }),
    };
  });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Run on which devices?'),
    placeHolder: l10n.t('The run waits in the queue until all of them are free'),
    canPickMany: true,
  });
  if (picked === undefined || picked.length === 0) return undefined;
  return { kind: 'these', devices: picked.map(({ device }) => device) };
}
