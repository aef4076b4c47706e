// The window's CSP has neither 'unsafe-eval' nor a trusted-types policy: zod must not even try to compile its
// parsers, since the refused attempt is reported as a violation. zod looks here for what it shares among its copies;
// so this holds before the first schema is made, without loading zod itself at the start.
const shared = globalThis as { __zod_globalConfig?: { jitless?: boolean } }
shared.__zod_globalConfig = { ...shared.__zod_globalConfig, jitless: true }

export {}
