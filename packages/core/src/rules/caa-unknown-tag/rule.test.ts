import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "a slip of the keyboard": `
    $ORIGIN example.com.
    @  CAA  0 isue "letsencrypt.org"      ; expect: ignored
    @  CAA  0 issuewildcard ";"           ; expect: ignored
    @  CAA  0 iodev "mailto:a@example.com"   ; expect: ignored
  `,
  "an unknown property that is critical stops every CA": `
    $ORIGIN example.com.
    @  CAA  128 isuse "letsencrypt.org"   ; expect: critical
  `,
  "1 is critical for a CA that the RRset permits": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org"
    @  CAA  1 isuewild ";"                ; expect: criticalForSome
  `,
  "tags of the registry, in any case": `
    $ORIGIN example.com.
    @  CAA  128 issue "letsencrypt.org"
    @  CAA  0 IssueWild ";"
    @  CAA  0 issuemail ";"
    @  CAA  0 issuevmc "digicert.com"
    @  CAA  0 contactemail "a@example.com"
    @  CAA  128 iodef "mailto:a@example.com"
  `,
  "a contact that is critical, beside a CA that doesn't know contacts": `
    $ORIGIN example.com.
    @  CAA  0 issue "letsencrypt.org"
    @  CAA  128 contactemail "a@example.com"    ; expect: unknownToCa
  `,
  "the same beside a CA of which that isn't known": `
    $ORIGIN example.com.
    @  CAA  0 issue "sectigo.com"
    @  CAA  128 contactemail "a@example.com"
  `,
  "a tag that isn't one is another rule's": `
    $ORIGIN example.com.
    @  CAA  0 issue-wild "letsencrypt.org"
  `,
});

testRule(rule, {
  "an unknown property without a near one keeps its finding when its flags are mended": {
    zone: `
      $ORIGIN example.com.
      @  CAA  0 tbs "unknown"               ; expect: ignored
      @  CAA  0 policy "1.2.3"              ; expect: reserved
    `,
  },
});
