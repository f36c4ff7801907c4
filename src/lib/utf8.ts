// Of Node itself: jsdom has no such globals, and those that suites put there make bytes of another realm.
import { TextDecoder } from 'node:util';

/** The bytes of a text in UTF-8, as an instance of the class that code beside this package sees. */
export function utf8Bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

/** The text of bytes in UTF-8. What is not UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** @throws TypeError if the bytes are not UTF-8 */
export function strictUtf8Text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
