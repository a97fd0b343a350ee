/** A labelled field with its help and its fault, joined for those who listen. */
import { useId } from 'react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { Icon } from '@/components/Icon'
import { cx } from '@/lib/classes'

interface FieldProps {
  readonly label: ReactNode
  readonly help?: ReactNode
  /** What is wrong and how to mend it. */
  readonly error?: ReactNode
  readonly className?: string
  /** Draws the control with the ids it must carry. */
  readonly children: (ids: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }) => ReactNode
}

export function Field({ label, help, error, className, children }: FieldProps) {
  const id = useId()
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink">{label}</label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={`${id}-error`} className="mt-1 flex gap-1.5 text-danger" role="alert">
          <Icon name="bad" className="mt-[3px]" />
          <span>{error}</span>
        </p>
      ) : null}
      {help ? <p id={`${id}-help`} className="mt-1 text-xs text-ink-3">{help}</p> : null}
    </div>
  )
}

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'id'> {
  readonly label: ReactNode
  readonly help?: ReactNode
  readonly error?: ReactNode
}

export function TextField({ label, help, error, className, type = 'text', ...rest }: TextFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(ids) => <input {...rest} {...ids} type={type} className={cx('control', className)} />}
    </Field>
  )
}

interface SelectFieldProps extends Omit<ComponentPropsWithRef<'select'>, 'id'> {
  readonly label: ReactNode
  readonly help?: ReactNode
  readonly error?: ReactNode
}

export function SelectField({ label, help, error, className, children, ...rest }: SelectFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(ids) => <select {...rest} {...ids} className={cx('control px-1', className)}>{children}</select>}
    </Field>
  )
}
