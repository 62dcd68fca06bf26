const [SHORTEST, LONGEST] = [12, 1024];

/**
 * What is wrong with a passphrase. It is sent in a header: letters beyond ASCII are not sent alike by every program, and
 * spaces around it are not sent at all, so that nobody could open the file with it elsewhere.
 */
export function problemOfPassphrase(passphrase: string): string | undefined {
  if (passphrase.length < SHORTEST)
    return `At least ${SHORTEST} characters: whoever has the file can guess as often as they like.`;
  if (passphrase.length > LONGEST) return `At most ${LONGEST} characters.`;
  if (!/^[\x20-\x7e]+$/.test(passphrase))
    return 'Only letters from a to z, digits, spaces and the signs of an English keyboard.';
  if (passphrase.trim() !== passphrase) return 'It must not begin or end with a space.';
  return undefined;
}
