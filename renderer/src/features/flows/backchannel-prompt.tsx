import type { BackchannelPrompt as Prompt } from '../../../../shared/oauth/run.ts'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './device-prompt.module.css'

/** Who has to decide, and where nothing can be done: on this screen (CIBA Core §7.1). */
export function BackchannelPrompt({ prompt }: { readonly prompt: Prompt }) {
  const { loginHint, bindingMessage, interval, notificationEndpoint } = prompt
  return (
    <section className={styles.prompt} aria-label="Waiting for the person">
      <div className={styles.words}>
        <p>
          The provider asks{' '}
          {loginHint === '' ? (
            'the person'
          ) : (
            <code className={styles.address}>
              <VisibleText text={loginHint} />
            </code>
          )}{' '}
          on a device of theirs{bindingMessage === '' ? '.' : ', which must show'}
        </p>
        {bindingMessage !== '' && (
          <p className={styles.code}>
            <VisibleText text={bindingMessage} />
          </p>
        )}
        <div className={styles.actions}>
          <span>
            {notificationEndpoint === undefined ? (
              `The provider is asked every ${interval} s whether they have decided.`
            ) : (
              <>
                The provider calls <code className={styles.address}>{notificationEndpoint}</code> when they
                have decided; it is also asked every {interval} s.
              </>
            )}
          </span>
        </div>
      </div>
    </section>
  )
}
