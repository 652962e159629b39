/** What a CA will look for. An entry of its own: it loads everything that is known of the CAs. */

export {
  type Ask,
  type CertificateName,
  caIds,
  type Expected,
  expectOf,
  findCa,
  type Helpers,
  METHODS,
  type Refusal,
} from "./expect/expect.js";
