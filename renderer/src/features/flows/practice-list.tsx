import type { PracticeFinding } from '../../../../shared/oauth/find-practices.ts'
import type { PracticeGap } from '../../../../shared/oauth/judge-evidence.ts'
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
export function PracticeList({
  practices,
  gaps,
}: {
  readonly practices: readonly PracticeFinding[] | null
  readonly gaps: readonly PracticeGap[]
}) {
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
      {gaps.length > 0 && (
        <>
          <h4 className={styles.subheading}>Not looked at</h4>
          <ul>
            {gaps.map(({ id, title, reason }) => (
              <li key={id} className={styles.gap}>
                <span className={styles.title}>{title}</span>
                <span className={styles.text}>
                  <VisibleText text={reason} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
