import { Ear, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { Run } from '../../../../shared/oauth/run.ts'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'
import { sentence } from '../../../../shared/verdict/sentence.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './after-panel.module.css'

/** The port that is registered already where the built-in provider was asked; otherwise 0, any free one. */
export function receiverPort(run: Run, provider: ProviderStatus): number {
  if (provider.kind !== 'running' || provider.issuer !== run.issuer) return 0
  return Number(new URL(provider.backchannel_logout_uri).port)
}

/** Listens for the end of the session, and says what has to be registered for that. */
export function ReceiverPanel({
  run,
  port: firstPort,
  onStart,
  onStop,
  onClose,
}: {
  readonly run: Run
  readonly port: number
  readonly onStart: (port: number) => Promise<string | null>
  readonly onStop: () => void
  readonly onClose: () => void
}) {
  const [port, setPort] = useState(String(firstPort))
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const { receiver } = run
  const isPort = /^\d{1,5}$/.test(port) && Number(port) <= 65_535
  if (receiver) {
    return (
      <section className={styles.panel} aria-label="Logouts are received">
        <div className={styles.row}>
          <strong className={styles.title}>Listening for the end of this session</strong>
          <Button onClick={onStop}>Stop listening</Button>
        </div>
        <dl className={styles.addresses}>
          <Address label="Back channel" wire="backchannel_logout_uri" uri={receiver.backchannelUri} />
          <Address label="Front channel" wire="frontchannel_logout_uri" uri={receiver.frontchannelUri} />
        </dl>
        <p className={styles.note}>
          Register these for the client. Only a provider on this machine reaches the back channel; the front
          channel is called by your browser. What comes appears as a step, with its verdict.
        </p>
      </section>
    )
  }
  return (
    <form
      className={styles.panel}
      aria-label="Receive logouts"
      onSubmit={(event) => {
        event.preventDefault()
        if (isPort) void onStart(Number(port)).then(setProblem)
      }}
    >
      <div className={styles.row}>
        <label className={styles.title} htmlFor={id}>
          Listen for the end of this session, on port
        </label>
        <TextInput
          id={id}
          mono
          className={styles.port}
          inputMode="numeric"
          value={port}
          aria-invalid={problem !== null || !isPort || undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            setPort(event.target.value.trim())
            setProblem(null)
          }}
        />
        <Button type="submit" variant="primary" icon={<Ear size={13} aria-hidden />} disabled={!isPort}>
          Listen
        </Button>
        <span className={styles.end}>
          <IconButton label="Close the receiver" icon={<X size={15} aria-hidden />} onClick={onClose} />
        </span>
      </div>
      <p
        id={`${id}-note`}
        className={problem === null ? styles.note : styles.problem}
        role={problem === null ? undefined : 'alert'}
      >
        {problem === null
          ? firstPort === 0
            ? 'Port 0 takes any free one. The provider must know the addresses, which are shown then.'
            : 'The built-in provider knows this port already: listen, then sign out in the browser.'
          : sentence(problem)}
      </p>
    </form>
  )
}

function Address({
  label,
  wire,
  uri,
}: {
  readonly label: string
  readonly wire: string
  readonly uri: string
}) {
  return (
    <div>
      <dt>
        {label} <code>{wire}</code>
      </dt>
      <dd>
        <code>{uri}</code>
        <CopyButton label={`Copy the ${wire}`} text={uri} />
      </dd>
    </div>
  )
}
