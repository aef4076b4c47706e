import type { VerifyFormat } from './verify-deps.ts'
import { verifyJws } from './verify-jws.ts'

/** An SD-JWT, with or without key binding (RFC 9901 §7). */
export const verifySdJwt: VerifyFormat = (task) => verifyJws(task)
