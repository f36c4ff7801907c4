import { xmlElements } from '../../../src/doors/sts/sts-query.js';

/** What XML 1.0 lets a document hold. */
const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

test('the document stays well-formed with any text in a member', () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join('');
  const xml = xmlElements({ Message: all });
  expect(ALLOWED.test(xml)).toBe(true);
  expect(xml.slice('<Message>'.length, -'</Message>'.length)).not.toMatch(
    /[<>"']|&(?!amp;|lt;|gt;|quot;|apos;|#\d+;)/,
  );
});

test('text that XML can hold comes back, and control characters are references', () => {
  expect(xmlElements({ Message: 'é\t\n😀' })).toBe('<Message>é\t\n😀</Message>');
  expect(xmlElements({ Message: '\u0000\u001b[2J\ud800\uffff' })).toBe('<Message>��[2J��</Message>');
  expect(xmlElements({ Message: '\r\u009b2J' })).toBe('<Message>&#13;&#155;2J</Message>');
});
