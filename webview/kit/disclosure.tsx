import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { IconName } from './icons';
import { Button } from './toolkit';

interface DisclosureProps {
  readonly label: string;
  readonly icon: IconName;
  readonly children: ComponentChildren;
  /** Told when it opens. */
  readonly onOpen?: () => void;
}

/** A button with a small panel below it; Escape, or a click elsewhere, closes it. */
export function Disclosure({ label, icon, children, onOpen }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const elsewhere = (event: Event): void => {
      if (root.current !== null && !event.composedPath().includes(root.current)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [open]);
  return (
    <div
      class="disclosure"
      ref={root}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        root.current?.querySelector<HTMLElement>('vscode-button')?.focus();
      }}
    >
      <Button
        icon={icon}
        expanded={open}
        onClick={() => {
          if (!open) onOpen?.();
          setOpen(!open);
        }}
      >
        {label}
      </Button>
      {open ? <div class="disclosure-panel">{children}</div> : null}
    </div>
  );
}
