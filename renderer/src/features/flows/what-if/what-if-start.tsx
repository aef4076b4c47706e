import type { Profile } from '../../../../../shared/profile/profile.ts'
import { whatIfCases } from '../../../../../shared/what-if/what-if-case.ts'
import { Button } from '../../../ui/button.tsx'
import { useNow } from '../../../ui/use-now.ts'
import styles from './what-if.module.css'
import type { WhatIfState, WhatIfTarget } from './what-if-store.ts'

/** What will happen, the confirmation, and the button; while it runs, where it stands and the ways out. */
export function WhatIfStart({
  state,
  profile,
  target,
}: {
  readonly state: WhatIfState
  readonly profile: Profile
  readonly target: WhatIfTarget
}) {
  const { trying, chosen, mine } = state
  const isMine = mine === target.key
  const signIns = signInsOf(state)
  const count = chosen.size
  const missing =
    profile.flow.grant_type !== 'authorization_code'
      ? 'It begins with a sign-in: choose a profile for the authorization code grant.'
      : count === 0
        ? 'Choose at least one case.'
        : isMine
          ? null
          : 'Tick that the server is yours.'
  if (trying.kind === 'running') return <Running state={state} trying={trying} />
  return (
    <form
      className={styles.start}
      aria-label="Try them"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === null) void state.run(target)
      }}
    >
      <p className={styles.intro}>
        Does what should not work, and compares the answer with what the specification demands. Your browser
        opens {signIns === 0 ? 'not at all' : signIns === 1 ? 'once' : `up to ${signIns} times`}; a session at
        the provider makes that quick. Codes, sessions and tokens of these sign-ins may be revoked.
      </p>
      <div className={styles.send}>
        <label className={styles.mine}>
          <input
            type="checkbox"
            checked={isMine}
            onChange={(event) => state.callMine(event.target.checked ? target.key : null)}
          />
          This authorization server is mine to test
        </label>
        {missing !== null && <span className={styles.note}>{missing}</span>}
        <Button type="submit" variant="primary" disabled={missing !== null}>
          {count === 1 ? 'Try one case…' : `Try ${count} cases…`}
        </Button>
      </div>
    </form>
  )
}

function Running({
  state,
  trying,
}: {
  readonly state: WhatIfState
  readonly trying: Extract<WhatIfState['trying'], { kind: 'running' }>
}) {
  const waiting = trying.waitingUntil !== null
  const now = useNow(Date.now, waiting)
  const left = waiting ? Math.max(0, Math.ceil(((trying.waitingUntil ?? 0) - now) / 1000)) : 0
  const label =
    trying.current === 'baseline'
      ? 'The unchanged sign-in'
      : (whatIfCases.find(({ id }) => id === trying.current)?.label ?? 'Looking the provider up')
  return (
    <div className={styles.start}>
      <div className={styles.send}>
        <p className={styles.progress} role="status">
          <strong>{label}</strong>
          {waiting ? ' · sign in in your browser' : ''}
          <span>
            {trying.results.length} of {trying.total} done
          </span>
        </p>
        {waiting && (
          <span className={styles.note} aria-hidden>
            {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
          </span>
        )}
        {waiting && <Button onClick={state.skip}>Skip this case</Button>}
        <Button onClick={state.cancel}>Cancel</Button>
      </div>
    </div>
  )
}

/** One more for the unchanged exchange, which most cases need beside their own. */
function signInsOf({ chosen }: WhatIfState): number {
  const own = whatIfCases.reduce((sum, { id, signIns }) => sum + (chosen.has(id) ? signIns : 0), 0)
  return own === 0 ? 0 : own + 1
}
