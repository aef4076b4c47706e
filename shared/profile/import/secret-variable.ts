/** Whether a variable of this name usually holds a secret; such a value never goes where variables are shown. */
export function isSecretName(name: string): boolean {
  return (
    /secret|passw|token|private|credential|api[-_.]?key|assertion|(?:^|[-_.])key$/i.test(name) &&
    !/(?:url|uri|endpoint|type|name|path|method|lifetime)$/i.test(name)
  )
}
