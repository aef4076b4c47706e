import type { RegistrationOutcome } from '../../../../../shared/oauth/registration-outcome.ts'
import { Button } from '../../../ui/button.tsx'
import { CheckList } from '../../../ui/check-list.tsx'
import { ExchangeTabs } from '../../../ui/exchange-tabs.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './registration-panel.module.css'
import type { RegistrationState } from './registration-state.ts'
import type { RegistrationActions } from './registration-store.ts'

/** What came back, whether it is what was asked for, and what can be done with it. */
export function OutcomeView({
  registration,
  outcome,
}: {
  readonly registration: RegistrationState & RegistrationActions
  readonly outcome: RegistrationOutcome
}) {
  const { problem, received, checks } = outcome
  const remarks = checks.filter(({ status }) => status === 'fail').length
  const canRetry = outcome.kind === 'register' || outcome.kind === 'update'
  return (
    <>
      <InlineProblem
        tone={problem !== null ? 'fail' : remarks > 0 ? 'warning' : 'info'}
        title={titleOf(outcome)}
        actions={
          <>
            {problem === null && outcome.kind === 'register' && (
              <Button variant="primary" onClick={() => void registration.adopt()}>
                Put it into this profile
              </Button>
            )}
            {problem === null && received?.metadata != null && outcome.kind !== 'register' && (
              <Button onClick={registration.change}>Change it</Button>
            )}
            {problem !== null && canRetry && (
              <Button onClick={registration.retry}>Change and send again</Button>
            )}
            <Button onClick={registration.close}>
              {problem === null && outcome.kind === 'register' ? 'Discard' : 'Close'}
            </Button>
          </>
        }
      >
        {problem !== null && (
          <p>
            <VisibleText text={problem.message} />
          </p>
        )}
        {problem?.advice !== undefined && <p>{problem.advice}</p>}
        {problem === null && <p>{keptText(outcome)}</p>}
      </InlineProblem>
      {checks.length > 0 && (
        <div className={styles.checks}>
          <CheckList label="Checks of the registration" checks={checks} />
        </div>
      )}
      {received?.metadata != null && outcome.kind === 'read' && (
        <pre className={styles.metadata}>
          <VisibleText text={received.metadata} />
        </pre>
      )}
      <h3 className={styles.title}>What was sent and received, secrets hidden when recorded</h3>
      <div className={styles.wire}>
        <ExchangeTabs exchanges={outcome.steps.flatMap(({ exchanges }) => exchanges)} />
      </div>
    </>
  )
}

function titleOf({ kind, problem, received }: RegistrationOutcome): string {
  const client = received === null ? 'The client' : received.clientId
  switch (kind) {
    case 'register':
      return problem === null ? `Registered as ${client}` : 'The client was not registered'
    case 'read':
      return problem === null ? `The registration of ${client}` : 'The registration could not be read'
    case 'update':
      return problem === null
        ? `The registration of ${client} was changed`
        : 'The registration was not changed'
    case 'delete':
      return problem === null ? 'The client is deleted at the provider' : 'The registration was not deleted'
  }
}

/** Where the secrets of the answer are. */
function keptText({ kind, received }: RegistrationOutcome): string {
  const secrets = received?.secrets ?? []
  if (kind === 'delete') return 'The address and the token of the registration are no longer kept.'
  const words = [
    secrets.includes('client_secret') ? 'a client secret' : '',
    secrets.includes('registration') ? 'a registration access token' : '',
  ].filter((word) => word !== '')
  if (kind === 'register') {
    return words.length === 0
      ? 'It came without a secret. The client ID goes into the profile when you say so.'
      : `It came with ${words.join(' and ')}, which go into the vault, with the client ID in the profile, when you say so.`
  }
  return words.length === 0
    ? 'It came without secrets; what is kept stays.'
    : `It came with ${words.join(' and ')}, kept in the vault in place of the one before.`
}
