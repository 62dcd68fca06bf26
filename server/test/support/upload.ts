import { connect, type Socket } from 'node:net';

export type HalfUpload = {
  socket: Socket;
  /** Sends more of the file. */
  write(text: string): Promise<void>;
  /** Ends the form as it should be and resolves with the status line. */
  finish(): Promise<string>;
};

/** An upload of a dataset that stops wherever a test wants it to. `url` is the base of the ML door. */
export async function beginUpload(
  url: string,
  token: string,
  fields: Record<string, string> = {},
): Promise<HalfUpload> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const form = Object.entries({ name: 'half', equipment_type: 'pump', ...fields }).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const path = `${pathname.replace(/\/$/, '')}/api/v1/datasets`;
  const raw = (text: string) => new Promise<void>((done) => socket.write(text, () => done()));
  const write = (text: string) => raw(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
  await raw(
    `POST ${path} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  await write(`${form.join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`);
  return {
    socket,
    write,
    async finish() {
      const answer = new Promise<string>((done) =>
        socket.once('data', (data) => done(`${data}`.split('\r\n')[0] ?? '')),
      );
      await write('\r\n--b--\r\n');
      await raw('0\r\n\r\n');
      return await answer;
    },
  };
}
