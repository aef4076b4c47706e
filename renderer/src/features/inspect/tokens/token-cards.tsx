import { type KeyboardEvent, useRef } from 'react'
import type { FoundToken } from '../../../../../shared/token/scan/found-token.ts'
import { Chip } from '../../../ui/chip.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './token-cards.module.css'
import { expiryOf, factsLine } from './token-rows.ts'

/** Two or three tokens side by side; the chosen one is read. Arrows go from one to the next, as among radio buttons. */
export function TokenCards({
  tokens,
  selected,
  nowSeconds,
  onSelect,
}: {
  readonly tokens: readonly FoundToken[]
  readonly selected: number
  readonly nowSeconds: number
  readonly onSelect: (index: number) => void
}) {
  const group = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowDown: 1,
      ArrowLeft: -1,
      ArrowUp: -1,
    }
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined
    if (step === undefined) return
    event.preventDefault()
    const next = (selected + step + tokens.length) % tokens.length
    onSelect(next)
    group.current?.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus()
  }
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label="Tokens in this text"
      className={styles.cards}
      onKeyDown={onKey}
    >
      {tokens.map((found, index) => {
        const expiry = expiryOf(found, nowSeconds)
        const facts = factsLine(found)
        return (
          // biome-ignore lint/a11y/useSemanticElements: a card with several lines is no input
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of one text never move
            key={index}
            type="button"
            role="radio"
            aria-checked={index === selected}
            tabIndex={index === selected ? 0 : -1}
            className={styles.card}
            onClick={() => onSelect(index)}
          >
            <span className={styles.head}>
              <span className={styles.title}>{found.facts.title}</span>
              {expiry && <Chip tone={expiry.expired ? 'warn' : 'none'}>{expiry.short}</Chip>}
            </span>
            <span className={styles.facts} title={facts}>
              <VisibleText text={facts} />
            </span>
            <span className={styles.place} title={found.place}>
              {found.name !== null && (
                <>
                  <code>
                    <VisibleText text={found.name} />
                  </code>{' '}
                </>
              )}
              {found.place}
            </span>
          </button>
        )
      })}
    </div>
  )
}
