import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { download } from '../api/download.ts';
import { Button, type Look } from './button.tsx';
import { sentenceOf } from './surfaces.tsx';
import { say } from './toast.tsx';

/** Saves a file of the API in the browser's downloads. */
export function DownloadButton({
  path,
  fallbackName,
  look = 'plain',
  children,
}: {
  path: string;
  fallbackName: string;
  look?: Look;
  children: ReactNode;
}) {
  const saving = useMutation({
    mutationFn: () => download(path, fallbackName),
    onError: (error) => say(sentenceOf(error), 'danger'),
  });
  return (
    <Button look={look} busy={saving.isPending} onClick={() => saving.mutate()}>
      {children}
    </Button>
  );
}
