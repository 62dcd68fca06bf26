import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answererQuery } from '../../api/assistant.ts';
import { datasetsQuery } from '../../api/datasets.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { count } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { AskForm } from './ask-form.tsx';
import { Conversations } from './conversations.tsx';
import { answererName, Messages } from './messages.tsx';
import { assistantRoute } from './routes.ts';
import { useChat } from './use-chat.ts';

/** Questions about datasets, models and runs, answered from them. */
export default function AssistantPage() {
  const search = assistantRoute.useSearch();
  const answerer = useQuery(answererQuery).data;
  return (
    <>
      <PageHead
        title="Assistant"
        about={
          answerer && answerer.provider !== 'builtin'
            ? `Answers come from ${answererName(answerer.provider, answerer.model)}, which looks into your data with tools that only read. What you ask and what they find is sent there.`
            : 'The built-in assistant computes its answers from your datasets, models and runs. Nothing leaves this server.'
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Chat />
        <Conversations open={search.conversation} />
      </div>
    </>
  );
}

function Chat() {
  const search = assistantRoute.useSearch();
  const { conversation, pending, isBusy, ask, error, stop } = useChat(search);
  const messages = conversation.data?.messages ?? [];
  const isWaiting = search.conversation !== undefined && conversation.isPending;
  return (
    <Panel>
      <div className="flex flex-col gap-6">
        <DatasetPicker />
        {isWaiting && <Skeleton lines={5} />}
        {conversation.error && <Failure error={conversation.error} retry={() => void conversation.refetch()} />}
        {messages.length === 0 && !pending && !isWaiting && !conversation.error && <Welcome />}
        {(messages.length > 0 || pending) && <Messages messages={messages} pending={pending} />}
        {error && <Failure error={error} />}
        {!conversation.error && (
          <div className="-mx-5 -mb-5 rounded-b-panel bg-panel px-5 pb-5 md:sticky md:bottom-0 md:border-rule md:border-t md:pt-4">
            <AskForm isBusy={isBusy} hasSuggestions={messages.length === 0 && !pending} onAsk={ask} onStop={stop} />
          </div>
        )}
      </div>
    </Panel>
  );
}

/** What can be asked; where there is nothing to ask about yet, how it gets here. */
function Welcome() {
  const isEmpty = useListed(datasetsQuery).data?.length === 0;
  const canWrite = useCanWrite();
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-quiet">
        Ask for an analysis, an architecture that suits, a training plan you can start from here, or how good a model
        is.{isEmpty && ' It looks for the answer in your readings, and there are none yet.'}
      </p>
      {isEmpty && canWrite && (
        <ButtonLink to="/datasets" search={{ upload: true }} look="lever">
          Upload readings
        </ButtonLink>
      )}
    </div>
  );
}

function DatasetPicker() {
  const search = assistantRoute.useSearch();
  const navigate = useNavigate();
  const datasets = useListed(datasetsQuery);
  const choose = (dataset: string) => {
    const { conversation } = search;
    void navigate({
      to: '/assistant',
      search: { ...(conversation && { conversation }), ...(dataset && { dataset }) },
      replace: true,
    });
  };
  const list = datasets.data ?? [];
  return (
    <div className="max-w-md">
      <SelectField
        label="About"
        value={list.some(({ id }) => id === search.dataset) ? search.dataset : ''}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{list.length === 0 ? 'There is no dataset yet' : 'The one I name, or the newest'}</option>
        {list.map(({ id, name, row_count }) => (
          <option key={id} value={id}>
            {name}, {count(row_count)} rows
          </option>
        ))}
      </SelectField>
    </div>
  );
}
