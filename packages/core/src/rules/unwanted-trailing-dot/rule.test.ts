import { testRule } from "../../testing.js";
import rule from "./rule.js";

// What providers make of their resources is tested in the linter, which reads them.
testRule(rule, {
  "in a zone file a final dot is what names want": `
    $ORIGIN example.com.
    www.example.com.  CNAME  lb.example.net.
  `,
});
