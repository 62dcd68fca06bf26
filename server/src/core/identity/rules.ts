import { invalid } from '../../platform/errors.ts';

const MOST_NAME = 64;
const MOST_EMAIL = 254;
/** Hashing is bounded work only when its input is. */
const MOST_PASSWORD = 1024;

/** @throws invalid with the documented text */
export function checkUsername(username: string): void {
  if (username.length < 3) throw wrong('Username must be at least 3 characters');
  if (username.length > MOST_NAME) throw wrong(`Username must be at most ${MOST_NAME} characters`);
  if (!/^[A-Za-z0-9_]+$/.test(username)) throw wrong('Username must be alphanumeric (underscores allowed)');
}

/** What an administrator may name somebody; wider than what people may choose for themselves. @throws invalid */
export function checkGivenUsername(username: string): void {
  if (username.length > MOST_NAME) throw wrong(`Username must be at most ${MOST_NAME} characters`);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(username))
    throw wrong('Username must start with a letter or digit; letters, digits, dots, dashes and underscores may follow');
}

/** @throws invalid with the documented text */
export function checkEmail(email: string): void {
  const wellFormed = /^[^\s@,;<>"()[\]\\]+@[^\s@,;<>"()[\]\\]+\.[^\s@,;<>"()[\]\\.]+$/.test(email);
  if (email.length > MOST_EMAIL || !wellFormed) throw wrong('Invalid email format');
}

/** @throws invalid with the documented text */
export function checkPassword(password: string): void {
  if (password.length < 8) throw wrong('Password must be at least 8 characters');
  if (password.length > MOST_PASSWORD) throw wrong(`Password must be at most ${MOST_PASSWORD} characters`);
}

function wrong(message: string) {
  return invalid(message, { code: 'VALIDATION_ERROR' });
}
