import { Link } from '@tanstack/react-router';
import { type Deployment, deploymentsQuery } from '../../api/deployments.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { isOnlyUnsent } from '../../api/states.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { ago, bytes } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Targets } from './targets.tsx';

const columns: readonly Column<Deployment>[] = [
  {
    name: 'Deployment',
    sort: ({ target_name }) => target_name,
    cell: ({ id, target_name, target_ip, model_name }) => (
      <div className="min-w-0">
        <Link
          to="/deployments/$id"
          params={{ id }}
          className="font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
        >
          {target_name || target_ip}
        </Link>
        <p className="text-quiet text-sm [overflow-wrap:anywhere]">{model_name}</p>
      </div>
    ),
  },
  {
    name: 'State',
    sort: ({ status }) => status,
    cell: (deployment) => <Status value={isOnlyUnsent(deployment) ? 'unsent' : deployment.status} />,
  },
  {
    name: 'Program',
    align: 'right',
    from: 'md',
    sort: ({ binary_size_bytes }) => binary_size_bytes ?? 0,
    cell: ({ binary_size_bytes, precision }) =>
      binary_size_bytes === null ? (
        '–'
      ) : (
        <>
          {bytes(binary_size_bytes)} <span className="text-quiet text-sm">{precision}</span>
        </>
      ),
  },
  {
    name: 'Begun',
    from: 'sm',
    sort: ({ created_at }) => created_at,
    cell: ({ created_at, deployed_by }) => (
      <span className="text-quiet text-sm">
        {ago(created_at)} by {deployed_by}
      </span>
    ),
  },
];

export default function Deployments() {
  const deployments = useListed(deploymentsQuery);
  const canWrite = useCanWrite();
  const deploy = (look: 'board' | 'lever') => (
    <ButtonLink to="/deployments/new" look={look}>
      Deploy a model
    </ButtonLink>
  );
  return (
    <>
      <PageHead
        title="Deployments"
        about="A model becomes one static program, goes to a device by SSH, and scores readings there."
        action={canWrite && deploy('board')}
      />
      <div className="flex flex-col gap-6">
        <Targets />
        <Panel title="Deployments" flush>
          <Answer query={deployments} lines={5}>
            {(list) =>
              list.length === 0 ? (
                <Empty title="Nothing was deployed yet" action={canWrite && deploy('lever')}>
                  Choose a model and a device. Without a device at hand the program can be downloaded and copied by
                  hand.
                </Empty>
              ) : (
                <Table label="Deployments" rows={list} columns={columns} rowKey={({ id }) => id} />
              )
            }
          </Answer>
        </Panel>
      </div>
    </>
  );
}
