import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { openPage } from '../api/download.ts';
import { Button, type Look } from './button.tsx';
import { sentenceOf } from './surfaces.tsx';
import { say } from './toast.tsx';

/** Opens a page of the API that is made for paper in a tab of its own. */
export function PrintButton({ path, look = 'plain', children }: { path: string; look?: Look; children: ReactNode }) {
  const opening = useMutation({
    mutationFn: () => openPage(path),
    onError: (error) => say(sentenceOf(error), 'danger'),
  });
  return (
    <Button look={look} busy={opening.isPending} onClick={() => opening.mutate()}>
      {children}
    </Button>
  );
}
