import { useMutation, useQuery } from '@tanstack/react-query';
import { confirmDevice, deviceQuery } from '../../api/profile.ts';
import { useSession } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Failure, Panel } from '../../ui/surfaces.tsx';
import { deviceRoute } from './routes.ts';

/** Lets a command line in that shows the link to this page. */
export default function Device() {
  const { code } = deviceRoute.useSearch();
  return (
    <>
      <PageHead
        title="Let a command line in"
        about="It acts as you until it signs out, or you end its session in the settings."
      />
      <Panel>
        {code ? (
          <Request code={code} />
        ) : (
          <Empty title="The link is not whole">
            Copy it again from the command line, with everything after the question mark.
          </Empty>
        )}
      </Panel>
    </>
  );
}

function Request({ code }: { code: string }) {
  const user = useSession()?.user;
  const request = useQuery(deviceQuery(code));
  const confirm = useMutation({ mutationFn: () => confirmDevice(code), onSuccess: () => request.refetch() });
  if (confirm.isSuccess || request.data?.confirmed)
    return (
      <Empty title="It is in" action={<ButtonLink to="/settings">See where you are signed in</ButtonLink>}>
        Go back to the command line; it goes on by itself.
      </Empty>
    );
  return (
    <Answer query={request} lines={3}>
      {({ address, user_agent }) => (
        <div className="flex flex-col items-start gap-4">
          <p className="max-w-[70ch]">
            A program at <strong className="font-mono text-sm">{address}</strong>
            {user_agent && (
              <>
                {' '}
                that calls itself <strong className="[overflow-wrap:anywhere]">{user_agent}</strong>
              </>
            )}{' '}
            asks to act as <strong>{user?.username}</strong>. Say yes only if you have just started it yourself and it
            shows the code <strong className="font-mono text-sm [overflow-wrap:anywhere]">{code}</strong>.
          </p>
          {confirm.error && <Failure error={confirm.error} />}
          <div className="flex flex-wrap gap-2">
            <Button look="lever" busy={confirm.isPending} onClick={() => confirm.mutate()}>
              Let it in
            </Button>
            <ButtonLink to="/" look="quiet">
              It was not me
            </ButtonLink>
          </div>
        </div>
      )}
    </Answer>
  );
}
