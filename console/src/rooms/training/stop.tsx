import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Run, stopTraining } from '../../api/training.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';

export function StopButton({ run: { id, status, current_epoch } }: { run: Run }) {
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopTraining(id),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ['training'] });
    },
  });
  return (
    <>
      <Button look="boardQuiet" onClick={() => setAsking(true)}>
        {status === 'queued' ? 'Take out of the line' : 'Stop'}
      </Button>
      {isAsking && (
        <Confirm
          title={status === 'queued' ? 'Take this run out of the line?' : 'Stop this run?'}
          action={status === 'queued' ? 'Take it out' : 'Stop it'}
          busy={stop.isPending}
          error={stop.error}
          onConfirm={() => stop.mutate()}
          onClose={() => setAsking(false)}
        >
          {current_epoch === 0
            ? 'It has learned nothing yet, so no model comes of it.'
            : 'It ends here. The best weights so far become a model; the run cannot be taken up again.'}
        </Confirm>
      )}
    </>
  );
}
