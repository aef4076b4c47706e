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
  const ready = form.url.trim() !== '' && form.isMine && form.template.includes('{token}')
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
        <Field label="Endpoint" className={styles.url}>
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
        <Field label="Header" className={styles.header}>
          {(control) => (
            <TextInput
              {...control}
              mono
              value={form.headerName}
              onChange={(event) => change({ headerName: event.target.value })}
            />
          )}
        </Field>
        <Field label="Its value" className={styles.value}>
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
          <Button type="submit" variant="primary" disabled={!ready}>
            Send {count} requests…
          </Button>
        )}
      </div>
      {sending.kind === 'failed' && (
        <InlineProblem title="Nothing more was sent">{sending.error.message}</InlineProblem>
      )}
      {sending.kind === 'declined' && (
        <p className={styles.note} role="status">
          Nothing was sent, as you chose.
        </p>
      )}
    </form>
  )
}
