import { testRule } from "../../testing.js";
import rule from "./rule.js";

// What providers make of their resources is tested in the linter, which reads them.
testRule(rule, {
  "in a zone file it stands for the origin": `
    $ORIGIN example.com.
    @    CAA  0 issue "letsencrypt.org"
    \\@  TXT  "an at sign, escaped"
  `,
});
