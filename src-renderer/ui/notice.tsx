import type { ReactNode } from 'react';
import './notice.css';

interface NoticeProps {
  readonly tone: 'plain' | 'warning' | 'problem';
  readonly title?: string;
  /** Read out at once by screen readers. */
  readonly announce?: boolean;
  readonly children: ReactNode;
}

/** Something to know, quiet enough for a dark room. */
export function Notice({ tone, title, announce, children }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={announce === true ? 'alert' : 'note'}>
      {title === undefined ? null : <p className="notice-title">{title}</p>}
      {children}
    </div>
  );
}
