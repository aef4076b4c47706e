import { describeInstant } from '../../../../shared/time/instant.ts'
import styles from './claim-table.module.css'

/** An instant as local time, UTC and from now, always in sight. */
export function ClaimInstant({
  seconds,
  nowSeconds,
}: {
  readonly seconds: number
  readonly nowSeconds: number
}) {
  const instant = describeInstant(seconds, nowSeconds)
  if (!instant) return <span className={styles.instant}>out of range</span>
  return (
    <>
      <span className={styles.relative}>{instant.relative}</span>
      <span className={styles.instant}>
        <span>{instant.local}</span>
        {/* The same words twice would say less: the difference is what the second one is for. */}
        <span>{instant.local.endsWith('+00:00') ? 'local time is UTC' : instant.utc}</span>
      </span>
    </>
  )
}
