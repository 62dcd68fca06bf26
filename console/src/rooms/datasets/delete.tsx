import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Dataset, deleteDataset } from '../../api/datasets.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { count } from '../../ui/format.ts';
import { say } from '../../ui/toast.tsx';

export function DeleteDataset({ dataset: { id, name, row_count } }: { dataset: Dataset }) {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteDataset(id),
    onSuccess: async () => {
      say(`“${name}” is deleted.`);
      await navigate({ to: '/datasets' });
      queries.removeQueries({ queryKey: ['datasets', id] });
      await queries.invalidateQueries({ queryKey: ['datasets'] });
    },
  });
  return (
    <>
      <Button look="boardQuiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <Confirm
          title={`Delete “${name}”?`}
          action="Delete the dataset"
          busy={removal.isPending}
          error={removal.error}
          onConfirm={() => removal.mutate()}
          onClose={() => {
            removal.reset();
            setAsking(false);
          }}
        >
          Its {count(row_count)} rows and its file are gone for good. Models that were trained on it stay.
        </Confirm>
      )}
    </>
  );
}
