import { createAspNetCode } from './aspnet.ts'
import { createGoCode } from './go.ts'
import { createJoseCode } from './jose.ts'
import { createJoserfcCode } from './joserfc.ts'
import type { LibraryId } from './notes.ts'
import type { Policy } from './policy.ts'
import { createPyJwtCode } from './pyjwt.ts'
import { createSpringCode } from './spring.ts'

export type PolicyCode = {
  readonly id: LibraryId
  readonly label: string
  /**
   * The policy as code that demands the same algorithms, issuer, audience, type, nonce, clock tolerance and required
   * claims, and no iat in the future. It does not know the other rules of a profile (`as`): its first lines name them.
   * It fetches keys as its library does.
   */
  readonly create: (policy: Policy) => string
}

/** Every language a policy can be copied in. */
export const policyCodes: readonly PolicyCode[] = [
  { id: 'jose', label: 'jose', create: createJoseCode },
  { id: 'pyjwt', label: 'PyJWT', create: createPyJwtCode },
  { id: 'joserfc', label: 'Authlib (joserfc)', create: createJoserfcCode },
  { id: 'spring', label: 'Spring', create: createSpringCode },
  { id: 'aspnet', label: 'ASP.NET Core', create: createAspNetCode },
  { id: 'go', label: 'Go', create: createGoCode },
]
