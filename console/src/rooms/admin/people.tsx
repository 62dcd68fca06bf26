import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Person, peopleQuery } from '../../api/people.ts';
import { useSession } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ago, counted } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { Table } from '../../ui/table.tsx';
import { ChangePerson } from './change-person.tsx';
import { NewPerson } from './new-person.tsx';

/** The users of the tenant; for administrators of the first tenant, of the whole installation. */
export default function People() {
  const isAdmin = useSession()?.user.role === 'admin';
  const people = useQuery({ ...peopleQuery, enabled: isAdmin });
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <PageHead
        title="People"
        about={
          people.data
            ? `${counted(people.data.length, 'person', 'people')}. Choose one to change what they may do.`
            : 'Who may sign in, and what they may do.'
        }
        action={
          isAdmin && (
            <>
              <ButtonLink to="/admin/outbox" look="boardQuiet">
                Outbox
              </ButtonLink>
              <Button look="board" onClick={() => setAdding(true)}>
                Add a person
              </Button>
            </>
          )
        }
      />
      <Panel flush>
        {isAdmin ? (
          <Answer query={people} lines={5}>
            {(list) => <PeopleTable people={list} onChoose={setChosen} />}
          </Answer>
        ) : (
          <Empty title="For administrators">
            An administrator of your tenant adds people here and says what they may do. Ask one if you need another
            role.
          </Empty>
        )}
      </Panel>
      {isAdding && <NewPerson onClose={() => setAdding(false)} />}
      {chosen !== undefined && <ChangePerson username={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function PeopleTable({ people, onChoose }: { people: readonly Person[]; onChoose(username: string): void }) {
  const tenants = new Set(people.map(({ tenant }) => tenant)).size;
  return (
    <Table
      label="People"
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          name: 'Name',
          sort: ({ username }) => username.toLowerCase(),
          cell: ({ username, email, tenant, disabled }) => (
            <div className="min-w-0">
              <button
                type="button"
                onClick={() => onChoose(username)}
                className="rounded text-left font-medium text-lever underline underline-offset-4 [overflow-wrap:anywhere]"
              >
                {username}
              </button>
              <p className="text-quiet text-sm [overflow-wrap:anywhere]">
                {email}
                {tenants > 1 && `, ${tenant}`}
                {disabled && <span className="text-danger sm:hidden"> · shut out</span>}
              </p>
            </div>
          ),
        },
        { name: 'Role', sort: ({ role }) => role, cell: ({ role, owner }) => (owner ? 'owner' : role) },
        {
          name: 'State',
          sort: (person) => stateOf(person).word,
          from: 'sm',
          cell: (person) => {
            const { tone, word } = stateOf(person);
            return (
              <span className="inline-flex items-center gap-2 text-sm">
                <Lamp tone={tone} /> {word}
              </span>
            );
          },
        },
        {
          name: 'Second factor',
          from: 'md',
          sort: ({ mfa_enabled }) => (mfa_enabled ? 0 : 1),
          cell: ({ mfa_enabled }) => (mfa_enabled ? 'on' : 'off'),
        },
        { name: 'Plan', from: 'lg', sort: ({ tier }) => tier, cell: ({ tier }) => tier },
        {
          name: 'Last here',
          from: 'md',
          sort: ({ last_login }) => last_login ?? '',
          cell: ({ last_login }) => (last_login ? ago(last_login) : 'never'),
        },
      ]}
    />
  );
}

function stateOf({ disabled, email_verified }: Person): { tone: Tone; word: string } {
  if (disabled) return { tone: 'danger', word: 'Shut out' };
  if (!email_verified) return { tone: 'caution', word: 'Mail not verified' };
  return { tone: 'clear', word: 'May sign in' };
}
