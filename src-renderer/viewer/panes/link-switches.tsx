import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkChoice } from './linked-views.ts';
import type { PaneLink } from './pane-link.ts';

/** What films side by side do together. */
export function LinkSwitches({ link }: { readonly link: PaneLink }) {
  const { t } = useTranslation('viewer');
  const [links, setLinks] = useState<LinkChoice>(link.links);
  const change = (part: Partial<LinkChoice>) => {
    link.links = { ...links, ...part };
    setLinks(link.links);
  };
  return (
    <>
      <span className="viewer-gap" />
      <Switch
        size="xs"
        label={t('panes.place')}
        checked={links.place}
        onChange={(event) => change({ place: event.currentTarget.checked })}
      />
      <span className="viewer-gap" />
      <Switch
        size="xs"
        label={t('panes.window')}
        checked={links.window}
        onChange={(event) => change({ window: event.currentTarget.checked })}
      />
    </>
  );
}
