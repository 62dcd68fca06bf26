import { isIP } from 'node:net';
import type { Transporter } from 'nodemailer';
import { failureText } from '../failure-text.ts';

export type SmtpOptions = {
  /** `smtp://user:password@host:587` (STARTTLS where the server has it) or `smtps://…` (TLS from the first byte). */
  url: string;
  from: string;
  replyTo?: string | undefined;
};

export type SmtpMessage = { id: number; recipient: string; subject: string; text: string; html: string };

export type Smtp = {
  /** @throws MailRefused when the server will never take this mail; Error when it may later */
  send(message: SmtpMessage): Promise<void>;
};

/** The server answered 5xx to this mail: it is of no use to bring it again. */
export class MailRefused extends Error {}

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** A mail server. Its password leaves this machine encrypted only, unless the server is on this machine. */
export function createSmtp({ url, from, replyTo }: SmtpOptions): Smtp {
  const { hostname, protocol, username } = new URL(url);
  let transport: Promise<Transporter> | undefined;
  // 60 ms to load, so it is loaded for the first mail.
  const open = async () => {
    const { createTransport } = await import('nodemailer');
    const requireTLS = protocol === 'smtp:' && username !== '' && !isLoopback(hostname);
    return createTransport({
      url,
      ...TIMEOUTS,
      ...(requireTLS && { requireTLS }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  return {
    async send({ id, recipient, subject, text, html }) {
      transport ??= open();
      try {
        await (await transport).sendMail({
          from,
          ...(replyTo !== undefined && { replyTo }),
          to: { name: '', address: recipient },
          subject,
          text,
          html,
          // The same for every try: a server or a reader that sees it twice can tell.
          messageId: `<signalbox-${id}@${domainOf(from)}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw worded(error);
      }
    },
  };
}

/**
 * Says what the server said without the words that may hold the recipient or a login: these errors reach the log. A refused
 * login is 5xx as well, but it is no fault of the mail's.
 */
function worded(error: unknown): Error {
  const {
    code = '',
    responseCode = 0,
    command = '',
  } = error as { code?: string; responseCode?: number; command?: string };
  const said = responseCode > 0 ? ` ${responseCode}` : '';
  if (code === 'EAUTH') return new Error(`The mail server refused our login${said}. Look at SMTP_URL.`);
  if (responseCode >= 500)
    return new MailRefused(`The mail server refused the mail:${said} to ${command || 'the message'}`);
  if (responseCode > 0)
    return new Error(`The mail server cannot take the mail now:${said} to ${command || 'the message'}`);
  if (/^(E[A-Z]+)$/.test(code)) return new Error(`The mail server could not be reached (${code}). Look at SMTP_URL.`);
  return new Error(`The mail could not be sent: ${failureText(error).split('\n')[0]}`);
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'signalbox.local';
}
