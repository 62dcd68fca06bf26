import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { nodesQuery } from '../../api/nodes.ts';
import { changeTunnel, createTunnel, type ToldTunnel, type Tunnel, tunnelsQuery } from '../../api/tunnels.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure, Notice } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { bodyOf, changesOf, type Draft, draftOf, problemsOf } from './check.ts';
import { Between, Ends, type StepProps, What } from './steps.tsx';

const steps: readonly { title: string; fields: readonly (keyof Draft)[]; Fields(props: StepProps): React.ReactNode }[] =
  [
    { title: 'What it is', fields: ['name', 'protocol', 'mode'], Fields: What },
    {
      title: 'Its two ends',
      fields: ['ingress_node_id', 'ingress_listen_port', 'egress_node_id', 'egress_forward_addr'],
      Fields: Ends,
    },
    {
      title: 'Between them',
      fields: ['relay_node_id', 'relay_addr', 'egress_peer_addr', 'associated_flow_ids'],
      Fields: Between,
    },
  ];

/**
 * Makes a tunnel or changes one, in three steps.
 *
 * @param others all there are, to tell when two would listen at the same port
 */
export function TunnelWizard({
  tunnel,
  others,
  onClose,
}: {
  tunnel: Tunnel | undefined;
  others: readonly Tunnel[];
  onClose(): void;
}) {
  // As it was when the wizard opened: the list behind it is asked for again and again.
  const [before] = useState(tunnel);
  const [draft, setDraft] = useState(() => draftOf(tunnel));
  const [at, setAt] = useState(0);
  const [isTried, setTried] = useState(false);
  const heading = useHeadingFocus(at);
  const nodes = useQuery(nodesQuery).data ?? [];
  const queries = useQueryClient();
  const keeping = useMutation({
    mutationFn: async (): Promise<ToldTunnel | undefined> => {
      if (!before) return createTunnel(bodyOf(draft));
      const changes = changesOf(before, draft);
      return Object.keys(changes).length > 0 ? changeTunnel(before.id, changes) : undefined;
    },
    onSuccess: async (told) => {
      await queries.invalidateQueries(tunnelsQuery);
      if (told && told.warnings.length > 0) return;
      if (told) say(before ? `${told.name} is changed.` : `${told.name} is made, and set up on its nodes.`);
      onClose();
    },
  });
  const problems = problemsOf(draft);
  const step = steps[at] as (typeof steps)[number];
  const isLast = at === steps.length - 1;
  const go = (to: number) => {
    setTried(false);
    setAt(to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step.fields.some((name) => problems[name])) setTried(true);
    else if (!isLast) go(at + 1);
    else keeping.mutate();
  };
  const title = before ? `Change ${before.name}` : 'Make a tunnel';
  if (keeping.data) return <Told told={keeping.data} isNew={!before} onClose={onClose} />;
  return (
    <Dialog title={title} onClose={onClose} width="max-w-2xl">
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        <h3 ref={heading} tabIndex={-1} className="text-base outline-none">
          <span className="text-quiet">
            Step {at + 1} of {steps.length}:{' '}
          </span>
          {step.title}
        </h3>
        {keeping.error && <Failure error={keeping.error} />}
        <step.Fields
          draft={draft}
          problems={isTried ? problems : {}}
          nodes={nodes}
          others={others.filter(({ id }) => id !== before?.id)}
          onChange={(changes) => setDraft((old) => ({ ...old, ...changes }))}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} className="mr-auto">
            Cancel
          </Button>
          {at > 0 && <Button onClick={() => go(at - 1)}>Back</Button>}
          <Button type="submit" look="lever" busy={keeping.isPending}>
            {!isLast ? 'Next' : before ? 'Keep the changes' : 'Make the tunnel'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Told({ told: { name, warnings }, isNew, onClose }: { told: ToldTunnel; isNew: boolean; onClose(): void }) {
  return (
    <Dialog title={isNew ? `${name} is made` : `${name} is changed`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Notice tone="caution">
          <p className="font-medium">Not all of its nodes know yet. Nothing needs to be done about it here.</p>
          <ul className="mt-2 list-disc pl-5">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
        <div className="flex justify-end">
          <Button look="lever" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Whoever went on is told where; the field before is gone. */
function useHeadingFocus(at: number) {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(at);
  useEffect(() => {
    if (last.current !== at) heading.current?.focus();
    last.current = at;
  }, [at]);
  return heading;
}
