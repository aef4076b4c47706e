import type { PracticeFinding } from '../../../../shared/oauth/find-practices.ts'
import { Chip, type Tone } from '../../ui/chip.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './practice-list.module.css'

const labels: Readonly<Record<PracticeFinding['severity'], readonly [tone: Tone, text: string]>> = {
  error: ['fail', 'must not'],
  warning: ['warn', 'should not'],
  info: ['none', 'to know'],
}

/** What good practice (RFC 9700) would do otherwise. It changes nothing about whether the answer is trusted. */
export function PracticeList({ practices }: { readonly practices: readonly PracticeFinding[] | null }) {
  if (practices === null) return null
  return (
    <section aria-label="Good practice">
      <h3 className={styles.heading}>
        Good practice <span>{practices.length === 0 ? 'nothing found' : practices.length}</span>
      </h3>
      <ul>
        {practices.map(({ id, severity, title, sentence, spec }) => {
          const [tone, text] = labels[severity]
          return (
            <li key={`${id} ${title}`} className={styles.row}>
              <span className={styles.severity}>
                <Chip tone={tone}>{text}</Chip>
              </span>
              <span className={styles.title}>{title}</span>
              <span className={styles.text}>
                <VisibleText text={sentence} />
              </span>
              <span className={styles.spec}>
                <SpecLink spec={spec} />
              </span>
            </li>
          )
        })}
      </ul>
      <p className={styles.limit}>
        Looked at with what this run shows. Whether the server takes a wrong redirect URI, a missing verifier
        or a used refresh token needs a test against it.
      </p>
    </section>
  )
}
