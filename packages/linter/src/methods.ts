/** How a CA may validate, as the command line and the config name it. */
export const METHODS = [
  "dns-01",
  "http-01",
  "tls-alpn-01",
  "dns-account-01",
  "dns-persist-01",
  "dns-cname",
  "dns-txt",
  "http-file",
  "email",
] as const;
