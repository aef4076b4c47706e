import { describeDuration, describeInstant, describeRelative } from '../../../../shared/time/instant.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './lifetime-bar.module.css'

export type Lifetime = {
  /** Unix seconds. */
  readonly issuedAt: number | null
  readonly notBefore: number | null
  readonly expiresAt: number | null
}

/** From when to when the token says it may be used, and where the moment of judgement stands. */
export function LifetimeBar({
  lifetime,
  nowSeconds,
  isNow,
  skew,
  onChange,
}: {
  readonly lifetime: Lifetime
  readonly nowSeconds: number
  readonly isNow: boolean
  /** Clock tolerance in seconds, as typed. */
  readonly skew: string
  readonly onChange: (() => void) | null
}) {
  const { issuedAt, notBefore, expiresAt } = lifetime
  const start = latest(issuedAt, notBefore)
  const state = stateOf(start, expiresAt, nowSeconds)
  const length = start !== null && expiresAt !== null && expiresAt > start ? expiresAt - start : null
  const place =
    length === null || start === null
      ? null
      : Math.min(100, Math.max(0, ((nowSeconds - start) / length) * 100))
  const from = notBefore !== null && notBefore === start && notBefore !== issuedAt ? 'valid from' : 'issued'
  const asOfText = isNow ? 'now' : (describeInstant(nowSeconds, nowSeconds)?.local ?? 'an unknown time')
  const tolerance = skew.trim() === '' || skew.trim() === '0' ? '' : ` · tolerance ${skew.trim()} s`
  return (
    <div className={styles.life}>
      <div className={styles.row}>
        <span>{start === null ? '' : `${from} ${clockOf(start, nowSeconds)}`}</span>
        <span className={classNames(styles.state, styles[state.tone])}>{state.text}</span>
        <span>{expiresAt === null ? '' : `exp ${clockOf(expiresAt, nowSeconds)}`}</span>
      </div>
      <div className={styles.track} aria-hidden>
        {place !== null && (
          <>
            <div className={classNames(styles.fill, styles[state.tone])} style={{ width: `${place}%` }} />
            <div className={styles.now} style={{ left: `${place}%` }} />
          </>
        )}
      </div>
      <div className={styles.row}>
        <span className={styles.asOf}>
          as of {asOfText}
          {tolerance}
        </span>
        {onChange && (
          <Button
            variant="ghost"
            className={styles.change}
            onClick={onChange}
            aria-label="Change the time and the tolerance"
          >
            Change
          </Button>
        )}
      </div>
    </div>
  )
}

type State = { readonly tone: 'open' | 'over' | 'early' | 'unknown'; readonly text: string }

/** What the token says of itself. Not a verdict: nothing here was verified, and no tolerance is applied. */
function stateOf(start: number | null, end: number | null, now: number): State {
  if (end !== null && describeInstant(end, now) === null) return { tone: 'unknown', text: 'out of range' }
  if (end !== null && now >= end) return { tone: 'over', text: `expired ${describeRelative(end - now)}` }
  if (start !== null && now < start) return { tone: 'early', text: `begins ${describeRelative(start - now)}` }
  if (end === null) return { tone: 'unknown', text: start === null ? 'says no time' : 'never expires' }
  return { tone: 'open', text: `${describeDuration(end - now)} left` }
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}

/** The clock time alone where it is within a day, with the date otherwise. */
function clockOf(seconds: number, nowSeconds: number): string {
  const words = describeInstant(seconds, nowSeconds)?.local.split(' ')
  if (!words) return 'out of range'
  const [day = '', month = '', year = '', clock = ''] = words
  return Math.abs(seconds - nowSeconds) < 43_200 ? clock : `${day} ${month} ${year}`
}
