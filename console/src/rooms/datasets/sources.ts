/** What the form asks for each kind of source, in the API's field names. */
export type SourceField = {
  name: string;
  label: string;
  hint: string;
  placeholder?: string;
  kind?: 'secret' | 'number' | 'long' | 'json';
  optional?: boolean;
};
export type SourceKind = { type: string; title: string; about: string; fields: readonly SourceField[] };

const query: SourceField = {
  name: 'query',
  label: 'Query',
  hint: 'One SELECT; order it by time. Data is only ever read.',
  placeholder: 'SELECT * FROM readings ORDER BY timestamp',
  kind: 'long',
};
const string = (example: string): SourceField => ({
  name: 'connection_string',
  label: 'Connection string',
  hint: `Like ${example}. Used once and kept nowhere, unless you keep the connection.`,
  kind: 'secret',
});
const database: SourceField = { name: 'database', label: 'Database', hint: 'Its name in the source.' };

export const sourceKinds: readonly SourceKind[] = [
  {
    type: 'aegis_bridge',
    title: 'Edge controller',
    about: 'Its Aegis-DB, in the plant’s network.',
    fields: [
      { name: 'controller_ip', label: 'Controller', hint: 'Address or host name.', placeholder: '100.124.76.93' },
      { name: 'aegis_port', label: 'Port', hint: '9090 unless changed.', kind: 'number', optional: true },
      { name: 'collection', label: 'Collection', hint: 'hardware_metrics unless you say another.', optional: true },
    ],
  },
  {
    type: 'postgresql',
    title: 'PostgreSQL',
    about: 'One query, read through a cursor.',
    fields: [string('postgresql://user:password@host:5432/database'), query],
  },
  {
    type: 'tidb',
    title: 'TiDB or MySQL',
    about: 'One query; MariaDB works, too.',
    fields: [string('mysql://user:password@host:4000/database'), query],
  },
  {
    type: 'sqlite',
    title: 'SQLite file',
    about: 'In the folder for imports on the server.',
    fields: [
      {
        name: 'connection_string',
        label: 'File',
        hint: 'Its name in the server’s folder for imports.',
        placeholder: 'readings.db',
      },
      query,
    ],
  },
  {
    type: 'influxdb',
    title: 'InfluxDB 3',
    about: 'One measurement, over HTTP.',
    fields: [
      {
        name: 'url',
        label: 'Address',
        hint: 'Where InfluxDB answers.',
        placeholder: 'https://influx.example.com:8181',
      },
      database,
      { name: 'measurement', label: 'Measurement', hint: 'The table to read.' },
      { name: 'token', label: 'Token', hint: 'Where it asks for one.', kind: 'secret', optional: true },
    ],
  },
  {
    type: 'mongodb',
    title: 'MongoDB',
    about: 'One collection, by its own protocol.',
    fields: [
      string('mongodb://user:password@host:27017/database'),
      { name: 'mongodb_collection', label: 'Collection', hint: 'The one to read.' },
      { name: 'filter', label: 'Filter', hint: 'JSON, like {"location": "Hall 2"}.', kind: 'json', optional: true },
    ],
  },
  {
    type: 'spacetimedb',
    title: 'SpacetimeDB',
    about: 'One query, over HTTP.',
    fields: [
      {
        name: 'api_url',
        label: 'Address',
        hint: 'Where SpacetimeDB answers.',
        placeholder: 'https://spacetime.example.com',
      },
      database,
      query,
      { name: 'auth_token', label: 'Token', hint: 'Where it asks for one.', kind: 'secret', optional: true },
    ],
  },
];

/** The fields of a draft that are filled in, in the types the API wants. @throws SyntaxError for a filter that is no JSON */
export function configOf(kind: SourceKind, draft: Readonly<Record<string, string>>): Record<string, unknown> {
  const given = kind.fields.flatMap(({ name, kind: form }) => {
    const text = draft[name]?.trim();
    if (!text) return [];
    return [[name, form === 'number' ? Number(text) : form === 'json' ? JSON.parse(text) : text]];
  });
  return { source_type: kind.type, ...Object.fromEntries(given) };
}
