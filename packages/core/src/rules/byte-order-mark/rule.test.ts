import { testRule } from "../../testing.js";
import rule from "./rule.js";

// In one line each: the mark must be the very first character.
testRule(rule, {
  "before a directive": "\uFEFF$ORIGIN example.com.  ; expect: atStart\nwww  A  192.0.2.1\n",
  "before a comment": "\uFEFF; a zone    ; expect: atStart\nwww  A  192.0.2.1\n",
  "at the start of an included file": {
    zone: "$INCLUDE hosts.zone     ; expect: atStart\nwww  A  192.0.2.1\n",
    files: { "hosts.zone": "\uFEFFwww  A  192.0.2.1\n@  A  192.0.2.1\n" },
  },
  "inside a text it is a character like any other": '$ORIGIN example.com.\nwww  TXT  "\uFEFFtext"\n',
});
