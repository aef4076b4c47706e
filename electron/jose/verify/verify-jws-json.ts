import type { VerifyFormat } from './verify-deps.ts'
import { verifyJws } from './verify-jws.ts'

/** A JWS in JSON form (RFC 7515 §7.2). */
export const verifyJwsJson: VerifyFormat = (task) => verifyJws(task)
