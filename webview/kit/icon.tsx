import { ICONS, type IconName } from './icons';

interface IconProps {
  readonly name: IconName;
  readonly label?: string;
}

/** A codicon. Without a label it is decoration: the words stand beside it. */
export const Icon = ({ name, label }: IconProps) => (
  <span
    class={`icon icon-${name}`}
    // A drawing of the bundle, never a text of anybody's.
    dangerouslySetInnerHTML={{ __html: ICONS[name] }}
    {...(label === undefined
      ? { 'aria-hidden': 'true' }
      : { role: 'img', 'aria-label': label, title: label })}
  />
);
