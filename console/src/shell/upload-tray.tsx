import { Link } from '@tanstack/react-router';
import { bytes } from '../ui/format.ts';
import { Lamp } from '../ui/lamp.tsx';
import { Progress } from '../ui/progress.tsx';
import { sentenceOf } from '../ui/surfaces.tsx';
import { type Upload, useUploads } from './uploads.ts';

/** What is on its way to the server, in every room. */
export function UploadTray() {
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  return (
    <section
      aria-label="Uploads"
      className="fixed right-3 bottom-20 left-3 z-20 flex max-h-[50dvh] flex-col gap-3 overflow-y-auto rounded-panel border border-rule bg-panel p-4 shadow-xl sm:left-auto sm:w-96 md:right-5 md:bottom-5"
    >
      {uploads.map((upload) => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
    </section>
  );
}

function UploadLine({ upload }: { upload: Upload }) {
  const { name, sent, total, state, dataset, error, callOff } = upload;
  const isOver = state === 'done' || state === 'failed';
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <div className="flex items-center justify-between gap-3">
        <span className="flex min-w-0 items-center gap-2">
          <Lamp
            tone={
              state === 'done' ? 'clear' : state === 'failed' ? 'danger' : state === 'waiting' ? 'caution' : 'notice'
            }
          />
          {dataset ? (
            <Link
              to="/datasets/$id"
              params={{ id: dataset.id }}
              className="truncate font-medium underline underline-offset-2"
            >
              {name}
            </Link>
          ) : (
            <span className="truncate font-medium">{name}</span>
          )}
        </span>
        <button
          type="button"
          onClick={callOff}
          className="shrink-0 rounded px-1.5 text-quiet hover:bg-well hover:text-ink"
          aria-label={isOver ? `Take ${name} off the list` : `Call off the upload of ${name}`}
        >
          {isOver ? 'Close' : 'Cancel'}
        </button>
      </div>
      {!isOver && <Progress label={`Upload of ${name}`} value={state === 'reading' ? undefined : sent} max={total} />}
      <p
        className={`text-xs ${state === 'failed' ? 'text-danger' : 'text-quiet'}`}
        role={isOver ? 'status' : undefined}
      >
        {state === 'waiting' && 'Waits for the others.'}
        {state === 'sending' && `${bytes(sent)} of ${bytes(total)}`}
        {state === 'reading' && 'Sent. The server reads and measures it.'}
        {state === 'done' && `${dataset?.row_count.toLocaleString('en-GB')} rows arrived. Validate it next.`}
        {state === 'failed' && sentenceOf(error)}
      </p>
    </div>
  );
}
