import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Skeleton } from './surfaces.tsx';

/**
 * What the server was asked: a skeleton while it is on its way, its sentence and a way on when it failed, else the
 * content. An answer that could not be refreshed stays visible under the sentence.
 */
export function Answer<Data>({
  query,
  lines = 4,
  waiting,
  children,
}: {
  query: UseQueryResult<Data>;
  /** Height of the skeleton. */
  lines?: number;
  /** Instead of the plain skeleton. */
  waiting?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  const { data, error, isPending, refetch } = query;
  if (isPending) return waiting ?? <Skeleton lines={lines} />;
  return (
    <>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data !== undefined && children(data)}
    </>
  );
}
