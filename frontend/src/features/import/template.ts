/** An empty file with the columns that a lead has. */
import { writeCsv } from '@/features/import/lines'

export const TEMPLATE_HEADER = ['Company', 'Website', 'Company size', 'Industry', 'Contact', 'Job title', 'E-mail', 'Phone', 'Notes'] as const

export const makeTemplate = () => writeCsv(TEMPLATE_HEADER, [])
