import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { Party, Run, Step } from '../../../../shared/oauth/run.ts'
import { classNames } from '../../ui/class-names.ts'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { stepOutcome } from './run-progress.ts'
import styles from './sequence-diagram.module.css'
import { partiesOf, partyNames, type StepOutcome, stepName, stepNote, stepText } from './step-text.ts'

/**
 * The run as a sequence diagram. A list of steps for the keyboard and for screen readers: arrow keys, Home
 * and End choose; the picture is only how a line looks.
 */
export function SequenceDiagram({
  run,
  shownKey,
  onShow,
}: {
  readonly run: Run
  readonly shownKey: string | null
  readonly onShow: (key: string) => void
}) {
  const { steps } = run
  const parties = partiesOf(steps)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const place = steps.findIndex((step) => step.key === shownKey)

  useEffect(() => {
    const frame = box.current
    const row = place < 0 ? null : list.current?.children[place]
    if (!(row instanceof HTMLElement) || !frame) return
    const show = () => list.current && keepInView(frame, list.current, row)
    show()
    // A problem that appears above the diagram makes it lower.
    const sizes = new ResizeObserver(show)
    sizes.observe(frame)
    return () => sizes.disconnect()
  }, [place])

  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(event.key, place, steps.length)
    const step = next === null ? undefined : steps[next]
    if (!step) return
    event.preventDefault()
    onShow(step.key)
  }
  return (
    <div ref={box} className={styles.diagram}>
      <div className={styles.parties} aria-hidden>
        <ol style={{ gridTemplateColumns: `repeat(${parties.length}, 1fr)` }}>
          {parties.map((party) => (
            <li key={party}>{partyNames[party]}</li>
          ))}
        </ol>
      </div>
      <div
        ref={list}
        className={styles.list}
        role="listbox"
        aria-label="Steps of the run"
        tabIndex={0}
        aria-activedescendant={place < 0 ? undefined : `${id}-${place}`}
        onKeyDown={onKeyDown}
      >
        {steps.map((step, index) => {
          const outcome = stepOutcome(run, step)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and names its active line
            <div
              key={step.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === place}
              aria-label={stepName(step, index + 1, steps.length, outcome)}
              className={classNames(
                styles.step,
                outcome !== 'done' && styles[outcome],
                index === place && styles.current,
              )}
              onClick={() => onShow(step.key)}
            >
              <div className={styles.draw}>
                {parties.map((party, place) => (
                  <span
                    key={party}
                    className={styles.lifeline}
                    style={{ left: lane(place, parties.length) }}
                  />
                ))}
                <Arrow step={step} parties={parties} />
              </div>
              <Note step={step} outcome={outcome} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Arrow({ step, parties }: { readonly step: Step; readonly parties: readonly Party[] }) {
  const from = parties.indexOf(step.from)
  const to = parties.indexOf(step.to)
  const { label } = stepText(step.id)
  if (from === to) {
    return (
      <div className={styles.self} style={{ left: lane(from, parties.length) }}>
        {label}
      </div>
    )
  }
  return (
    <div
      className={classNames(styles.arrow, to < from && styles.left)}
      style={{
        left: lane(Math.min(from, to), parties.length),
        width: `${(Math.abs(to - from) * 100) / parties.length}%`,
      }}
    >
      <span className={styles.label}>{label}</span>
    </div>
  )
}

function Note({ step, outcome }: { readonly step: Step; readonly outcome: StepOutcome }) {
  const words = stepNote(step)
  return (
    <div className={styles.note} title={words}>
      {outcome === 'failed' && <StatusIcon status="fail" label={null} size={13} />}
      {outcome === 'cancelled' && <StatusIcon status="not_checked" label={null} size={13} />}
      {outcome === 'active' && <span className={styles.pulse} />}
      <span className={styles.words}>
        <VisibleText text={words} />
      </span>
    </div>
  )
}

/** Scrolls the diagram alone; `scrollIntoView` would move the run's head out of sight as well. */
function keepInView(box: HTMLElement, list: HTMLElement, row: HTMLElement): void {
  const frame = box.getBoundingClientRect()
  const { top, bottom } = row.getBoundingClientRect()
  const head = list.getBoundingClientRect().top - frame.top + box.scrollTop
  if (top < frame.top + head) box.scrollTop -= frame.top + head - top
  else if (bottom > frame.bottom) box.scrollTop += bottom - frame.bottom
}

/** The middle of a party's lane. */
function lane(place: number, count: number): string {
  return `${((place + 0.5) * 100) / count}%`
}

function nextPlace(key: string, place: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(place + 1, count - 1)
    case 'ArrowUp':
      return Math.max(place - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
