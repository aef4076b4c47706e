import { couldBeOpaqueToken } from '../../../../shared/token/describe-token.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import styles from './opaque-note.module.css'

/** What can honestly be said of a text that carries nothing readable. */
export function OpaqueNote({ reading }: { readonly reading: TokenReading }) {
  if (!couldBeOpaqueToken(reading.token)) {
    return (
      <div className={styles.note}>
        <InlineProblem tone="info" title="No token stands in this text" announce={false}>
          A JWT has parts joined by dots, and the first begins with <code>eyJ</code>. Text, JSON, addresses
          and commands are searched for one; here there is none.
        </InlineProblem>
      </div>
    )
  }
  return (
    <div className={styles.note}>
      <InlineProblem tone="info" title="There is nothing in here to decode" announce={false}>
        <p>
          A JWT has parts joined by dots, and the first begins with <code>eyJ</code>. This text has not: it
          may be an opaque access or refresh token, an authorization code or an API key. What it stands for is
          known to whoever issued it; the provider’s introspection endpoint can tell (RFC 7662).
        </p>
      </InlineProblem>
    </div>
  )
}
