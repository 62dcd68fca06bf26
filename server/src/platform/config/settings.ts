import { availableParallelism } from 'node:os';
import * as parse from './parse.ts';

export type Setting<Value> = {
  /** Name of the environment variable. */
  name: string;
  /** What it does, one sentence for the documentation. */
  about: string;
  parse: parse.Parse<Value>;
  /** As it would be written in the environment; undefined when it is simply not set. */
  default?: string;
  /** In words, where the default is not one text. */
  defaultAbout?: string;
};

type Required<Value> = Setting<Value> & { default: string };

export const roles = ['api', 'worker', 'trainer'] as const;
export type ProcessRole = (typeof roles)[number];

/** Every setting there is. The one place that knows their names. */
export function settings(doors: readonly string[]) {
  return {
    port: required(
      'SIGNALBOX_PORT',
      '8080',
      parse.port,
      'Main port: every door by prefix, the console, health and metrics. 0 picks a free one.',
    ),
    host: required(
      'SIGNALBOX_HOST',
      '127.0.0.1',
      parse.text,
      'Address to listen on. `0.0.0.0` opens it to the network: put TLS in front.',
    ),
    dataDir: required(
      'SIGNALBOX_DATA_DIR',
      './data',
      parse.text,
      'Folder of everything that is kept: database, files, master key.',
    ),
    doorPorts: required(
      'SIGNALBOX_DOOR_PORTS',
      'on',
      parse.doorPorts(doors),
      'Own ports of the doors: `on` (those of their contracts), `off`, or pairs such as `ml=3030`; 0 picks a free one. A taken port is a warning.',
    ),
    publicUrl: optional(
      'SIGNALBOX_PUBLIC_URL',
      parse.url('http:', 'https:'),
      'Address people reach this server at, for links in mails.',
      'the main port’s URL',
    ),
    adminUsername: required(
      'SIGNALBOX_ADMIN_USERNAME',
      'admin',
      parse.text,
      'Name of the administrator the first start creates.',
    ),
    adminEmail: required(
      'SIGNALBOX_ADMIN_EMAIL',
      'admin@signalbox.local',
      parse.email,
      'Mail address of the administrator the first start creates.',
    ),
    adminPassword: optional(
      'SIGNALBOX_ADMIN_PASSWORD',
      parse.text,
      'Password of the administrator the first start creates.',
      'a random one, printed once',
    ),
    signup: required(
      'SIGNALBOX_SIGNUP',
      'own',
      parse.oneOf('own', 'join', 'closed'),
      'Who may sign up: `own` gives each newcomer a tenant of their own, `join` makes them viewers of the first tenant, `closed` nobody.',
    ),
    databaseUrl: optional(
      'DATABASE_URL',
      parse.url('postgres:', 'postgresql:'),
      'A PostgreSQL of your own.',
      'an embedded one in the data folder',
    ),
    masterKey: optional(
      'SIGNALBOX_MASTER_KEY',
      parse.key32,
      'Key that wraps all keys for secrets at rest: 32 bytes in hexadecimal or base64.',
      '`master.key` in the data folder, made at the first start',
    ),
    smtpUrl: optional('SMTP_URL', parse.url('smtp:', 'smtps:'), 'Mail server.', 'mails stay in the outbox'),
    mailFrom: required(
      'SIGNALBOX_MAIL_FROM',
      'Signalbox <signalbox@localhost>',
      parse.text,
      'Sender of mails, as `Name <address>`.',
    ),
    mailReplyTo: optional('SIGNALBOX_MAIL_REPLY_TO', parse.email, 'Address answers to mails go to.', 'the sender'),
    expoPushUrl: required(
      'EXPO_PUSH_URL',
      'https://exp.host',
      parse.url('http:', 'https:'),
      'Where pushes to phones go; nothing goes there until somebody registers a phone.',
    ),
    expoAccessToken: optional('EXPO_ACCESS_TOKEN', parse.text, 'Access token of Expo, where the project requires one.'),
    stripeSecretKey: optional(
      'STRIPE_SECRET_KEY',
      parse.text,
      'Stripe key for payments.',
      'the sandbox: the full flow without money',
    ),
    stripeWebhookSecret: optional('STRIPE_WEBHOOK_SECRET', parse.text, 'Secret that signs what Stripe reports to us.'),
    stripePricePro: optional('STRIPE_PRICE_PRO', parse.text, 'Stripe’s id of the price of the plan `pro`.'),
    stripePriceEnterprise: optional(
      'STRIPE_PRICE_ENTERPRISE',
      parse.text,
      'Stripe’s id of the price of the plan `enterprise`.',
    ),
    stripeApiUrl: optional(
      'STRIPE_API_URL',
      parse.url('http:', 'https:'),
      'Where Stripe’s API is; for a test.',
      'Stripe’s own',
    ),
    openaiApiKey: optional('OPENAI_API_KEY', parse.text, 'Key of OpenAI for the assistants.', 'the built-in assistant'),
    openaiBaseUrl: optional(
      'OPENAI_BASE_URL',
      parse.url('http:', 'https:'),
      'Another server that speaks OpenAI’s chat completions, such as `http://127.0.0.1:11434/v1` of Ollama; needs SIGNALBOX_LLM_MODEL.',
      'OpenAI itself',
    ),
    anthropicApiKey: optional('ANTHROPIC_API_KEY', parse.text, 'Key of Anthropic for the assistants.'),
    anthropicBaseUrl: optional(
      'ANTHROPIC_BASE_URL',
      parse.url('http:', 'https:'),
      'Another server that speaks Anthropic’s messages, with `/v1` at its end.',
      'Anthropic itself',
    ),
    googleApiKey: optional('GOOGLE_GENERATIVE_AI_API_KEY', parse.text, 'Key of Google Gemini for the assistants.'),
    googleBaseUrl: optional(
      'GOOGLE_GENERATIVE_AI_BASE_URL',
      parse.url('http:', 'https:'),
      'Another server that speaks Gemini’s API, with `/v1beta` at its end.',
      'Google itself',
    ),
    llmModel: optional(
      'SIGNALBOX_LLM_MODEL',
      parse.text,
      'Model of the assistants, as its provider calls it; `openai/…`, `anthropic/…` or `google/…` also says whose where several keys are set.',
      'a current one of the first provider with a key',
    ),
    llmTimeout: required(
      'SIGNALBOX_LLM_TIMEOUT',
      '60',
      parse.wholeNumber(1, 600),
      'Seconds a language model may take for one answer, its calls of tools included; then the built-in assistant answers.',
    ),
    llmPrice: optional(
      'SIGNALBOX_LLM_PRICE',
      parse.pricePair,
      'What a million tokens in and out of the model cost, such as `3/15`, to keep account of in your currency.',
      'tokens are counted, their cost is not',
    ),
    rateLimits: required(
      'SIGNALBOX_RATE_LIMITS',
      'on',
      parse.onOff,
      'Limits on how often somebody may call: `on` or `off`.',
    ),
    trustedProxies: required(
      'SIGNALBOX_TRUSTED_PROXIES',
      '',
      parse.addresses,
      'Addresses or networks of proxies in front of this server, separated by commas: their `X-Forwarded-For` tells who calls. Without it all who come through a proxy share its limits.',
    ),
    outboundAllow: required(
      'SIGNALBOX_OUTBOUND_ALLOW',
      '',
      parse.hosts,
      'Private hosts, addresses or networks that requests on behalf of users may reach all the same, separated by commas.',
    ),
    nodesTls: required(
      'SIGNALBOX_NODES_TLS',
      'direct',
      parse.oneOf('direct', 'behind_proxy'),
      'How the nodes door speaks on its own port: TLS with a certificate of its own (`direct`), or plain HTTP for a proxy in front that has one (`behind_proxy`).',
    ),
    connectFiles: optional(
      'SIGNALBOX_CONNECT_FILES',
      parse.text,
      'Folder of SQLite files that may be imported, by everybody who may make datasets; no other file is ever opened.',
      '`imports` in the data folder',
    ),
    roles: required(
      'SIGNALBOX_ROLE',
      roles.join(','),
      parse.setOf(...roles),
      'What this process does: `api` answers requests, `worker` does the queue’s work, `trainer` trains. Anything but all of them needs DATABASE_URL.',
    ),
    maxTrainings: required(
      'SIGNALBOX_MAX_TRAININGS',
      String(Math.max(2, availableParallelism())),
      parse.wholeNumber(1, 1000),
      'Trainings that run at the same time; more wait in the queue.',
      'number of CPUs, at least 2',
    ),
    telemetryRawDays: required(
      'SIGNALBOX_TELEMETRY_RAW_DAYS',
      '7',
      parse.wholeNumber(1, 3650),
      'Days every reported figure is kept, and how late one may come.',
    ),
    telemetryMinuteDays: required(
      'SIGNALBOX_TELEMETRY_MINUTE_DAYS',
      '30',
      parse.wholeNumber(1, 3650),
      'Days figures are kept by the minute; at least one more than every figure.',
    ),
    telemetryHourDays: required(
      'SIGNALBOX_TELEMETRY_HOUR_DAYS',
      '365',
      parse.wholeNumber(1, 36_500),
      'Days figures are kept by the hour; at least one more than by the minute. By the day they are kept for ever.',
    ),
    compiler: optional(
      'SIGNALBOX_CC',
      parse.text,
      'C compiler for the kernels and the edge programs.',
      'Zig, from npm',
    ),
    cacheDir: optional(
      'SIGNALBOX_CACHE_DIR',
      parse.text,
      'Folder of compiled programs; may be emptied at any time, and shared by servers of one machine.',
      '`cache` in the data folder',
    ),
    logLevel: required(
      'SIGNALBOX_LOG_LEVEL',
      'info',
      parse.oneOf('debug', 'info', 'warn', 'error', 'silent'),
      'Least important lines that are logged.',
    ),
  };
}

function required<Value>(
  name: string,
  fallback: string,
  parser: parse.Parse<Value>,
  about: string,
  defaultAbout?: string,
): Required<Value> {
  return { name, about, parse: parser, default: fallback, ...(defaultAbout !== undefined && { defaultAbout }) };
}

function optional<Value>(
  name: string,
  parser: parse.Parse<Value>,
  about: string,
  defaultAbout = 'not set',
): Setting<Value> {
  return { name, about, parse: parser, defaultAbout };
}

type ValueOf<S> = S extends Required<infer Value> ? Value : S extends Setting<infer Value> ? Value | undefined : never;

/** The settings of this process, checked. Holds secrets: never log it. */
export type Config = {
  readonly [Name in keyof ReturnType<typeof settings>]: ValueOf<ReturnType<typeof settings>[Name]>;
};
