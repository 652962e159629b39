import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a SHA-256 in one piece": `
    $ORIGIN example.com.
    _3f2ad1c7b8e94f60a1b2c3d4e5f60718  CNAME  0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789ABCDEF.sectigo.com.   ; expect: inTarget
  `,
  "the same with an underscore, which counts": `
    $ORIGIN example.com.
    www  CNAME  _0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.example.net.   ; expect: inTarget
  `,
  "cut in two": `
    $ORIGIN example.com.
    _3f2ad1c7b8e94f60a1b2c3d4e5f60718  CNAME  0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef.sectigo.com.
  `,
  "the hash as an owner": `
    $ORIGIN example.com.
    0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  CNAME  sectigo.com.   ; expect: inOwner
  `,
  "64 letters that are no hash": `
    $ORIGIN example.com.
    www  CNAME  aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddgg.example.net.   ; expect: inTarget
  `,
  "a lost dot": `
    $ORIGIN example.com.
    @    MX 10  abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl-mail.example.net.   ; expect: inTarget
  `,
  "an origin": `
    $ORIGIN example.com.
    $ORIGIN abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmno   ; expect: inOrigin
    www  A  192.0.2.1
  `,
  "63 octets, escapes counted as one": `
    $ORIGIN example.com.
    abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk  A  192.0.2.1
    \\097bcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk  A  192.0.2.1
  `,
});
