import type { ComponentChildren } from 'preact';
import type { MonitorFailure } from '../../src/protocol/runs';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Button } from './toolkit';

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  /** The next step. */
  readonly children?: ComponentChildren;
}

/** What stands where nothing is to be shown yet: why, and what to do. */
export const EmptyState = ({ icon, title, children }: EmptyProps) => (
  <div class="empty">
    <Icon name={icon} />
    <p class="empty-title">{title}</p>
    {children === undefined ? null : <div class="empty-text">{children}</div>}
  </div>
);

interface BannerProps {
  readonly failure: MonitorFailure;
  readonly onRetry?: () => void;
}

/** Something could not be read or done: the reason, what mends it, and another try. */
export const ErrorBanner = ({ failure, onRetry }: BannerProps) => (
  <div class="banner" role="alert">
    <Icon name="error" />
    <div class="banner-text">
      <p>{failure.message}</p>
      {failure.hint === undefined ? null : <p class="muted">{failure.hint}</p>}
    </div>
    {onRetry === undefined ? null : (
      <Button appearance="secondary" onClick={onRetry}>
        Try again
      </Button>
    )}
  </div>
);
