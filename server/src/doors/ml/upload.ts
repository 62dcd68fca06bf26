import type { IncomingMessage } from 'node:http';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { ReceivedFile } from '../../core/datasets/index.ts';
import { HouseError, invalid, tooLarge } from '../../platform/errors.ts';
import type { HttpApp } from '../../platform/http/index.ts';

export type Upload = AsyncDisposable & { file: ReceivedFile; fields: Map<string, string> };

/** What a form may hold beside its file. */
const limits = { fields: 60, files: 2, parts: 62, fieldNameSize: 100, fieldSize: 16 * 1024, headerPairs: 100 };
/** Largest form: the largest file and everything else that may be in it. */
const MOST_BYTES = 100 * 1024 ** 2 + (limits.fields + 2) * limits.fieldSize;

/** How much of a refused form is read, all in all, and how long. */
const MOST_READ_BYTES = 150 * 1024 ** 2;
const LONGEST_READ_ON_MS = 30_000;

/** Lets the routes of `app` read forms; call it in a plugin of their own. */
export async function acceptForms(app: HttpApp): Promise<void> {
  await app.register(multipart, { limits: { ...limits, fileSize: Number.POSITIVE_INFINITY } });
}

export type UploadReader = {
  /** Called before anything is read. */
  admit(): Promise<void>;
  /** Reads the file's bytes while they arrive. */
  receive(content: AsyncIterable<Uint8Array>): Promise<ReceivedFile>;
};

/**
 * Reads a form with one file in the field `file`; its other fields may come before or after. When anything goes wrong,
 * what `receive` made is disposed of.
 *
 * @throws invalid, too_large, and what `admit` and `receive` throw
 */
export async function readUpload(request: FastifyRequest, { admit, receive }: UploadReader): Promise<Upload> {
  const before = request.raw.socket.bytesRead;
  const fields = new Map<string, string>();
  let file: ReceivedFile | undefined;
  try {
    await admit();
    if (!request.isMultipart()) throw invalid('No file uploaded: send a form as multipart/form-data');
    if (Number(request.headers['content-length']) > MOST_BYTES)
      throw tooLarge('The upload is larger than 100 MB. Split the file into several datasets.', {
        code: 'FILE_TOO_LARGE',
      });
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.fieldnameTruncated || part.valueTruncated) throw invalid(`The field '${part.fieldname}' is too long`);
        fields.set(part.fieldname, String(part.value));
      } else if (part.fieldname !== 'file') {
        throw invalid(`The file must be sent in the field 'file', not '${part.fieldname}'`);
      } else if (file) {
        throw invalid('Only one file can be uploaded at a time');
      } else {
        file = await receive(part.file);
      }
    }
    if (!file) throw invalid('No file uploaded');
    return { file, fields, [Symbol.asyncDispose]: file[Symbol.asyncDispose] };
  } catch (error) {
    await file?.[Symbol.asyncDispose]();
    await readOn(request.raw, before);
    throw isMeant(error) ? error : invalid('The form is not well-formed multipart/form-data', { cause: error });
  }
}

/**
 * Reads the rest of a form that was refused and forgets it, within bounds. Many clients only look at the answer when they
 * have sent everything; one that is cut off instead never learns what was wrong.
 */
async function readOn(raw: IncomingMessage, before: number): Promise<void> {
  if (raw.readableEnded || raw.destroyed || Number(raw.headers['content-length']) > MOST_READ_BYTES) return;
  raw.unpipe();
  await new Promise<void>((done) => {
    setTimeout(done, LONGEST_READ_ON_MS).unref();
    raw.once('close', done).once('end', done);
    raw.on('data', () => {
      if (raw.socket.bytesRead - before > MOST_READ_BYTES) done();
    });
    // It was paused when the form's parser let go of it.
    raw.resume();
  });
  raw.pause();
}

/** Errors with words of their own; what the parser throws about a broken form has none. */
function isMeant(error: unknown): boolean {
  return error instanceof HouseError || typeof (error as { statusCode?: unknown }).statusCode === 'number';
}
