import { describeChanges } from '../../../../shared/build/what-changed.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { changesOf } from './build-state.ts'
import type { BuildState } from './build-store.ts'
import styles from './change-banner.module.css'
import { headerValue } from './header-fields.ts'
import { whyOldSignatureCannotStay } from './original.ts'

/** Said while what stands here is not what the old signature covers, with the three things that can be done. */
export function ChangeBanner({ state }: { readonly state: BuildState }) {
  const changes = changesOf(state)
  const what = changes && describeChanges(changes)
  if (!what || state.original === null || state.original.signature === '') return null
  // What was made since has a signature of its own, or none, and the result says which.
  if (state.outcome.kind === 'made' && state.outcome.made.how !== 'kept') return null
  const whyNotKept = whyOldSignatureCannotStay(state.original, state.serialization)
  const alg = headerValue(state.header, 'alg')
  const key = state.keys.find(({ id }) => id === state.key.keyId)
  const withKey = state.key.kind === 'vault' && key ? `“${key.name}”` : alg
  return (
    <div className={styles.banner}>
      <InlineProblem
        tone="warning"
        title={`The signature no longer fits: ${plainText(what)}`}
        actions={
          <>
            <Button onClick={() => void state.build()}>
              {withKey ? `Re-sign with ${withKey}` : 'Re-sign'}
            </Button>
            <Button
              disabled={whyNotKept !== null}
              title={whyNotKept ?? undefined}
              onClick={state.keepSignature}
            >
              Keep the old signature
            </Button>
            <Button onClick={() => void state.withoutSignature()}>No signature (alg none)</Button>
          </>
        }
      >
        {whyNotKept !== null && <p>{whyNotKept}</p>}
      </InlineProblem>
    </div>
  )
}
