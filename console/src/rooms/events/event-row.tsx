import { Link } from '@tanstack/react-router';
import type { NodeEvent } from '../../api/node-events.ts';
import { Button } from '../../ui/button.tsx';
import { ago, dateTime } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { severityWords } from './event-filters.tsx';

const tones: Record<NodeEvent['severity'], Tone> = { critical: 'danger', warning: 'caution', info: 'notice' };

/** One thing a node reported. */
export function EventRow({
  event,
  node,
  isChosen,
  onToggle,
  onAcknowledge,
}: {
  event: NodeEvent;
  /** Its name, where it does not go without saying. */
  node: string | undefined;
  isChosen: boolean;
  onToggle: (() => void) | undefined;
  onAcknowledge: (() => void) | undefined;
}) {
  const { severity, message, category, created_at, node_time, flow_id, input_id, output_id, acknowledged } = event;
  const at = node_time ?? created_at;
  const about = [
    category,
    flow_id && `flow ${flow_id}`,
    input_id && `input ${input_id}`,
    output_id && `output ${output_id}`,
  ];
  return (
    <li className="flex items-start gap-3 border-rule border-b px-4 py-3 last:border-b-0 sm:px-5">
      {onToggle && (
        <input
          type="checkbox"
          aria-label={`Choose: ${message}`}
          checked={isChosen && !acknowledged}
          disabled={acknowledged}
          onChange={onToggle}
          className="mt-1.5 size-4 accent-lever disabled:opacity-30"
        />
      )}
      <span className="pt-1">
        <Lamp tone={acknowledged ? 'idle' : tones[severity]} />
      </span>
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <p className={`[overflow-wrap:anywhere] ${acknowledged || severity === 'info' ? '' : 'font-medium'}`}>
            <span className="sr-only">{severityWords[severity]}: </span>
            {message || category}
          </p>
          <p className="text-quiet text-sm [overflow-wrap:anywhere]">
            {node !== undefined && (
              <>
                <Link
                  to="/media-nodes/$id"
                  params={{ id: event.node_id }}
                  className="rounded text-ink underline underline-offset-4"
                >
                  {node}
                </Link>
                {' · '}
              </>
            )}
            {about.filter(Boolean).join(' · ')}
            {' · '}
            <time dateTime={at} title={dateTime(at)}>
              {ago(at)}
            </time>
            {event.acknowledged_at && ` · acknowledged ${ago(event.acknowledged_at)}`}
          </p>
          {event.details != null && (
            <details className="mt-1 text-sm">
              <summary className="w-fit rounded text-quiet">Details</summary>
              <pre className="mt-1 max-h-64 overflow-auto rounded-md bg-well p-3 font-mono text-xs">
                {JSON.stringify(event.details, null, 2)}
              </pre>
            </details>
          )}
        </div>
        {onAcknowledge && !acknowledged && severity !== 'info' && (
          <Button
            look="quiet"
            className="-ml-3.5 sm:ml-0"
            onClick={onAcknowledge}
            aria-label={`Acknowledge: ${message}`}
          >
            Acknowledge
          </Button>
        )}
      </div>
    </li>
  );
}
