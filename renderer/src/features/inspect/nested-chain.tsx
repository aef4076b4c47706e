import { describeToken } from '../../../../shared/token/describe-token.ts'
import type { NestedToken } from '../../../../shared/token/nested-chain.ts'
import { Button } from '../../ui/button.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './nested-chain.module.css'

/** The tokens inside a token whose payload is one, from the outside in. */
export function NestedChain({
  chain,
  nowSeconds,
  onOpen,
}: {
  readonly chain: readonly NestedToken[]
  readonly nowSeconds: number
  readonly onOpen: (token: NestedToken, depth: number) => void
}) {
  return (
    <div className={styles.chain}>
      <p className={styles.note}>
        The payload is a token itself. Each layer has a signature of its own, and each is verified by itself.
      </p>
      <ol className={styles.layers}>
        {chain.map((inner, index) => {
          const { title, summary } = describeToken(inner.reading, nowSeconds)
          return (
            <li key={inner.text.length} className={styles.layer}>
              <span className={styles.depth}>Layer {index + 2}</span>
              <span className={styles.words}>
                {title} · <VisibleText text={summary} />
              </span>
              <Button
                variant="ghost"
                aria-label={`Open layer ${index + 2}`}
                onClick={() => onOpen(inner, index)}
              >
                Open
              </Button>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
