/**
 * An address for mail: `local@domain`, bare, without comments or a display name (RFC 5322 §3.4.1 without its folding).
 * Octets above 127 pass, since addresses may hold UTF-8 (RFC 6532 §3.2).
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (at < 1 || local.length > 64) return false;
  const quoted = /^"(?:[^"\\]|\\.)*"$/.test(local);
  if (!quoted && (!/^[^\s"(),:;<>@[\\\]]+$/.test(local) || local.startsWith(".") || local.endsWith("."))) return false;
  if (local.includes("..") && !quoted) return false;
  return (
    /^\[[0-9A-Za-z.:]+\]$/.test(domain) ||
    /^[A-Za-z0-9\x80-\xff](?:[A-Za-z0-9._\x80-\xff-]*[A-Za-z0-9\x80-\xff])?$/.test(domain)
  );
}
