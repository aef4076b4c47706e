import { endpointProblems } from '../../../../../shared/negative/endpoint-problems.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import styles from './negative.module.css'
import type { NegativeState } from './negative-store.ts'

const methods = ['GET', 'HEAD', 'POST'] as const

/** Where the tokens go; nothing is sent before the person names it, calls it theirs, and confirms it once more. */
export function EndpointForm({ state, count }: { readonly state: NegativeState; readonly count: number }) {
  const { form, sending, change } = state
  const running = sending.kind === 'running'
  const problems = endpointProblems(form)
  // An empty field is no mistake yet, but it is a reason why nothing can be sent.
  const urlProblem = form.url.trim() === '' ? null : problems.url
  const hasProblem = urlProblem ?? problems.headerName ?? problems.template
  const missing = hasProblem
    ? 'Mend the field above first.'
    : (problems.url ?? (form.isMine ? null : 'Tick that the endpoint is yours.'))
  const ready = missing === null
  return (
    <form
      className={styles.endpoint}
      aria-label="Send them"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !running) void state.send()
      }}
    >
      <div className={styles.fields}>
        <Field label="Method" className={styles.method}>
          {(control) => (
            <Select
              {...control}
              options={methods.map((name) => ({ value: name, label: name }))}
              value={form.method}
              onValueChange={(method) => change({ method })}
            />
          )}
        </Field>
        <Field label="Endpoint" className={styles.url} problem={urlProblem}>
          {(control) => (
            <TextInput
              {...control}
              mono
              value={form.url}
              placeholder="https://api.example.com/orders"
              onChange={(event) => change({ url: event.target.value })}
            />
          )}
        </Field>
        <Field label="Header" className={styles.header} problem={problems.headerName}>
          {(control) => (
            <TextInput
              {...control}
              mono
              value={form.headerName}
              onChange={(event) => change({ headerName: event.target.value })}
            />
          )}
        </Field>
        <Field label="Its value" className={styles.value} problem={problems.template}>
          {(control) => (
            <TextInput
              {...control}
              mono
              value={form.template}
              onChange={(event) => change({ template: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div className={styles.send}>
        <label className={styles.mine}>
          <input
            type="checkbox"
            checked={form.isMine}
            onChange={(event) => change({ isMine: event.target.checked })}
          />
          This endpoint is mine to test
        </label>
        {running ? (
          <>
            <span className={styles.progress} role="status">
              {sending.answers.length} of {sending.total} answered
            </span>
            <Button onClick={state.cancel}>Cancel</Button>
          </>
        ) : (
          <>
            {missing !== null && <span className={styles.note}>{missing}</span>}
            <Button type="submit" variant="primary" disabled={!ready}>
              Send {count} requests…
            </Button>
          </>
        )}
      </div>
      {sending.kind === 'failed' && (
        <InlineProblem
          title={
            /^ERR_(?:INPUT|URL_REFUSED)$/.test(sending.error.code)
              ? 'Nothing was sent'
              : 'Sending ended early'
          }
        >
          {sending.error.message}
        </InlineProblem>
      )}
      {sending.kind === 'declined' && (
        <p className={styles.note} role="status">
          Nothing was sent, as you chose.
        </p>
      )}
    </form>
  )
}
