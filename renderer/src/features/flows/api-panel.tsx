import { Send, X } from 'lucide-react'
import { useId, useState } from 'react'
import { type ApiRequest, apiMethods, parseHeaderLines } from '../../../../shared/oauth/api-request.ts'
import type { Run } from '../../../../shared/oauth/run.ts'
import { sentence } from '../../../../shared/verdict/sentence.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import styles from './after-panel.module.css'
import type { ApiDraft } from './after-tokens.ts'

const bodiless = ['GET', 'HEAD']

/** A request to any API with the run's access token. Nothing is filled in: the token goes where the person says. */
export function ApiPanel({
  run,
  draft,
  onEdit,
  onCall,
  onClose,
}: {
  readonly run: Run
  readonly draft: ApiDraft
  readonly onEdit: (change: Partial<ApiDraft>) => void
  readonly onCall: (request: ApiRequest) => Promise<string | null>
  readonly onClose: () => void
}) {
  const { method, url, scheme, more } = draft
  const body = bodiless.includes(method) ? '' : draft.body
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const isBound = run.asked?.flow.dpop === true
  const send = async () => {
    const headers = parseHeaderLines(draft.headers)
    if (headers === null) {
      onEdit({ more: true })
      setProblem('a header is a line with a name, a colon and a value')
      return
    }
    setProblem(await onCall({ method, url, headers, body, scheme }))
  }
  return (
    <form
      className={styles.panel}
      aria-label="Call an API"
      onSubmit={(event) => {
        event.preventDefault()
        if (url.trim() !== '' && run.busy === null) void send()
      }}
    >
      <div className={styles.row}>
        <Select
          aria-label="Method"
          className={styles.method}
          options={apiMethods.map((value) => ({ value, label: value }))}
          value={method}
          onValueChange={(value) => onEdit({ method: value })}
        />
        <TextInput
          mono
          aria-label="Address of the API"
          aria-invalid={problem !== null || undefined}
          aria-describedby={`${id}-note`}
          placeholder="https://api.example/orders"
          value={url}
          maxLength={8192}
          onChange={(event) => {
            onEdit({ url: event.target.value })
            setProblem(null)
          }}
        />
        {isBound && (
          <Select
            aria-label="How the token is sent"
            className={styles.scheme}
            options={[
              { value: 'as_issued', label: 'DPoP' },
              { value: 'bearer', label: 'Bearer' },
            ]}
            value={scheme}
            onValueChange={(value) => onEdit({ scheme: value })}
          />
        )}
        <Button
          type="submit"
          variant="primary"
          icon={<Send size={13} aria-hidden />}
          disabled={url.trim() === '' || run.busy !== null}
        >
          Send
        </Button>
        <Button variant="ghost" aria-expanded={more} onClick={() => onEdit({ more: !more })}>
          Headers, body
        </Button>
        <IconButton label="Close the API call" icon={<X size={15} aria-hidden />} onClick={onClose} />
      </div>
      {more && (
        <div className={styles.columns}>
          <Field label="Headers, one a line">
            {(control) => (
              <TextArea
                {...control}
                mono
                rows={2}
                placeholder="Accept: application/json"
                value={draft.headers}
                onChange={(event) => onEdit({ headers: event.target.value })}
              />
            )}
          </Field>
          <Field label="Body" hint={bodiless.includes(method) ? `${method} has none` : undefined}>
            {(control) => (
              <TextArea
                {...control}
                mono
                rows={2}
                disabled={bodiless.includes(method)}
                value={body}
                maxLength={256 * 1024}
                onChange={(event) => onEdit({ body: event.target.value })}
              />
            )}
          </Field>
        </div>
      )}
      <p
        id={`${id}-note`}
        className={problem === null ? styles.note : styles.problem}
        role={problem === null ? undefined : 'alert'}
      >
        {problem === null
          ? 'The access token of this run is sent to this address alone, in the Authorization header. Redirects are not followed.'
          : sentence(problem)}
      </p>
    </form>
  )
}
