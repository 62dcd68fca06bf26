import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { holdRemoval, removeLater, undoRemoval } from '../api/removals.ts';
import { keepFocus } from './focus.ts';
import { sentenceOf } from './surfaces.tsx';
import { say } from './toast.tsx';

export type Removable = {
  id: string;
  /** As it is called within a sentence: “Hall”, the device Pump house. */
  name: string;
  /** Key of the list it stands in; what is kept about it has this key and its id. */
  list: QueryKey;
  /** Keys of what changes along with the list. */
  also?: readonly QueryKey[];
  /** Asks the server to delete it; must outlive the page. */
  send(): Promise<unknown>;
};

/**
 * Deletes something the person confirmed: it is out of sight at once, and for some seconds there is a way back. When the
 * server refuses, it is back, and the reason is told wherever the person is by then.
 */
export function useRemove(): (removable: Removable) => void {
  const queries = useQueryClient();
  return useCallback(
    (removable) => {
      const { id, name, send } = removable;
      const begin = (name[0] ?? '').toUpperCase() + name.slice(1);
      const takeAway = say(`Deleted ${name}.`, 'caution', {
        name: 'Undo',
        keys: 'Control+Z',
        act: () => undoRemoval(id),
        onFocus: (isFocused) => holdRemoval(id, isFocused),
      });
      removeLater({
        id,
        send,
        onSent: takeAway,
        onUndone() {
          takeAway();
          say(`${begin} is back.`);
        },
        onGone: () => forget(queries, removable),
        onRefused: (error) => say(`${begin} is back. ${sentenceOf(error)}`, 'danger', { name: 'Close' }),
      });
      keepFocus();
    },
    [queries],
  );
}

/** Takes what is gone out of everything that was kept, so that no page shows it while it asks again. */
async function forget(queries: QueryClient, { id, list, also = [] }: Removable): Promise<void> {
  // An answer from before the deletion may be on its way.
  await queries.cancelQueries({ queryKey: list, exact: true });
  queries.setQueryData<{ id: string }[]>(list, (old) => old?.filter((one) => one.id !== id));
  for (const queryKey of [[...list, id], ...also]) queries.removeQueries({ queryKey, type: 'inactive' });
  await Promise.all([list, ...also].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
