import { useQuery } from '@tanstack/react-query';
import { queueQuery } from '../../api/training.ts';
import { counted } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';

/** How much capacity is taken, as the sections of a line: lit ones hold a train. */
export function QueuePlate() {
  const { data } = useQuery(queueQuery);
  if (!data) return null;
  const { active_trainings: active, max_concurrent: most, queued, capacity_available: free } = data;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-panel bg-frame px-5 py-4 text-frame-ink text-sm">
      <div aria-hidden="true" className="flex gap-1.5">
        {Array.from({ length: Math.min(most, 24) }, (_, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: sections are positions
            key={i}
            className={`h-2.5 w-10 rounded-sm ${i < active ? 'bg-lamp-danger' : 'bg-frame-rule'}`}
          />
        ))}
      </div>
      <p>
        <span className="font-medium">{active === 0 ? 'Nothing trains' : `${counted(active, 'run')} in training`}</span>
        <span className="text-frame-quiet">
          {' '}
          · room for {most} at once{free > 0 ? `, ${free} free` : ', all taken'}
        </span>
      </p>
      {queued > 0 && (
        <p className="flex items-center gap-2">
          <Lamp tone="caution" /> {counted(queued, 'run')} waiting
        </p>
      )}
    </div>
  );
}
