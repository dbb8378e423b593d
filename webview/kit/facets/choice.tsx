import { useId } from 'preact/hooks';

interface ChoiceProps<T extends string> {
  readonly title: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly title: string; readonly count?: string }[];
  readonly onChange: (value: T) => void;
  /** Its title is only for who hears it. */
  readonly bare?: boolean;
}

/** One of a few: radio buttons side by side. */
export function Choice<T extends string>({ title, value, options, onChange, bare }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="facet">
      <legend class={bare === true ? 'visually-hidden' : ''}>{title}</legend>
      <div class="choice-values">
        {options.map((option) => (
          <label key={option.value} class={`choice-value${option.value === value ? ' chosen' : ''}`}>
            <input
              class="visually-hidden"
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.title}
            {option.count === undefined ? null : <span class="facet-count numeric">{option.count}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
