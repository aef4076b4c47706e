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
  const told = isLocalUtc() && instant.local.endsWith(' +00:00')
  return (
    <>
      <span className={styles.relative}>{instant.relative}</span>
      <span className={styles.instant}>
        {/* Where both are the same, the head of the table says so once. */}
        <span>{told ? instant.local.slice(0, -' +00:00'.length) : instant.local}</span>
        {!told && <span>{instant.utc}</span>}
      </span>
    </>
  )
}

/** Whether this machine's clock shows UTC now; a zone that does so only in winter still writes its offset. */
export function isLocalUtc(): boolean {
  return new Date().getTimezoneOffset() === 0
}
