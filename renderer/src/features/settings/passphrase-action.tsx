import { type FormEvent, useState } from 'react'
import { passphraseLength } from '../../../../shared/passphrase.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './settings-view.module.css'

export type Said =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly text: string }

/** `next` is typed twice. */
type Asked = 'current' | 'next' | 'passphrase'
type Typed = Readonly<Record<Asked, string>>

const labels = {
  current: 'Passphrase now',
  next: 'New passphrase',
  again: 'New passphrase, again',
  passphrase: 'Passphrase of the backup',
} as const

const nothingTyped = { current: '', next: '', passphrase: '', again: '' }

/** One thing that is done to the vault: what it means, the passphrases it takes, and what came of it. */
export function PassphraseAction({
  title,
  text,
  button,
  asks,
  run,
}: {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly asks: readonly Asked[]
  readonly run: (typed: Typed) => Promise<Said>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [typed, setTyped] = useState(nothingTyped)
  const [said, setSaid] = useState<Said>({ kind: 'nothing' })
  const close = () => {
    setIsOpen(false)
    setTyped(nothingTyped)
  }
  const begin = async () => {
    setIsBusy(true)
    setSaid({ kind: 'nothing' })
    const result = await run(typed)
    setIsBusy(false)
    setSaid(result)
    if (result.kind !== 'failed') close()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (problem === null) void begin()
  }
  const fields = asks.flatMap((name) => (name === 'next' ? (['next', 'again'] as const) : [name]))
  const isShort = asks.includes('next') && typed.next.length < passphraseLength.least
  const differs = asks.includes('next') && typed.again !== '' && typed.again !== typed.next
  const isMissing = fields.some((name) => typed[name] === '')
  const problem = isMissing || isShort ? 'missing' : differs ? 'differs' : null
  return (
    <div className={styles.action}>
      <div className={styles.actionHead}>
        <div>
          <h3>{title}</h3>
          <p className={styles.quiet}>{text}</p>
        </div>
        {!isOpen && (
          <Button
            disabled={isBusy}
            aria-label={title}
            onClick={() => {
              setSaid({ kind: 'nothing' })
              if (asks.length > 0) setIsOpen(true)
              else void begin()
            }}
          >
            {isBusy ? 'Working' : button}
          </Button>
        )}
      </div>
      {isOpen && (
        <form className={styles.form} onSubmit={submit}>
          {fields.map((name, position) => (
            <Field
              key={name}
              label={labels[name]}
              hint={
                name === 'next'
                  ? `At least ${passphraseLength.least} characters; several words are better.`
                  : undefined
              }
              problem={name === 'again' && differs ? 'The two are not the same.' : null}
            >
              {(control) => (
                <TextInput
                  {...control}
                  type="password"
                  autoComplete={name === 'next' || name === 'again' ? 'new-password' : 'current-password'}
                  autoFocus={position === 0}
                  disabled={isBusy}
                  maxLength={passphraseLength.most}
                  value={typed[name]}
                  onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <div className={styles.inline}>
            <Button type="submit" variant="primary" disabled={isBusy || problem !== null}>
              {isBusy ? 'Working' : button}
            </Button>
            <Button disabled={isBusy} onClick={close}>
              Cancel
            </Button>
            {isBusy && <span className={styles.quiet}>A passphrase takes a few seconds, on purpose.</span>}
          </div>
        </form>
      )}
      {said.kind !== 'nothing' && (
        <InlineProblem tone={said.kind === 'done' ? 'info' : 'fail'} title={said.text} />
      )}
    </div>
  )
}
