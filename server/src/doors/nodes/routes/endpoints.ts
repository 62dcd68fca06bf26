import { Type } from 'typebox';
import type { Endpoint, Nodes } from '../../../core/nodes/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { NullableText } from '../views.ts';

const EndpointView = Type.Object({
  id: NullableText,
  name: NullableText,
  type: NullableText,
  mode: NullableText,
  local_addr: NullableText,
  remote_addr: NullableText,
});

/** What can be connected to what: `/nodes/endpoints`. */
export function endpointRoute(app: HttpApp, { nodes }: { nodes: Nodes }): void {
  app.get(
    '/api/v1/nodes/endpoints',
    {
      schema: {
        tags: ['Nodes'],
        summary: 'Inputs and outputs of the connected edges',
        description:
          'By flow, out of the configurations of the edges the caller may see. Passwords and keys are left out.',
        response: {
          200: Type.Object({
            nodes: Type.Array(
              Type.Object({
                node_id: Type.String(),
                node_name: Type.String(),
                flows: Type.Array(
                  Type.Object({
                    flow_id: Type.String(),
                    flow_name: NullableText,
                    enabled: Type.Boolean(),
                    inputs: Type.Array(EndpointView),
                    outputs: Type.Array(EndpointView),
                  }),
                ),
              }),
            ),
            silent: Type.Array(Type.String(), {
              description: 'Connected edges that did not tell their configuration in time',
            }),
          }),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const { nodes: found, silent } = await nodes.endpoints(principalOf(request));
      return {
        nodes: found.map(({ nodeId, nodeName, flows }) => ({
          node_id: nodeId,
          node_name: nodeName,
          flows: flows.map(({ flowId, flowName, enabled, inputs, outputs }) => ({
            flow_id: flowId,
            flow_name: flowName,
            enabled,
            inputs: inputs.map(endpointView),
            outputs: outputs.map(endpointView),
          })),
        })),
        silent,
      };
    },
  );
}

function endpointView({ local, remote, ...rest }: Endpoint) {
  return { ...rest, local_addr: local, remote_addr: remote };
}
