import { testRule } from "../../testing.js";
import rule from "./rule.js";

const HASH = "_3f2ad1c7b8e94f60a1b2c3d4e5f60718";
const ZONE = `
  $ORIGIN example.com.
  $TTL 300
  @     SOA  ns1 hostmaster 1 7200 900 1209600 300
  @     NS   ns1
  ns1   A    192.0.2.53`;

testRule(rule, {
  "the type glued to the name": `
    $ORIGIN example.com.
    ${HASH}.www.CNAME            CNAME  x.sectigo.com.    ; expect: lastLabel
    ${HASH}.example.com.CNAME    CNAME  x.sectigo.com.    ; expect: lastLabel
    ${HASH}.example.com.CNAME.   CNAME  x.sectigo.com.    ; expect: lastLabel
    _acme-challenge.example.com.txt  TXT  "gfj9Xq"        ; expect: lastLabel
  `,
  "upper case, nothing between": `
    $ORIGIN example.com.
    ${HASH}.CNAME                CNAME  x.sectigo.com.    ; expect: lastLabel
  `,
  "lower case in a fragment may be a host's name": `
    $ORIGIN example.com.
    ${HASH}.cname                CNAME  x.acm-validations.aws.
    ${HASH}.eu.cname             CNAME  x.acm-validations.aws.
  `,
  "a whole zone would hold the host": `${ZONE}
  ${HASH}.www.cname      CNAME  x.acm-validations.aws.    ; expect: lastLabel
  ${HASH}.cname          CNAME  x.acm-validations.aws.
  `,
  "and here it does": `${ZONE}
  eu.cname               A      192.0.2.1
  ${HASH}.eu.CNAME       CNAME  x.acm-validations.aws.
  `,
  "no validation label": `
    $ORIGIN example.com.
    www.CNAME                    A      192.0.2.1
    _dmarc.www.TXT               TXT    "v=DMARC1; p=none"
    ${HASH}.txt.shop             CNAME  x.acm-validations.aws.
  `,
});
