import { strictUtf8Text, utf8Bytes, utf8Text } from '../../src/lib/utf8.js';

test('text and its bytes', () => {
  const bytes = utf8Bytes('é😀');
  expect(bytes).toBeInstanceOf(Uint8Array);
  expect([...bytes]).toEqual([0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]);
  expect(utf8Text(bytes)).toBe('é😀');
  expect(strictUtf8Text(bytes)).toBe('é😀');
});

test('bytes that are not UTF-8 are replaced, or refused', () => {
  expect(utf8Text(Uint8Array.of(0xff))).toBe('\ufffd');
  expect(() => strictUtf8Text(Uint8Array.of(0xff))).toThrow(/not valid/);
});
