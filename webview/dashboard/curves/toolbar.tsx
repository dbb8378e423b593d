import { Button, Checkbox, Disclosure, Icon, useStore } from '../../kit';
import { useModel } from '../state/context';
import type { ChartSpec } from './charts';

/** Weights of the past that the slider goes through: even steps of the slider look like even steps of smoothness. */
const WEIGHTS = [0, 0.3, 0.5, 0.65, 0.75, 0.83, 0.88, 0.92, 0.95, 0.97, 0.99] as const;

/** How the curves are shown: axis, smoothing, scale, zoom, which of them, and which runs. */
export function Toolbar({ charts }: { readonly charts: readonly ChartSpec[] }) {
  const model = useModel();
  const { axis, smoothing, logScale, zoom, hidden } = useStore(model.state, (state) => state);
  const level = WEIGHTS.findLastIndex((weight) => weight <= smoothing);
  return (
    <div class="toolbar" role="toolbar" aria-label="Curves">
      <div class="segments" role="group" aria-label="Horizontal axis">
        {(['step', 'time'] as const).map((name) => (
          <button
            key={name}
            type="button"
            class="segment"
            aria-pressed={axis === name}
            onClick={() => {
              if (axis === name) return;
              model.cursor.set(undefined);
              // A part of the one axis is none of the other.
              model.resetZoom();
              model.change({ axis: name });
            }}
          >
            {name === 'step' ? 'Steps' : 'Time'}
          </button>
        ))}
      </div>
      <label class="slider">
        <span>Smoothing</span>
        <input
          type="range"
          min={0}
          max={WEIGHTS.length - 1}
          step={1}
          value={level}
          aria-valuetext={smoothing === 0 ? 'none' : `weight of the past ${smoothing}`}
          onInput={({ currentTarget }) =>
            model.change({ smoothing: WEIGHTS[Number(currentTarget.value)] ?? 0 })
          }
        />
        <span class="slider-value numeric muted">{smoothing === 0 ? 'off' : smoothing}</span>
      </label>
      <Checkbox checked={logScale} onChange={(checked) => model.change({ logScale: checked })}>
        Log scale
      </Checkbox>
      <Button
        appearance="icon"
        label="Show the whole axis"
        disabled={zoom === undefined}
        onClick={model.resetZoom}
      >
        <Icon name="zoom-out" />
      </Button>
      <span class="toolbar-room" />
      <Disclosure label="Charts" icon="eye">
        <fieldset class="choices">
          <legend class="visually-hidden">Charts that are shown</legend>
          {charts.map(({ id, title }) => (
            <Checkbox
              key={id}
              checked={!hidden.includes(id)}
              onChange={(checked) =>
                model.change({ hidden: checked ? hidden.filter((other) => other !== id) : [...hidden, id] })
              }
            >
              {title}
            </Checkbox>
          ))}
        </fieldset>
      </Disclosure>
    </div>
  );
}
