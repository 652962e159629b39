import { testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "no such file": `
    $ORIGIN example.com.
    $INCLUDE missing.zone   ; expect: refused
    www  A  192.0.2.1
  `,
  "a file that is there": {
    zone: `
      $ORIGIN example.com.
      $INCLUDE hosts.zone
      $INCLUDE "hosts.zone" sub
    `,
    files: { "hosts.zone": "www A 192.0.2.1\n" },
  },
});
