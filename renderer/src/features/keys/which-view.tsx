import { SearchCheck } from 'lucide-react'
import type { KeyTrial, WhichKey } from '../../../../shared/key/key-description.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { type IconStatus, StatusIcon } from '../../ui/status-icon.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './check-view.module.css'
import { FactText } from './fact-text.tsx'
import type { KeysState } from './keys-state.ts'
import type { KeysActions } from './keys-store.ts'
import page from './keys-view.module.css'

/** Every key of the list tried on one token. */
export function WhichView({
  state,
  fromInspect,
}: {
  readonly state: KeysState & KeysActions
  /** The token that stands in Inspect; empty where there is none. */
  readonly fromInspect: string
}) {
  const { which, token } = state
  const keys = state.keys ?? []
  return (
    <Pane label="Which key verifies this">
      <PaneBar title="Which key verifies this" />
      <PaneScroll>
        <div className={page.page}>
          <p className={page.intro}>
            Each of your keys is tried: on the token’s signature or, where it is encrypted, on opening it.
            What the token says, its times and its issuer, is not asked about.
          </p>
          <Field
            label="Token"
            action={
              fromInspect !== '' && fromInspect !== token ? (
                <Button variant="ghost" onClick={() => state.askWhich(fromInspect)}>
                  Take the one in Inspect
                </Button>
              ) : undefined
            }
          >
            {(control) => (
              <TextArea
                {...control}
                mono
                rows={5}
                value={token}
                maxLength={1_000_000}
                onChange={(event) => state.changeToken(event.target.value)}
              />
            )}
          </Field>
          <div className={page.row}>
            <Button
              variant="primary"
              icon={<SearchCheck size={14} aria-hidden />}
              disabled={token.trim() === '' || keys.length === 0 || which.kind === 'busy'}
              onClick={() => void state.tryKeys()}
            >
              {keys.length === 1 ? 'Try your key' : `Try your ${keys.length} keys`}
            </Button>
            <span className={page.state} role="status">
              {keys.length === 0 && 'You have no keys yet: generate or import one first.'}
              {which.kind === 'busy' && 'Trying'}
            </span>
          </div>
          {which.kind === 'failed' && (
            <InlineProblem title="The keys could not be tried">
              <FactText fact={which.error.message} />
            </InlineProblem>
          )}
          {which.kind === 'done' && <Trials which={which.value} keys={keys} />}
        </div>
      </PaneScroll>
    </Pane>
  )
}

const outcomes: Readonly<Record<KeyTrial['outcome'], readonly [IconStatus, string]>> = {
  verifies: ['pass', 'Verifies'],
  opens: ['info', 'Opens it'],
  does_not: ['fail', 'Does not'],
  does_not_fit: ['not_checked', 'Does not fit'],
}
const order: readonly KeyTrial['outcome'][] = ['verifies', 'opens', 'does_not', 'does_not_fit']

function verifying(found: number): string {
  if (found === 0) return 'None of your keys verifies this token'
  return found === 1
    ? 'One of your keys verifies the signature'
    : `${found} of your keys verify the signature`
}

function opening(found: number): string {
  if (found === 0) return 'None of your keys opens this token'
  return found === 1 ? 'One of your keys opens this token' : `${found} of your keys open this token`
}

function Trials({ which, keys }: { readonly which: WhichKey; readonly keys: readonly KeyRecord[] }) {
  const trials = [...which.trials].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
  const found = trials.filter(({ outcome }) => outcome === 'verifies' || outcome === 'opens').length
  return (
    <section className={page.block} aria-label="Result">
      <p className={styles.verdict} role="status">
        <StatusIcon status={found === 0 ? 'not_checked' : which.encrypted ? 'info' : 'pass'} label={null} />
        {which.encrypted ? opening(found) : verifying(found)}
      </p>
      {which.encrypted && found > 0 && (
        <p className={page.hint}>Opening it says nothing about who made it. Inspect judges what is inside.</p>
      )}
      {which.kid !== null && (
        <p className={page.hint}>
          The token names the key <VisibleText text={which.kid.slice(0, 200)} />.
        </p>
      )}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Result</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {trials.map(({ keyId, outcome, why }) => {
            const [icon, words] = outcomes[outcome]
            const key = keys.find(({ id }) => id === keyId)
            return (
              <tr key={keyId}>
                <td>
                  <VisibleText text={key?.name ?? 'a key that is gone'} />
                </td>
                <td>
                  <span className={styles.outcome}>
                    <StatusIcon status={icon} label={null} size={14} />
                    {outcome === 'does_not' ? `${words} ${which.encrypted ? 'open it' : 'verify'}` : words}
                  </span>
                </td>
                <td className={styles.why}>
                  <VisibleText text={why} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
