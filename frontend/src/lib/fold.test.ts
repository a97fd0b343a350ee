import { expect, it } from 'vitest'
import { foldAt } from '@/lib/fold'

it.each([[3, 3], [5, 5], [6, 6], [7, 5], [600, 5]])('of %i rows %i are shown at first', (count, shown) => expect(foldAt(count, 5)).toBe(shown))
