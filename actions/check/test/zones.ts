/** A whole zone; its last line is a fault that was always there. */
export const FAULTY = `$ORIGIN example.com.
$TTL 3600
@    IN SOA ns1 hostmaster 1 7200 900 1209600 300
     IN NS  ns1
     IN NS  ns2.example.net.
ns1  IN A   192.0.2.1
old  IN CNAME lb.example.com.au
`;

/** Without it. */
export const ZONE = FAULTY.slice(0, FAULTY.indexOf("old "));

const TOKEN = "_424c7224e9b0146f9a8808af955727d0.hkvuiqjoua.acm-validations.aws";
/** A line that lacks its final dot; `n` makes another one. */
export const missingDot = (n = 0) => `_a79865eb4cd1a6ab990a45779b4e0b${String(96 + n)}.h${n} IN CNAME ${TOKEN}\n`;
