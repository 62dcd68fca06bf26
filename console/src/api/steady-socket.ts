const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export type Line = 'connecting' | 'live';

/**
 * Keeps a WebSocket open: when the line breaks it is opened again after a growing pause, and at once when the machine is
 * back from sleep or another network.
 *
 * @param open makes the next socket; it may ask to resume behind the last message
 * @returns closes it for good
 */
export function keepOpen(
  open: () => WebSocket,
  { onMessage, onLine }: { onMessage(data: string): void; onLine(line: Line): void },
): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  let over = false;

  const connect = () => {
    socket = open();
    socket.onopen = () => {
      pause = FIRST_PAUSE_MS;
      if (!over) onLine('live');
    };
    socket.onmessage = ({ data }) => {
      if (!over) onMessage(data as string);
    };
    socket.onclose = () => {
      if (over) return;
      onLine('connecting');
      timer = setTimeout(connect, pause);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    };
  };
  const hurry = () => {
    if (socket?.readyState !== WebSocket.CLOSED || over) return;
    clearTimeout(timer);
    pause = FIRST_PAUSE_MS;
    connect();
  };
  addEventListener('online', hurry);
  connect();
  return () => {
    over = true;
    removeEventListener('online', hurry);
    clearTimeout(timer);
    socket?.close();
  };
}
