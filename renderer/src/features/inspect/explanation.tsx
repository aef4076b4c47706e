import { useState } from 'react'
import { SpecLink } from '../../ui/spec-link.tsx'
import type { ClaimRow } from './claim-rows.ts'
import styles from './explanation.module.css'

/**
 * What is known of a name. Closed it is one line: the title and, where all of it fits, what it means in a few words;
 * opened the whole sentence and where it is specified.
 */
export function Explanation({ row: { info, depth } }: { readonly row: ClaimRow }) {
  const [open, setOpen] = useState(false)
  if (!info) return depth === 0 ? <span className={styles.unknown}>Not a registered name</span> : null
  return (
    <>
      <button
        type="button"
        className={styles.explanation}
        aria-expanded={open}
        title={open ? undefined : `${info.title}. ${info.explanation}`}
        onClick={() => setOpen(!open)}
      >
        {open ? (
          <>
            <span className={styles.title}>{info.title}.</span> {info.explanation}
          </>
        ) : (
          <>
            <span className={styles.title}>{info.title}</span>{' '}
            <span className={styles.phrase}>{phraseOf(info.explanation)}</span>
          </>
        )}
      </button>
      {open && (
        <span className={styles.source}>
          <SpecLink spec={info.spec} inline />
        </span>
      )}
    </>
  )
}

/** The first clause of an explanation, which says the most. At a comma or inside brackets it would say half of it. */
function phraseOf(explanation: string): string {
  return /^(?:\([^)]*\)|[^(])*?(?=[;.](?:\s|$)|$)/s.exec(explanation)?.[0] ?? explanation
}
