import { describeToken } from '../../../../shared/token/describe-token.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import { Chip } from '../../ui/chip.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { LifetimeBar } from './lifetime-bar.tsx'
import type { VerdictLabel } from './rung-text.ts'
import styles from './what-it-is.module.css'

/** The head of the right side: what the text is, what came of verifying it, and its lifetime. */
export function WhatItIs({
  reading,
  verdict,
  nowSeconds,
  isNow,
  skew,
  onChangeTime,
}: {
  readonly reading: TokenReading
  /** Null where a verdict makes no sense. */
  readonly verdict: VerdictLabel | null
  readonly nowSeconds: number
  readonly isNow: boolean
  readonly skew: string
  /** Null where there is nothing to verify. */
  readonly onChangeTime: (() => void) | null
}) {
  const description = describeToken(reading, nowSeconds)
  const { issuedAt, notBefore, expiresAt } = description
  const hasTime = issuedAt !== null || notBefore !== null || expiresAt !== null
  return (
    <header className={styles.what}>
      <div className={styles.words}>
        <div className={styles.line}>
          <h1 className={styles.title}>{description.title}</h1>
          {verdict && <Chip tone={verdict.tone}>{verdict.text}</Chip>}
        </div>
        <p className={styles.summary}>
          <VisibleText text={description.summary} />
        </p>
        <p className={styles.reason}>
          <VisibleText text={description.reason} />
        </p>
      </div>
      {hasTime && (
        <LifetimeBar
          lifetime={{ issuedAt, notBefore, expiresAt }}
          nowSeconds={nowSeconds}
          isNow={isNow}
          skew={skew}
          onChange={onChangeTime}
        />
      )}
    </header>
  )
}
