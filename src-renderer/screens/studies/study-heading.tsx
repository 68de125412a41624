import { Anchor, Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyState } from '../../../src-core/contract/study-calls.ts';
import { formatRoute } from '../../app/routes.ts';
import { ScreenTitle } from '../../ui/screen-title.tsx';

interface StudyHeadingProps {
  readonly name: string;
  readonly state: StudyState;
  readonly children?: ReactNode;
}

/** A study's name and state, the way back to all of them, and its actions. */
export function StudyHeading({ name, state, children }: StudyHeadingProps) {
  const { t } = useTranslation('studies');
  return (
    <div>
      <Anchor href={formatRoute({ section: 'studies', parameter: null })} size="sm">
        {t('back')}
      </Anchor>
      <ScreenTitle title={name}>
        {children}
        <Badge variant="default" size="lg" radius="sm" tt="none" data-study-state={state}>
          {t(`state.${state}`)}
        </Badge>
      </ScreenTitle>
    </div>
  );
}
