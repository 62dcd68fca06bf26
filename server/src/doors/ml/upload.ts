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

/** Lets the routes of `app` read forms; call it in a plugin of their own. */
export async function acceptForms(app: HttpApp): Promise<void> {
  await app.register(multipart, { limits: { ...limits, fileSize: Number.POSITIVE_INFINITY } });
}

/**
 * Reads a form with one file in the field `file`; its other fields may come before or after. When anything goes wrong,
 * what `receive` made is disposed of.
 *
 * @param receive reads the file's bytes while they arrive
 * @throws invalid, too_large, and what `receive` throws
 */
export async function readUpload(
  request: FastifyRequest,
  receive: (content: AsyncIterable<Uint8Array>) => Promise<ReceivedFile>,
): Promise<Upload> {
  if (!request.isMultipart()) throw invalid('No file uploaded: send a form as multipart/form-data');
  if (Number(request.headers['content-length']) > MOST_BYTES)
    throw tooLarge('The upload is larger than 100 MB. Split the file into several datasets.', {
      code: 'FILE_TOO_LARGE',
    });
  const fields = new Map<string, string>();
  let file: ReceivedFile | undefined;
  try {
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
    throw isMeant(error) ? error : invalid('The form is not well-formed multipart/form-data', { cause: error });
  }
}

/** Errors with words of their own; what the parser throws about a broken form has none. */
function isMeant(error: unknown): boolean {
  return error instanceof HouseError || typeof (error as { statusCode?: unknown }).statusCode === 'number';
}
