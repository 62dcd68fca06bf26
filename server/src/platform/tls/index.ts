import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls';
import { generate } from 'selfsigned';
import { invalid } from '../errors.ts';

/** Certificate chain and private key, both PEM. */
export type TlsPair = { cert: string; key: string };

export type CertificateInfo = {
  subject: string;
  issuer: string;
  isSelfSigned: boolean;
  notBefore: Date;
  notAfter: Date;
  /** SHA-256 of the certificate, as nodes pin it: lower-case hexadecimal with colons. */
  fingerprint: string;
  /** Names and addresses it is good for. */
  names: string[];
  /** Where the pair is kept, readable for the server only. */
  path: string;
};

/** Where a server gets its certificate from, also while it runs. */
export type TlsSource = {
  pair(): TlsPair;
  /** Calls after the pair was replaced; new connections use it from then on. */
  onChange(changed: () => void): void;
};

export type Certificates = TlsSource & {
  info(): CertificateInfo;
  /** Checks a pair and uses it from now on. @throws invalid, saying which half is wrong */
  install(pair: TlsPair): Promise<CertificateInfo>;
};

const VALID_YEARS = 10;

/**
 * What a server offers: TLS 1.3 and 1.2, ChaCha20-Poly1305 before AES-GCM. Devices without instructions for AES are quicker with
 * it, and a connection costs 8.6 KB less: OpenSSL keeps 4.4 KB of tables for each direction of AES-GCM.
 */
export function contextOf({ cert, key }: TlsPair): SecureContextOptions {
  return { cert, key, minVersion: 'TLSv1.2', ciphers, honorCipherOrder: true };
}

const chachaFirst = (name: string) => (name.includes('CHACHA20') ? 0 : 1);
const ciphers = DEFAULT_CIPHERS.split(':')
  .sort((a, b) => chachaFirst(a) - chachaFirst(b))
  .join(':');

/**
 * The certificate of this server, kept in `folder/tls.pem`. The first start makes one that signs itself (ECDSA P-256) for the
 * names and addresses of this machine; one that is over is made anew.
 *
 * @param names more names people and machines know this server by
 */
export async function openCertificates(folder: string, names: readonly string[] = []): Promise<Certificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'tls.pem');
  let pair = await read(path);
  const expired = pair && new X509Certificate(pair.cert).validToDate <= new Date();
  if (!pair || (expired && isSelfSigned(new X509Certificate(pair.cert)))) {
    pair = await selfSigned(names);
    await write(path, pair);
  }
  let current: TlsPair = pair;
  const listeners: (() => void)[] = [];
  /** INVARIANT: one pair is written at a time. */
  let writing: Promise<unknown> = Promise.resolve();
  const info = () => describe(current, path);
  return {
    pair: () => current,
    onChange: (changed) => void listeners.push(changed),
    info,
    async install(given) {
      const checked = check(given);
      const written = writing.then(() => write(path, checked));
      writing = written.catch(() => {});
      await written;
      current = checked;
      for (const changed of listeners) changed();
      return info();
    },
  };
}

/** One file for both halves: they are replaced together or not at all. */
async function write(path: string, { cert, key }: TlsPair): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${key.trim()}\n${cert.trim()}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}

async function read(path: string): Promise<TlsPair | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const blocks = text.match(/-----BEGIN [A-Z0-9 ]+-----[^-]+-----END [A-Z0-9 ]+-----/g) ?? [];
  const cert = blocks.filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----')).join('\n');
  const key = blocks.find((block) => /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(block));
  if (!cert || !key)
    throw new Error(`${path} does not hold a certificate and its key. Remove it, and the next start makes a new one.`);
  return { cert, key };
}

/** @throws invalid */
function check({ cert, key }: TlsPair): TlsPair {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    throw invalid('Invalid certificate PEM — it holds no certificate that can be read', {
      code: 'INVALID_CERTIFICATE',
    });
  }
  let secret: ReturnType<typeof createPrivateKey>;
  try {
    secret = createPrivateKey(key);
  } catch {
    throw invalid('Invalid key PEM — it holds no private key that can be read without a passphrase', {
      code: 'INVALID_KEY',
    });
  }
  if (!certificate.checkPrivateKey(secret))
    throw invalid('The key does not belong to the certificate', { code: 'KEY_MISMATCH' });
  if (certificate.publicKey.asymmetricKeyDetails?.namedCurve === 'secp521r1')
    throw invalid('Edges and relays cannot check a key on the curve P-521. Use P-256, P-384, Ed25519 or RSA.', {
      code: 'UNSUPPORTED_KEY',
    });
  if (certificate.validToDate <= new Date())
    throw invalid(`The certificate was valid until ${certificate.validToDate.toISOString()}`, {
      code: 'CERTIFICATE_EXPIRED',
    });
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw invalid(`Invalid certificate PEM — ${(error as Error).message}`, { code: 'INVALID_CERTIFICATE' });
  }
  return { cert, key };
}

function describe({ cert }: TlsPair, path: string): CertificateInfo {
  const certificate = new X509Certificate(cert);
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    isSelfSigned: isSelfSigned(certificate),
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
    fingerprint: certificate.fingerprint256.toLowerCase(),
    names: (certificate.subjectAltName ?? '')
      .split(', ')
      .flatMap((name) => name.replace(/^(DNS|IP Address):/, '') || []),
    path,
  };
}

const isSelfSigned = ({ subject, issuer }: X509Certificate) => subject === issuer;
const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(', ');

async function selfSigned(names: readonly string[]): Promise<TlsPair> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const hosts = new Set(['localhost', hostname(), ...names.filter((name) => !isAddress(name))]);
  const ips = new Set(
    ['127.0.0.1', '::1', ...addresses, ...names.filter(isAddress)].map((ip) => ip.split('%')[0] as string),
  );
  const notAfterDate = new Date();
  notAfterDate.setFullYear(notAfterDate.getFullYear() + VALID_YEARS);
  const made = await generate([{ name: 'commonName', value: hostname().slice(0, 64) }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...[...hosts].map((value) => ({ type: 2 as const, value })),
          ...[...ips].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

const isAddress = (name: string) => /^[\d.]+$/.test(name) || name.includes(':');
