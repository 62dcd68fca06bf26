import type { ErrorComponentProps } from '@tanstack/react-router';
import { ButtonLink } from '../ui/button.tsx';
import { Empty, Failure } from '../ui/surfaces.tsx';

/** No such page. */
export function Lost() {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <title>No such page · Signalbox</title>
      <Empty
        level={1}
        title="This line ends here"
        action={
          <ButtonLink to="/" look="lever">
            To the dashboard
          </ButtonLink>
        }
      >
        There is no page at this address. It may have moved, or what it showed was deleted.
      </Empty>
    </main>
  );
}

/** A page broke while it was drawn. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <div className="mx-auto max-w-xl p-4">
      <h1 className="mb-3 text-xl">This page broke</h1>
      <Failure error={error} retry={reset} />
      <p className="mt-3 text-quiet text-sm">
        Nothing on the server was harmed. If trying again does not help, reload the page and report what it says above.
      </p>
    </div>
  );
}
