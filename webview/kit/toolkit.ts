import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { h, type ComponentChildren, type VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { ICONS, type IconName } from './icons';

// The only module that knows the toolkit: only what is used is registered, so only that is bundled.
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodePanels(),
  vsCodePanelTab(),
  vsCodePanelView(),
  vsCodeTextField(),
);

/** Elements of the toolkit are unknown to Preact's types: their props are typed here, by the wrappers. */
const element = h as (tag: string, props: object, ...children: ComponentChildren[]) => VNode;

interface Common {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  /** What a screen reader says where the visible words do not suffice. */
  readonly label?: string;
  readonly children?: ComponentChildren;
}

const common = ({ class: name, id, title, label }: Common): Record<string, unknown> => ({
  ...(name === undefined ? {} : { class: name }),
  ...(id === undefined ? {} : { id }),
  ...(title === undefined ? {} : { title }),
  ...(label === undefined ? {} : { 'aria-label': label }),
});

/** The value that a control of the toolkit holds when it says that it changed. */
const valueOf = (event: Event): string => {
  const { target } = event;
  return target !== null && 'value' in target && typeof target.value === 'string' ? target.value : '';
};

export interface ButtonProps extends Common {
  /** `icon` for a button that is only an icon: give it a label. */
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly disabled?: boolean;
  /** Stands before the words. */
  readonly icon?: IconName;
  /** For a button that stays pressed. */
  readonly pressed?: boolean;
  /** For a button that opens a panel: whether that is open. */
  readonly expanded?: boolean;
  readonly onClick?: () => void;
}

export const Button = (props: ButtonProps): VNode =>
  element(
    'vscode-button',
    {
      ...common(props),
      appearance: props.appearance ?? 'secondary',
      disabled: props.disabled ?? false,
      ...(props.pressed === undefined ? {} : { 'aria-pressed': String(props.pressed) }),
      ...(props.expanded === undefined ? {} : { 'aria-expanded': String(props.expanded) }),
      ...(props.label !== undefined && props.title === undefined ? { title: props.label } : {}),
      onClick: props.onClick,
    },
    props.icon === undefined
      ? null
      : h('span', {
          slot: 'start',
          class: 'icon',
          'aria-hidden': 'true',
          dangerouslySetInnerHTML: { __html: ICONS[props.icon] },
        }),
    props.children,
  );

export interface CheckboxProps extends Common {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export const Checkbox = (props: CheckboxProps): VNode =>
  element(
    'vscode-checkbox',
    {
      ...common(props),
      checked: props.checked,
      disabled: props.disabled ?? false,
      onchange: (event: Event) => {
        const { target } = event;
        const checked = target !== null && 'checked' in target && target.checked === true;
        // It also speaks up when it is set from outside.
        if (checked !== props.checked) props.onChange(checked);
      },
    },
    props.children,
  );

export interface OptionProps extends Common {
  readonly value: string;
}

export const Option = (props: OptionProps): VNode =>
  element('vscode-option', { ...common(props), value: props.value }, props.children);

export interface DropdownProps extends Common {
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** A choice of one of its `Option`s. */
export function Dropdown(props: DropdownProps): VNode {
  const ref = useRef<HTMLElement & { value: string }>(null);
  // It takes a value only once it knows the option, which is after its children are there.
  useLayoutEffect(() => {
    if (ref.current !== null && ref.current.value !== props.value) ref.current.value = props.value;
  });
  return element(
    'vscode-dropdown',
    {
      ...common(props),
      ref,
      disabled: props.disabled ?? false,
      onchange: (event: Event) => {
        const value = valueOf(event);
        if (value !== props.value) props.onChange(value);
      },
    },
    props.children,
  );
}

export interface TextFieldProps extends Common {
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (value: string) => void;
}

export const TextField = (props: TextFieldProps): VNode =>
  element(
    'vscode-text-field',
    {
      ...common(props),
      value: props.value,
      placeholder: props.placeholder ?? '',
      onInput: (event: Event) => props.onInput(valueOf(event)),
    },
    props.children,
  );

export interface TabsProps<T extends string> extends Common {
  readonly active: T;
  readonly tabs: readonly { readonly id: T; readonly title: string; readonly count?: number | undefined }[];
  readonly onChange: (id: T) => void;
  /** What the active tab shows. */
  readonly children?: ComponentChildren;
}

/** Tabs of which only the active one has content. */
export function Tabs<T extends string>(props: TabsProps<T>): VNode {
  const { tabs, active, onChange } = props;
  return element(
    'vscode-panels',
    {
      ...common(props),
      activeid: `tab-${active}`,
      onchange: (event: Event) => {
        const { target, currentTarget } = event;
        if (target !== currentTarget || target === null || !('activeid' in target)) return;
        const next = tabs.find(({ id }) => `tab-${id}` === target.activeid);
        if (next !== undefined && next.id !== active) onChange(next.id);
      },
    },
    tabs.map(({ id, title, count }) =>
      element(
        'vscode-panel-tab',
        { key: `tab-${id}`, id: `tab-${id}` },
        title,
        // The space is for who hears the two.
        ...(count === undefined || count === 0
          ? []
          : [' ', element('span', { class: 'badge' }, String(count))]),
      ),
    ),
    tabs.map(({ id }) =>
      element(
        'vscode-panel-view',
        { key: `view-${id}`, id: `view-${id}` },
        id === active ? props.children : null,
      ),
    ),
  );
}
