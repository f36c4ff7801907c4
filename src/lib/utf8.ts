// Node's own: jsdom lacks these globals, and the ones that suites define there create bytes of another realm.
import { TextDecoder } from 'node:util';

/** The UTF-8 bytes of a text, as an instance of the Uint8Array that the test's code sees. */
export function utf8Bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

/** Decodes UTF-8. Invalid bytes become U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** @throws TypeError if the bytes are not UTF-8 */
export function strictUtf8Text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
