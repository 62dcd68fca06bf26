import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { useModal } from './modal.ts';
import { Failure } from './surfaces.tsx';

/**
 * A dialog over the page. The browser's own: it keeps the focus inside, gives it back afterwards, and Escape closes it.
 * Mounted means open.
 */
export function Dialog({
  title,
  onClose,
  children,
  width = 'max-w-lg',
}: {
  title: string;
  onClose(): void;
  children: ReactNode;
  width?: string;
}) {
  const dialog = useModal();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the key for it is Escape, which the browser handles
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      className={`w-[calc(100vw-24px)] ${width} max-h-[calc(100dvh-32px)] overflow-y-auto rounded-panel border border-rule bg-panel p-0 shadow-2xl backdrop:bg-black/50`}
    >
      <div className="p-5 sm:p-6">
        <h2 id={id} className="mb-4 text-lg [overflow-wrap:anywhere]">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}

/** Asks before something is deleted, stopped or given up. */
export function Confirm({
  title,
  children,
  action,
  busy = false,
  error,
  onConfirm,
  onClose,
}: {
  title: string;
  /** What will be gone, and what stays. */
  children: ReactNode;
  /** The word on the button: what it does. */
  action: string;
  busy?: boolean;
  error?: unknown;
  onConfirm(): void;
  onClose(): void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="text-quiet">{children}</div>
        {error != null && <Failure error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
