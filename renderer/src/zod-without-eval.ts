import { config } from 'zod/v4/core'

// The window's CSP has neither 'unsafe-eval' nor a trusted-types policy: zod must not even try to compile its
// parsers, since the refused attempt is reported as a violation. In force before the first schema is made.
config({ jitless: true })
