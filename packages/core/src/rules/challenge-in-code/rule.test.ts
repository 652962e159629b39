import { testRule } from "../../testing.js";
import rule from "./rule.js";

const tokens = (count: number, mark = "") =>
  Array.from({ length: count }, (_, i) => {
    const token = `gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG${String(i).padStart(2, "0")}`;
    return `    _acme-challenge  60 TXT  "${token}"${i === 0 ? mark : ""}`;
  }).join("\n");

testRule(rule, {
  "ten are many, eleven have piled up": `
    $ORIGIN example.com.
${tokens(11, "   ; expect: piledUp")}
    $ORIGIN www.example.com.
${tokens(10, "   ; expect: kept")}
  `,
  "one token, two tokens, an account's": `
    $ORIGIN example.com.
    _acme-challenge      60 TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: kept
    _acme-challenge.www  60 TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: kept
    _acme-challenge.www  60 TXT  "Afj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    _ujmmovf2vn55tgye._acme-challenge  TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"   ; expect: kept
  `,
  "a delegation stays": `
    $ORIGIN example.com.
    _acme-challenge      CNAME  d420c923-bbd7-4056-ab64-c3ca54c9b3cf.acme-dns.example.net.
    _acme-challenge.www  NS     ns1.acme.example.net.
  `,
  "what is no token is another rule's": `
    $ORIGIN example.com.
    _acme-challenge        TXT  "gfj9Xq"
    _acme-challenge.a      TXT  "heritage=external-dns,external-dns/owner=default"
    _acme-challenge.b      TXT  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    _validation-persist    TXT  "letsencrypt.org; accounturi=https://ca.example/1"
    _acme-challenge.*      TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
    acme-challenge         TXT  "gfj9XqRg85nM2K4hL0pQ7sT1vW3xY5zA6bC8dE9fG0H"
  `,
});
