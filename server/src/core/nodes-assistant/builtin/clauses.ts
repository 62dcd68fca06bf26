import { plain } from './names.ts';

export type Verb = 'stop' | 'start' | 'restart' | 'remove' | 'add' | 'create' | 'latency';
/** `goesOn`: it has no verb of its own. */
export type Clause = { verb: Verb; text: string; goesOn?: boolean };

/** The first that fits is meant: “restart” holds “start”. English and German. */
const verbs: readonly (readonly [Verb, RegExp])[] = [
  ['create', /\b(create|make|set up|erstelle?n?|lege|anlegen)\b.*\bflow\b|\b(new|neue[rn]?) flow\b/],
  ['add', /\b(add|attach|append|hinzu\w*|fuge)\b|\bsend\b.*\bto\b/],
  ['latency', /\b(set|change|raise|lower|increase|reduce|setze?|andere)\b.*\b(latency|latenz)\b/],
  ['restart', /\b(restart|reboot|bounce|neustart\w*)\b|\bstart\w* .*\bneu\b|\bneu (?:zu )?starten\b/],
  ['restart', /\bstop\w* and start\b.*\bagain\b/],
  ['remove', /\b(remove|delete|drop|erase|entfern\w*|losche?n?)\b/],
  ['stop', /\b(stop\w*|halte?n?|pause|disable|anhalten|abschalten|deaktivier\w*|beende\w*|kill)\b/],
  ['stop', /\b(turn|switch|shut)\b.*\b(off|down)\b|\bschalte?\b.*\b(ab|aus)\b/],
  ['start', /\b(start\w*|enable|resume|activate|einschalten|aktivier\w*|run)\b/],
  ['start', /\b(turn|switch)\b.*\bon\b|\bschalte?\b.*\b(ein|an)\b/],
];

const separators = /\s*(?:,|;|\.\s|\band then\b|\bthen\b|\band\b|\bund dann\b|\bdann\b|\bund\b)\s*/;

/** The parts of a request that ask for something; a part without a verb goes on with the last one. */
export function clausesOf(text: string): Clause[] {
  const whole = verbOf(text);
  if (whole === undefined) return [];
  // An address, a name and a list of outputs belong together.
  if (whole === 'create' || whole === 'add' || whole === 'latency') return [{ verb: whole, text }];
  if (whole === 'restart' && !separators.test(text.replace(/\bstop\w* and start\b/, '')))
    return [{ verb: whole, text }];
  const clauses: Clause[] = [];
  let last: Verb | undefined;
  for (const piece of text.split(separators)) {
    const verb = verbOf(piece) ?? last;
    if (verb === undefined || piece.trim() === '') continue;
    const isEmpty =
      verbOf(piece) === undefined && !piece.includes('\uE000') && !/\b(flow|all|alle|output|fluss)\b/.test(piece);
    if (isEmpty) continue;
    last = verb;
    clauses.push({ verb, text: piece, goesOn: verbOf(piece) === undefined });
  }
  return clauses;
}

function verbOf(piece: string): Verb | undefined {
  return verbs.find(([, words]) => words.test(piece))?.[0];
}

const asking =
  /^\W*(why|what|which|who|when|how|where|is|are|was|were|did|does|do i|do we|has|have|show|list|tell|warum|wieso|welche\w*|was|wie|wo|wann|ist|sind|zeig\w*)\b/;

export const isQuestion = (message: string): boolean =>
  asking.test(plain(message)) ||
  (/\?\s*$/.test(message.trim()) && !/^\W*(can|could|would|will|please|bitte|kannst|konntest)\b/.test(plain(message)));

/** Somebody who says “do not stop it” wants no action. */
export const isRefusal = (message: string): boolean =>
  /\b(don'?t|don’t|do not|never|nicht|keinesfalls|without stopping)\b/.test(plain(message));

/** The words that want something at another time; the built-in assistant has no clock. */
export function postponement(message: string): string | undefined {
  const words =
    /\b(?:at \d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|tomorrow|tonight|in \d+ (?:seconds?|minutes?|hours?|days?)|later|if|when|wenn|morgen|spater|um \d{1,2})\b/;
  return words.exec(plain(message))?.[0];
}
