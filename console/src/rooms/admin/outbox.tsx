import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../api/client.ts';
import { outboxQuery, type SentMail } from '../../api/outbox.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { ago, dateTime } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';

const states: Record<SentMail['status'], { tone: Tone; word: string }> = {
  kept: { tone: 'idle', word: 'Kept here' },
  waiting: { tone: 'caution', word: 'Waiting' },
  sent: { tone: 'clear', word: 'Sent' },
  failed: { tone: 'danger', word: 'Failed' },
  expired: { tone: 'idle', word: 'Too old to send' },
};

/** Every mail, and how far it came: without a mail server this is where codes and links are found. */
export default function Outbox() {
  const mails = useQuery(outboxQuery);
  const isForOthers = mails.error instanceof ApiError && mails.error.status === 403;
  return (
    <>
      <PageHead
        title="Outbox"
        back={{ to: '/admin', name: 'People' }}
        about="What was mailed, newest first. Without a mail server nothing leaves: read the code or the link here, and pass it on."
      />
      <Panel flush>
        {isForOthers ? (
          <Empty title="For administrators of the server" action={<ToPeople />}>
            The mails of everybody are here, so only those read them who look after the whole installation. Ask one of
            them for your code.
          </Empty>
        ) : (
          <Answer query={mails} lines={6}>
            {(list) =>
              list.length === 0 ? (
                <Empty title="Nothing was mailed yet" action={<ToPeople />}>
                  Somebody who makes an account or forgets a password is sent a mail; it appears here.
                </Empty>
              ) : (
                <ul aria-label="Mails" className="divide-y divide-rule/70">
                  {list.map((mail) => (
                    <Mail key={mail.id} mail={mail} />
                  ))}
                </ul>
              )
            }
          </Answer>
        )}
      </Panel>
    </>
  );
}

function ToPeople() {
  return (
    <ButtonLink to="/admin" look="lever">
      To the people
    </ButtonLink>
  );
}

function Mail({ mail: { recipient, subject, text, status, error, created_at } }: { mail: SentMail }) {
  const { tone, word } = states[status];
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-start gap-x-4 gap-y-1 px-5 py-3 hover:bg-well/40">
          <span className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
            <span className="block font-medium">{subject}</span>
            <span className="text-quiet text-sm">
              to {recipient},{' '}
              <time dateTime={created_at} title={dateTime(created_at)}>
                {ago(created_at)}
              </time>
            </span>
          </span>
          <span className="inline-flex items-center gap-2 text-sm">
            <Lamp tone={tone} /> {word}
          </span>
        </summary>
        <div className="flex flex-col gap-3 px-5 pt-2 pb-4">
          {error && <p className="text-danger text-sm [overflow-wrap:anywhere]">{error}</p>}
          <p className="whitespace-pre-wrap rounded-md border border-rule bg-well px-4 py-3 text-sm [overflow-wrap:anywhere]">
            {linked(text)}
          </p>
        </div>
      </details>
    </li>
  );
}

/** The text with its links to be followed. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <a key={i} href={part} className="rounded text-lever underline underline-offset-4">
        {part}
      </a>
    ),
  );
}
