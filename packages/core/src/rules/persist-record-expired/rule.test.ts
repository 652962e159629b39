import { testRule } from "../../testing.js";
import rule from "./rule.js";

// The tests' day is 2026-11-24.
testRule(rule, {
  "long over, and over in a week": `
    $ORIGIN example.com.
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1767225600"   ; expect: expired
    _validation-persist.a  TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1796083200"   ; expect: soon
  `,
  "a second before the end": `
    $ORIGIN example.com.
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1795478400"   ; expect: soon
    _validation-persist.a  TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1795478399"   ; expect: expired
  `,
  "next year, or without an end": `
    $ORIGIN example.com.
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1830297600"
    _validation-persist.a  TXT  "letsencrypt.org; accounturi=https://ca.example/1"
  `,
  "another record goes on for the same account": `
    $ORIGIN example.com.
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1767225600"
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1; persistUntil=1830297600"
    _validation-persist    TXT  "sectigo.com; accounturi=https://ca.example/1; persistUntil=1767225600"       ; expect: expired
  `,
});
