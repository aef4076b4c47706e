import { useStore } from 'zustand'
import { webfingerTarget } from '../../../../shared/profile/webfinger-target.ts'
import { Button } from '../../ui/button.tsx'
import { CheckList } from '../../ui/check-list.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './issuer-finder.module.css'
import type { IssuerFinderStore } from './issuer-finder-store.ts'

/** Finds the issuer that a person's address belongs to; nothing is asked before a click. */
export function IssuerFinder({ store }: { readonly store: IssuerFinderStore }) {
  const state = useStore(store)
  const { address, search } = state
  if (!state.isOpen) return null
  const target = webfingerTarget(address)
  const canAsk = target.kind === 'target' && search.kind !== 'asking'
  return (
    <section className={styles.finder} aria-label="Find the issuer by an address">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (canAsk) void state.ask()
        }}
      >
        <Field
          label="E-mail address or URL of a person"
          wire="resource"
          problem={target.kind === 'problem' && address.trim() !== '' ? target.message : null}
          hint="Its host is asked over https where its people sign in (WebFinger)."
        >
          {(control) => (
            <div className={styles.line}>
              <TextInput
                {...control}
                mono
                maxLength={2048}
                placeholder="ann@example.com"
                value={address}
                onChange={(event) => state.type(event.target.value)}
              />
              <Button type="submit" disabled={!canAsk}>
                {search.kind === 'asking'
                  ? 'Asking'
                  : target.kind === 'target'
                    ? `Ask ${target.host}`
                    : 'Ask'}
              </Button>
              <Button onClick={state.close}>Close</Button>
            </div>
          )}
        </Field>
      </form>
      {search.kind === 'failed' && (
        <InlineProblem title="No issuer was found">
          <VisibleText text={search.error.message} />
        </InlineProblem>
      )}
      {search.kind === 'answered' && (
        <>
          <ul className={styles.issuers} aria-label="Issuers found">
            {search.found.issuers.map((issuer) => (
              <li key={issuer}>
                <code>
                  <VisibleText text={issuer} />
                </code>
                <Button variant="primary" onClick={() => state.use(issuer)}>
                  Use this issuer
                </Button>
              </li>
            ))}
          </ul>
          <div className={styles.checks} role="status">
            <CheckList label="Checks of the answer" checks={search.found.checks} />
          </div>
        </>
      )}
    </section>
  )
}
