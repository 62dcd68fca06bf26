import type { Expo, ExpoPushMessage, ExpoPushReceipt, ExpoPushTicket } from 'expo-server-sdk';

export type PushMessage = {
  to: string;
  title: string;
  body: string;
  sound: 'default';
  channelId: string;
  data: Record<string, unknown>;
};

/** `gone`: the phone's token is not valid any more. */
export type PushAnswer = { ok: true; ticket: string } | { ok: false; gone: boolean; error: string };
export type PushReceipt = { ok: true } | { ok: false; gone: boolean; error: string };

export type Push = {
  /** Sends at most 100 messages; the answers are in their order. @throws Error when the service is down or says to slow down */
  send(messages: readonly PushMessage[]): Promise<PushAnswer[]>;
  /** What became of at most 300 tickets; those the service does not know (yet) are missing. @throws Error */
  receipts(tickets: readonly string[]): Promise<Map<string, PushReceipt>>;
};

export const MOST_MESSAGES = 100;
export const MOST_RECEIPTS = 300;
const ANSWER_WITHIN_MS = 20_000;

/** Expo's push service. Its library knows one address only, so another one is put under its requests. */
export function createExpoPush({ url, accessToken }: { url: string; accessToken?: string | undefined }): Push {
  const { origin } = new URL(url);
  let expo: Promise<Expo> | undefined;
  // 90 ms to load, so it is loaded for the first push.
  const open = async () => {
    const [{ default: Client }, { Agent }] = await Promise.all([import('expo-server-sdk'), import('undici')]);
    const agent = new Agent({
      connect: { timeout: 10_000 },
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    });
    const httpAgent = agent.compose((dispatch) => (request, handler) => dispatch({ ...request, origin }, handler));
    return new Client({ httpAgent, retryMinTimeout: 250, ...(accessToken && { accessToken }) });
  };
  const client = () => {
    expo ??= open();
    return expo;
  };
  return {
    async send(messages) {
      const tickets = await worded((await client()).sendPushNotificationsAsync(messages as ExpoPushMessage[]));
      return tickets.map((ticket: ExpoPushTicket) =>
        ticket.status === 'ok' ? { ok: true, ticket: ticket.id } : failed(ticket),
      );
    },
    async receipts(tickets) {
      const receipts = await worded((await client()).getPushNotificationReceiptsAsync([...tickets]));
      return new Map(
        Object.entries(receipts).map(([ticket, receipt]: [string, ExpoPushReceipt]) => [
          ticket,
          receipt.status === 'ok' ? { ok: true } : failed(receipt),
        ]),
      );
    },
  };
}

/** What a service says back may quote our token or the phones': of its errors the status goes on, and nothing else. */
async function worded<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    const { statusCode, code, cause } = error as { statusCode?: number; code?: unknown; cause?: { code?: unknown } };
    if (statusCode !== undefined) throw new Error(`The push service answered ${statusCode}.`);
    const reason = cause?.code ?? code;
    throw new Error(`The push service did not answer${typeof reason === 'string' ? ` (${reason})` : ' as it should'}.`);
  }
}

function failed({ details }: { details?: { error?: string } }) {
  const error = details?.error ?? 'unknown';
  // The message quotes the token, which is as good as an address: the kind of failure says enough.
  return { ok: false as const, gone: error === 'DeviceNotRegistered', error };
}
