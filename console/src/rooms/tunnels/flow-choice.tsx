import { useQuery } from '@tanstack/react-query';
import { flowEndsQuery } from '../../api/tunnels.ts';
import { Checkbox } from '../../ui/fields.tsx';

/** For which flows a tunnel is, to be found again; it carries what arrives at its port, whatever is chosen here. */
export function FlowChoice({
  nodeIds,
  chosen,
  onChange,
  error,
}: {
  nodeIds: readonly string[];
  chosen: readonly string[];
  onChange(ids: string[]): void;
  error: string | undefined;
}) {
  const told = useQuery(flowEndsQuery).data?.nodes ?? [];
  const flows = told
    .filter(({ node_id }) => nodeIds.includes(node_id))
    .flatMap(({ node_name, flows: own }) =>
      own.map(({ flow_id, flow_name }) => ({ id: flow_id, title: `${flow_name ?? flow_id} of ${node_name}` })),
    );
  // Flows of nodes that are away are not told.
  const others = chosen.filter((id) => !flows.some((flow) => flow.id === id)).map((id) => ({ id, title: id }));
  const all = [...flows.filter(({ id }, i) => flows.findIndex((flow) => flow.id === id) === i), ...others];
  if (all.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">For the flows (optional)</legend>
      <p className="mb-2 text-quiet text-xs">
        A note for people: it shows in lists. The tunnel carries whatever arrives at its port.
      </p>
      <div className="flex max-h-40 flex-col overflow-y-auto">
        {all.map(({ id, title }) => (
          <Checkbox
            key={id}
            label={title}
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      )}
    </fieldset>
  );
}
