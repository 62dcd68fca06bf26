import { isIP } from 'node:net';
/** Reads a setting's text. Throws a phrase that goes on from "must be", such as `a whole number`. */
export type Parse<Value> = (text: string) => Value;

/** What a value must be; the message is the phrase after "must be". */
export class Unfit extends Error {}

export const text: Parse<string> = (given) => given;

export function oneOf<const Choice extends string>(...choices: Choice[]): Parse<Choice> {
  return (given) => {
    const choice = choices.find((candidate) => candidate === given);
    if (choice === undefined) throw new Unfit(`one of ${choices.map((candidate) => `"${candidate}"`).join(', ')}`);
    return choice;
  };
}

export function wholeNumber(least: number, most: number): Parse<number> {
  return (given) => {
    const value = Number(given);
    if (!/^\d+$/.test(given) || value < least || value > most)
      throw new Unfit(`a whole number from ${least} to ${most}`);
    return value;
  };
}

/** A TCP port; 0 lets the system pick a free one. */
export const port: Parse<number> = wholeNumber(0, 65_535);

export const onOff: Parse<boolean> = (given) => oneOf('on', 'off')(given) === 'on';

/** A URL with one of the schemes (`postgres:`). */
export function url(...schemes: string[]): Parse<string> {
  return (given) => {
    if (!URL.canParse(given) || !schemes.includes(new URL(given).protocol))
      throw new Unfit(`a URL such as ${schemes.map((scheme) => `${scheme}//…`).join(' or ')}`);
    return given;
  };
}

/** Names separated by commas, at least one of `known`. */
export function setOf<const Name extends string>(...known: Name[]): Parse<readonly Name[]> {
  return (given) => {
    const names = list(given);
    if (names.length === 0 || !names.every((name) => (known as string[]).includes(name)))
      throw new Unfit(`names out of ${known.join(', ')}, separated by commas`);
    return known.filter((name) => names.includes(name));
  };
}

export const email: Parse<string> = (given) => {
  if (!/^[^\s@]+@[^\s@]+$/.test(given)) throw new Unfit('an email address');
  return given;
};

/** `host`, `host:port`, an address, or a network such as 10.0.0.0/8; separated by commas. */
export const hosts: Parse<readonly string[]> = (given) => {
  const names = list(given);
  if (!names.every((name) => /^[\p{L}\p{N}._:[\]/*-]+$/u.test(name)))
    throw new Unfit('host names, addresses or networks, separated by commas');
  return names;
};

/** IP addresses and networks such as 10.0.0.0/8, separated by commas. */
export const addresses: Parse<readonly string[]> = (given) => {
  const names = list(given);
  const fits = (name: string) => {
    const [address = '', bits, ...more] = name.split('/');
    const longest = isIP(address) === 4 ? 32 : 128;
    return (
      isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= longest))
    );
  };
  if (!names.every(fits)) throw new Unfit('IP addresses or networks, separated by commas');
  return names;
};

/** Of 32 random bytes hardly any two are the same; a key typed by hand repeats itself. */
const FEWEST_DIFFERENT = 16;

/** 32 bytes as 64 hexadecimal digits or as base64; not what somebody made up, which may look like base64 too. */
export const key32: Parse<Buffer> = (given) => {
  const bytes = /^[0-9a-f]{64}$/i.test(given) ? Buffer.from(given, 'hex') : Buffer.from(given, 'base64');
  const isMadeUp = new Set(bytes).size < FEWEST_DIFFERENT || /change.?me|default|secret|password/i.test(given);
  if (bytes.length !== 32 || isMadeUp)
    throw new Unfit('32 random bytes as 64 hexadecimal digits or in base64 (make some with "openssl rand -hex 32")');
  return bytes;
};

/** Two prices such as 3/15. */
export const pricePair: Parse<{ input: number; output: number }> = (given) => {
  const [, input, output] = /^(\d{1,6}(?:\.\d+)?)\/(\d{1,6}(?:\.\d+)?)$/.exec(given) ?? [];
  if (input === undefined) throw new Unfit('two prices such as 3/15');
  return { input: Number(input), output: Number(output) };
};

/** `on`, `off`, or `door=port` pairs separated by commas. */
export function doorPorts(doors: readonly string[]): Parse<'on' | 'off' | Record<string, number>> {
  return (given) => {
    if (given === 'on' || given === 'off') return given;
    const ports: Record<string, number> = {};
    for (const pair of list(given)) {
      const [door = '', number = ''] = pair.split('=');
      if (!doors.includes(door))
        throw new Unfit(
          `"on", "off" or pairs such as ${doors[0]}=0, separated by commas; the doors are ${doors.join(', ')}`,
        );
      ports[door] = port(number);
    }
    return ports;
  };
}

function list(given: string): string[] {
  return given
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
