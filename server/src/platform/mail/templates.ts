/** What each mail needs to know. */
export type MailValues = {
  verification: { username: string; email: string; code: string; minutes: number };
  password_reset: { username: string; token: string; minutes: number };
  welcome: { username: string };
  training: Notice;
  deployment: Notice;
  subscription: Notice;
  security_alert: Notice;
};

/** Tells of something that happened; `path` is the page of the console that shows it. */
export type Notice = { subject: string; heading: string; lines: readonly string[]; path: string };

export type Template = keyof MailValues;

export type Rendered = { subject: string; text: string; html: string };

type Content = {
  subject: string;
  heading: string;
  lines: readonly string[];
  /** Shown large, to be typed. */
  code?: string;
  link?: { label: string; url: string };
};

/** Renders a mail as text and HTML. `baseUrl` is where people reach this installation. */
export function renderMail<Name extends Template>(name: Name, values: MailValues[Name], baseUrl: string): Rendered {
  const made = (contents[name] as (values: MailValues[Name], baseUrl: string) => Content)(values, baseUrl);
  // A subject is one line: what follows a line end would be a header.
  const content = { ...made, subject: made.subject.replace(/\p{Cc}+/gu, ' ') };
  return { subject: content.subject, text: textOf(content), html: htmlOf(content) };
}

const contents: { [Name in Template]: (values: MailValues[Name], baseUrl: string) => Content } = {
  verification: ({ username, email, code, minutes }, baseUrl) => ({
    subject: 'Verify Your Email — Signalbox',
    heading: `Welcome, ${username}`,
    lines: [
      'Enter this code to finish creating your account.',
      `It is valid for ${minutes} minutes. If you did not sign up, ignore this mail.`,
    ],
    code,
    link: { label: 'Verify email', url: linkTo(baseUrl, 'verify', { code, email }) },
  }),
  password_reset: ({ username, token, minutes }, baseUrl) => ({
    subject: 'Reset Your Password — Signalbox',
    heading: 'Choose a new password',
    lines: [
      `Somebody asked for a new password for the account ${username}.`,
      `The link works once, for ${minutes} minutes. If it was not you, ignore this mail: nothing has changed.`,
    ],
    link: { label: 'Choose a new password', url: linkTo(baseUrl, 'reset-password', { token }) },
  }),
  welcome: ({ username }, baseUrl) => ({
    subject: 'Welcome to Signalbox',
    heading: `Welcome, ${username}`,
    lines: ['Your email address is verified and your account is ready.'],
    link: { label: 'Log in', url: linkTo(baseUrl, 'login', {}) },
  }),
  training: notice,
  deployment: notice,
  subscription: notice,
  security_alert: notice,
};

function notice({ subject, heading, lines, path }: Notice, baseUrl: string): Content {
  return { subject, heading, lines, link: { label: 'Open Signalbox', url: linkTo(baseUrl, path, {}) } };
}

function linkTo(baseUrl: string, path: string, parameters: Record<string, string>): string {
  const query = new URLSearchParams(parameters).toString();
  return `${baseUrl.replace(/\/$/, '')}/${path}${query ? `?${query}` : ''}`;
}

function textOf({ heading, lines, code, link }: Content): string {
  const parts = [heading, ...(code ? [code] : []), ...lines, ...(link ? [`${link.label}: ${link.url}`] : [])];
  return `${parts.join('\n\n')}\n`;
}

/** One card of 580 px, inline styles only: what every mail client shows. */
function htmlOf({ subject, heading, lines, code, link }: Content): string {
  const body = [
    `<h1 style="margin:0 0 16px;font-size:22px;color:#111827">${escapeHtml(heading)}</h1>`,
    ...(code
      ? [`<p style="margin:24px 0;font:600 32px monospace;letter-spacing:8px;color:#14b8a6">${escapeHtml(code)}</p>`]
      : []),
    ...lines.map((line) => `<p style="margin:0 0 12px;line-height:1.5;color:#111827">${escapeHtml(line)}</p>`),
    ...(link
      ? [
          `<p style="margin:24px 0 0"><a href="${escapeHtml(link.url)}" style="background:#14b8a6;color:#fff;padding:12px 20px;border-radius:6px;text-decoration:none">${escapeHtml(link.label)}</a></p>`,
        ]
      : []),
  ].join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px;background:#fffdf7;font-family:Inter,system-ui,sans-serif">
<div style="max-width:580px;margin:0 auto;padding:32px;background:#fff;border:1px solid #e8d4c4;border-radius:12px">
${body}
</div></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
