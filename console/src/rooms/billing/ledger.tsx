import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type LedgerEntry, ledgerQuery } from '../../api/billing.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { count, dateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const PAGE = 20;

const words: Record<LedgerEntry['kind'], string> = {
  grant: 'Tokens of the plan',
  renew: 'New tokens',
  reserve: 'Set aside',
  settle: 'Spent',
  release: 'Given back',
};

const columns: Column<LedgerEntry>[] = [
  {
    name: 'What',
    cell: ({ kind, purpose, at }) => (
      <>
        <span className="font-medium">{words[kind]}</span>
        {purpose && (
          <span className="block text-quiet text-sm sm:inline">
            {' '}
            <Purpose purpose={purpose} />
          </span>
        )}
        <time dateTime={at} className="block text-quiet text-xs md:hidden">
          {dateTime(at)}
        </time>
      </>
    ),
  },
  { name: 'When', from: 'md', cell: ({ at }) => <time dateTime={at}>{dateTime(at)}</time> },
  { name: 'Tokens', align: 'right', from: 'sm', cell: ({ tokens }) => count(tokens) },
  { name: 'Change', align: 'right', cell: ({ change }) => signed(change) },
  { name: 'Balance', align: 'right', cell: ({ balance }) => count(balance) },
];

/** Every change of the balance, newest first; nothing in it is ever altered. */
export function Ledger() {
  const [offset, setOffset] = useState(0);
  const ledger = useQuery(ledgerQuery({ limit: PAGE, offset }));
  return (
    <Panel
      title="Token ledger"
      about="Newest first. A token is set aside when a training starts; then it is spent, or given back when the run came to nothing."
      flush
    >
      <Answer query={ledger} lines={5}>
        {(entries) => (
          <>
            {entries.length === 0 ? (
              <p className="px-5 py-6 text-quiet">
                {offset === 0 ? 'No token was granted or spent yet.' : 'That was the first one.'}
              </p>
            ) : (
              <Table label="Token ledger" rows={entries} columns={columns} rowKey={({ id }) => String(id)} />
            )}
            {(offset > 0 || entries.length === PAGE) && (
              <div className="flex justify-between gap-2 border-rule border-t px-5 py-3">
                <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
                  Newer
                </Button>
                <Button disabled={entries.length < PAGE} onClick={() => setOffset(offset + PAGE)}>
                  Older
                </Button>
              </div>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
}

/** `training:tr_1a2b3c4d` leads to the run. */
function Purpose({ purpose }: { purpose: string }) {
  const run = /^training:(tr_\w+)$/.exec(purpose)?.[1];
  if (!run) return <>for {purpose}</>;
  return (
    <>
      for training{' '}
      <Link to="/training/$id" params={{ id: run }} className="rounded text-lever underline underline-offset-4">
        {run}
      </Link>
    </>
  );
}

const signed = (change: number) => (change > 0 ? `+${count(change)}` : change < 0 ? `−${count(-change)}` : '0');
