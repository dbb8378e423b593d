import { Icon } from '../../kit';

interface OptionsProps {
  readonly options: readonly string[];
  /** The letter of the right option, or the answer of an open question. */
  readonly answer: string;
}

/** The options with the right one marked; of an open question its answer. */
export function Options({ options, answer }: OptionsProps) {
  if (options.length === 0)
    return (
      <p class="made-gold">
        <span class="muted">Answer: </span>
        {answer === '' ? <i>none</i> : answer}
      </p>
    );
  return (
    <ol class="options" aria-label="Options">
      {options.map((text, at) => {
        const letter = String.fromCharCode(65 + at);
        const isRight = letter === answer.trim();
        return (
          <li key={letter} class={`option${isRight ? ' option-gold' : ''}`}>
            <span class="option-letter">{letter}</span>
            <span class="option-text">{text}</span>
            {isRight ? (
              <span class="option-words">
                <Icon name="check" /> right
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
