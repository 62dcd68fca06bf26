import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentProps, type ReactNode, useMemo } from 'react';
import { ApiError } from '../api/client.ts';
import { isRemoved, useIsRemoved } from '../api/removals.ts';
import { Answer } from './answer.tsx';
import { ButtonLink } from './button.tsx';
import { PageHead } from './page-head.tsx';
import { Empty, Failure, Panel, Skeleton } from './surfaces.tsx';

/** A page about one thing: its head is there while the thing is on its way, and when it is not to be had. */
export function PageAnswer<Data>({
  query,
  id = '',
  kind,
  back,
  children,
}: {
  query: UseQueryResult<Data>;
  /** Of the thing, where it can be deleted. */
  id?: string;
  /** What it is: the title until its own is known. */
  kind: string;
  back: NonNullable<ComponentProps<typeof PageHead>['back']>;
  children: (data: Data) => ReactNode;
}) {
  // Who has just deleted it is led away from it in a moment; who comes back to it later finds it gone.
  const wasRemoved = useMemo(() => isRemoved(id), [id]);
  const isRemovedStill = useIsRemoved(id);
  // Somebody else may delete it while it is looked at: what was shown last must not look alive.
  const isGone = (wasRemoved && isRemovedStill) || (query.error instanceof ApiError && query.error.status === 404);
  if (query.data !== undefined && !isGone) return <Answer query={query}>{children}</Answer>;
  return (
    <>
      <PageHead title={kind} back={back} />
      {isGone ? (
        <Panel>
          <Empty
            title={`${kind} not found`}
            action={
              <ButtonLink to={back.to} look="lever">
                {back.name}
              </ButtonLink>
            }
          >
            It was deleted, or it belongs to somebody else, or the address has a typo.
          </Empty>
        </Panel>
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </>
  );
}
