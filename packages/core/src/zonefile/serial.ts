import { latin1 } from "../name/octets.js";

const HEAD = 65_536;

/** `SERIAL`, `__SERIAL__`, `{{ serial }}`, `%(serial)s`, `@@SERIAL@@`, `$SERIAL`, `[% serial %]`: a word that CI replaces. */
const PLACEHOLDER =
  /(?:\{\{|\[%|<%=?|<\?=|%\(|@@?|\$\{?|#|%|_{1,2}|\{)?[ \t]*\$?[\w.]*serial[\w.]*[ \t]*(?:\}\}|%\]|%>|\?>|\)s|@@?|\}|#|%|_{1,2})?/i;

/**
 * Many repositories keep a word in place of the SOA's serial and let CI fill it in. Nothing else of such a file is a
 * template: the word becomes `0`, padded to its length so that every place stays where it is. The same octets where there is none.
 */
export function fillSerial(bytes: Uint8Array): Uint8Array {
  const head = latin1(bytes, 0, Math.min(bytes.length, HEAD));
  const soa = /^[^;\n]*?\sSOA\s/im.exec(head);
  if (!soa) return bytes;
  // The serial is the third field: behind two names, perhaps a parenthesis, comments and line ends.
  const from = soa.index + soa[0].length;
  const fields = /^(?:[\s(]|;[^\n]*\n)*[^\s;()]+(?:[\s(]|;[^\n]*\n)+[^\s;()]+(?:[\s(]|;[^\n]*\n)+/.exec(
    head.slice(from, from + 2048),
  );
  if (!fields) return bytes;
  const start = from + fields[0].length;
  const found = PLACEHOLDER.exec(head.slice(start, start + 128));
  if (found?.index !== 0 || found[0].trim() === "" || !/[\s);]/.test(head[start + found[0].length] ?? " "))
    return bytes;
  const filled = Uint8Array.from(bytes);
  filled.fill(32, start, start + found[0].length);
  filled[start] = 48;
  return filled;
}
