import { z } from 'zod'

/** The spelling that Postman, Insomnia and Bruno use; at most 64 characters. */
const namePattern = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/
const placeholder = /\{\{\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*\}\}/g

export const variable = z.strictObject({
  name: z.string().regex(namePattern, 'a name begins with a letter and holds letters, digits and _ . - only'),
  value: z.string().max(4096),
})
export type Variable = z.infer<typeof variable>

/** A list in which no name stands twice: which of two values counts would be a guess. */
export const variables = z
  .array(variable)
  .max(100)
  .superRefine((list, context) => {
    list.forEach(({ name }, index) => {
      if (list.findIndex((other) => other.name === name) === index) return
      context.addIssue({ code: 'custom', path: [index, 'name'], message: 'this name is there already' })
    })
  })

/** What a name stands for; undefined where nothing, or an empty text, is given for it. */
export type Values = (name: string) => string | undefined

/** In order of precedence: of two lists that name the same, the first counts. */
export function valuesOf(...lists: readonly (readonly Variable[])[]): Values {
  const given = lists.toReversed().flatMap((list) => list.filter(({ value }) => value !== ''))
  const found = new Map(given.map(({ name, value }) => [name, value]))
  return (name) => found.get(name)
}

/**
 * The text with each `{{name}}` replaced by its value. What has no value stays as it is. Values are taken as they are:
 * a placeholder within a value is not looked up again, so that nothing can run in a circle.
 */
export function fillText(text: string, values: Values): string {
  return text.replace(placeholder, (whole, name: string) => values(name) ?? whole)
}

/** The names of the placeholders in a text, each once, in order. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name))]
}
