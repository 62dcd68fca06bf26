import { useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { changeConfig, configQuery, type MediaNode, type NodeConfig } from '../../api/nodes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { Empty, Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { checkConfig } from './config-check.ts';
import { Diff } from './diff.tsx';

/** The configuration as the node says it; for edges it can be changed. */
export default function ConfigView({
  node,
  whyNot,
  isOnline,
}: {
  node: MediaNode;
  whyNot: string | undefined;
  isOnline: boolean;
}) {
  const config = useQuery({ ...configQuery(node.id), enabled: isOnline });
  if (!isOnline && !config.data)
    return (
      <Panel>
        <Empty title="The configuration is on the node">{whyNot} It is read from the node when it is connected.</Empty>
      </Panel>
    );
  return (
    <Answer query={config} lines={12}>
      {(now) =>
        node.device_type === 'edge' ? (
          <Editor key={node.id} node={node} now={now} whyNot={whyNot} onSent={() => config.refetch()} />
        ) : (
          <Panel title="Configuration" about="As the relay started with it. Relays cannot be configured from here.">
            <pre className="max-h-[36rem] overflow-auto font-mono text-xs">{JSON.stringify(now, null, 2)}</pre>
          </Panel>
        )
      }
    </Answer>
  );
}

function Editor({
  node,
  now,
  whyNot,
  onSent,
}: {
  node: MediaNode;
  now: NodeConfig;
  whyNot: string | undefined;
  onSent(): Promise<unknown>;
}) {
  const before = useMemo(() => JSON.stringify(now, null, 2), [now]);
  // Undefined: as the node has it.
  const [draft, setDraft] = useState<string>();
  const typed = draft ?? before;
  const settled = useDeferredValue(typed);
  const { config, problems } = useMemo(() => checkConfig(settled, now), [settled, now]);
  // Spaces and order of lines are no change.
  const after = useMemo(() => (config ? JSON.stringify(config, null, 2) : undefined), [config]);
  const isChanged = after !== undefined && after !== before;
  const sending = useMutation({
    mutationFn: (wanted: NodeConfig) => changeConfig(node.id, wanted),
    onSuccess: async () => {
      say(`${node.name} took the configuration over.`);
      await onSent();
      setDraft(undefined);
    },
  });
  return (
    <div className="flex flex-col gap-6">
      <Panel
        title="Configuration"
        about="JSON, as the node says it."
        action={
          draft !== undefined && (
            <Button look="quiet" onClick={() => setDraft(undefined)}>
              As the node has it
            </Button>
          )
        }
      >
        <div className="flex flex-col gap-4">
          <TextArea
            label={`Configuration of ${node.name}`}
            rows={24}
            spellCheck={false}
            wrap="off"
            value={typed}
            onChange={(event) => setDraft(event.target.value)}
            readOnly={whyNot !== undefined && draft === undefined}
            hint="Secrets are hidden, and stay as they are where they are left so. Only what differs is restarted."
            error={problems.length > 0 ? problems.join(' ') : undefined}
          />
          {whyNot && <Notice>{whyNot}</Notice>}
          {sending.error && <Failure error={sending.error} />}
        </div>
      </Panel>
      {isChanged && (
        <Panel
          title="What changes"
          flush
          action={
            <Button
              look="lever"
              disabled={problems.length > 0 || whyNot !== undefined || settled !== typed}
              busy={sending.isPending}
              onClick={() => config && sending.mutate(config)}
            >
              Send to the node
            </Button>
          }
        >
          <Diff before={before} after={after} />
        </Panel>
      )}
    </div>
  );
}
