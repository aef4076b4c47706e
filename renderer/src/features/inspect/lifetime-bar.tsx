import { ChevronDown } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu } from '../../ui/menu.tsx'
import type { ExpectForm } from './key-choice.ts'
import styles from './lifetime-bar.module.css'
import { clockItems, type Lifetime, toleranceItems } from './lifetime-clock.ts'
import { layOut, mergeMoments } from './lifetime-layout.ts'
import { lifetimeState } from './lifetime-state.ts'

/** From when to when the token says it may be used, and where the moment of judgement stands, which can be moved here. */
export function LifetimeBar({
  lifetime,
  nowSeconds,
  isNow,
  skew,
  onClock,
  onChange,
}: {
  readonly lifetime: Lifetime
  readonly nowSeconds: number
  readonly isNow: boolean
  /** Clock tolerance in seconds, as typed. */
  readonly skew: string
  readonly onClock: (change: Partial<ExpectForm>) => void
  /** To the fields where any moment can be typed; null where there are none. */
  readonly onChange: (() => void) | null
}) {
  const { issuedAt, notBefore, expiresAt, signedInAt } = lifetime
  const start = latest(issuedAt, notBefore)
  const state = lifetimeState(lifetime, nowSeconds)
  const bar = useRef<HTMLDivElement>(null)
  const width = useWidth(bar)
  const moments = mergeMoments({ auth_time: signedInAt, iat: issuedAt, nbf: notBefore, exp: expiresAt })
  const layout =
    moments.length > 0
      ? layOut(
          moments,
          ({ names, seconds }) => `${names.join(', ')} ${clockOf(seconds, nowSeconds)}`,
          (text) => text.length * characterWidth,
          nowSeconds,
          { from: start, to: expiresAt },
          width,
        )
      : null
  const asOfText = isNow ? 'now' : (describeInstant(nowSeconds, nowSeconds)?.local ?? 'an unknown time')
  const tolerance = skew.trim() === '' || skew.trim() === '0' ? 'none' : `${skew.trim()} s`
  const clocks = clockItems({ issuedAt, notBefore, expiresAt, signedInAt })
  return (
    <div className={styles.life}>
      <div className={styles.row}>
        <span className={classNames(styles.state, styles[state.tone])}>{state.text}</span>
        <span className={styles.clock}>
          <Menu
            label="Judge as of"
            items={[
              ...clocks.map(({ id, label, change }) => ({ id, label, onSelect: () => onClock(change) })),
              ...(onChange
                ? [{ id: 'custom', label: 'Another moment…', separated: true, onSelect: onChange }]
                : []),
            ]}
            trigger={
              <Button variant="ghost" className={styles.change}>
                as of {asOfText}
                <ChevronDown size={12} aria-hidden />
              </Button>
            }
          />
          <Menu
            label="Clock tolerance"
            items={toleranceItems.map(({ id, label, change }) => ({
              id,
              label,
              onSelect: () => onClock(change),
            }))}
            trigger={
              <Button variant="ghost" className={styles.change}>
                tolerance {tolerance}
                <ChevronDown size={12} aria-hidden />
              </Button>
            }
          />
        </span>
      </div>
      <div ref={bar} className={styles.track} aria-hidden>
        {layout?.valid && (
          <div
            className={classNames(styles.fill, styles[state.tone])}
            style={{ left: `${layout.valid.from}%`, width: `${layout.valid.to - layout.valid.from}%` }}
          />
        )}
        {layout?.labels.map(({ text, at }) => (
          <div key={text} className={styles.mark} style={{ left: `${at}%` }} />
        ))}
        {layout && (
          <div className={styles.now} data-beyond={layout.now.beyond} style={{ left: `${layout.now.at}%` }} />
        )}
      </div>
      {layout && (
        <div className={styles.labels} style={{ height: layout.rows * rowHeight }}>
          {layout.labels.map(({ text, left, row }) => (
            <span key={text} className={styles.label} style={{ left, top: row * rowHeight }}>
              {text}
            </span>
          ))}
        </div>
      )}
    </div>
  )
}

const rowHeight = 15
/** Wide enough for the widest system font at 11 px. */
const characterWidth = 6.6

/** The width of the bar as it stands, so that labels are placed for it. */
function useWidth(element: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(320)
  useLayoutEffect(() => {
    const bar = element.current
    if (!bar) return
    const observer = new ResizeObserver(() => setWidth(Math.max(bar.clientWidth, 120)))
    observer.observe(bar)
    setWidth(Math.max(bar.clientWidth, 120))
    return () => observer.disconnect()
  }, [element])
  return width
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
  return Math.abs(seconds - nowSeconds) < 43_200 ? clock : `${day} ${month} ${year} ${clock.slice(0, 5)}`
}
