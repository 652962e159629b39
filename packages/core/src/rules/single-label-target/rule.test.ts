import { testRule } from "../../testing.js";
import rule from "./rule.js";

// What providers make of their resources is tested in the linter, which reads them.
testRule(rule, {
  "in a zone file one label is short for a name of the zone": `
    $ORIGIN example.com.
    shop  CNAME  www
    www   CNAME  localhost.
    @     MX 10  mail.
  `,
});
