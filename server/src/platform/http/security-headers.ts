/**
 * Headers of an API whose answers are data: nothing in them may run, be framed, be sniffed or be embedded elsewhere. Pages
 * (reference, console) answer with a Content-Security-Policy of their own. HSTS is for whoever terminates TLS in front.
 */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;
