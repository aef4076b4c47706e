import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { Provider } from '../../../../shared/token/providers/find-provider.ts'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './provider-notes.module.css'

/** Whose token it looks like and what surprises people about such tokens. A guess, and worded as one. */
export function ProviderNotes({ provider }: { readonly provider: Provider }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const quirks = provider.quirks()
  const [first] = quirks
  const count = `${quirks.length} ${quirks.length === 1 ? 'note' : 'notes'}`
  return (
    <section className={styles.notes} aria-label={`What is known of tokens of ${provider.name}`}>
      <div className={styles.guess}>
        <p>
          Looks like {provider.name}
          {provider.describes === null ? '' : `: ${provider.describes}`}
          <span className={styles.because}>
            {' '}
            · a guess, because <VisibleText text={ground(provider)} />
          </span>
        </p>
        {first && (
          <button
            type="button"
            className={styles.more}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            {open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
            {count}
          </button>
        )}
      </div>
      {first && !open && (
        <p id={id} className={styles.first}>
          <VisibleText text={first.sentence} />
        </p>
      )}
      {open && (
        <ul id={id} className={styles.quirks}>
          {quirks.map((quirk) => (
            <li key={quirk.id}>
              <VisibleText text={quirk.sentence} /> <span className={styles.advice}>{quirk.advice}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function ground({ reason }: Provider): string {
  return reason.slice(reason.indexOf('because ') + 'because '.length).replace(/\.$/, '')
}
