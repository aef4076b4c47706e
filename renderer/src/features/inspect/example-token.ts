/**
 * A genuine signed ID token for the first look, with the public half of its key; the private half was
 * discarded after signing. Its hour of life is long over, so it is looked at as of a moment within it.
 */
export const exampleToken = {
  token:
    'eyJhbGciOiJFUzI1NiIsImtpZCI6ImV4YW1wbGUtMjAyNi0xMCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmFjbWUudGVzdCIsInN1YiI6ImFkYSIsImF1ZCI6ImNsYWltc2NvcGUtZXhhbXBsZSIsImV4cCI6MTc5NTQ0NzgwMCwiaWF0IjoxNzk1NDQ0MjAwLCJhdXRoX3RpbWUiOjE3OTU0NDQxODgsIm5vbmNlIjoiN2YzYTljMjEiLCJuYW1lIjoiQWRhIExvdmVsYWNlIiwiZW1haWwiOiJhZGFAYWNtZS50ZXN0IiwiZW1haWxfdmVyaWZpZWQiOnRydWUsImFtciI6WyJwd2QiLCJtZmEiXX0.XEP80jsKkok0lfsfvvrdBCTJB8B9FVrbS3Qpmap98mhSYdkex0pOV8FsFB9DxPCi8bLXoe6MFNKILXXRQzUC6A',
  key: `{
  "kty": "EC",
  "crv": "P-256",
  "x": "cjuN8w-DWbdCTdytGKRsp-cVHzTiwHI8fgArs4kRlvk",
  "y": "VJngv_dZJP0O7WJIQH4Z0uRmP7-MOL9qr86mjDLXnD8",
  "kid": "example-2026-10",
  "alg": "ES256",
  "use": "sig"
}`,
  iss: 'https://login.acme.test',
  aud: 'claimscope-example',
  /** 17 minutes after it was issued. */
  at: '2026-11-23T14:47:00Z',
  from: 'Example',
} as const
