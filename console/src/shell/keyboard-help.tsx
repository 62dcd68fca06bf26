import { Fragment } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { places } from './places.ts';

const general = [
  { keys: 'Ctrl K', does: 'Find or do anything' },
  { keys: 'Ctrl Z', does: 'Take back what was just deleted' },
  { keys: '?', does: 'Show these keys' },
  { keys: 'Esc', does: 'Close what is open' },
];

/** Every key the console listens to. */
export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const rooms = places.map(({ keys, name }) => ({ keys, does: `Go to ${name}` }));
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
        {[...general, ...rooms].map(({ keys, does }) => (
          <Fragment key={keys}>
            <dt>
              <kbd className="font-mono text-quiet text-sm">{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
      <div className="mt-5 flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
