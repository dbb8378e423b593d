import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AuditModel } from './model';

const Context = createContext<AuditModel | undefined>(undefined);
export const ModelProvider = Context.Provider;

/** The audit browser's model. */
export function useModel(): AuditModel {
  const model = useContext(Context);
  if (model === undefined) throw new Error('A part of the audit browser stands outside of it.');
  return model;
}
