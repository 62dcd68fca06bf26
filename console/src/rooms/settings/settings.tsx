import { useQuery } from '@tanstack/react-query';
import { type Profile, profileQuery } from '../../api/profile.ts';
import { Answer } from '../../ui/answer.tsx';
import { date } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { PasswordForm } from './password.tsx';
import { PreferencesForm } from './preferences.tsx';
import { ProviderKeys } from './provider-keys.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

/** What concerns nobody but the signed-in person. */
export default function Settings() {
  const profile = useQuery(profileQuery);
  return (
    <>
      <PageHead title="Settings" about="Your account: who you are here, how you sign in, and what you are told." />
      <Answer query={profile} lines={8}>
        {(data) => (
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <div className="grid gap-5">
              <Who profile={data} />
              <Panel title="Password">
                <PasswordForm username={data.username} />
              </Panel>
              <Panel title="Keys of language models" about="For the nodes assistant, yours alone.">
                <ProviderKeys />
              </Panel>
            </div>
            <div className="grid gap-5">
              <Panel title="What you are told">
                <PreferencesForm preferences={data.preferences} />
              </Panel>
              <Panel title="Second factor" about="A code of your phone beside the password.">
                <SecondFactor profile={data} />
              </Panel>
            </div>
            <Panel title="Where you are signed in" className="lg:col-span-2" flush>
              <Sessions />
            </Panel>
          </div>
        )}
      </Answer>
    </>
  );
}

function Who({ profile: { username, email, role, subscription_tier, created_at } }: { profile: Profile }) {
  return (
    <Panel title="You">
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 [&_dd]:[overflow-wrap:anywhere] [&_dt]:text-quiet">
        <dt>Name</dt>
        <dd>{username}</dd>
        <dt>Mail</dt>
        <dd>{email}</dd>
        <dt>Role</dt>
        <dd>{role}</dd>
        <dt>Plan</dt>
        <dd>{subscription_tier}</dd>
        <dt>Here since</dt>
        <dd>{date(created_at)}</dd>
      </dl>
    </Panel>
  );
}
