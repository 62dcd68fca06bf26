import assert from 'node:assert/strict';

// biome-ignore lint/suspicious/noExplicitAny: the JSON of an answer; the assertions say what it has to be.
export type DatasetAnswer = { status: number; headers: Headers; body: any };

/** What is uploaded where a test says nothing else: `readings` as an air handler's. */
export type DatasetForm = {
  file?: string | Uint8Array | Blob | null;
  order?: 'file first';
} & Record<string, unknown>;

type Init = RequestInit & { token?: string };

export type DatasetClient = {
  /** `path` is what comes after `/api/v1/datasets`. */
  request(method: string, path: string, init?: Init): Promise<DatasetAnswer>;
  upload(form?: DatasetForm, init?: Init): Promise<DatasetAnswer>;
  /** Uploads and returns the id of the new dataset. */
  uploaded(form?: DatasetForm, token?: string): Promise<string>;
};

export const readings = [
  'timestamp,supply_temp,return_temp',
  '2026-01-01T00:00:00Z,52.1,68.0',
  '2026-01-01T00:15:00Z,78.3,80.0',
  '2026-01-02T01:00:00Z,65.2,74.0',
].join('\n');

/** Talks to the dataset routes of an ML door over HTTP. */
export function datasetClient(url: string, ownToken: string): DatasetClient {
  const client: DatasetClient = {
    async request(method, path, { token = ownToken, ...init } = {}) {
      const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
      const response = await fetch(`${url}/api/v1/datasets${path}`, { method, ...init, headers });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
    upload: (form = {}, init = {}) => client.request('POST', '', { body: formOf(form), ...init }),
    async uploaded(form = {}, token = ownToken) {
      const { status, body } = await client.upload(form, { token });
      assert.equal(status, 201, JSON.stringify(body));
      return body.id;
    },
  };
  return client;
}

export function formOf({ file = readings, order, ...fields }: DatasetForm = {}): FormData {
  const form = new FormData();
  const all = { name: 'Warren AHU-1', equipment_type: 'air_handler', ...fields };
  const addFile = () =>
    file !== null && form.append('file', file instanceof Blob ? file : new Blob([file as string]), 'ahu.csv');
  if (order === 'file first') addFile();
  for (const [name, value] of Object.entries(all)) if (value !== undefined) form.append(name, String(value));
  if (order !== 'file first') addFile();
  return form;
}

export function assertProblem(answer: DatasetAnswer, status: number, code: string, error: string | RegExp): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.code, code);
  if (typeof error === 'string') assert.equal(answer.body.error, error);
  else assert.match(answer.body.error, error);
}
