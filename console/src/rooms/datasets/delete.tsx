import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Dataset, datasetsQuery, deleteDataset } from '../../api/datasets.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { count } from '../../ui/format.ts';
import { useRemove } from '../../ui/removal.ts';

export function DeleteDataset({ dataset: { id, name, row_count } }: { dataset: Dataset }) {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useRemove();
  const confirm = () => {
    setAsking(false);
    remove({ id, name: `“${name}”`, list: datasetsQuery.queryKey, send: () => deleteDataset(id) });
    void navigate({ to: '/datasets' });
  };
  return (
    <>
      <Button look="boardQuiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <Confirm
          title={`Delete “${name}”?`}
          action="Delete the dataset"
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          You can take it back for a few seconds; then its {count(row_count)} rows and its file are gone for good.
          Models that were trained on it stay.
        </Confirm>
      )}
    </>
  );
}
