import { useMemo } from 'react'
import { describeToken } from '../../../../shared/token/describe-token.ts'
import { findProvider } from '../../../../shared/token/providers/find-provider.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import { Chip } from '../../ui/chip.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import type { TrailStep } from './inspect-state.ts'
import type { ExpectForm } from './key-choice.ts'
import { LifetimeBar } from './lifetime-bar.tsx'
import { ProviderNotes } from './provider-notes.tsx'
import type { VerdictLabel } from './rung-text.ts'
import { TokenTrail } from './token-trail.tsx'
import styles from './what-it-is.module.css'

/** The head of the right side: what the text is, what came of verifying it, and its lifetime. */
export function WhatItIs({
  reading,
  inside,
  verdict,
  nowSeconds,
  isNow,
  skew,
  named,
  trail,
  from,
  onBack,
  onClock,
  onChangeTime,
}: {
  readonly reading: TokenReading
  /** What came out of an encrypted token: its lifetime and provider are those that count. */
  readonly inside: TokenReading | null
  /** Null where a verdict makes no sense. */
  readonly verdict: VerdictLabel | null
  readonly nowSeconds: number
  readonly isNow: boolean
  readonly skew: string
  /** The name that the text around the token gave it, for example `refresh_token`. */
  readonly named: string | null
  readonly trail: readonly TrailStep[]
  readonly from: string | null
  readonly onBack: (step: number) => void
  /** Moves the moment of judgement, or the tolerance. */
  readonly onClock: (change: Partial<ExpectForm>) => void
  /** Null where there is nothing to verify. */
  readonly onChangeTime: (() => void) | null
}) {
  const description = describeToken(reading, nowSeconds, named)
  const telling = inside ?? reading
  const content = inside ? describeToken(inside, nowSeconds) : description
  const provider = useMemo(() => findProvider(telling), [telling])
  const { issuedAt, notBefore, expiresAt, signedInAt } = content
  const hasTime = issuedAt !== null || notBefore !== null || expiresAt !== null
  return (
    <header className={styles.what}>
      <TokenTrail trail={trail} from={from} onBack={onBack} />
      <div className={styles.words}>
        <div className={styles.line}>
          <h1 className={styles.title}>{description.title}</h1>
          {verdict && <Chip tone={verdict.tone}>{verdict.text}</Chip>}
        </div>
        <p className={styles.summary}>
          <VisibleText text={description.summary} />
        </p>
        <p className={styles.reason}>
          <VisibleText
            text={inside?.format === reading.format || !inside ? description.reason : insideWords(content)}
          />
        </p>
      </div>
      {hasTime && (
        <LifetimeBar
          lifetime={{ issuedAt, notBefore, expiresAt, signedInAt }}
          nowSeconds={nowSeconds}
          isNow={isNow}
          skew={skew}
          onClock={onClock}
          onChange={onChangeTime}
        />
      )}
      {provider && <ProviderNotes key={provider.id} provider={provider} />}
    </header>
  )
}

function insideWords({ title, summary }: ReturnType<typeof describeToken>): string {
  return `Inside: ${title} · ${summary}`
}
