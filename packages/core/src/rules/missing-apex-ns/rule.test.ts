import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "no NS at all, as a hosted provider exports it": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300    ; expect: noneAtAll
    www  300  A    192.0.2.1
  `,
  "only those of a delegation": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300    ; expect: missing
    sub  300  NS   ns1.example.net.
  `,
  "nobody knows the origin": `
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    sub  300  NS   ns1.example.net.
  `,
  "the origin isn't what the file speaks of": {
    origin: "zones.example.",
    zone: `
      @             300  SOA  ns1.example.net. hostmaster.example.net. 1 7200 900 1209600 300
      example.com.  300  NS   ns1.example.net.
    `,
  },
  "a resolver's policies need none": `
    $ORIGIN rpz.example.com.
    @                300  SOA    localhost. root.localhost. 1 7200 900 1209600 300
    bad.example.net  300  CNAME  .
  `,
  "there they are": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    @    300  NS   ns1
  `,
  "there, but they can't be read": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    @    300  NS   ns1..example.net.
  `,
  "perhaps that was one": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    @    300  NSS  ns1
  `,
  "perhaps they stand in what couldn't be included": `
    $ORIGIN example.com.
    @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
    $INCLUDE servers.db
  `,
  "in an included file": {
    files: { "servers.db": "@ 300 NS ns1.example.net." },
    zone: `
      $ORIGIN example.com.
      @    300  SOA  ns1 hostmaster 1 7200 900 1209600 300
      $INCLUDE servers.db
    `,
  },
  "a fragment": `
    $ORIGIN example.com.
    www  A  192.0.2.1
  `,
});
