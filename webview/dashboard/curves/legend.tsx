import type { RunDetail } from '../../../src/protocol/runs';
import { Button, capabilityColor, capabilityTitle, Icon, useStore } from '../../kit';
import { useModel } from '../state/context';
import { Swatch } from './readout';

interface LegendProps {
  readonly names: readonly string[];
  readonly main: RunDetail;
}

/** What the colours of the strip mean, and which run is which where several lie over one another. */
export function Legend({ names, main }: LegendProps) {
  const model = useModel();
  const runs = useStore(model.state, (state) => state.runs);
  const capabilities = [
    ...new Set(
      main.stages.map((stage) => (stage.capabilities.length === 1 ? stage.capabilities[0] : undefined)),
    ),
  ].filter((capability) => capability !== undefined);
  return (
    <div class="legend">
      <ul class="legend-list" aria-label="Capabilities">
        {capabilities.map((capability) => (
          <li key={capability}>
            <span class="legend-strip" style={{ background: capabilityColor(capability) }} />
            {capabilityTitle(capability)}
          </li>
        ))}
      </ul>
      {runs.length < 2 ? null : (
        <ul class="legend-list" aria-label="Runs">
          {runs.map((run, i) => (
            <li key={run}>
              <Swatch run={i} dash={i} />
              <span class="legend-name" title={run}>
                {names[i]}
              </span>
              {i === 0 ? null : (
                <Button
                  appearance="icon"
                  label={`Take ${names[i] ?? 'this run'} off`}
                  onClick={() => model.change({ runs: runs.filter((other) => other !== run) })}
                >
                  <Icon name="close" />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
